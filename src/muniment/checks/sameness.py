"""Sameness: how strongly a text shows that two of its figures give one and the same quantity.

No turn of words is looked for, only signs: that both count the same, that the same happened to
it, that their sentences share words, names and days, that one of them points back ("the 32"),
stands in a headline, or rests on a register. One sign against it outweighs all of them.
"""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from itertools import pairwise, takewhile
from typing import NamedTuple

from muniment.checks.compare import same_thing
from muniment.checks.sameplace import same_place
from muniment.checks.sametime import same_time
from muniment.checks.sides import Side, origins, spoken_for, tokens_of
from muniment.claims.language import load_language
from muniment.claims.vocabulary import vocabulary, words_of

# A headline has so many words at most.
HEADLINE = 25
# A line of more characters on one side of a figure is longer than that.
LONGEST_LINE = 600
# So many sentences further on a text has turned to other things.
FAR = 8
# Two values this close are worth a sign.
NEAR_VALUE = Fraction(3, 2)
# Within so many words of "who" its own phrase begins.
CLAUSE = 5
# A title and an institution share so many letters: minister, ministry.
OFFICE = 6
# The most signs that shared words can give.
MOST_WORDS = 3
_LINE = re.compile(r"\n\s*\n")
_CLOSED = re.compile(r"[.!?:;,][\"”’)]*\s*$")
_COMMA = re.compile(r"[,:()–—]\s")


class _Words(NamedTuple):
    sequel: frozenset[str]
    whole: frozenset[str]
    registers: frozenset[str]
    selecting: frozenset[str]
    modal: frozenset[str]
    whiles: frozenset[str]
    each: frozenset[str]
    sums: frozenset[str]
    beside: frozenset[str]
    along: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    pointing: frozenset[str]


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("sameness")
    return _Words(**{name: frozenset(words.split()) for name, words in table.items()})


def happening_words(side: Side) -> frozenset[str]:
    """The words of a language that only say what happened, as a figure's statement has them."""
    return _happening_words(_code(side))


@functools.cache
def _happening_words(code: str) -> frozenset[str]:
    known = vocabulary(code)
    return frozenset(known.thing(word) for word in known.happenings)


def _words_for(side: Side) -> _Words:
    return _words(_code(side))


def _code(side: Side) -> str:
    return load_language(side.claims.document.language).code


def in_headline(side: Side) -> bool:
    """Whether a figure stands in a short line of its own that no full stop closes."""
    text, passage = side.claims.document.text, side.figure.passage
    before = max(0, passage.start - LONGEST_LINE)
    starts = [match.end() for match in _LINE.finditer(text, before, passage.start)]
    stop = _LINE.search(text, passage.end, passage.end + LONGEST_LINE)
    if stop is None:
        return False
    line = text[starts[-1] if starts else before : stop.start()]
    return len(line.split()) <= HEADLINE and _CLOSED.search(line) is None


def opens_sentence(side: Side) -> bool:
    """Whether a figure stands at the head of its sentence, as what the sentence is about."""
    return len(words_of(side.around[0])) <= 1


def points_back(side: Side) -> bool:
    """Whether a figure is spoken of as known: "the 32", "with over 8,000 mines destroyed"."""
    if side.get("definite") in ("all", "the"):
        return True
    before = words_of(side.around[0])[-1:]
    return bool(before) and before[0] in _words_for(side).pointing


def signs(first: Side, later: Side) -> int | None:
    """How many signs there are that two figures are one quantity, None where one speaks against it.

    ``first`` stands before ``later`` in one document.
    """
    if _speaks_against(first, later):
        return None
    known, words = first.vocabulary, _words_for(first)
    left, right = first.around, later.around
    mine, theirs = first.words_around, later.words_around
    back = points_back(later)
    if not back and words.sequel & theirs:
        return None
    if _whiles(left, words.each, words) != _whiles(right, words.each, words):
        return None  # "fewer than twenty on any day": no total
    happened, that = first.get("happened"), later.get("happened")
    same = bool(happened) and happened == that
    near = frozenset((happened, that)) in known.near_happenings
    register = bool(words.registers & (mine | theirs)) or _summed_up(later)
    if happened and that and not same and not near and not (back or register):
        return None
    things = {first.get("thing"), later.get("thing")}
    said = (first.bag("words") - things, later.bag("words") - things)
    shared = (said[0] & said[1]) - happening_words(first)
    headline = in_headline(first)
    if headline:
        shared |= said[0] & (later.bag("near_words") - happening_words(first))
    if not back and (said[0] | said[1]) & known.parts_of_day:
        return None
    if not (back or register or headline) and said[0] - said[1] and said[1] - said[0]:
        return None  # "The army gave back nine bodies. The front gave back six."
    found = min(len(shared), MOST_WORDS)
    found += 2 * same + near + 2 * back + 2 * headline + 2 * register
    found += bool(first.names & later.names) + bool(first.dates & later.dates)
    found += _whiles(right, words.pointing, words) + bool(words.whole & theirs)
    found += _close(first, later)
    found += bool(first.get("members_of")) and first.bag("members_of") == later.bag("members_of")
    found -= later.figure.sentence - first.figure.sentence > FAR
    found -= 3 * _placed_alone(first, later) + 2 * _dated_alone(first, later, back=back)
    return found


