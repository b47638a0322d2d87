"""What a number phrase is, and what reading one needs of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from muniment.claims.lexicon import Lexicon
from muniment.values.quantity import Number

Kind = Literal["plain", "vague", "fraction", "multiplier", "multiple"]

# How many tokens before a number a verb of change is looked for.
REACH = 12


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


class Numbers(Protocol):
    """What reading ratios and ranges needs of a reader of numbers."""

    words: list[str]
    lexicon: Lexicon

    def word(self, at: int) -> str:
        """The word at a token in lower case; "" outside the sentence."""

    def is_kind(self, at: int, kind: str) -> bool:
        """True when token ``at`` is one of the lexicon's words of a kind."""

    def single(self, at: int) -> NumberPhrase | None:
        """The number that starts at token ``at``."""
