"""From the words of a citation to the instrument that it names."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from muniment.law.instruments import Instrument, groups, instruments
from muniment.law.misquotes import misquotation, of_another_place, popular_names
from muniment.law.symbols import (
    EUROPEAN_UNION,
    PACE,
    Symbol,
    read_symbol,
)
from muniment.law.titles import (
    ADDED_TO,
    Match,
    differently_numbered,
    matches,
    named,
    places,
    summarises,
    telling,
    words_of,
)
from muniment.law.words import Words, lists, tokens

SUMMARY = 0.5
"""A resolution is known by its body and year from this share of its title's words on."""
SURE_OWN, SURE_SHARED = 0.85, 0.45
"""A citation fits a name when the name has this share of its weight and it this of the name's."""
WHOLE = 0.8
"""A citation without a head must have this share of the name's weight."""
PART = 0.25
"""All words of a citation being in a name, this share of the name's is enough if it is alone."""
LIKE = 0.6
"""A name with words too many is still known for its instrument from this score on …"""
MARGIN = 0.12
"""… if no other instrument comes nearer to it than this."""
MISQUOTED, MISQUOTED_MARGIN = 0.5, 0.05
"""The same for a title in which some words stand in the place of others."""
BY_DATE = ("agreement", "statement")
"""Natures of texts that are told apart by their dates, so that another date is another text."""
_LAST_BRACKET = re.compile(r"\s*\([^()]*\)\s*\Z")
"""An acronym, a number or a second name at the end of a citation, which is judged by itself."""
_NEAREST = 8
SCORED = 2
"""A misquoted title agrees in so many telling words."""


class Cited(NamedTuple):
    """What a text gives of a citation.

    ``words`` is its name with single spaces; ``symbol`` a document symbol or number; ``year`` the
    year it gives, ``day`` the day; ``following`` the words after it, which may tell what a
    resolution is about; ``around`` those about it, which may tell its body.
    """

    words: str
    symbol: str | None = None
    year: int | None = None
    following: str = ""
    day: datetime.date | None = None
    around: str = ""


class Resolution(NamedTuple):
    """What a citation names.

    ``instruments`` are the ids that it may mean: none (unknown), one, all members of a group
    (``group`` is its id), or several candidates.  ``match`` tells how the words fit, where words
    decided; ``symbol`` is the UN or other document, known to the register or not; ``titled`` the
    instrument that the words name where it is not the one of the symbol.
    """

    instruments: tuple[str, ...]
    reason: str
    group: str | None = None
    match: Match | None = None
    symbol: Symbol | None = None
    titled: Match | None = None

    @property
    def instrument(self) -> Instrument | None:
        """The one instrument it names, None where it names none, several or a group."""
        if len(self.instruments) != 1:
            return None
        return instruments()[self.instruments[0]]

    @property
    def id(self) -> str | None:
        """The id of the instrument or group, None where there is none or several candidates."""
        if self.group is not None:
            return self.group
        return self.instruments[0] if len(self.instruments) == 1 else None


UNKNOWN = Resolution((), "no instrument in the register has such a name")


@functools.lru_cache(maxsize=1024)
def resolve(cited: Cited) -> Resolution:
    """The instrument that a citation names, with the reason."""
    symbol = _symbol_of(cited)
    if symbol is None:
        found = _by_words(cited)
        return UNKNOWN if _of_another_date(cited, found.instrument) else found
    known = _by_symbol().get(_key(symbol), ())
    titled = _by_title(cited)
    if known:
        other = titled if titled is not None and titled.id not in known else None
        chosen = (titled.id,) if titled is not None and titled.id in known else known
        return Resolution(chosen, f"{symbol.text} is its symbol", symbol=symbol, titled=other)
    if titled is not None and instruments()[titled.id].symbol:
        return Resolution(
            (titled.id,),
            f"by its title, “{titled.name}”",
            match=titled,
            symbol=symbol,
            titled=titled,
        )
    return Resolution((), f"{symbol.text} is not in the register", symbol=symbol)


def _of_another_date(cited: Cited, instrument: Instrument | None) -> bool:
    """Whether an instrument that is told apart by its date alone is of another one."""
    if instrument is None or instrument.nature not in BY_DATE:
        return False
    if cited.day is not None:
        return cited.day not in instrument.dates.values()
    return cited.year is not None and not is_dated(instrument.id, cited.year)


