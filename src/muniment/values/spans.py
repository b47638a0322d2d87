"""How many of one unit of time go into another.

Seconds to weeks convert exactly, and months to years; between the two families a month has 28
to 31 days.
"""

from __future__ import annotations

from fractions import Fraction

_DAYS = {
    "s": Fraction(1, 86400),
    "min": Fraction(1, 1440),
    "h": Fraction(1, 24),
    "d": Fraction(1),
    "wk": Fraction(7),
}
_MONTHS = {
    "mo": Fraction(1),
    "y": Fraction(12),
    "decade": Fraction(120),
    "century": Fraction(1200),
}
# Days in a row of n months: as many as 31 a month for one or two, 30.44 on average for many.
_MONTH = Fraction(146097, 4800)
_SHORT, _LONG = Fraction(5, 2), Fraction(3, 2)


def in_units(amount: Fraction, unit: str, other: str) -> tuple[Fraction, Fraction] | None:
    """The fewest and the most of unit ``other`` in an amount of ``unit`` (symbols: s … century).

    None where a symbol is no unit of time: ``in_units(2, "wk", "d")`` is (14, 14).
    """
    if unit in _DAYS and other in _DAYS:
        exact = amount * _DAYS[unit] / _DAYS[other]
        return exact, exact
    if unit in _MONTHS and other in _MONTHS:
        exact = amount * _MONTHS[unit] / _MONTHS[other]
        return exact, exact
    if unit in _MONTHS and other in _DAYS:
        days = amount * _MONTHS[unit] * _MONTH
        return (days - _SHORT) / _DAYS[other], (days + _LONG) / _DAYS[other]
    if unit in _DAYS and other in _MONTHS:
        months = amount * _DAYS[unit] / _MONTH
        return (
            max(Fraction(0), months * Fraction(28, 31)) / _MONTHS[other],
            months * Fraction(31, 28) / _MONTHS[other],
        )
    return None
