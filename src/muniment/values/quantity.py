"""Quantities: closed intervals whose ends may be open, with exact arithmetic.

Conventions for words of approximation ("about", "nearly"): a number is rounded to its last
significant place (40 to tens, 3,890 to tens, 3.9 million to hundred thousands), so a writer who
says "about" may have been off by half of that place; we allow at least a tenth of the value and
at most a quarter of it. "Nearly" and "almost" allow this below the number only. That what such
words imply depends on the size and the roundness of the number is measured in Ferson et al.,
"Natural language of uncertainty: numeric hedge words", International Journal of Approximate
Reasoning 57 (2015); half a place, the tenth and the quarter are our own convention, chosen so
that doubt favours the writer.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Number = int | Fraction
Lean = Literal["around", "below"]

LEAST_MARGIN = Fraction(1, 10)
LARGEST_MARGIN = Fraction(1, 4)


class Answer(enum.Enum):
    """The three answers of every comparison of uncertain values."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as the words allow it.

    ``low`` and ``high`` are exact numbers, or None where the words leave that end open:
    "at least 95" is ``Quantity(95, None)``, "nearly 4,000" is
    ``Quantity(4000, 4000, approximate=True, lean="below")``, "dozens" is
    ``Quantity(24, None, True)``. ``lean`` says on which side of the number an approximate
    quantity may lie: on both ("around") or only under it ("below").

    Raises ValueError when both ends are open or when low is above high.
    """

    low: Number | None
    high: Number | None
    approximate: bool = False
    lean: Lean = "around"

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs at least one end")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")

    @property
    def exact(self) -> bool:
        """True when the words allow one value only."""
        return self.low == self.high and not self.approximate

    def allowed(self) -> Quantity:
        """What the words admit, with the margin of approximate words taken in.

        The result is never approximate. An open end stays open; the bound of "up to 50" or
        "fewer than 60" is firm and is not widened; that of "dozens" is loosened downwards.
        """
        if not self.approximate:
            return self
        if self.low is None:
            return Quantity(None, self.high)
        low = self.low - margin(self.low)
        if self.high is None:
            return Quantity(low, None)
        return Quantity(low, self.high + (margin(self.high) if self.lean == "around" else 0))

    def rounded(self) -> Quantity:
        """What was meant if each end was rounded to its last significant place.

        "12" admits 11.5 to 12.5, "3.9 million" 3.85 to 3.95 million. Approximate words are
        taken in first.
        """
        wide = self.allowed()
        low = None if wide.low is None else min(wide.low, self._unrounded(self.low, -1))
        high = None if wide.high is None else max(wide.high, self._unrounded(self.high, 1))
        return Quantity(low, high)

    @staticmethod
    def _unrounded(end: Number | None, side: int) -> Number:
        assert end is not None
        return end + side * last_place(end) / 2

    def __add__(self, other: Quantity) -> Quantity:
        """The sum: ends are added, an open end stays open, doubt is kept."""
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity.total((self, other))

    @classmethod
    def total(cls, parts: Iterable[Quantity]) -> Quantity:
        """The sum of quantities with their margins taken in (``allowed``).

        Exact parts give an exact sum. Raises ValueError when both ends of the sum are open or
        there are no parts.
        """
        items = [part.allowed() for part in parts]
        if not items:
            raise ValueError("a sum needs at least one part")
        lows = [part.low for part in items]
        highs = [part.high for part in items]
        low = None if None in lows else sum(_known(lows), 0)
        high = None if None in highs else sum(_known(highs), 0)
        return cls(low, high)

    def scaled(self, factor: Number) -> Quantity:
        """This quantity times a factor of zero or more; raises ValueError for a negative one."""
        if factor < 0:
            raise ValueError(f"cannot scale a quantity by {factor}")
        return Quantity(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.approximate,
            self.lean,
        )

    def admits(self, value: Number) -> bool:
        """True when the words, with their margin, allow this value."""
        wide = self.allowed()
        return (wide.low is None or wide.low <= value) and (wide.high is None or value <= wide.high)

    def same(self, other: Quantity) -> Answer:
        """Whether two quantities can be one and the same.

        Does not fit: no value is allowed by both. Fits: all that one allows is allowed by the
        other. Cannot tell: they overlap in part.
        """
        one, two = self.allowed(), other.allowed()
        if one._above(two) or two._above(one):
            return Answer.DOES_NOT_FIT
        if one._within(two) or two._within(one):
            return Answer.FITS
        return Answer.CANNOT_TELL

    def at_most(self, other: Quantity) -> Answer:
        """Whether this quantity is no larger than the other, as a part is of its whole."""
        one, two = self.allowed(), other.allowed()
        if one._above(two):
            return Answer.DOES_NOT_FIT
        if one.high is not None and two.low is not None and one.high <= two.low:
            return Answer.FITS
        return Answer.CANNOT_TELL

    def _above(self, other: Quantity) -> bool:
        """True when every allowed value is above every one of the other's."""
        return self.low is not None and other.high is not None and self.low > other.high

    def _within(self, other: Quantity) -> bool:
        low_inside = other.low is None or (self.low is not None and self.low >= other.low)
        high_inside = other.high is None or (self.high is not None and self.high <= other.high)
        return low_inside and high_inside


def _known(values: Iterable[Number | None]) -> list[Number]:
    return [value for value in values if value is not None]


def margin(value: Number) -> Number:
    """How far an approximate number may be from the truth (see the module's conventions)."""
    number = Fraction(value)
    size = number if number >= 0 else -number
    half_place = last_place(value) / 2
    return max(size * LEAST_MARGIN, min(half_place, size * LARGEST_MARGIN))


def last_place(value: Number) -> Fraction:
    """The place of the last significant digit: 10 of 40, 1 of 41, 1/10 of 3.9.

    Zero counts as given to the unit; a fraction without a finite decimal form, such as a third
    of 100, to two decimals.
    """
    if value == 0:
        return Fraction(1)
    number = Fraction(value)
    place = Fraction(1)
    for _ in range(2):
        if number.denominator == 1:
            break
        number *= 10
        place /= 10
    whole = number.numerator if number.denominator == 1 else 1
    while whole % 10 == 0:
        whole //= 10
        place *= 10
    return place
