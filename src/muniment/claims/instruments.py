"""The instruments that citations name, with what the register of instruments knows.

The grammar ends a title where it is no longer sure that it goes on; a title that the register
knows is followed to its end.  "The Convention" and "the said Protocol" are what was cited last with
such a head, where only one is.
"""

from __future__ import annotations

import bisect
import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from muniment.claims.around import plain
from muniment.claims.citations import OWN_PROVISION
from muniment.claims.model import Citation, DateClaim, DocumentClaims, claim_id
from muniment.claims.sentences import Sentence
from muniment.law.instruments import Instrument, groups, instruments
from muniment.law.resolving import UNKNOWN, Cited, Resolution, body_of, is_dated, resolve
from muniment.law.titles import is_small, is_word, matches, named, vocabulary_of, words_of
from muniment.law.words import Words, lists, plain_form, tokens
from muniment.values.period import Period

_WORD = re.compile(r"[\s,“”\"'‘’(]*([^\W_](?:[\w'’\-–]|(?<=[-–])\s+(?=\w))*)")
_BRACKET = re.compile(r"\s*\(\s*[“\"]?([^()“”\"]{2,60}?)[”\"]?\s*[,;)]")
_BROKEN = re.compile(r"[-–]\s+(\w+)")
"""The rest of a word that a line break cuts in two."""
_LEADING_YEAR = re.compile(r"\d{4}(?!\d)")
_STOP = re.compile(r"[.;]\s|\n\n")
_AHEAD, _BEHIND = 200, 240
"""How far the words around a citation are read for its subject and its body, in characters."""
_REACH = 90
"""How far after a name its date is looked for, in characters."""
_MOST_WORDS = 40
"""How far beyond the grammar's end a title is followed, in words."""
_NEARLY = 0.7
"""A text that goes on with this share of a title's weight, and so many of its words, has it."""
_TELLING = 3


def name_instruments(claims: DocumentClaims, sentences: Sequence[Sentence]) -> None:
    """Give every citation the instrument it names, its title followed to its end.

    "Its article 8" is of what was cited right before.
    """
    named: list[Citation] = []
    for number, citation in enumerate(claims.citations, start=1):
        following = claims.citations[number : number + 1]
        limit = min([sentences[citation.sentence].end, *(c.passage.start for c in following)])
        named.append(_named(claims, citation, limit, named))
    claims.citations = named


def resolution_of(claims: DocumentClaims, citation: Citation) -> Resolution:
    """What a citation names, with the words of its sentence that follow it."""
    text, start, end = claims.document.text, citation.passage.start, citation.passage.end
    following = plain(text[end : end + _AHEAD])
    around = ""
    if citation.symbol is not None and citation.symbol[:1].isdecimal():
        before = _STOP.split(text[max(0, start - _BEHIND) : start])[-1]
        around = plain(before) if body_of(before) else _STOP.split(text[end : end + _REACH])[0]
    day = day_of(claims, citation)
    found = resolve(Cited(citation.words, citation.symbol, citation.year, following, day, around))
    return UNKNOWN if _written_before(claims, citation, found.instrument) else found


def _written_before(
    claims: DocumentClaims, citation: Citation, instrument: Instrument | None
) -> bool:
    """Whether a document is older than an instrument, so that it means another of this name."""
    written = _LEADING_YEAR.match(claims.document.date or "")
    if written is None or instrument is None or instrument.adopted is None:
        return False
    year = int(written[0])
    return instrument.adopted.year > year and (citation.year is None or citation.year <= year)


