"""What the readers of lists share: figures in their places, the words, and the relation made."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame, expand, gap
from muniment.claims.language import load_language
from muniment.claims.model import DocumentClaims, Figure, Relation, relate

_SLOT = Expression(r"‹([cmyd])(\d+)›")


class ListSlot(NamedTuple):
    """A figure in a frame: its slot's span, its sentence, and how many brackets it stands in."""

    start: int
    end: int
    sentence: int
    depth: int
    figure: Figure


class ListWords(NamedTuple):
    """The words of lists, as patterns over frames; see ``relations.toml``, [lists]."""

    complete: Expression
    bracket: Expression
    dash: Expression
    open: Expression
    inclusive: Expression
    inclusive_rules: tuple[str, ...]
    lead: Expression
    separator: Expression
    last: Expression
    remainder: Expression
    several: Expression
    total_before: Expression
    total_after: Expression
    running: Expression
    closed: Expression
    joined: Expression
    crossing: Expression
    elided: Expression
    summed: Expression
    second: Expression
    left: Expression
    markup: Expression
    totals: frozenset[str]
    adjunct: Expression
    adjunct_start: Expression
    untold: Expression


@functools.cache
def list_words(code: str) -> ListWords:
    """The list words of a language pack."""
    table = load_language(code).table("relations")
    lists, words = table["lists"], table["words"]

    def read(name: str) -> Expression:
        return Expression(gap(expand(lists[name], words)))

    return ListWords(
        complete=read("complete"),
        bracket=read("bracket"),
        dash=read("dash"),
        open=read("open"),
        inclusive=read("inclusive"),
        inclusive_rules=tuple(lists["inclusive_rules"]),
        lead=read("lead"),
        separator=read("separator"),
        last=read("last"),
        remainder=read("remainder"),
        several=Expression(table["exclusive"]["several"]),
        total_before=read("total_before"),
        total_after=read("total_after"),
        running=read("running"),
        closed=read("closed"),
        joined=read("joined"),
        crossing=read("crossing"),
        elided=read("elided"),
        summed=read("summed"),
        second=Expression(rf"‹c\d+› [^ ⏎‹,;:.()]+ (?:[^ ⏎‹,;:.()]+ )?{lists['joined']} $"),
        left=read("left"),
        markup=Expression(r'["{}=|*_<>]'),
        totals=frozenset(load_language(code).table("parts")["totals"]),
        adjunct=Expression(rf"(?:^| )(?P<word>{lists['adjunct']}) [^,⏎‹]*(?:‹t\d+› )?, $"),
        untold=Expression(lists["untold"]),
        adjunct_start=Expression(rf" ?(?:[^ ,;⏎‹]+ )?(?P<word>{lists['adjunct']}) "),
    )


def list_slots(figures: Sequence[Figure], frame: Frame) -> list[ListSlot]:
    """The counts, measures, sums of money and durations of a frame, in order."""
    ends = [match.start() for match in re.finditer(SENTENCE_END, frame.text)]
    marks = [
        (m.start(), 1 if m.group() in "([" else -1) for m in re.finditer(r"[()\[\]]", frame.text)
    ]
    found = []
    for match in _SLOT.finditer(frame.text):
        sentence = bisect.bisect_left(ends, match.start())
        start = ends[sentence - 1] if sentence else 0
        depth = sum(step for at, step in marks if start <= at < match.start())
        found.append(
            ListSlot(match.start(), match.end(), sentence, max(depth, 0), figures[int(match[2])])
        )
    return found


def leaves_untold(
    frame: Frame, whole: ListSlot, parts: Sequence[ListSlot], words: ListWords
) -> bool:
    """Whether parts come to less than a whole and words leave the rest without a number.

    "Nine at the ford, four at the mill and the rest by boat"; "a third died" after two.
    """
    low = whole.figure.quantity.low
    if low is None or sum_of(parts) >= low:
        return False
    start = min(slot.start for slot in (whole, *parts))
    end = max(slot.end for slot in (whole, *parts))
    said = frame.text[start:end] + frame.text[end:].partition(SENTENCE_END)[0]
    return words.untold.search(said) is not None


def sum_of(parts: Sequence[ListSlot]) -> Fraction:
    """The sum of the least values of some figures."""
    return Fraction(sum(p.figure.quantity.low or p.figure.quantity.high or 0 for p in parts))


def breakdown_relation(
    claims: DocumentClaims,
    whole: Figure,
    parts: Sequence[Figure],
    exhaustive: str,
    kind: str = "breakdown",
) -> Relation:
    """The relation "breakdown", or another of this kind, of a whole and its parts."""
    passages = [whole.passage, *(part.passage for part in parts)]
    start = min(passage.start for passage in passages)
    end = max(passage.end for passage in passages)
    return relate(
        claims.document,
        kind,
        (start, end),
        sentence=whole.sentence,
        found_by="list reader",
        members=(("whole", whole.id), *(("part", part.id) for part in parts)),
        values={"exhaustive": exhaustive},
    )
