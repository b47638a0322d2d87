"""Figures of one quantity told by signs: A105 and A106 across sentences, firing and silent."""

from __future__ import annotations

import pytest

from muniment.checks.sameness import in_headline, points_back, signs
from muniment.checks.sides import sides_of
from tests.checks.reading import claims_of, fired


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        # What points back is what was told of before, whatever happens to it next.
        (
            ["A105"],
            "Seventeen hostages were being held in the mill at Ruel. On Friday the 71 hostages "
            "were walked to the border.",
        ),
        (
            [],
            "Seventeen hostages were being held in the mill at Ruel. On Friday the 12 hostages "
            "who were ill were walked to the border.",
        ),
        (
            ["A105"],
            "Sixteen acrobats came down from the burning circus at Pell. We had nine cots. All 61 "
            "have since left.",
        ),
        (
            [],
            "Sixteen acrobats came down from the burning circus, and five from the fair. All 21 "
            "have since left.",
        ),
        (["A105"], "There were 52 arrests in Osk. Of the 25 arrests made in Osk none was lawful."),
        # A headline and what stands under it.
        (
            ["A105"],
            "Nine dead in the Karr landslide\n\nA slope came down at Karr. The landslide killed "
            "19 people.",
        ),
        (
            [],
            "Nine dead in the Karr landslide\n\nA slope came down at Karr. The landslide killed "
            "9 people and buried 19 cows.",
        ),
        (
            ["A105"],
            "In May we recorded 47 raids. The table overleaf shows the 74 raids of May by sector.",
        ),
        (
            [],
            "In May we recorded 47 raids. The table overleaf shows the 14 raids of May in which "
            "somebody died.",
        ),
        # Two of a kind.
        ([], "The army gave back five barges. The front gave back eight barges."),
        ([], "Shells killed 12 people at the mill. Shells killed 14 people at the school."),
        ([], "The pass takes 20 minutes in low water. In high water the pass takes 45 minutes."),
    ],
)
def test_the_same_twice(codes: list[str], text: str) -> None:
    assert fired(("Relief Desk", "2021-06-30", text), family="A105") == codes


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (
            ["A106"],
            "More than 400 tonnes of tar ran into the lake. According to that measurement, 310 "
            "tonnes of tar ran into the lake.",
        ),
        (
            [],
            "More than 400 tonnes of tar ran into the lake. By Friday 310 tonnes of tar had been "
            "pumped off.",
        ),
        (
            ["A106"],
            "Over 900 people fled Karr\n\nThe register of the camp has 712 people who fled from "
            "Karr.",
        ),
        (
            ["A106"],
            "Fewer than 30 looms stood still in July. The day book for July has 44 looms that "
            "stood still.",
        ),
        ([], "Fewer than 30 looms stood still in July. In August 44 looms stood still."),
        ([], "There were fewer than 30 shots on any day. The log of the week shows 44 shots."),
        (
            ["A106"],
            "We received 211 cases of theft of seed since May. That almost 300 cases of theft of "
            "seed should come from one vale is without example.",
        ),
        (["A106"], "A dozen drivers were arrested. The 21 drivers have appealed."),
        ([], "A dozen drivers were arrested. The 13 drivers have appealed."),
        ([], "A quarter of a million ewes crossed; the toll books give 247,600."),
        ([], "Some 8,000 people are missing. More than half of 40,000 lost in the "
         "Ilm wars have been named."),
    ],
)  # fmt: skip
def test_rough_and_exact(codes: list[str], text: str) -> None:
    assert fired(("Relief Desk", "2021-08-30", text), family="A106") == codes


def test_signs() -> None:
    text = "Ten barges sank at Orl.\n\nFour days later the 12 barges of Senn sank."
    first, later = (each for each in sides_of(claims_of(text)) if each.figure.klass == "count")
    assert signs(first, later) is None
    assert points_back(later)
    assert not points_back(first)


def test_a_headline_is_a_short_line_without_an_end() -> None:
    text = "Nine killed in Karr\n\nNine people died."
    headline, sentence = sides_of(claims_of(text))
    assert in_headline(headline)
    assert not in_headline(sentence)