def date_of(claims: DocumentClaims, citation: Citation) -> DateClaim | None:
    """The date by which a citation calls its instrument: the only one inside it, else one after
    it, as in "…, opened for signature on 5 June 1992" or "… (Aarhus, 25 June 1998)"."""
    start, end = citation.passage.start, citation.passage.end
    inside = [date for date in dates_within(claims, start, end) if date.passage.end <= end]
    if inside:
        return inside[0] if len(inside) == 1 else None
    after = dates_within(claims, end, end + _REACH + 1)
    if not after:
        return None
    text, first = claims.document.text, after[0]
    between = text[end : first.passage.start]
    link = tokens(between)
    known, own = lists(), vocabulary_of(citation.instrument) if citation.instrument else ()
    if not all(word in known.small | known.makers or plain_form(word) in own for word in link):
        return None
    if known.effect & set(link):
        # "in force since 1999 in Norland" is a date of that state.
        following = tokens(text[first.passage.end : first.passage.end + _REACH])[:1]
        return None if known.partly & set(following) else first
    named = known.dating & set(link) or between.strip() == "(" or between.lstrip()[:1] == "("
    return first if named else None


def dates_within(claims: DocumentClaims, start: int, end: int) -> list[DateClaim]:
    """The dates that begin within a span, which are kept in the order of the text."""
    first, last = (
        bisect.bisect_left(claims.dates, at, key=lambda date: date.passage.start)
        for at in (start, end)
    )
    return claims.dates[first:last]


def day_of(claims: DocumentClaims, citation: Citation) -> datetime.date | None:
    """The calendar day by which a citation calls its instrument."""
    date = date_of(claims, citation)
    if date is None or not date.edtf:
        return None
    try:
        return Period.parse(date.edtf).day
    except ValueError:
        return None


def bracket_after(claims: DocumentClaims, citation: Citation) -> str | None:
    """What stands in brackets right after a citation: an acronym, a symbol, a number."""
    found = _BRACKET.match(claims.document.text, citation.passage.end)
    return plain(found[1]) if found else None


def _named(
    claims: DocumentClaims, citation: Citation, limit: int, before: list[Citation]
) -> Citation:
    broken = _BROKEN.match(claims.document.text, citation.passage.end, limit)
    if broken is not None and is_word(f"{citation.words.split()[-1]}{broken[1]}"):
        citation = _until(claims, citation, broken.end())
    if citation.symbol is not None:
        citation = _with_year(claims, citation)
    found = resolution_of(claims, citation)
    if citation.symbol is None:
        longer = _followed(claims, citation, limit, found)
        if longer is not None:
            citation = longer
            found = resolution_of(claims, citation)
    if citation.found_by == OWN_PROVISION:
        return replace(citation, instrument=before[-1].instrument if before else None)
    of_parent = _protocol_of(citation, before)
    if of_parent is not None:
        return _with_year(claims, replace(citation, instrument=of_parent))
    if found.id is None and not found.instruments:
        shorter = _without_what_follows(claims, citation)
        if shorter is not None:
            return _named(claims, shorter, shorter.passage.end, before)
        return replace(citation, instrument=_cited_before(citation, before))
    return _with_year(claims, replace(citation, instrument=found.id))


def _with_year(claims: DocumentClaims, citation: Citation) -> Citation:
    """The citation with the year of the date after it, where it has none of its own."""
    date = date_of(claims, citation) if citation.year is None else None
    if date is None or not date.edtf:
        return citation
    year = _LEADING_YEAR.match(date.edtf)
    return replace(citation, year=int(year[0])) if year else citation


def _followed(
    claims: DocumentClaims, citation: Citation, limit: int, found: Resolution
) -> Citation | None:
    """The citation with its title followed to its end; None where it ends already.

    One foreign word between words of the title is taken in where all are in capitals: a title
    that is misquoted goes on behind it.
    """
    document = claims.document
    title = _title(citation.words, plain(document.text[citation.passage.end : limit]), found)
    at, end, steps, foreign = citation.passage.end, citation.passage.end, 0, False
    while title and steps < _MOST_WORDS and (match := _WORD.match(document.text, at, limit)):
        word = match[1]
        content = words_of(word).content
        if content and content <= title:
            if foreign and not word[0].isupper():
                break
            end, foreign = match.end(), False
        elif not is_small(word):
            if foreign or not word[0].isupper():
                break
            foreign = True
        at, steps = match.end(), steps + 1
    if end == citation.passage.end:
        return None
    return _until(claims, citation, end)


