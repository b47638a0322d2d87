"""Restatements: one thing said exactly and, beside it, in a rounded or bounded number.

The relation "rounded-restatement" has the members "exact" and "rounded". Its value ``to`` is
what the text says it rounds to ("1000"), where it says so; ``tight`` is "yes" for words such as
"nearly" and "barely", which promise more than "about".
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from muniment.claims.comparable import comparable
from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame, expand, gap, patterns_of, tokens_after
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate
from muniment.claims.vocabulary import vocabulary
from muniment.values.quantity import Number, last_place

_SLOT = Expression(r"‹([a-z])(\d+)›")
# How many sentences back an exact figure may take up what was said roughly.
BACK = 3
# Two numbers for one thing are seldom further apart than this.
APART = 8
# An exact figure so few characters of the frame behind a rough one stands beside it.
CLOSE = 40


class _Slot(NamedTuple):
    start: int
    end: int
    sentence: int
    figure: Figure


class _Words(NamedTuple):
    code: str
    beside: Expression
    after: Expression
    nearest: Expression
    definite: Expression
    places: dict[str, str]
    names: frozenset[str]
    hedges: frozenset[str]
    differing: frozenset[str]
    tight: frozenset[str]
    collective: frozenset[str]
    each: re.Pattern[str]
    complete: Expression
    list: Expression
    incomplete: Expression


@functools.cache
def _words(code: str) -> _Words:
    table = load_language(code).table("relations")
    restated, words = table["restated"], table["words"]
    return _Words(
        code=code,
        beside=Expression(gap(expand(restated["beside"], words))),
        after=Expression(expand(restated["after"], words)),
        nearest=Expression(expand(restated["nearest"], words)),
        definite=Expression(rf"(?:^| ){expand(restated['definite'], words)} $"),
        places=restated["places"],
        names=frozenset(restated["names"]),
        hedges=frozenset(restated["hedges"]),
        differing=frozenset(restated["differing"]),
        tight=frozenset(restated["tight"]),
        collective=frozenset(restated["collective"]),
        each=re.compile(restated["each"]),
        complete=Expression(restated["complete"]),
        list=Expression(expand(restated["complete_kind"], words)),
        incomplete=Expression(restated["incomplete"]),
    )


def find_restatements(
    claims: DocumentClaims, frame: Frame, language: Language
) -> Iterator[Relation]:
    """The restatements of a paragraph."""
    slots = _slots(claims.figures, frame)
    if len(slots) < 2:
        return
    words = _words(language.code)
    used: set[str] = set()
    found = [
        *_by_place(claims, frame, slots, words),
        *_rounded(claims, frame, language),
        *_beside(frame, slots, words),
        *_counted(claims, frame, slots, language, words),
        *_again(frame, slots, words),
    ]
    for exact, rounded, to in found:
        if {exact.id, rounded.id} & used:
            continue
        used |= {exact.id, rounded.id}
        values = {} if to is None else {"to": to}
        if promises_much(rounded, language.code):
            values["tight"] = "yes"
        yield _relation(claims, exact, rounded, values)


def find_echoes(claims: DocumentClaims, language: Language) -> Iterator[Relation]:
    """Rough figures that echo an exact one given elsewhere: "nearly 4,000" of 3,890 missing.

    The value ``apart`` is "yes": far from each other they may speak of two things, so that only
    a fit tells anything.
    """
    code = language.code
    events = frozenset(language.table("relations")["restated"]["echo_events"])
    counts = [
        figure
        for figure in claims.figures
        if figure.klass == "count" and figure.part_of is None and figure.event in events
    ]
    exact: dict[tuple[str, str], list[tuple[Number, int]]] = {}
    for number, figure in enumerate(counts):
        if figure.quantity.exact and not is_rough(figure, code) and figure.quantity.low is not None:
            for stem in _stems(figure):
                exact.setdefault((figure.event, stem), []).append((figure.quantity.low, number))
    for values in exact.values():
        values.sort()
    for rounded in counts:
        wide = rounded.quantity.allowed() if is_rough(rounded, code) else None
        if wide is None or wide.low is None or wide.high is None:
            continue
        fitting: set[int] = set()
        for stem in _stems(rounded):
            values = exact.get((rounded.event, stem), [])
            first = bisect.bisect_left(values, (wide.low, -1))
            # One figure is an echo; of two or more, nobody can tell which is meant.
            fitting |= {number for value, number in values[first : first + 2] if value <= wide.high}
        if len(fitting) == 1:
            yield _relation(claims, counts[fitting.pop()], rounded, {"apart": "yes"})


def _stems(figure: Figure) -> set[str]:
    """The beginnings of the longer words by which a figure names what it counts."""
    if figure.counted is None:
        return set()
    return {word[:6] for word in re.findall(r"[^\W\d_]{6,}", figure.counted.text.lower())}


def _relation(
    claims: DocumentClaims, exact: Figure, rounded: Figure, values: dict[str, str]
) -> Relation:
    start = min(exact.passage.start, rounded.passage.start)
    end = max(exact.passage.end, rounded.passage.end)
    if "apart" in values:
        start, end = rounded.passage.start, rounded.passage.end
    return relate(
        claims.document,
        "rounded-restatement",
        (start, end),
        sentence=min(exact.sentence, rounded.sentence),
        found_by="restatement patterns",
        members=(("exact", exact.id), ("rounded", rounded.id)),
        values=values,
    )


_Found = tuple[Figure, Figure, str | None]


def _slots(figures: Sequence[Figure], frame: Frame) -> list[_Slot]:
    ends = [match.start() for match in re.finditer(SENTENCE_END, frame.text)]
    return [
        _Slot(
            match.start(),
            match.end(),
            bisect.bisect_left(ends, match.start()),
            figures[int(match[2])],
        )
        for match in _SLOT.finditer(frame.text)
        if match[1] in "cmysd"
    ]


def is_rough(figure: Figure, code: str) -> bool:
    """True where the words bound, approximate or round: "over", "some", "3.9 million", "a dozen".

    ``code`` is the code of the language they are in.
    """
    exact = figure.quantity.exact
    return not exact or _rounded_in_words(figure) or is_collective(figure, code)


def promises_much(figure: Figure, code: str) -> bool:
    """True for a figure with a word such as "nearly", which promises more than "about"."""
    modifier = figure.modifier
    return modifier is not None and " ".join(modifier.text.lower().split()) in _words(code).tight


def is_collective(figure: Figure, code: str) -> bool:
    """True for "a dozen" and "a hundred", which count in heaps; ``code`` is the language's."""
    return " ".join(figure.number.text.lower().split()) in _words(code).collective


