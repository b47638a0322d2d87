"""Scales: what one unit of length, area, volume, mass or energy is in another."""

from __future__ import annotations

import functools
import tomllib
from fractions import Fraction
from importlib import resources


@functools.cache
def scales() -> dict[str, tuple[str, Fraction]]:
    """By the symbol of a unit its dimension, and what one of it is in the dimension's first."""
    text = (resources.files("muniment.values") / "conversions.toml").read_text(encoding="utf-8")
    return {
        unit: (dimension, Fraction(str(value)).limit_denominator(10**15))
        for dimension, units in tomllib.loads(text).items()
        for unit, value in units.items()
    }


def units_in(unit: str, other: str) -> Fraction | None:
    """How many of ``other`` make one ``unit``: ``units_in("kg", "g")`` is 1000.

    None where the two are not of one dimension, or unknown.
    """
    if unit == other:
        return Fraction(1)
    mine, theirs = scales().get(unit), scales().get(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return None
    return mine[1] / theirs[1]
