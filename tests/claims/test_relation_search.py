"""What a change, a share or a rate is said of, searched for near it."""

from __future__ import annotations

import pytest

from muniment.claims.model import Relation
from tests.claims.reading import claims_of


def relations(text: str, kind: str) -> list[dict[str, str]]:
    """The members of each relation of a kind, by role, as the text writes them."""
    claims = claims_of(text)
    numbers = {figure.id: figure.number.text for figure in claims.figures}
    found: list[Relation] = [each for each in claims.relations if each.type == kind]
    return [{role: numbers[member] for role, member in each.members} for each in found]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("The farm had 80 goats in May. Today there are 60, a fall of a third.", ("80", "60")),
        ("In 2003 we ran 12 buses. By 2005 we ran 20: six more.", ("12", "20")),
        ("Price on 1 May: 16 crowns. Price on 1 June: 24 crowns. Increase: 75 percent.",
         ("16", "24")),
    ],
)  # fmt: skip
def test_two_values_near_a_change_are_its_ends(text: str, ends: tuple[str, str]) -> None:
    assert [(each["from"], each["to"]) for each in relations(text, "change")] == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "In May 14 people were killed. In June 9 were killed and two more died of wounds.",
        "By Monday the toll had risen by 6 to 21. On Tuesday 40 were treated.",
        "The upper camp grew from 900 to 1,100 people. The lower camp doubled.",
        "Exports fell by 12 percent, imports by 30 percent. They were 900 tonnes in 2003 and "
        "720 in 2004.",
    ],
)
def test_a_change_of_something_else_has_no_ends(text: str) -> None:
    assert not [each for each in relations(text, "change") if {"from", "to"} <= each.keys()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The court got 900 pleas. It granted 90. With 24 percent granted it is content.",
         ("900", "90")),
        ("Of the 75 slides 30 began on new slopes, one in four by our count.", ("75", "30")),
    ],
)  # fmt: skip
def test_a_share_is_of_the_numbers_near_it(text: str, expected: tuple[str, str]) -> None:
    assert [(each["whole"], each["part"]) for each in relations(text, "share-of")] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "A third of our members are women. The school has 270 pupils, 120 of them women.",
        "Literacy is 60 percent; 300 of 900 villages have a school.",
        "In the north a quarter of the fields are mined, in the south 40 of 300.",
        "Turnout in the lower town was 38 percent. In the upper town 2,100 of 3,000 voters came.",
    ],
)
def test_a_share_of_something_else_is_of_nothing_near(text: str) -> None:
    assert not relations(text, "share-of")


@pytest.mark.parametrize(
    ("text", "per", "often"),
    [
        ("Every second day from 2 to 20 October a train left, 15 trains in all.", "2", "1"),
        ("Twice a week 30 crates were flown in; over ten weeks this made 500 crates.", "1", "2"),
        ("A shell fell every six minutes; in the three hours 40 shells fell.", "6", "1"),
    ],
)
def test_rates_in_words(text: str, per: str, often: str) -> None:
    found = [each for each in claims_of(text).relations if each.type == "rate-over-time"]
    assert [(each.values["per"], each.values["times"]) for each in found] == [(per, often)]


def test_a_column_of_changes_is_read_row_by_row() -> None:
    text = (
        "| Port | 2019 | 2020 | Change |\n|---|---|---|---|\n"
        "| Ardel | 200 | 250 | +25% |\n| Mossa | 31 | 45 | +16 |\n"
    )
    found = relations(text, "change")
    assert [(each["from"], each["to"]) for each in found] == [("200", "250"), ("31", "45")]