def _rounded_in_words(figure: Figure) -> bool:
    """True for a number in words of magnitude: "half a million", "3.9 million"."""
    low = figure.quantity.low
    if low is None or low < 1000:
        return False
    return re.search(r"[^\W\d_]{2,}", figure.number.text) is not None and low % 1000 == 0


def _pair(one: Figure, other: Figure, code: str) -> tuple[Figure, Figure] | None:
    """(exact, rounded), where exactly one of two figures is rough and they are not far apart."""
    if one.id == other.part_of or other.id == one.part_of:
        return None
    if any(
        figure.quantity.high is None
        and figure.modifier is not None
        and figure.modifier.start > figure.number.start
        for figure in (one, other)
    ):
        return None  # "50 and over" is a group of a scale
    rough = is_rough(one, code)
    if not comparable(one, other) or rough == is_rough(other, code):
        return None
    exact, rounded = (other, one) if rough else (one, other)
    values = [q for q in (rounded.quantity.low, rounded.quantity.high) if q is not None]
    value = exact.quantity.low
    if value is None or value <= 0 or max(values) <= 0:
        return None
    if not max(values) / APART <= value <= max(values) * APART:
        return None
    return exact, rounded


def _beside(frame: Frame, slots: Sequence[_Slot], words: _Words) -> Iterator[_Found]:
    """ "231,000 vines, over a quarter of a million."."""
    for one, other in itertools.pairwise(slots):
        if one.sentence != other.sentence:
            continue
        pair = _pair(one.figure, other.figure, words.code)
        if pair is None or not _same_noun(one.figure, other.figure):
            continue
        hedge = other.figure.modifier
        if hedge is not None and hedge.text.lower() in words.hedges:
            continue
        start = len(frame.text) - len(tokens_after(frame, one.start, one.figure))
        between = frame.text[start : other.start]
        rest = tokens_after(frame, other.start, other.figure)
        if words.beside.fullmatch(between) and words.after.match(rest):
            yield (*pair, None)


def _counted(
    claims: DocumentClaims,
    frame: Frame,
    slots: Sequence[_Slot],
    language: Language,
    words: _Words,
) -> Iterator[_Found]:
    """ "At least 60 died … the list is closed; it holds 54 names"."""
    by_figure = {slot.figure.id: slot for slot in slots}
    for pattern in patterns_of(language.code, "restated", "exact"):
        for match in pattern.finditer(frame, claims.figures):
            exact = by_figure.get(match.figures["exact"].id)
            if exact is None or not exact.figure.quantity.exact:
                continue
            if words.differing.intersection(frame.text[: exact.start].split()[-3:]):
                continue
            for slot in reversed(slots):
                if slot.start >= match.start or exact.sentence - slot.sentence > BACK:
                    continue
                if words.each.match(frame.text, slot.end):
                    continue
                pair = _pair(slot.figure, exact.figure, words.code)
                if pair is None or pair[0] is not exact.figure:
                    continue
                near = _sentences(frame, slot.sentence + 1, exact.sentence + 1)
                if slot.sentence == exact.sentence:
                    near = frame.text[slot.end :].partition(SENTENCE_END)[0]
                full = bool(words.complete.search(near)) and not words.incomplete.search(near)
                if slot.sentence == exact.sentence and exact.start - slot.end < CLOSE:
                    full = True
                if _elsewhere(_sentences(frame, slot.sentence, slot.sentence), near, language):
                    break
                same = _same_noun(slot.figure, exact.figure, words.names)
                same = same or (full and words.list.search(match.text) is not None)
                if slot.figure.part_of is None and same and _may_be(*pair, full=full):
                    yield (*pair, None)
                break


