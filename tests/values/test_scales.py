"""Units in other units of their dimension."""

from __future__ import annotations

from fractions import Fraction

import pytest

from muniment.values.scales import scales, units_in


@pytest.mark.parametrize(
    ("unit", "other", "times"),
    [
        ("kg", "g", 1000),
        ("g", "kg", Fraction(1, 1000)),
        ("km", "m", 1000),
        ("t", "kg", 1000),
        ("km²", "ha", 100),
        ("widget", "widget", 1),
        ("kg", "m", None),
        ("widget", "m", None),
    ],
)
def test_units_in(unit: str, other: str, times: int | Fraction | None) -> None:
    assert units_in(unit, other) == times


def test_there_and_back_is_one() -> None:
    known = scales()
    for unit, (dimension, _) in known.items():
        for other in known:
            if known[other][0] == dimension:
                there, back = units_in(unit, other), units_in(other, unit)
                assert there is not None
                assert back is not None
                assert there * back == 1