def _without_what_follows(claims: DocumentClaims, citation: Citation) -> Citation | None:
    """The citation without words of the sentence that were taken for its title's last ones, as in
    "the Optional Protocol by carrying": a small word and others in small letters.

    None where what remains is no instrument's very name.
    """
    text, start = claims.document.text, citation.passage.start
    words = list(re.finditer(r"\S+", text[start : citation.passage.end]))
    for before, word in reversed(list(itertools.pairwise(words))):
        if not word[0].islower():
            return None
        if is_small(word[0]):
            cut = replace(
                citation,
                id=claim_id(claims.document, "citation", start, start + before.end()),
                passage=claims.document.passage(start, start + before.end()),
                words=plain(text[start : start + before.end()]),
            )
            if len(named(cut.words)) == 1:
                return cut
    return None


def _until(claims: DocumentClaims, citation: Citation, end: int) -> Citation:
    """The citation with the words up to an offset."""
    document, start = claims.document, citation.passage.start
    more = document.text[citation.passage.end : end]
    return replace(
        citation,
        id=claim_id(document, "citation", start, end),
        passage=document.passage(start, end),
        words=plain(f"{citation.words}{more}"),
    )


def _title(words: str, following: str, found: Resolution) -> frozenset[str]:
    """The words of the title that a citation begins: of what it names already, else of the one
    instrument whose name, or title nearly, the text holds as it goes on; empty where there is
    none."""
    if found.instrument is not None:
        return _content(found.instruments[0]) if found.match is not None else frozenset()
    own = words_of(words)
    if not own.heads:
        return frozenset()
    ahead = following.split()[:_MOST_WORDS]
    for count in (1, 2):
        whole = named(f"{words} {' '.join(ahead[:count])}")
        if len(whole) == 1 and whole[0].id in instruments():
            return words_of(whole[0].name).content | _content(whole[0].id)
    for match in matches(f"{words} {' '.join(ahead)}"):
        nearly = match.shared >= _NEARLY and len(words_of(match.name).content) >= _TELLING
        if nearly and match.id in instruments() and own.content <= _content(match.id):
            return _content(match.id)
    return frozenset()


def _content(id: str) -> frozenset[str]:
    return words_of(instruments()[id].full_title).content


def _protocol_of(citation: Citation, before: list[Citation]) -> str | None:
    """The protocol that is cited by number or year alone, if what was cited right before has one:
    "the Hague Convention … and its Second Protocol of 1999"."""
    words = words_of(citation.words)
    known = before[-1].instrument if before else None
    if "protocol" not in words.heads or known is None or known in groups():
        return None
    if not words.content <= words.numbers | lists().light:
        return None
    parent = instruments()[known]
    names = (parent.full_title, parent.short_title, *parent.aliases)
    whole: list[str | None] = [
        match.id
        for name in names
        for match in named(f"{name} {citation.words}") or named(f"{citation.words} to the {name}")
    ]
    nearly = resolve(Cited(f"{citation.words} to the {names[0]}", year=citation.year)).id
    found = set(whole or [nearly]) - {None, known}
    if citation.year is not None:
        found = {id for id in found if id and is_dated(id, citation.year)}
    return found.pop() if len(found) == 1 else None


def _cited_before(citation: Citation, before: list[Citation]) -> str | None:
    """The instrument of the nearest earlier citation with the same head, if the words are a head
    alone and no other instrument with such a head was cited."""
    words = words_of(citation.words)
    if words.content or not words.heads or citation.symbol or citation.year:
        return None
    earlier = {
        each.instrument
        for each in before
        if each.instrument is not None and _heads(each) & words.heads
    }
    return earlier.pop() if len(earlier) == 1 else None


def _heads(citation: Citation) -> frozenset[str]:
    own: Words = words_of(citation.words)
    if own.heads or citation.instrument not in instruments():
        return own.heads
    return words_of(instruments()[citation.instrument or ""].full_title).heads
