"""Parts beside a whole that no phrase links, and lists that go on or break off."""

from __future__ import annotations

import pytest

from tests.claims.reading import parts_of

LINKS = [
    (
        "In the first year 61 accidents were noted; only four accidents were in the hills.",
        ["four subset of 61"],
    ),
    (
        "The rolls list 3 million voters and only 2 million voted.",
        ["2 million subset of 3 million"],
    ),
    ("Police held 60 people, but only 14 were charged.", ["14 subset of 60"]),
    ("Some 200 families fled; just 31 have returned.", ["31 subset of 200"]),
    ("In May 40 shells fell in Tarn and only 3 in Marn.", []),
    ("In 2004, 40 people drowned in the mines, and only 12 drowned in 2005.", []),
    ("The fire destroyed 12 barns and killed only two cows.", []),
    (
        "The army killed or wounded over 800 rebels. So far 512 have been killed and 377 wounded.",
        ["512 partition of 800", "377 partition of 800"],
    ),
    ("The army killed or wounded over 800 rebels. In the north, 512 have been killed.", []),
    (
        "With three more clerks arrested on Friday, a total of nine clerks have been arrested. "
        "Six clerks were arrested on Monday.",
        ["three partition of nine", "Six partition of nine"],
    ),
    (
        "The office lists 900 casualties. The breakdown is as follows: 310 villagers killed, "
        "including 12 children, and 590 wounded, including 35 children.",
        ["310 partition of 900", "12 subset of 310", "590 partition of 900", "35 subset of 590"],
    ),
    (
        "We know of over a thousand raids. Of these, 700 raids have struck farms, "
        "and 210 hit roads.",
        ["700 subset of a thousand", "210 subset of a thousand"],
    ),
    (
        "Of the 410 inmates they met, 82 persons, or 20 percent, were ill.",
        ["82 subset of 410", "20 subset of 410"],
    ),
    (
        "The flood drove out 900 people, which include 140 children and 30 persons in care.",
        ["140 subset of 900", "30 subset of 900"],
    ),
    (
        "The blast killed 23 miners, among whom were 8 fathers and 6 sons, and broke the lift.",
        ["8 subset of 23", "6 subset of 23"],
    ),
    (
        "In the raid 30 people were killed, including 4 children, and 12 wounded.",
        ["4 subset of 30"],
    ),
    ("They captured 40 rifles, including 12 carbines and two pistols.", ["12 subset of 40"]),
    (
        "They captured 40 rifles, including 12 carbines, 3 mortars and 7 other things.",
        ["12 subset of 40"],
    ),
    (
        "Shelling hit 18 buildings, including 11 homes, two schools and a mill.",
        ["11 subset of 18", "two subset of 18"],
    ),
    ("So far 900 migrants came from Orsk. Nearly 70% of all lodged migrants are women.", []),
    ("So far 900 refugees came from Orsk. A quarter of refugee families are poor.", []),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_parts_beside_their_whole(text: str, expected: list[str]) -> None:
    assert parts_of(text) == expected
