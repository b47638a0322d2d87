"""Tallies: totals of the sentences before them, and parts of what a clause picks out.

"Barley, 640 sacks. Rye, 215 sacks. In all we hold 855 sacks." is the relation "breakdown" of
``lists``. "I visited 29 schools. In 31 of the schools I visited …" is the relation "subset"
with the value ``exhaustive`` "clause": the clause tells the whole, whatever else is near.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from muniment.claims.comparable import comparable
from muniment.claims.frames import SENTENCE_END, Frame, patterns_of
from muniment.claims.language import Language
from muniment.claims.listparts import (
    ListSlot,
    ListWords,
    breakdown_relation,
    leaves_untold,
    list_slots,
    list_words,
    sum_of,
)
from muniment.claims.model import DocumentClaims, Figure, Relation

# A line or sentence that is a label and a number.
_LABEL = re.compile(r" ?(?:[^ ⏎‹:]+ ){0,3}?([^ ⏎‹:]+) : ")
# How many sentences back the figures that a sentence sums up may stand.
BACK = 6
# A clause picks out what was counted so many sentences back at most.
REACH = 4
STEM = 5
# A remainder that misses its whole by more than one part in so many is another's.
SLACK = 8
# Sums of so many of the last figures are tried.
MANY, MOST = 3, 8


def find_tallies(
    claims: DocumentClaims, frame: Frame, language: Language, known: Sequence[Relation]
) -> Iterator[Relation]:
    """The totals of a paragraph that sum up the sentences before, and the parts by a clause.

    ``known`` are the relations "breakdown" found already: their parts are no others'.
    """
    used = {member for relation in known for _, member in relation.members}
    slots = [slot for slot in list_slots(claims.figures, frame) if _plain(slot.figure)]
    if len(slots) < 2:
        return
    words = list_words(language.code)
    yield from _summed(claims, frame, slots, words)
    yield from _left(claims, frame, slots, words, used)
    yield from _labelled(claims, frame, slots, language, used)
    yield from _restricted(claims, frame, slots, language)


def _plain(figure: Figure) -> bool:
    return figure.klass in ("count", "measure", "money") and figure.quantity.low is not None


def _summed(
    claims: DocumentClaims, frame: Frame, slots: Sequence[ListSlot], words: ListWords
) -> Iterator[Relation]:
    """ "Barley, 640 sacks. Rye, 215 sacks. In all we hold 855 sacks"."""
    if len(slots) < 3:
        return
    for number, whole in enumerate(slots):
        opening = frame.text[: whole.start].rpartition(SENTENCE_END)[2]
        if not words.summed.search(opening):
            continue
        sentence = opening + frame.text[whole.end :].partition(SENTENCE_END)[0]
        if words.running.search(sentence) or whole.figure.part_of is not None:
            continue
        runs = _runs(slots[:number], whole)
        exact = next((parts for parts in runs if sum_of(parts) == whole.figure.quantity.low), None)
        if exact is not None:
            yield breakdown_relation(claims, whole.figure, [p.figure for p in exact], "yes")
        elif runs:
            named = _stem(whole.figure) and all(_stem(part.figure) for part in runs[-1])
            # Figures that name nothing are surely meant where all stand in the sentence before.
            named = named or (len(runs) == 1 and not any(_stem(p.figure) for p in runs[0]))
            kind = "yes" if named else "near"
            yield breakdown_relation(claims, whole.figure, [p.figure for p in runs[-1]], kind)


def _runs(before: Sequence[ListSlot], whole: ListSlot) -> list[list[ListSlot]]:
    """The figures before a total that count the same, back to each sentence of an unbroken row."""
    runs: list[list[ListSlot]] = []
    parts: list[ListSlot] = []
    for sentence in range(whole.sentence - 1, whole.sentence - 1 - BACK, -1):
        here = [s for s in before if s.sentence == sentence and _same(s.figure, whole.figure)]
        ids = {slot.figure.id for slot in here}
        here = [slot for slot in here if slot.figure.part_of not in ids]
        if not here:
            break
        parts = here + parts
        if len(parts) > 1:
            runs.append(parts)
    return runs


def _same(part: Figure, whole: Figure) -> bool:
    if not comparable(part, whole) or part.quantity.approximate:
        return False
    return not _stem(whole) or not _stem(part) or _stem(part) == _stem(whole)


def _stem(figure: Figure) -> str:
    """The first longer word by which a figure names what it counts, cut to a stem, or ""."""
    counted = figure.counted
    if counted is None or counted.start < figure.number.start:
        return ""  # "prisons 34": a label
    words = re.findall(r"[^\W\d_]{3,}", counted.text.lower())
    return words[0][:STEM].rstrip("s") if words else ""


def _left(
    claims: DocumentClaims,
    frame: Frame,
    slots: Sequence[ListSlot],
    words: ListWords,
    used: set[str],
) -> Iterator[Relation]:
    """ "I hold 57 files. Nineteen are closed. In 24 I await a reply. The remaining 17 …"."""
    for number, rest in enumerate(slots):
        before = frame.text[: rest.start].rpartition(SENTENCE_END)[2]
        if rest.figure.id in used or not words.left.search(before):
            continue
        if rest.figure.part_kind == "partition":
            continue
        near = [
            slot
            for slot in slots[:number]
            if rest.sentence - slot.sentence <= REACH
            and _same(slot.figure, rest.figure)
            and not slot.depth
        ]
        values = [Fraction(slot.figure.quantity.low or 0) for slot in near]
        last = Fraction(rest.figure.quantity.low or 0)
        if any(
            sum(some) + last in values
            for size in range(1, MANY + 1)
            for some in itertools.combinations(values[-MOST:], size)
        ):
            continue
        for at in range(len(near) - 2, -1, -1):
            parts = [*near[at + 1 :], rest]
            whole, summed = values[at], sum_of(parts)
            if any(part.figure.part_kind == "partition" for part in parts):
                break
            if max(values[at + 1 :], default=0) >= whole or last >= whole:
                continue
            if leaves_untold(frame, near[at], parts, words):
                break
            if abs(summed - whole) <= max(Fraction(2), whole / SLACK):
                figures = [part.figure for part in parts]
                yield breakdown_relation(claims, near[at].figure, figures, "yes")
                break


def _labelled(
    claims: DocumentClaims,
    frame: Frame,
    slots: Sequence[ListSlot],
    language: Language,
    used: set[str],
) -> Iterator[Relation]:
    """ "Births: 212. Boys: 109. Girls: 103.": labels of groups that exclude each other."""
    groups = language.table("relations")["exclusive"]["groups"]
    labels: list[tuple[ListSlot, str]] = []
    for slot in slots:
        before = frame.text[: slot.start].rpartition(SENTENCE_END)[2]
        match = _LABEL.fullmatch(before)
        labels.append((slot, match[1] if match else ""))
    for at, (whole, label) in enumerate(labels):
        parts = list(itertools.takewhile(lambda each: each[1], labels[at + 1 :]))
        if not label or whole.figure.id in used or whole.figure.part_of is not None:
            continue
        for group in groups:
            cells = [cell.split() for cell in group]
            found = [[n for n, cell in enumerate(cells) if name in cell] for _, name in parts]
            run = list(itertools.takewhile(lambda pair: pair[1], zip(parts, found, strict=True)))
            numbers = [cell[0] for _, cell in run]
            listed = [slot for (slot, _), _ in run]
            together = sum_of(listed)
            value = Fraction(whole.figure.quantity.low or 0)
            near = abs(together - value) * SLACK <= value
            if len(run) > 1 and len(set(numbers)) == len(numbers) and near:
                figures = [slot.figure for slot in listed]
                if not any(figure.id in used or figure.part_of for figure in figures):
                    yield breakdown_relation(claims, whole.figure, figures, "yes")
                    break


def _restricted(
    claims: DocumentClaims, frame: Frame, slots: Sequence[ListSlot], language: Language
) -> Iterator[Relation]:
    """ "I have visited 29 of the schools. In 31 of the schools I visited …"."""
    places = {slot.figure.id: number for number, slot in enumerate(slots)}
    for pattern in patterns_of(language.code, "lists", "restricted"):
        for match in pattern.finditer(frame, claims.figures):
            part = match.figures["part"]
            verb = (match.groups["verb"] or "")[:STEM].removesuffix("ed")
            at = places.get(part.id)
            if at is None or len(verb) < 3:
                continue
            for whole in reversed(slots[:at]):
                if slots[at].sentence - whole.sentence > REACH:
                    break
                clause = _clause(frame, whole)
                if not comparable(whole.figure, part) or whole.figure.klass != "count":
                    continue
                if re.search(rf"(?<!\w){re.escape(verb)}", clause):
                    yield breakdown_relation(claims, whole.figure, [part], "clause", kind="subset")
                    break


def _clause(frame: Frame, slot: ListSlot) -> str:
    """The frame's text around a slot, from the mark or figure before it to the one after."""
    before = re.split(r"[,;:()⏎›]", frame.text[: slot.start])[-1]
    after = re.split(r"[,;:()⏎‹]", frame.text[slot.end :])[0]
    return f"{before} {after}"
