from __future__ import annotations

import pytest

from tests.claims.reading import claims_of, figures_of, parts_of

LINKS = [
    ("Police arrested 40 people, including 12 women.", ["12 subset of 40"]),
    ("Of the 40 people arrested, 12 were women.", ["12 subset of 40"]),
    ("They wounded 15 sailors, 4 of them gravely.", ["4 subset of 15"]),
    ("They freed 40 captives, of whom 31 were civilians.", ["31 subset of 40"]),
    ("Fire took 90 houses, of which 22 were empty.", ["22 subset of 90"]),
    ("In all 55 people drowned. Among them were 9 children.", ["9 subset of 55"]),
    ("In all 55 people drowned. Nine of them were children.", ["Nine subset of 55"]),
    ("Three of the five bridges are down.", ["Three subset of five"]),
    ("A third of the 300 wells are dry.", ["A third subset of 300"]),
    ("In March 55 people died. Of the dead, 20 were minors.", ["20 subset of 55"]),
    ("Some 200 people (including 12 monks) were missing.", ["12 subset of 200"]),
    ("Nearly 80 boats were sunk, among them 6 ferries.", ["6 subset of 80"]),
    ("The mill employed 64 people. Seventeen were women.", ["Seventeen subset of 64"]),
    (
        "Nineteen people drowned: eight sailors and eleven passengers.",
        ["eight partition of Nineteen", "eleven partition of Nineteen"],
    ),
    (
        "Nineteen people drowned: eight sailors and twelve passengers.",
        ["eight partition of Nineteen", "twelve partition of Nineteen"],
    ),
    (
        "Four other villagers, three women and a boy, also died.",
        ["three partition of Four"],
    ),
    (
        "The patrol of 26 men comprised 11 guards, 9 scouts and 6 cooks.",
        ["11 partition of 26", "9 partition of 26", "6 partition of 26"],
    ),
    (
        "Of the 412 families, 260 came from the hills and 152 from the coast.",
        ["260 partition of 412", "152 partition of 412"],
    ),
    (
        "Thirty of our 48 schools are open, nine are shut, and the remaining nine are ruins.",
        ["Thirty partition of 48", "nine partition of 48", "nine partition of 48"],
    ),
    (
        "In the siege 2,450 townsmen, including 2,130 troops and 320 civilians disappeared.",
        ["2,130 partition of 2,450", "320 partition of 2,450"],
    ),
    (
        "In the siege 2,450 townsmen, including 2,130 troops and 319 civilians disappeared.",
        ["2,130 partition of 2,450", "319 partition of 2,450"],
    ),
    (
        "They hold 85 people (50 men and 35 women).",
        ["50 partition of 85", "35 partition of 85"],
    ),
    (
        "Seen in June\nNorth gate: 88\nSouth gate: 41\nTotal: 129",
        ["88 partition of 129", "41 partition of 129"],
    ),
    (
        "The list has 1,600 missing. About 70 percent were from Orlan and 30 percent from Vey.",
        ["70 partition of 1,600", "30 partition of 1,600"],
    ),
    (
        "Killed: 12, of them 5 children. Wounded: 30.",
        ["5 subset of 12"],
    ),
    (
        "They damaged 150 barns, including 71 in Orn, 52 in Bel and 9 in Delm.",
        ["71 subset of 150", "52 subset of 150", "9 subset of 150"],
    ),
    (
        "Seventy are wanted: 40 boys and 30 girls, 25 from the coast and 45 from inland.",
        ["40 partition", "30 partition", "25 partition", "45 partition"],
    ),
]

NO_LINKS = [
    "At least 23 people drowned. Another 12 were hurt.",
    "Troops killed 12 people and injured 30.",
    "Mines killed 10 soldiers and 36 civilians, and injured 88 civilians.",
    "Shelling emptied the homes of 31 hamlets, and 700 of those who left took the ferry.",
    "Out of 19 schools 2,600 pupils were led to the shelters.",
    "The camp has room for 500. In January 310 people arrived and in February 260.",
    "Nine bodies were found in May and five in June. That makes 47 in all so far.",
    "In 2021 the centre fitted 140 people with a limb. Of those it fitted in 2022, 190 are men.",
    "The bus seats 44 people. Three buses left.",
    "The mayor counts 30 hurt. The nurse says she has treated 36 of the hurt.",
    "In May 31 ships sailed, compared with 22 in April.",
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_parts_and_their_wholes(text: str, expected: list[str]) -> None:
    found = parts_of(text)
    assert len(found) == len(expected)
    assert all(each.startswith(want) for each, want in zip(found, expected, strict=True)), found


@pytest.mark.parametrize("text", NO_LINKS)
def test_no_link_where_the_text_makes_none(text: str) -> None:
    assert parts_of(text) == []


def test_a_part_that_exceeds_its_whole_is_still_its_part() -> None:
    assert parts_of("On Friday 640 people crossed, among them 704 children.") == [
        "704 subset of 640"
    ]


def test_other_wholes_that_the_words_may_mean_are_kept() -> None:
    text = (
        "In all 90 citizens, including 60 soldiers, and 30 civilians vanished. "
        "Nine of them were minors."
    )
    figures = figures_of(text)
    whole, _, civilians, minors = figures
    assert minors.part_of == whole.id
    assert civilians.id in minors.part_of_alternatives


def test_two_breakdowns_of_one_whole_are_told_apart() -> None:
    text = "We act for 36 people: 20 taken by the Army and 16 by the Front, 29 men and 7 women."
    figures = figures_of(text)
    assert [figure.breakdown for figure in figures] == [None, 1, 1, 2, 2]


def test_nested_wholes() -> None:
    text = (
        "To this day 1,127 citizens are missing: 806 soldiers and 321 civilians. "
        "Among the civilians are 44 children."
    )
    assert parts_of(text) == [
        "806 partition of 1,127",
        "321 partition of 1,127",
        "44 subset of 321",
    ]


def test_no_figure_is_its_own_whole_however_long_the_chain() -> None:
    text = "Of the 90, 40 came; of these 40, 20 stayed; 10 of them left; five of the ten returned."
    by_id = {figure.id: figure for figure in claims_of(text).figures}
    for figure in by_id.values():
        seen = set()
        at = figure
        while at.part_of is not None:
            assert at.id not in seen
            seen.add(at.id)
            at = by_id[at.part_of]


def test_an_open_whole_is_made_up_by_a_list_that_reaches_it() -> None:
    text = "At least 180 were killed (60 men, 100 women and 20 children)."
    assert parts_of(text) == [f"{n} partition of 180" for n in ("60", "100", "20")]


def test_a_clause_of_its_own_ends_a_list_of_parts() -> None:
    text = (
        "In the hills 5,310 peasants died, including 2,040 boys and 1,215 girls, while "
        "1,100 sailors died at sea."
    )
    assert parts_of(text) == ["2,040 subset of 5,310", "1,215 subset of 5,310"]


def test_this_includes() -> None:
    text = "In all 540 farmers were killed. This includes 130 girls and 75 nurses."
    assert parts_of(text) == ["130 subset of 540", "75 subset of 540"]
