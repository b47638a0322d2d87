"""Units of time into each other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.spans import in_units


@pytest.mark.parametrize(
    ("amount", "unit", "other", "expected"),
    [(2, "wk", "d", (14, 14)), (1, "h", "min", (60, 60)), (3, "y", "mo", (36, 36))],
)
def test_units_of_one_family_convert_exactly(
    amount: int, unit: str, other: str, expected: tuple[int, int]
) -> None:
    low, high = expected
    assert in_units(Fraction(amount), unit, other) == (Fraction(low), Fraction(high))


@given(st.integers(1, 600))
def test_months_in_days_hold_what_the_calendar_gives(months: int) -> None:
    found = in_units(Fraction(months), "mo", "d")
    assert found is not None
    low, high = found
    assert low <= 28 * months or low <= Fraction(146097, 4800) * months
    assert low < high
    if months == 1:
        assert low <= 28 < 31 <= high


@pytest.mark.parametrize(("unit", "other"), [("kg", "d"), ("d", "kg"), ("", "d")])
def test_what_is_no_time_is_refused(unit: str, other: str) -> None:
    assert in_units(Fraction(1), unit, other) is None
