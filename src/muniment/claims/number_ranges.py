"""Ranges of numbers: 10 to 15, 10-15 thousand, 17 or 18, between 10 and 15."""

from __future__ import annotations

from muniment.claims.number_phrase import REACH, NumberPhrase, Numbers
from muniment.values.quantity import Number


def number_range(numbers: Numbers, one: NumberPhrase) -> NumberPhrase | None:
    """The range that starts with a number: 10 to 15, 10-15, 17 or 18, between 10 and 15."""
    at = one.last
    between = numbers.is_kind(one.first - 1, "range_opener")
    closer = between and numbers.is_kind(at, "range_closer")
    alternative = numbers.is_kind(at, "alternative")
    if not (closer or alternative or numbers.is_kind(at, "range")):
        return None
    if numbers.is_kind(one.first - 1, "change_opener") and _changes(numbers, one.first):
        return None
    hyphen = numbers.word(at) in "-–—"
    second_at = at + 1
    if hyphen and numbers.word(at + 1) in numbers.lexicon.words["range"]:  # 10-to-15
        second_at = at + 3
    if second_at >= len(numbers.words):
        return None
    sign = numbers.lexicon.signs.before(numbers.words, second_at + 1)
    if sign is not None and sign[0] == second_at:
        second_at += 1
    if second_at >= len(numbers.words):
        return None
    two = numbers.single(second_at)
    if two is None or one.low is None or two.high is None or two.low is None:
        return None
    times = two.kind == "multiplier" and numbers.is_kind(two.last, "multiplier")
    if two.kind != "plain" and not times:
        return None
    low: Number = one.low
    if two.scaled and not one.scaled and low < 1000:
        factor = _scale_of(numbers, two)
        if low * factor < two.high:
            low *= factor
    if hyphen and low < 1000 and two.high % 1000 == 0 and low * 1000 < two.high:
        low *= 1000  # 10-12,000
    if low >= two.high:
        return None
    if numbers.is_kind(one.first - 1, "change_by") and _changes(numbers, one.first):
        # "Rose by 40 to 160" ends at 160; "rose by 10 to 15 percent" is a range.
        word = numbers.word(two.last)
        unit_follows = word == "%" or (word[:1].isalpha() and word not in numbers.lexicon.closed)
        if two.high > 2 * low and not unit_follows:
            return None
    if hyphen and (one.in_words or two.in_words or _looks_like_years(one, two)):
        return None
    if alternative and two.high > low * 3:
        return None
    return NumberPhrase(
        one.first,
        two.last,
        low,
        two.high,
        two.kind,
        in_words=one.in_words and two.in_words,
        scaled=two.scaled,
        opener=one.first - 1 if between else None,
        range=True,
    )


def _changes(numbers: Numbers, at: int) -> bool:
    """True when a verb of change stands before token ``at``: "rose from 41 to 63"."""
    change = numbers.lexicon.words["change"]
    return any(word in change for word in numbers.words[max(0, at - REACH) : at])


def _scale_of(numbers: Numbers, phrase: NumberPhrase) -> int:
    factor = 1
    for at in range(phrase.first, phrase.last):
        scale = numbers.lexicon.scales.get(numbers.words[at])
        if scale is not None and scale >= 100:
            factor *= scale
    return factor


def _looks_like_years(one: NumberPhrase, two: NumberPhrase) -> bool:
    return len(one.digits) == 4 and len(two.digits) in (2, 4) and one.digits[:2] in ("19", "20")