def _symbol_of(cited: Cited) -> Symbol | None:
    if not cited.symbol:
        return None
    body = body_of(cited.words) or body_of(cited.around)
    return read_symbol(cited.symbol, body, words=cited.words)


def body_of(words: str) -> str | None:
    """The body that the words of a citation name, that of a document by its number."""
    low = f" {' '.join(tokens(words))} "
    for body, names in lists().bodies.items():
        if any(f" {name} " in low for name in names):
            return body
    return None


def _by_words(cited: Cited) -> Resolution:
    """The resolution of a citation that has a name and no symbol."""
    words = words_of(cited.words)
    same = named(cited.words)
    if same:
        return _one_of(cited, _by_year(cited, words, same))
    bare = _LAST_BRACKET.sub("", cited.words)
    if bare and bare != cited.words:
        found_bare = _by_words(cited._replace(words=bare))
        if found_bare.instruments:
            return found_bare
    summed = _by_body_and_year(cited)
    if summed is not None:
        return Resolution((summed.id,), f"by its body, year and subject, “{summed.full_title}”")
    found: Sequence[Match] = matches(cited.words)
    headed = not words.heads.isdisjoint(lists().heads.values())
    # One word, or a kind of which there are many texts, must be a whole name.
    loose = headed and len(telling(words.content)) > 1 and not words.heads & lists().by_date
    fitting = [match for match in found if _fits(match, loose=loose)]
    # "Protocol No. 7" is no other protocol, however alike their titles are.
    numbered = [match for match in fitting if not differently_numbered(words, match.id)]
    fitting = numbered or [match for match in found if _but_for_number(match, words)]
    if fitting:
        best = max(match.score for match in fitting)
        near = [match for match in fitting if best - match.score < MARGIN]
        return _one_of(cited, near, fitting)
    if not headed:
        return UNKNOWN
    parts = [match for match in found if match.own == 1.0]
    if len(parts) == 1 and not (
        is_dated(parts[0].id, cited.year) or (loose and parts[0].shared >= PART)
    ):
        return UNKNOWN
    if parts:
        return _one_of(cited, parts)
    return _of_parent(cited, words) or _mixed(cited) or _nearly(cited, found)


def _of_parent(cited: Cited, words: Words) -> Resolution | None:
    """A protocol or amendment whose own name tells which it is, whatever its parent is called."""
    own, _, parent = cited.words.partition(" to the ")
    if not parent or words.heads.isdisjoint(ADDED_TO):
        return None
    found = resolve(Cited(own, year=cited.year))
    return found if found.id else None


def _mixed(cited: Cited) -> Resolution | None:
    """The instrument whose title follows the popular name of another one: "the Basel Convention on
    industrial accidents" without "Basel"."""
    for before, other in popular_names(cited.words):
        rest = re.sub(rf"(?i)\b{re.escape(before)}\b ?", "", cited.words, count=1)
        found = resolve(Cited(rest, year=cited.year))
        match = found.match
        if match is not None and match.id in instruments() and match.id != other.id:
            return found
    return None


def _by_year(cited: Cited, words: Words, same: Sequence[Match]) -> Sequence[Match]:
    """Those that have the name of a citation, or another that is meant: a place alone ("1951
    Geneva Convention") is a name of several, of which the year tells one."""
    if cited.year is None or any(is_dated(match.id, cited.year) for match in same):
        return same
    if not words.content <= places():
        return same
    meant = [
        match
        for match in matches(cited.words)
        if match.own == 1.0 and match.id in instruments() and is_dated(match.id, cited.year)
    ]
    return meant if len(meant) == 1 else same


def _nearly(cited: Cited, found: Sequence[Match]) -> Resolution:
    """The one instrument that a misquoted title comes near to."""
    misquoted = [
        match
        for match in found[:_NEAREST]
        if match.score >= MISQUOTED
        and match.id in instruments()
        and misquotation(cited.words, match.id) is not None
    ]
    best = [match for match in misquoted if misquoted[0].score - match.score < MISQUOTED_MARGIN]
    if len(best) == 1:
        return _resolution(best[0])
    words = words_of(cited.words)
    light = lists().light
    like = [
        match
        for match in found
        if match.score >= LIKE
        and match.own >= LIKE
        and len(words.content - match.added - light) >= SCORED
        and not (match.id in instruments() and of_another_place(cited.words, match.id))
    ]
    if not like:
        return UNKNOWN
    near = best or [match for match in like if like[0].score - match.score < MARGIN]
    if len(near) == 1:
        return _resolution(near[0])
    dated = [match for match in near if is_dated(match.id, cited.year)]
    return _resolution(dated[0]) if len(dated) == 1 else UNKNOWN


