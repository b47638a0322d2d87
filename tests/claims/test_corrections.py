"""Announced corrections, and numbers given twice."""

from __future__ import annotations

import pytest

from tests.checks.reading import claims_of


def types(text: str) -> list[str]:
    return [each.type for each in claims_of(text).relations]


def test_a_correction_is_marked() -> None:
    assert "announced-correction" in types("Revised: 40 people died.")


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("We saw fifteen (16) barns.", True),
        ("We saw fifteen (16 percent) barns.", False),
        ("We saw fifteen barns. (16) Nobody was there.", False),
    ],
)
def test_a_number_in_brackets_repeats_the_one_before(text: str, twice: bool) -> None:
    assert ("written-twice" in types(text)) is twice
