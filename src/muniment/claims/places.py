"""Places: the words that say where something counted is said to have happened."""

from __future__ import annotations

import bisect
import functools
from typing import NamedTuple

from muniment.claims.language import load_language
from muniment.claims.nounphrases import all_capitals, phrase_after, proper, span_of
from muniment.claims.rows import Row, Slot, WordClasses
from muniment.values.passage import Span

_NEAREST = 6
_FAR = 60
_BREAKS = frozenset({";", ":"})
_OWN = frozenset({"duration", "measure", "money", "rate"})


class PlaceCues(NamedTuple):
    """The words of ``[place]`` in ``circumstances.toml``."""

    prepositions: frozenset[str]
    strict: frozenset[str]
    nouns: frozenset[str]
    never: frozenset[str]
    institutions: frozenset[str]
    inner: frozenset[str]


@functools.cache
def place_cues(code: str) -> PlaceCues:
    """The place cues of a language pack.

    Raises FileNotFoundError when the pack has no ``circumstances.toml``.
    """
    table = load_language(code).glossed("circumstances")["place"]
    return PlaceCues(**{name: frozenset(table[name]) for name in PlaceCues._fields})


def find_places(
    row: Row, cues: PlaceCues, classes: WordClasses, taken: set[int]
) -> list[tuple[int, int]]:
    """The place phrases of a row as (first, last) tokens, without their prepositions.

    ``taken`` are tokens that belong to dates and periods.
    """
    capitals = all_capitals(row)
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(row.words):
        if row.words[index] not in cues.prepositions or index in taken:
            index += 1
            continue
        first = index + 1
        if row.words[first : first + 1] == ["of"]:
            first += 1
        last = _phrase(row, first, cues, classes, capitals, taken, row.words[index])
        if last < first:
            index += 1
            continue
        while last + 2 < len(row.words) and row.words[last + 1] in {"in", "near", "of", ","}:
            if row.words[last + 1] == "," and not _name_goes_on(row, last + 2, cues, capitals):
                break
            follow = _phrase(row, last + 2, cues, classes, capitals, taken, "in")
            if follow < last + 2:
                break
            last = follow
        found.append((first, last))
        index = last + 1
    return found


def _name_goes_on(row: Row, index: int, cues: PlaceCues, capitals: bool) -> bool:
    """Whether a second name follows a comma ("Arrol, Dene Province")."""
    for at in range(index, min(index + 4, len(row.words))):
        if row.words[at] in cues.nouns and (capitals or proper(row, at)):
            return True
        if not (capitals or proper(row, at)):
            return False
    return False


def _phrase(
    row: Row,
    first: int,
    cues: PlaceCues,
    classes: WordClasses,
    capitals: bool,
    taken: set[int],
    preposition: str,
) -> int:
    """The last token of a place phrase from ``first`` on, or ``first - 1``."""
    if first >= len(row.words) or first in taken or row.words[first][0].isdigit():
        return first - 1
    last = phrase_after(row, first, classes)
    if capitals:  # nothing but its words tells where a name ends
        said = (at for at in range(first + 1, last + 1) if row.words[at] in classes.reporting)
        last = min(last, next(said, last + 1) - 1)
    while last >= first and last in taken:
        last -= 1
    if last < first or row.words[first] in cues.never - classes.determiners:
        return first - 1
    words = row.words[first : last + 1]
    start = 1 if words[0] in classes.determiners and len(words) > 1 else 0
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    placed = bool(cues.nouns & set(words[start:]))
    named = any(proper(row, at) for at in range(first + start, last + 1))
    if words[start] in cues.never or head in cues.never:
        return first - 1
    if not cues.institutions.isdisjoint(words):
        return first - 1
    if placed and (head in cues.nouns or named or capitals):
        return last
    if preposition in cues.strict:
        return first - 1
    if named and proper(row, first + start):
        return last
    bare = not start and preposition in {"in", "at", "near"}
    unknown = not any(w in classes.verbs or w in classes.adverbs for w in words)
    return last if capitals and bare and unknown and len(words) <= 3 else first - 1


def assign_places(
    row: Row,
    text: str,
    cues: PlaceCues,
    classes: WordClasses,
    taken: set[int],
    before: Span | None,
) -> Span | None:
    """Set ``place`` of the figures of a row; returns the place to go on with.

    ``before`` is the place of the sentence before, for a sentence that names none.
    """
    places = find_places(row, cues, classes, taken)
    if not places:
        for slot in row.slots:
            if before is not None and slot.figure.klass not in _OWN:
                slot.figure.place = before
                slot.figure.reasons["place"] = "sentence before"
        return before
    for slot in row.slots:
        best: tuple[int, tuple[int, int]] | None = None
        at = bisect.bisect_left(places, (slot.number_first, 0))
        for place in places[max(0, at - _NEAREST) : at + _NEAREST]:
            cost = _cost(row, slot, place)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, place)
        if best is not None:
            slot.figure.place = _span(row, text, best[1])
    return _span(row, text, places[0])


def _span(row: Row, text: str, place: tuple[int, int]) -> Span:
    return span_of(text, row.tokens, *place)


def _cost(row: Row, slot: Slot, place: tuple[int, int]) -> int | None:
    """How far a place stands from a figure; None where it cannot be its place."""
    first, last = place
    if first <= slot.number_last and slot.number_first <= last:
        return None
    before = last < slot.first
    low, high = (last + 1, slot.first) if before else (slot.last + 1, first)
    if high - low > _FAR:
        return None
    cost = max(0, high - low) + (6 if before else 0)
    for at in range(low, high):
        word = row.words[at]
        if word in _BREAKS:
            cost += 25
        elif word == ",":
            cost += 2
        elif row.owner[at] >= 0 and at == row.slots[row.owner[at]].number_first:
            cost += 3
    if first <= 3 and before:
        cost = min(cost, 12)
    return cost if cost <= _FAR else None
