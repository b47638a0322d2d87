"""Sums that echo: lists whose sum all but equals a figure given earlier in the text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from muniment.claims.comparable import comparable
from muniment.claims.frames import SENTENCE_END, Frame
from muniment.claims.language import Language
from muniment.claims.listparts import (
    ListSlot,
    ListWords,
    breakdown_relation,
    list_slots,
    list_words,
)
from muniment.claims.model import DocumentClaims, Figure, Relation

# A list of at least so many figures may echo a whole of at least this size, so many sentences
# back, if it misses it by one or by one part in so many; less where the words say "the other".
MANY, LARGE, BACK, SLACK, SLACK_REST = 3, 100, 8, 500, 50
# As many figures before a list are looked at.
REACH = 60


def find_echoed_sums(
    claims: DocumentClaims,
    frames: Sequence[Frame],
    language: Language,
    known: Sequence[Relation],
) -> Iterator[Relation]:
    """Lists whose sum all but equals a figure given earlier: it was meant to be their whole.

    "… 58 sites. Remains were found at 21; the other 38 were empty." The value ``exhaustive`` is
    "rest" where words such as "the other" say that the list is complete, else "echo".
    """
    words = list_words(language.code)
    starts = [figure.passage.start for figure in claims.figures]
    used = {member for relation in known for _, member in relation.members}
    for frame in frames:
        slots = [slot for slot in list_slots(claims.figures, frame) if _plain(slot.figure)]
        for parts in _orphans(frame, slots, words):
            figures = [part.figure for part in parts]
            if any(f.id in used or f.part_kind == "partition" for f in figures):
                continue
            before = frame.text[max(0, parts[-1].start - 60) : parts[-1].start]
            rest = words.remainder.search(before.rpartition(SENTENCE_END)[2]) is not None
            first = bisect.bisect_left(starts, figures[0].passage.start)
            earlier = claims.figures[max(0, first - REACH) : first]
            wholes = _echoed(earlier, figures, rest=rest)
            if len(wholes) == 1:
                yield breakdown_relation(claims, wholes[0], figures, "rest" if rest else "echo")


def _plain(figure: Figure) -> bool:
    return figure.klass in ("count", "measure", "money") and figure.quantity.exact


def _orphans(frame: Frame, slots: Sequence[ListSlot], words: ListWords) -> Iterator[list[ListSlot]]:
    """Runs of figures that one sentence lists, or lines of a label and a figure."""
    runs: list[list[ListSlot]] = []
    for slot in slots:
        if runs and comparable(runs[-1][-1].figure, slot.figure):
            joint = frame.text[runs[-1][-1].end + 1 : slot.start]
            match = words.separator.match(joint)
            listed = match is not None and slot.sentence == runs[-1][-1].sentence
            lines = slot.sentence == runs[-1][-1].sentence + 1 and re.fullmatch(
                rf"{SENTENCE_END} [^‹{SENTENCE_END}]+: ", joint
            )
            if listed or lines:
                runs[-1].append(slot)
                continue
        runs.append([slot])
    for run in runs:
        before = frame.text[max(0, run[-1].start - 60) : run[-1].start]
        rest = words.remainder.search(before.rpartition(SENTENCE_END)[2])
        if len(run) >= MANY or (len(run) > 1 and rest):
            yield run


def _echoed(figures: Sequence[Figure], parts: Sequence[Figure], *, rest: bool) -> list[Figure]:
    """The earlier figures that the sum of some parts all but equals; none where one equals it."""
    summed = sum(Fraction(part.quantity.low or 0) for part in parts)
    slack = max(Fraction(1), summed / (SLACK_REST if rest else SLACK))
    if not rest and summed < LARGE:
        return []
    wholes = [
        figure
        for figure in figures
        if _plain(figure)
        and figure.passage.start < parts[0].passage.start
        and parts[0].sentence - figure.sentence <= BACK
        and comparable(figure, parts[0])
        and abs(Fraction(figure.quantity.low or 0) - summed) <= slack
    ]
    values = {figure.quantity.low for figure in wholes}
    return [] if summed in values else wholes
