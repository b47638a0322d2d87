"""Rules across documents, on pairs that must make them fire and pairs that must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.checks.model import Outcome
from tests.checks.reading import Text, fired, results

BLOCKS = (Path(__file__).parent / "across_cases.txt").read_text(encoding="utf-8").split("\n\n")


def pair(block: str) -> tuple[list[str], Text, Text]:
    """The codes and the two texts of one block of the file."""
    codes, *lines = block.strip().split("\n")
    first, second = (_text(line) for line in lines)
    return ([] if codes == "-" else codes.split()), first, second


def _text(line: str) -> Text:
    date, issuer, text = line.split(" | ", 2)
    return issuer, date, text.replace("¶", "\n")


PAIRS = [pair(block) for block in BLOCKS if not block.startswith("#")]


@pytest.mark.parametrize(("codes", "first", "second"), PAIRS)
def test_pairs(codes: list[str], first: Text, second: Text) -> None:
    found = fired(first, second, family="X") + fired(first, second, family="A108")
    assert found == codes


def test_the_order_of_the_documents_does_not_matter() -> None:
    first = ("Office for Returns", "2022-01-10", "Families that have returned to date: 410.")
    second = ("Office for Returns", "2022-02-10", "Families that have returned to date: 655.")
    assert fired(second, first, family="X") == fired(first, second, family="X") == ["X502"]


def test_two_that_rest_on_one_origin_do_not_agree() -> None:
    first = ("Rescue Service of Ilvara", "2021-08-23", "The slide of 19 August buried 38 houses.")
    second = (
        "Free Radio Gorm",
        "2021-08-25",
        "According to the Rescue Service of Ilvara, the slide of 19 August buried 38 houses.",
    )
    assert fired(first, second, family="X") == ["X504"]


def test_an_announced_correction_is_told_apart_from_silence() -> None:
    first = ("Desk of the Vale", "2021-04-01", "Deaths since the outbreak began: 71.")
    second = ("Desk of the Vale", "2021-05-01", "Deaths since the outbreak began: 58, revised.")
    outcomes = [r.outcome for r in results(first, second) if r.code == "A108"]
    assert outcomes == [Outcome.NOT_CHECKABLE]


def test_documents_without_an_issuer_are_not_compared() -> None:
    first = (None, "2021-08-23", "The slide of 19 August buried 38 houses in Gorm.")
    second = (None, "2021-08-25", "The slide of 19 August buried 83 houses in Gorm.")
    assert fired(first, second, family="X") == []