def _summed_up(side: Side) -> bool:
    """Whether a figure is called the sum of all: "so 577 jobs lost in all"."""
    right = tokens_of(side.around[1])[:5]
    return any(f"{one}-{other}" in _words_for(side).sums for one, other in pairwise(right))


def _placed_alone(first: Side, later: Side) -> bool:
    """Whether one of two figures has a name of its own that is foreign to the other."""
    for side, other in ((first, later), (later, first)):
        about = side.names | side.near_names | other.issuer_words
        if not other.names or other.names & about:
            continue
        if not _worded(other.names) & side.words_around:
            return bool(side.names or other is later)
    return False


def _worded(names: frozenset[str]) -> set[str]:
    return {word for name in names for word in tokens_of(name)}


def _dated_alone(first: Side, later: Side, *, back: bool) -> bool:
    """Whether only one of two figures has a time of its own, and the other does not follow it."""
    if bool(first.dates) == bool(later.dates):
        return False
    if first.dates:
        return not back and later.figure.sentence - first.figure.sentence > 1
    return not first.near_days & later.dates


def _whiles(sides: tuple[str, str], before: frozenset[str], words: _Words) -> bool:
    """Whether one of the words before stands before a stretch of time: "that week", "any day"."""
    return any(
        first in before and second in words.whiles
        for side in sides
        for first, second in pairwise(tokens_of(side))
    )


def _speaks_against(first: Side, later: Side) -> bool:
    if first.figure.part_of != later.figure.part_of or not _things_agree(first, later):
        return True
    for side in (first, later):
        if side.get("further") or side.get("open_category"):
            return True
        if not own(side) or _imagined(side) or _selected(side):
            return True
    if same_thing(first, later, whatever_happened=True, whether_real=False) is not None:
        return True
    kinds, others = (side.words_around & first.vocabulary.kinds for side in (first, later))
    if kinds and others and not kinds & others:
        return True  # one of the city, one of the province
    if not place_agrees(first, later) or not _time_agrees(first, later):
        return True
    if bool(first.get("changing")) != bool(later.get("changing")):
        return True
    if first_phrase_foreign(later, first):
        return True
    return _restricted(first, later) or _restricted(later, first)


def _things_agree(first: Side, later: Side) -> bool:
    """Whether two figures name the same thing, or one only says what happened to the people."""
    mine, theirs = first.get("thing"), later.get("thing")
    if mine == theirs == "" and _counted(first) and _counted(first) == _counted(later):
        return bool(first.get("happened")) and first.get("happened") == later.get("happened")
    if mine == theirs:
        return bool(mine) or (
            bool(first.get("attribute")) and first.get("attribute") == later.get("attribute")
        )
    vague = {"", "person"}
    people = first.vocabulary.people
    if first.figure.klass != "count" or not (vague & {mine, theirs}):
        return False
    if (not mine and theirs in first.bag("tail")) or (not theirs and mine in later.bag("tail")):
        return True  # "37 accused"
    if not {mine, theirs} - vague <= people:
        return False
    return bool(first.get("happened")) and first.get("happened") == later.get("happened")


def _counted(side: Side) -> str:
    counted = side.figure.counted
    return " ".join(counted.text.lower().split()) if counted is not None else ""


def place_agrees(first: Side, later: Side) -> bool:
    """False where two figures are of different places; what points back is where the first is."""
    if bool(first.get("spread")) != bool(later.get("spread")) and points_back(later):
        return not later.names or bool(later.names & (first.names | first.near_names))
    return same_place(first, later) is not False


