"""Amounts: how far a figure's words let it reach, and how a number is written in a working.

A figure has two ranges. Its *certain* range holds the values that its words plainly allow; its
*possible* range is wider and holds every value that a kind reader would still let pass. Two
amounts fit when their certain ranges meet, do not fit when even their possible ranges do not,
and otherwise nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.model import Figure
from muniment.values.quantity import Answer, Number, margin

_DIGITS = re.compile(r"\d[\d.,'’\s]*")
_GROUP = re.compile(r"\d([,.'’\s])\d{3}(?!\d)")


class Range(NamedTuple):
    """The numbers from ``low`` to ``high``, both included; None is an open end."""

    low: Fraction | None
    high: Fraction | None

    def meets(self, other: Range) -> bool:
        """True when some number lies in both."""
        return not (self.below(other) or other.below(self))

    def below(self, other: Range) -> bool:
        """True when every number of this range is below every number of the other."""
        return self.high is not None and other.low is not None and self.high < other.low

    def plus(self, other: Range) -> Range:
        """The range of the sums."""
        return Range(_both(self.low, other.low), _both(self.high, other.high))

    def times(self, other: Range) -> Range:
        """The range of the products of two ranges of numbers that are not negative."""
        low = None if self.low is None or other.low is None else self.low * other.low
        high = None if self.high is None or other.high is None else self.high * other.high
        return Range(low, high)


def _both(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


class Amount(NamedTuple):
    """What certainly and what possibly fits a figure's words or a sum of them."""

    certain: Range
    possible: Range

    def plus(self, other: Amount) -> Amount:
        """The sum of two amounts."""
        return Amount(self.certain.plus(other.certain), self.possible.plus(other.possible))

    def times(self, other: Amount) -> Amount:
        """The product of two amounts that are not negative."""
        return Amount(self.certain.times(other.certain), self.possible.times(other.possible))

    def compare(self, other: Amount) -> Answer:
        """Whether two amounts can be one and the same."""
        if self.certain.meets(other.certain):
            return Answer.FITS
        if self.possible.meets(other.possible):
            return Answer.CANNOT_TELL
        return Answer.DOES_NOT_FIT


def exactly(value: Number) -> Amount:
    """The amount that is this number and no other."""
    point = Range(Fraction(value), Fraction(value))
    return Amount(point, point)


def amount(figure: Figure) -> Amount:
    """What fits a figure's words: its quantity with its margin; half as much more in doubt."""
    quantity = figure.quantity
    wide = quantity.allowed()
    certain = Range(_fraction(wide.low), _fraction(wide.high))
    if not quantity.approximate or quantity.low is None:
        slack = written_rounding(figure)
        return Amount(certain, _widened(certain, slack, slack))
    below = Fraction(0) if quantity.low is None else Fraction(margin(quantity.low)) / 2
    above = Fraction(0) if quantity.high is None else Fraction(margin(quantity.high)) / 2
    return Amount(
        certain, _widened(certain, below, above / 10 if quantity.lean == "below" else above)
    )


def _fraction(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _widened(base: Range, below: Fraction, above: Fraction) -> Range:
    return Range(
        None if base.low is None else base.low - below,
        None if base.high is None else base.high + above,
    )


def written_rounding(figure: Figure) -> Fraction:
    """Half of the last place of a number such as "4.2 million" or "3.5"; 0 for whole numbers.

    A whole number in digits or words is taken as exact.
    """
    quantity = figure.quantity
    text = figure.number.text
    digits = _DIGITS.match(text)
    if digits is None or quantity.low is None or quantity.low != quantity.high:
        return Fraction(0)
    written = digits.group().strip()
    plain = re.sub(r"[^\d]", "", written)
    if not int(plain):
        return Fraction(0)
    # What one unit of the last digit is worth: 4.2 million has the digits 42, so 100,000.
    step = Fraction(quantity.low) / int(plain)
    return Fraction(0) if step == 1 else step / 2


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts."""
    whole = exactly(0)
    for each in amounts:
        whole = whole.plus(each)
    return whole


def separator(figures: Iterable[Figure]) -> str:
    """The mark between thousands in the first of these figures that has one, else a comma."""
    for figure in figures:
        grouped = _GROUP.search(figure.number.text)
        if grouped:
            return grouped[1]
        if re.fullmatch(r"\d{4,}", figure.number.text):
            return ""
    return ","


def written(value: Number, mark: str = ",") -> str:
    """A number as the document would write it, with at most two decimals."""
    rounded = round(Fraction(value), 2)
    whole, rest = divmod(abs(rounded), 1)
    text = f"{int(whole):,}".replace(",", mark)
    if rest:
        point = "," if mark == "." else "."
        text += point + f"{int(rest * 100):02d}".rstrip("0")
    return f"-{text}" if rounded < 0 else text


def shown(figure: Figure, mark: str = ",") -> str:
    """A figure's number for a working: in digits, with its bounding words if it has any."""
    quantity = figure.quantity
    if quantity.low is None or quantity.high is None or quantity.approximate:
        words = figure.number.text
        if figure.modifier is not None:
            words = f"{figure.modifier.text} {words}"
        words = " ".join(words.split())
        return words if words.isupper() else words[:1].lower() + words[1:]
    if quantity.low != quantity.high:
        return f"{written(quantity.low, mark)} to {written(quantity.high, mark)}"
    return written(quantity.low, mark)


def named(figure: Figure, mark: str = ",") -> str:
    """A figure's number with what it counts, for a message."""
    number = shown(figure, mark)
    if figure.klass == "share":
        return f"{number} percent" if figure.number.text[0].isdigit() else figure.number.text
    return f"{number}{_counted_after(figure)}"


def _counted_after(figure: Figure) -> str:
    """The words that follow a number and name what it counts: " houses", " of them"."""
    counted, end = figure.counted, figure.number.end
    if counted is None or counted.start < end:
        return ""
    start = figure.passage.start
    between = figure.passage.quote[end - start : counted.start - start].split()
    if len("".join(between)) > 2:
        return ""
    return " ".join(["", *between, *counted.text.split()])


def sum_shown(together: Amount, mark: str) -> str:
    """A sum for a sentence: one number, a range, or one end."""
    low, high = together.certain.low, together.certain.high
    if low is not None and high is not None:
        if low == high:
            return written(low, mark)
        return f"{written(low, mark)} to {written(high, mark)}"
    if low is not None:
        return f"at least {written(low, mark)}"
    return "an unknown number" if high is None else f"at most {written(high, mark)}"


def capital(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
