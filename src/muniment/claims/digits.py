"""The value of digits with their group and decimal marks."""

from __future__ import annotations

import re
from fractions import Fraction

from muniment.values.quantity import Number

_GROUPS = {
    ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}


def digit_value(text: str, group: str, decimal: str) -> tuple[Number, int | None] | None:
    """The value of 1,234.5 or 3'900; None where the marks make no number (1,2,3).

    ``group`` and ``decimal`` are the language's marks; the other way round is understood where
    it is unmistakable (1.234.567 or 12,5 in English). With a value that has three decimals comes
    what it would be were its mark a group mark (3171 for 3.171), else None.
    """
    plain = text.replace("'", "").replace("’", "")
    if plain.isdecimal():
        return int(plain), None
    thousands: int | None = None
    if _GROUPS[group].fullmatch(plain):
        number = Fraction(plain.replace(group, "").replace(decimal, "."))
    elif plain.count(decimal) == 1 and group not in plain:
        number = Fraction(plain.replace(decimal, "."))
        if _GROUPS[decimal].fullmatch(plain):
            thousands = int(plain.replace(decimal, ""))
    elif _GROUPS[decimal].fullmatch(plain):
        number = Fraction(plain.replace(decimal, "").replace(group, "."))
    elif plain.count(group) == 1 and decimal not in plain:
        number = Fraction(plain.replace(group, "."))
    else:
        return None
    return (number if number.denominator != 1 else int(number)), thousands