def _elsewhere(said: str, near: str, language: Language) -> bool:
    """True where two sentences speak of places of different kinds: the city, the province."""
    kinds = vocabulary(language.code).kinds
    one, other = kinds & set(said.split()), kinds & set(near.split())
    return bool(one and other) and not one & other


def _may_be(exact: Figure, rounded: Figure, *, full: bool) -> bool:
    """False for a list that holds fewer than was said, and is not said to be complete."""
    low, value = rounded.quantity.low, exact.quantity.low
    return full or low is None or value is None or value >= low


def _sentences(frame: Frame, first: int, last: int) -> str:
    """The frame's text from one sentence to another, both included."""
    return SENTENCE_END.join(frame.text.split(SENTENCE_END)[first : last + 1])


def _again(frame: Frame, slots: Sequence[_Slot], words: _Words) -> Iterator[_Found]:
    """ "The petition carries 2,871 signatures. Its nearly 4,000 signatures …"."""
    for number, one in enumerate(slots):
        for other in slots[number + 1 :]:
            if other.sentence - one.sentence > BACK - 1:
                break
            if not words.definite.search(frame.text[max(0, other.start - 24) : other.start]):
                continue
            pair = _pair(one.figure, other.figure, words.code)
            if pair is not None and _head(one.figure) and _head(one.figure) == _head(other.figure):
                yield (*pair, None)


def _by_place(
    claims: DocumentClaims, frame: Frame, slots: Sequence[_Slot], words: _Words
) -> Iterator[_Found]:
    """ "To the nearest ten, 730 trees … the full count is 734"."""
    for match in words.nearest.finditer(frame.text):
        place = match["place"] or match["round"]
        if place[0] == "‹":
            figure = claims.figures[int(place[2:-1])]
            value = figure.quantity.low
            to = words.places.get(figure.number.text.lower(), None if value is None else str(value))
        else:
            to = words.places.get(place)
        if to is None:
            continue
        sentence = frame.text.count(SENTENCE_END, 0, match.start())
        near = [
            slot
            for slot in slots
            if abs(slot.sentence - sentence) <= 1
            and not match.start() <= slot.start < match.end()
            and slot.figure.quantity.low is not None
            and slot.figure.quantity.low == slot.figure.quantity.high
        ]
        by_distance = sorted(
            near, key=lambda slot: (slot.sentence != sentence, abs(slot.start - match.start()))
        )
        for rounded in by_distance[:1]:
            for exact in by_distance[1:]:
                value = exact.figure.quantity.low
                base = rounded.figure.quantity.low
                if (
                    value is not None
                    and base is not None
                    and exact.figure.quantity.exact
                    and comparable(exact.figure, rounded.figure)
                    and base / 2 < value < base * 2
                ):
                    round_first = value % int(to) == 0 and base % int(to) != 0
                    if round_first:
                        yield rounded.figure, exact.figure, to
                    else:
                        yield exact.figure, rounded.figure, to
                    break


def _rounded(claims: DocumentClaims, frame: Frame, language: Language) -> Iterator[_Found]:
    """ "61.4 metres, in round figures 60": rounded to the last place of the rounded figure."""
    for pattern in patterns_of(language.code, "restated", "round"):
        for match in pattern.finditer(frame, claims.figures):
            exact, rounded = match.figures["exact"], match.figures["rounded"]
            value = rounded.quantity.low
            if comparable(exact, rounded) and value is not None and rounded.quantity.exact:
                yield exact, rounded, str(last_place(value))


def _head(figure: Figure) -> str:
    """The last word by which a figure names what it counts, cut to a stem, or ""."""
    if figure.counted is None or figure.counted.start < figure.number.start:
        return ""
    words = figure.counted.text.lower().split()
    if figure.klass != "count" and len(words) == 1:
        return ""  # "845 tonnes": the unit alone
    return words[-1][:6].rstrip("s")


def _same_noun(one: Figure, other: Figure, names: frozenset[str] = frozenset()) -> bool:
    """True when two figures count one noun, or the other none of its own ("54 names")."""
    heads = [_head(figure) for figure in (one, other)]
    if not all(heads) or heads[0] == heads[1]:
        return True
    return other.counted is not None and other.counted.text.lower() in names
