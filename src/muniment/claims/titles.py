"""How far the name of an instrument reaches to the left and to the right of its head noun."""

from __future__ import annotations

import re
from typing import NamedTuple

from muniment.claims.around import SPACE, window_before
from muniment.claims.citationgrammar import CitationGrammar

_WORD = re.compile(rf"{SPACE}[\"“«]?([^\W\d_][\w'’.\-–]*\w|[^\W\d_])")
_WORD_OR_YEAR = re.compile(rf"{SPACE}[\"“«(]?([^\W_][\w'’.\-–]*\w|[^\W\d_])")
_A_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_LEFT_WORD = re.compile(rf"(?P<word>[\w][\w'’.\-–&]*){SPACE}\Z")
_QUOTED = re.compile(
    rf"{SPACE}(?:[\"“„«]|[‘'](?=[A-Z]))[^\"“”„«»\n]{{1,220}}(?:\n[^\"“”„«»\n]{{0,220}}){{0,12}}[\"”»’]"
)
_POSSESSIVE = re.compile(r"s['’](?=\s+[A-Z])")
_MAX_WORDS = 60


class LeftPart(NamedTuple):
    """What stands before a head noun and belongs to the name.

    ``start`` is where the name begins; ``proper`` the number of capitalised words; ``small`` the
    modifiers in small letters; ``year`` a year ("the 1989 Basel Convention"); ``before`` the word
    right before the name, in lower case.
    """

    start: int
    proper: int
    small: tuple[str, ...]
    year: int | None
    before: str


def left_of_head(
    text: str, at: int, kind: str, grammar: CitationGrammar, *, capitals: bool
) -> LeftPart:
    """The modifiers of a head at ``text[at]``; ``capitals``: the text around is all capitals."""
    start, proper, year = at, 0, None
    small: list[str] = []
    floor = max(0, at - 160)
    allowed = grammar.modifiers | grammar.kind_modifiers.get(kind, frozenset())
    while start > floor:
        match = _LEFT_WORD.search(window_before(text, start))
        if match is None:
            break
        word = match["word"]
        lower = word.lower()
        begin = start - len(match.group())
        if _A_YEAR.fullmatch(word):
            year, start = int(word), begin
            owner = _LEFT_WORD.search(window_before(text, start))
            if owner and owner["word"].isupper() and owner["word"].lower() not in grammar.stops:
                proper, start = proper + 1, start - len(owner.group())
            break
        joins = lower in grammar.evidence["of"] and _body_before(text, begin, grammar)
        joins = joins or (
            lower in grammar.evidence["and" if kind == "agreement" else "law_joints"]
            and kind in ("agreement", "law")
            and _name_goes_on(text, begin, grammar)
        )
        titled = word[0].isupper() and lower in allowed and not capitals
        if lower in grammar.stops and not (joins or titled):
            break
        if word.endswith(("'s", "’s", "s'", "s’")) and word[0].isupper():
            break
        if joins:
            start = begin
        elif capitals:
            if word.endswith(".") and "." not in word[:-1]:
                break  # the end of the sentence before
            if proper + len(small) >= 3 or not word[0].isalpha():
                break
            if lower in allowed:
                small.append(lower)
            else:
                proper += 1
            start = begin
        elif word[0].isupper():
            if word.endswith(".") and len(word) > 3:
                break
            proper, start = proper + 1, begin
        elif lower in allowed:
            small.append(lower)
            start = begin
        else:
            break
        if proper + len(small) >= 10:
            break
    previous = _LEFT_WORD.search(window_before(text, start))
    return LeftPart(start, proper, tuple(small), year, previous["word"].lower() if previous else "")


def _body_before(text: str, at: int, grammar: CitationGrammar) -> bool:
    match = _LEFT_WORD.search(window_before(text, at))
    return match is not None and match["word"] in grammar.of_bodies


def _name_goes_on(text: str, at: int, grammar: CitationGrammar) -> bool:
    """Whether a name goes on to the left of "and" or "of": "Prevention of Terrorism Act"."""
    match = _LEFT_WORD.search(window_before(text, at))
    if match is None or not match["word"].istitle() or match["word"].lower() in grammar.kinds:
        return False
    before = _LEFT_WORD.search(window_before(text, at - len(match.group())))
    if before is None:
        return False
    return before["word"].istitle() or before["word"].lower() in grammar.evidence["the"]