def _time_agrees(first: Side, later: Side) -> bool:
    """False where two figures are of different times; what points back has that of the first."""
    timeless = not (later.dates or later.weekdays or later.since or later.bag("until"))
    return (timeless and points_back(later)) or same_time(first, later) is not False


def own(side: Side) -> bool:
    """Whether a figure is its author's own, or rests on nothing but a count or a register."""
    if spoken_for(side):
        return True
    words, source = _words_for(side), tokens_of(side.get("cited_source"))
    nobody = words.registers | words.whole | words.whiles | words.beside | side.vocabulary.stop
    others = [tokens_of(each) for each in origins(side)]
    if side.get("heard") or not all(
        _nobody(each, nobody) or _office(each, side.issuer_words) for each in others
    ):
        return False
    return not side.get("cited") or (_nobody(source, nobody) and source[0] in words.pointing)


def _office(source: list[str], issuer: frozenset[str]) -> bool:
    """True for somebody who speaks for the issuer: the minister for the Ministry of Roads."""
    stems = {word[:OFFICE] for word in issuer if len(word) >= OFFICE}
    return bool(source) and any(word[:OFFICE] in stems for word in source)


def _nobody(source: list[str], nobody: frozenset[str]) -> bool:
    """True for a source that is no speaker: "Annex 1", "that measurement"."""
    return bool(source) and all(word in nobody or word.isdigit() for word in source)


def _imagined(side: Side) -> bool:
    """Whether a figure is planned, allowed or wished for in its own part of the sentence."""
    if not side.get("unreal") or side.get("definite"):
        return False
    left, right = side.around
    if _words_for(side).modal & set(tokens_of(f"{left} {right}")):
        return not points_back(side)
    part = _COMMA.split(left)[-1] + " " + _COMMA.split(right)[0]
    return side.vocabulary.cues["unreal"].search(" ".join(part.split())) is not None


def _selected(side: Side) -> bool:
    """Whether a figure counts some "of them"."""
    following = tokens_of(side.around[1])[:2]
    return len(following) == 2 and " ".join(following).replace(" ", "-") in (
        _words_for(side).selecting
    )


def first_phrase_foreign(side: Side, other: Side) -> bool:
    """Whether the first phrase after a figure names somebody or something of whom the other
    sentence says nothing: "the 260 meals served to children".
    """
    words, known = _words_for(side), side.vocabulary
    right = words_of(_COMMA.split(side.around[1])[0])
    if right and known.forms["relative"].fullmatch(right[0]):
        near = enumerate(right[:CLAUSE])
        start = next((at for at, word in near if word in words.opening), len(right))
    else:
        start = 0 if right and right[0] in words.opening else 1
        # "The 260 meals served to children were": a verb follows, so "served" is none.
        if start and not words.closing & {*right[2:]}:
            return False
    if right[start : start + 1] and right[start] not in words.opening:
        return False
    phrase = takewhile(lambda word: word not in words.opening | words.closing, right[start + 1 :])
    said = [known.thing(word) for word in phrase if word not in known.stop | known.no_names]
    about = other.bag("words") | other.bag("near_words") | other.bag("tail")
    about |= {known.thing(word) for word in other.words_around | side.issuer_words}
    about |= _worded(other.names | other.near_names)
    return bool(said) and not set(said) & about


def _restricted(side: Side, other: Side) -> bool:
    """Whether words after a figure tell which ones are meant, and the other knows none of them."""
    known, right = side.vocabulary, tokens_of(side.around[1])
    along = _words_for(side).along
    tail = side.bag("tail") - {side.get("thing")}
    # "by day and sector" tells how they are set out, not which they are.
    tail -= {known.thing(word) for by, word in pairwise(right) if by in along}
    about = other.bag("words") | other.bag("tail") | other.bag("near_words")
    names = _worded(other.names | other.near_names) | other.issuer_words
    about |= {known.thing(word) for word in names}
    if side.bag("kind") - about - other.bag("kind") - {other.get("happened")}:
        return True
    return bool(tail - known.no_names) and not tail & about


def _close(first: Side, later: Side) -> bool:
    """Whether two values are near each other."""
    one, other = (side.figure.quantity.low or side.figure.quantity.high for side in (first, later))
    if not one or not other:
        return False
    return max(one, other) <= NEAR_VALUE * min(one, other)
