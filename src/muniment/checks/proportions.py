"""Proportions: what a stated percentage, fraction or factor lets pass.

"12 percent" is what rounds to 12; "a third" is loose by a few points, "about a third" by more,
"nearly a third" ends at a third, "more than a third" begins there.
"""

from __future__ import annotations

from fractions import Fraction

from muniment.checks.amounts import Amount, Range
from muniment.claims.model import Figure

HALF = Fraction(1, 2)
HUNDRED = Fraction(100)
# How far a fraction in words reaches: at most so many points, and so large a part of itself.
_PLAIN = ((Fraction(5, 2), Fraction(1, 12)), (Fraction(4), Fraction(1, 7)))
_ABOUT = ((Fraction(4), Fraction(3, 20)), (Fraction(7), Fraction(1, 4)))


def stated_share(figure: Figure, form: str) -> Amount:
    """What a share figure lets pass, in percent.

    ``form`` tells a percentage ("digits") from a fraction or ratio ("words").
    """
    quantity = figure.quantity
    if quantity.low is None or quantity.high is None or quantity.low != quantity.high:
        low = None if quantity.low is None else Fraction(quantity.low)
        high = None if quantity.high is None else Fraction(quantity.high)
        return Amount(
            Range(low, high),
            Range(None if low is None else low - HALF, None if high is None else high + HALF),
        )
    value = Fraction(quantity.low)
    lean = {"below": "under", "around": "near"}[quantity.lean] if quantity.approximate else ""
    if form == "digits":
        return _percentage(value, decimals(figure.number.text), lean)
    return _fraction(value, lean)


def decimals(text: str) -> int:
    """How many decimals a written number has ("11.9" has one, "1,900" none)."""
    tail = text.replace(",", ".").rpartition(".")[2] if "." in text or "," in text else ""
    digits = "".join(c for c in tail if c.isdigit())
    return len(digits) if len(digits) in (1, 2) else 0


def _percentage(value: Fraction, places: int, lean: str) -> Amount:
    half = HALF / 10**places
    if not lean:
        # The edge itself passes either way: 12.5 may be written 12 or 13.
        room = Range(value - half, value + half)
        # A share cut instead of rounded (12.7 as 12) is common, and no slip to speak of.
        return Amount(room, Range(value - half, value + 2 * half))
    near, far = max(half, min(Fraction(4), value / 8)), max(half, min(Fraction(7), value / 4))
    return _leaning(value, near, far, lean, half)


def _fraction(value: Fraction, lean: str) -> Amount:
    table = _ABOUT if lean else _PLAIN
    near, far = (max(HALF, min(points, value * part)) for points, part in table)
    return _leaning(value, near, far, lean, HALF)


def _leaning(value: Fraction, near: Fraction, far: Fraction, lean: str, edge: Fraction) -> Amount:
    if lean == "over":
        return Amount(Range(value, value + near), Range(value - edge, value + far))
    if lean == "under":
        return Amount(Range(value - near, value), Range(value - far, value + edge))
    return Amount(Range(value - near, value + near), Range(value - far, value + far))


def stated_factor(value: Fraction, lean: str) -> Amount:
    """What "doubled", "threefold", "six times" let pass: the factor, loose by a tenth."""
    if lean == "more":
        return Amount(Range(value, None), Range(value, None))
    if lean == "less":
        return Amount(Range(None, value), Range(None, value))
    near, far = value / 12, value / 10
    if lean:
        near, far = value / 6, value / 5
    return _leaning(value, near, far, lean, value / 50)


def ratio(part: Range, whole: Range) -> Range | None:
    """The range of part / whole, in percent; None where the whole may be nothing."""
    if whole.low is None or whole.low <= 0:
        return None
    low = None
    if part.low is not None:
        low = Fraction(0) if whole.high is None else part.low * 100 / whole.high
    high = None if part.high is None else part.high * 100 / whole.low
    return Range(low, high)


def share_words(share: Figure, form: str) -> str:
    """A share as the text puts it: "nearly three quarters", "12 percent"."""
    words = share.number.text
    if share.modifier is not None and share.modifier.start < share.number.start:
        words = f"{share.modifier.text} {words}"
    if form == "digits":
        words = f"{words.removesuffix('%')} percent"
    words = " ".join(words.split())
    return words if words.isupper() else words[:1].lower() + words[1:]