def quoted_title(text: str, at: int, end: int, grammar: CitationGrammar) -> int | None:
    """The end of a title in quotation marks right after an offset or after "entitled", or None."""
    called = grammar.called.match(text, at, end)
    match = _QUOTED.match(text, called.end() if called else at, end)
    return match.end() if match else None


def title_end(text: str, at: int, end: int, grammar: CitationGrammar, *, capitals: bool) -> int:
    """The end of "on …", "against …", "of the …" after a head that ends at ``text[at]``.

    Titles have commas and "and" inside, and so have lists of instruments and plain sentences: over
    these it goes on only with a word that belongs in titles and no new head noun.  Returns ``at``
    when no title follows.
    """
    link = grammar.links.match(text, at, end)
    if link is None:
        return at
    if capitals:
        return _capital_title_end(text, link.end(), at, end, grammar)
    place, words, last = link.end(), 0, at
    article = grammar.article.match(text, place, end)
    if article:
        place = article.end()
    while words < _MAX_WORDS:
        word = _WORD.match(text, place, end)
        if word is None:
            break
        fits = _fits(word[1], grammar)
        if not (word[1][0].isupper() or (fits and words > 0) or (fits and word[1].islower())):
            break
        if word[1].lower() in grammar.stops and word[1].lower() not in grammar.title_words:
            break
        place = last = word.end()
        if _POSSESSIVE.match(text, last - 1, end):
            place = last = last + 1  # Peoples' Rights
        words += 1
        if text[last - 1] == "." and len(word[1]) > 2:
            last = place = last - 1
            break
        joint = grammar.second_links.match(text, place, end) or grammar.loose.match(
            text, place, end
        )
        if joint:
            place = joint.end()
            following = _WORD.match(text, place, end)
            if following is None or _new_head(text, place, end, grammar):
                break
            if not (following[1][0].isupper() or _fits(following[1], grammar)):
                second = grammar.loose.match(text, place, end)
                if second is None:
                    break
                place = second.end()
            continue
        joint = grammar.strict.match(text, place, end)
        if joint:
            following = _WORD.match(text, joint.end(), end)
            if following is None or _new_head(text, joint.end(), end, grammar):
                break
            if not _fits(following[1], grammar) or _numbered(text, following, end, grammar):
                break
            small = joint.group() == "," and following[1][0].islower()
            if small and following[1] not in grammar.title_words:
                break
            place = joint.end()
    return last if words else at


def _fits(word: str, grammar: CitationGrammar) -> bool:
    """Whether a word belongs in titles, by the list or by its ending."""
    lower = word.lower()
    if lower in grammar.title_words:
        return True
    return (
        len(lower) > 5 and lower.endswith(grammar.title_endings) and word not in grammar.not_title
    )


def _numbered(text: str, word: re.Match[str], end: int, grammar: CitationGrammar) -> bool:
    """Whether a word begins another citation: "adopted by resolution 44/25"."""
    kind = grammar.kinds.get(word[1].lower())
    number = grammar.number["resolution"].match(text, word.end(), end) if kind else None
    return kind == "resolution" and number is not None


def _new_head(text: str, at: int, end: int, grammar: CitationGrammar) -> bool:
    """Whether a further instrument is named from here on, and not more of the same title."""
    place = at
    for _ in range(5):
        match = _WORD_OR_YEAR.match(text, place, end)
        if match is None:
            return False
        word = match[1]
        if word.lower() in grammar.kinds and word[0].isupper():
            return True
        if word[0].islower() and word not in grammar.evidence["the"]:
            return False
        place = match.end()
    return False


def _capital_title_end(text: str, place: int, at: int, end: int, grammar: CitationGrammar) -> int:
    """In a text all in capitals: up to six words, as far as no verb or joint comes."""
    last = at
    for _ in range(6):
        word = _WORD.match(text, place, end)
        if word is None or word[1] in grammar.capitals_stops:
            break
        place = word.end()
        if word[1].lower() not in grammar.evidence["the"] | grammar.evidence["of"]:
            last = place
        if text[place : place + 1] in (",", ".", ";", ":"):
            break
    return last