def _by_body_and_year(cited: Cited) -> Instrument | None:
    """The one text of the body and year that the words give whose subject they sum up."""
    body = body_of(cited.words)
    if body is None or cited.year is None:
        return None
    register = instruments()
    year = str(cited.year)
    days = dict(register.column("adopted"))
    own = [id for id, named_body in register.column("body") if named_body.startswith(body)]
    fitting = [
        (summarises(f"{cited.words} {cited.following}", register[id].full_title), register[id])
        for id in own
        if days[id].startswith(year)
    ]
    likely = [each for share, each in fitting if share >= SUMMARY]
    return likely[0] if len(likely) == 1 else None


def _one_of(cited: Cited, found: Sequence[Match], wider: Sequence[Match] = ()) -> Resolution:
    """The one of several that the year tells, or all of them.

    The year chooses among ``wider`` where none of ``found`` is of it.
    """
    if len(found) == 1:
        return _resolution(found[0])
    for matches_ in (found, wider):
        dated = [match for match in matches_ if is_dated(match.id, cited.year)]
        if len(dated) == 1:
            return _resolution(dated[0])
        if dated:
            found = dated
            break
    ids = (member for match in found for member in members(match.id))
    return Resolution(
        tuple(dict.fromkeys(ids)), "the name fits several instruments in the register"
    )


def _by_title(cited: Cited) -> Match | None:
    """The instrument whose title the words of a symbol's citation give, if they give one."""
    words = words_of(cited.words)
    if cited.words == cited.symbol or words.content <= lists().makers | words.numbers:
        return None
    for match in matches(cited.words):
        telling_words = words_of(match.name).content - lists().makers
        if match.id in instruments() and match.shared >= SURE_OWN and len(telling_words) > 1:
            return match
    return None


def _but_for_number(match: Match, words: Words) -> bool:
    """Whether a citation is a whole name with another number."""
    return match.shared == 1.0 and match.added <= words.numbers


def _fits(match: Match, *, loose: bool) -> bool:
    """Whether a citation is this name, or where ``loose`` enough of it to be known.

    One without a head ("Basel", "ENMOD"), or with that of a law, must be a whole name.
    """
    return match.own >= SURE_OWN and match.shared >= (SURE_SHARED if loose else WHOLE)


def _resolution(match: Match) -> Resolution:
    group = match.id if match.id in groups() else None
    return Resolution(members(match.id), f"by its name, “{match.name}”", group=group, match=match)


def members(id: str) -> tuple[str, ...]:
    """The instruments of a group, or the one instrument itself."""
    return groups()[id].members if id in groups() else (id,)


def is_dated(id: str, year: int | None) -> bool:
    """Whether an instrument, or one of a group, has a date in this year."""
    return any(
        year == day.year for member in members(id) for day in instruments()[member].dates.values()
    )


@functools.cache
def _by_symbol() -> dict[tuple[str, str, str | None, int], tuple[str, ...]]:
    """Instruments by symbol; several treaties may have been adopted by one resolution."""
    found: dict[tuple[str, str, str | None, int], tuple[str, ...]] = {}
    register = instruments()
    bodies, natures = dict(register.column("body")), dict(register.column("nature"))
    titles = dict(register.column("short_title"))
    for id, written in register.column("symbol"):
        body = EUROPEAN_UNION if natures[id] == "legislation" else bodies[id]
        symbol = None
        if written:
            symbol = read_symbol(written, body)
        elif body.startswith(PACE):
            symbol = read_symbol(titles[id], PACE)
        if symbol is not None:
            found[_key(symbol)] = (*found.get(_key(symbol), ()), id)
    return found


def _key(symbol: Symbol) -> tuple[str, str, str | None, int]:
    return symbol.body, symbol.kind, symbol.session, symbol.number
