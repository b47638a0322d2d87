"""Units and classes: what kind of quantity a number is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from muniment.claims.lexicon import Lexicon, Unit
from muniment.claims.model import FigureClass
from muniment.claims.number_phrase import NumberPhrase
from muniment.claims.tokens import Token

# How many tokens from a number its "every day" may stand.
RATE_REACH = 6
# How many tokens before a number "pH" or "magnitude" may stand.
LEADING_REACH = 4
CLAUSE_MARKS = frozenset(",;:.()")
PERCENT = "%"
POINTS = "pp"
# A multiple of another amount, in percent of it: threefold is 300.
TIMES = "%×"


class UnitPhrase(NamedTuple):
    """A unit at a number: its class and symbol, and its tokens ``[first, last)``.

    For a unit before the number (a currency sign) ``last`` is the number's end. ``shared``
    tells that the unit stands at a later number of the same list.
    """

    klass: FigureClass
    symbol: str | None
    first: int
    last: int
    shared: bool = False


def unit_of(
    tokens: Sequence[Token], words: list[str], phrase: NumberPhrase, lexicon: Lexicon
) -> UnitPhrase | None:
    """The unit of a number phrase, or None where it counts something."""
    last = phrase.last
    if phrase.unit_at is not None:
        inner = _named(words, phrase.unit_at, lexicon)
        return None if inner is None else UnitPhrase(inner[2].klass, inner[2].symbol, last, last)
    if phrase.kind in ("multiplier", "multiple"):
        return UnitPhrase("share", TIMES, last, last)
    if phrase.kind == "fraction":
        return _fraction_unit(words, last, lexicon)
    percent = _percent(words, last, lexicon)
    if percent is not None:
        return percent
    sign = lexicon.signs.before(words, phrase.first)
    if sign is not None:
        return UnitPhrase("money", sign[1].symbol, sign[0], last)
    at = last + 1 if _hyphen(tokens, words, last) else last
    if phrase.kind == "vague" and at < len(words) and words[at] in lexicon.words["partitive"]:
        at += 1  # hundreds of kilometres
    found = _named(words, at, lexicon)
    if found is not None:
        first, end, unit = found
        return UnitPhrase(unit.klass, unit.symbol, first, end)
    if at == last and at < len(tokens) and tokens[last - 1].text[-1].isdigit():
        symbol = lexicon.unit_symbols.get(tokens[at].text)
        if symbol is not None and not _code(tokens, words, at):
            return UnitPhrase(symbol.klass, symbol.symbol, at, at + 1)
    return _leading(words, phrase, lexicon)


def _leading(words: list[str], phrase: NumberPhrase, lexicon: Lexicon) -> UnitPhrase | None:
    """A measure whose name stands before its number: "pH 3.2", "a magnitude of 6.1"."""
    at = phrase.first - 1
    while at > 0 and words[at] in lexicon.leading_between and phrase.first - at < LEADING_REACH:
        at -= 1
    symbol = lexicon.leading.get(words[at]) if at >= 0 else None
    return None if symbol is None else UnitPhrase("measure", symbol, at, phrase.last)


def _fraction_unit(words: list[str], last: int, lexicon: Lexicon) -> UnitPhrase:
    """A fraction is a share, but "half an hour" is a duration."""
    at = last
    if at < len(words) and words[at] in lexicon.words["partitive"]:
        at += 1
    if at < len(words) and words[at] in lexicon.words["article"]:
        hit = lexicon.units.after(words, at + 1) or lexicon.currencies.after(words, at + 1)
        if hit is not None:
            return UnitPhrase(hit[1].klass, hit[1].symbol, at + 1, hit[0])
    return UnitPhrase("share", PERCENT, last, last)


def _percent(words: list[str], at: int, lexicon: Lexicon) -> UnitPhrase | None:
    first = at + 1 if at < len(words) and words[at] == "-" else at
    if first >= len(words):
        return None
    if words[first] in lexicon.words["percent"]:
        last = first + 1
    elif (
        words[first] in lexicon.words["per"]
        and first + 1 < len(words)
        and words[first + 1] in lexicon.words["cent"]
    ):
        last = first + 2
    else:
        return None
    points = last + 1 if last < len(words) and words[last] == "-" else last
    if points < len(words) and words[points] in lexicon.words["points"]:
        return UnitPhrase("share", POINTS, first, points + 1)
    return UnitPhrase("share", PERCENT, first, last)


def _named(words: list[str], at: int, lexicon: Lexicon) -> tuple[int, int, Unit] | None:
    """A unit's name at token ``at``, with two adjectives before it at most: "three full days".

    Before a currency the name of a people may stand: "300 Bolivian pesos".
    """
    first = at
    for _ in range(3):
        hit = lexicon.units.after(words, first) or lexicon.currencies.after(words, first)
        if hit is not None:
            # "They killed 12 last year" counts no years.
            many = first == at or at == 0 or words[at - 1] in ("1", *lexicon.one)
            return (first, hit[0], hit[1]) if many or words[hit[0] - 1][-1] == "s" else None
        if first >= len(words):
            return None
        if words[first] not in lexicon.unit_adjectives:
            break
        first += 1
    if first + 1 >= len(words) or not words[first].endswith(lexicon.currency_peoples):
        return None
    paid = lexicon.currencies.after(words, first + 1)
    if paid is None or words[first + 1] in lexicon.function["verbs"]:
        return None
    return first, paid[0], paid[1]


def _hyphen(tokens: Sequence[Token], words: list[str], at: int) -> bool:
    return (
        at + 1 < len(words)
        and words[at] in "-‐‑"
        and tokens[at].start == tokens[at - 1].end
        and words[at + 1][0].isalpha()
    )


def _code(tokens: Sequence[Token], words: list[str], at: int) -> bool:
    """True where a symbol begins the name of a thing: "1 M-16 rifle"."""
    joined = at + 2 < len(words) and tokens[at].end == tokens[at + 1].start
    return joined and words[at + 1] in "-‐‑" and words[at + 2][0].isdigit()


def rate_around(words: list[str], first: int, last: int, lexicon: Lexicon) -> str | None:
    """The period of "every night between 20 and 30 missiles fall" or "one dies every 3 days".

    ``first`` and ``last`` are the ends of the number and what it counts; the period stands in
    the same clause, a few tokens away.
    """
    every = lexicon.words["ratio_every"]
    for at in range(first - 1, max(-1, first - RATE_REACH), -1):
        if words[at] in CLAUSE_MARKS:
            break
        if words[at] in every and at + 1 < first:
            # "Every second day" is left to the reader of rates.
            simple = _period(words, at + 1, lexicon) and not _nth(words, at + 1, lexicon)
            return lexicon.per_units.get(words[at + 1]) if simple else None
    for at in range(last, min(last + RATE_REACH, len(words) - 1)):
        if words[at] in CLAUSE_MARKS or words[at][0].isdigit() or words[at] in lexicon.per["over"]:
            break
        if words[at] in every:
            here = at + 1
            number = words[here]
            if _nth(words, here, lexicon):
                return None
            if number[0].isdigit() or number in lexicon.cardinals:
                here += 1
                number = str(lexicon.cardinals.get(number, number))
            if here < len(words) and _period(words, here, lexicon):
                symbol = lexicon.per_units[words[here]]
                return symbol if here == at + 1 else f"{number} {symbol}"
            break
    return None


def _nth(words: list[str], at: int, lexicon: Lexicon) -> bool:
    nth = words[at] in lexicon.ordinals or words[at] in lexicon.words["every_other"]
    return nth and _period(words, at + 1, lexicon)


def _period(words: list[str], at: int, lexicon: Lexicon) -> bool:
    return at < len(words) and words[at] in lexicon.periods


def rate_after(words: list[str], at: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """What a rate starting at token ``at`` is per ("a day", "per 100,000"): its end and symbol."""
    if at >= len(words):
        return None
    word = words[at]
    if word in lexicon.per_adverbs:
        return at + 1, lexicon.per_adverbs[word]
    if at + 1 >= len(words):
        return None
    after = words[at + 1]
    if word in lexicon.per["words"]:
        if after in lexicon.words["ratio_every"] and at + 2 < len(words):
            at, after = at + 1, words[at + 2]  # por cada 100.000 habitantes
        end = at + 2
        if after[0].isdigit():
            while end < len(words) and (words[end][0].isdigit() or words[end] in lexicon.scales):
                end += 1
            return end, "".join(words[at + 1 : end])
        unit = lexicon.units.after(words, at + 1)
        if unit is not None:
            return unit[0], unit[1].symbol
        if word in lexicon.per["strict"] and after not in lexicon.per["heads"]:
            return None
        return (end, after) if after.isalpha() else None
    if word in lexicon.per["articles"]:
        if at + 2 < len(words) and words[at + 2] in lexicon.per["past"]:
            return None  # up from 9 percent a year earlier
        symbol = lexicon.per_units.get(after)
        definite = word in lexicon.per["definite"]
        if symbol is not None and (not definite or symbol not in ("d", "wk", "mo", "y", "h")):
            return at + 2, symbol
        if after in lexicon.per["heads"] and not definite:
            return at + 2, after
    return None
