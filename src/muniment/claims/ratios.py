"""Ratios said in numbers: one in three, two out of every five, one death in eight."""

from __future__ import annotations

from fractions import Fraction

from muniment.claims.number_phrase import NumberPhrase, Numbers

LARGEST_RATIO = 10
# Larger bases are read after "one" up to this, and always if they are one of those below.
LARGEST_BASE = 20
LARGE_BASES = (20, 100, 1000, 10_000, 100_000)
# "3 in 10" is a ratio in digits too; "3 in 7" is not.
DECIMAL_BASES = (10, 100, 1000)


def ratio(numbers: Numbers, one: NumberPhrase) -> NumberPhrase | None:
    """The ratio that starts with a number: one in three, two out of five, one in every ten."""
    found = _base(numbers, one.last)
    if found is None or one.low is None:
        return None
    two, every = found
    if two.low is None or not one.low < two.low or one.low >= LARGEST_RATIO:
        return None
    alone = one.low == 1 and one.in_words and two.low <= LARGEST_BASE
    if not (two.low <= LARGEST_RATIO or two.low in LARGE_BASES or alone):
        return None
    if one.low != int(one.low):
        return None
    words = one.in_words and two.in_words
    if one.low != 1 and not (every or words or two.low in DECIMAL_BASES):
        return None
    return _share(one, two)


def ratio_with_noun(numbers: Numbers, one: NumberPhrase) -> NumberPhrase | None:
    """The ratio with a noun inside: "one death in eight"; in words only."""
    if not one.in_words or one.scaled or one.low is None or one.low >= LARGEST_RATIO:
        return None
    closed = numbers.lexicon.closed
    for at in (one.last + 1, one.last + 2):
        between = numbers.words[one.last : at]
        if not all(word.isalpha() and word not in closed for word in between):
            return None
        if numbers.is_kind(at, "ratio"):
            break
    else:
        return None
    found = _base(numbers, at)
    if found is None:
        return None
    two, every = found
    if not two.in_words or two.scaled or two.low is None or two.low <= one.low:
        return None
    after = numbers.words[two.last] if two.last < len(numbers.words) else ""
    if after.isalpha() and after not in closed and not every:
        return None
    phrase = _share(one, two)
    phrase.inner = (one.last, at)
    return phrase


def _base(numbers: Numbers, at: int) -> tuple[NumberPhrase, bool] | None:
    """The number after "in", "out of" or "in every" at token ``at``; whether "every" stands."""
    start = at
    if not numbers.is_kind(at, "ratio"):
        return None
    if numbers.is_kind(at, "ratio_of"):
        if not numbers.is_kind(at + 1, "partitive"):
            return None
        at += 1
    at += 1
    every = numbers.is_kind(at, "ratio_every")
    at += every
    if (numbers.is_kind(start, "ratio_every_only") and not every) or at >= len(numbers.words):
        return None
    two = numbers.single(at)
    if two is None or two.kind != "plain":
        return None
    if numbers.lexicon.units.after(numbers.words, two.last) is not None:
        return None  # one in three days
    return two, every


def _share(one: NumberPhrase, two: NumberPhrase) -> NumberPhrase:
    percent = Fraction(one.low or 0) / Fraction(two.low or 1) * 100
    return NumberPhrase(one.first, two.last, percent, percent, "fraction", in_words=True)
