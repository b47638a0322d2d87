"""What a number phrase is: its tokens and the values it allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from muniment.values.quantity import Number

Kind = Literal["plain", "vague", "fraction", "multiplier", "multiple"]


@dataclass(slots=True)
class NumberPhrase:
    """A number phrase: its tokens ``[first, last)`` and the values it allows.

    A "multiplier" is said with a number ("threefold", "six times the norm"), a "multiple" in one
    word ("doubled"). ``digits`` is the text of a number written as one run of plain digits
    ("2020"), else "".
    ``thousands`` is what a number with three decimals would be were its mark a group mark.
    ``unit_at`` is the index of a unit inside the phrase ("a year and a half"), else None.
    ``inner`` are the tokens of a noun inside it ("one death in eight").
    ``opener`` is the index of a word that opens a range ("between"), else None.
    """

    first: int
    last: int
    low: Number | None
    high: Number | None
    kind: Kind = "plain"
    digits: str = ""
    in_words: bool = False
    scaled: bool = False
    thousands: int | None = None
    opener: int | None = None
    range: bool = False
    unit_at: int | None = None
    inner: tuple[int, int] | None = None
