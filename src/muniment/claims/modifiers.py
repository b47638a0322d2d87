"""Words that bound a number: at least, nearly, up to, or more."""

from __future__ import annotations

from typing import NamedTuple

from muniment.claims.lexicon import Bound, Lexicon
from muniment.claims.number_phrase import NumberPhrase
from muniment.values.quantity import Number, Quantity

# Smaller numbers are seldom rounded: "at least 10 dead and 25 injured".
LEAST_ROUNDED = 100
# "at least an estimated total of": so many phrases may stand before one number.
MOST_PHRASES = 3


class Bounds(NamedTuple):
    """What bounds a number: the kind, and the tokens ``[first, last)`` that say so.

    ``about`` is true where a bound stands with a word of approximation ("at least some 40").
    """

    kind: Bound
    first: int
    last: int
    about: bool = False


def bounds_before(words: list[str], at: int, lexicon: Lexicon) -> Bounds | None:
    """What bounds the number that starts at token ``at``, from the words before it."""
    kind: Bound | None = None
    about = False
    first = at
    for _ in range(MOST_PHRASES):
        hit = lexicon.before.before(words, first)
        if hit is None or _particle(words, hit[0], first, lexicon):
            break
        first, found = hit
        about = about or found in ("about", "below")
        if kind is None or kind == "exact" or found in ("least", "most"):
            kind = found if found != "exact" or kind is None else kind
    if kind is None:
        return None
    return Bounds(kind, first, at, about)


def _particle(words: list[str], first: int, last: int, lexicon: Lexicon) -> bool:
    """True where the word belongs to a verb before it: "handed over 212 records"."""
    if first == 0:
        return False
    return words[first - 1] in lexicon.particles.get(words[first], ())


def bounds_after(words: list[str], at: int, lexicon: Lexicon) -> Bounds | None:
    """What bounds a number from the words that start at token ``at``: "or more", "-odd"."""
    hit = lexicon.after.after(words, at)
    if hit is None:
        return None
    follows = words[hit[0]] if hit[0] < len(words) else ""
    if follows[:1].isdigit() or follows in lexicon.number_words:
        return None  # "2,908 men and over 100 women": the words bound the next number
    return Bounds(hit[1], at, hit[0], hit[1] == "about")


def as_round(first: NumberPhrase, second: NumberPhrase) -> bool:
    """Whether the second number of a list may share the bounds of the first.

    "More than 100 rifles, 26 mortars": what is counted more exactly than the first is exact.
    """
    if first.low is None or second.low is None or max(first.low, second.low) < LEAST_ROUNDED:
        return True
    return _significant(second.low) <= _significant(first.low)


def _significant(value: Number) -> int:
    """How many digits of a number are more than filling zeros."""
    return len(f"{value}".replace(".", "").strip("0"))


def quantity_of(phrase: NumberPhrase, bounds: Bounds | None) -> Quantity:
    """The quantity that a number phrase and its bounds allow together.

    "More than 20" has no upper end, "up to 20" no lower one; "about 20" and "nearly 20" keep
    the plain value and are approximate.
    """
    low, high = phrase.low, phrase.high
    approximate = phrase.kind == "vague"
    kind = bounds.kind if bounds is not None else "exact"
    if kind == "least":
        return Quantity(low if low is not None else high, None, approximate)
    if kind == "most":
        top = high if high is not None else low
        return Quantity(None, top, approximate=True)
    if kind == "about":
        return Quantity(low, high, approximate=True)
    if kind == "below":
        return Quantity(low, high, approximate=True, lean="below")
    return Quantity(low, high, approximate)
