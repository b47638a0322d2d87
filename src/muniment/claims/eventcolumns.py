"""The events that numbers have from the order in which a heading names events.

"Killed   Wounded" over two columns, "(killed/wounded)" before "Orm: 4/11", "in the order killed,
wounded, missing:" before "Orm 4, 11, 1; Vey 2, 9, 0".
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import OTHER, set_event
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.tokens import tokenize

_CELLS = re.compile(r"\t|\s{2,}|\||;")
_GROUPS = re.compile(r";|\.\s|\.$")
_RULE = frozenset("|-:+= \t")
_LONGEST = 160
_CELL = 40
_COLUMNS = 9
_SEPARATORS = frozenset({"/", ",", ";", "|", "-", "–", "&", "(", ")", "\\"})
# A participle tells more than a noun, a noun more than a name ("houses destroyed by shelling").
_TOLD = {"verb": 0, "do": 0, "state": 0, "phrase": 0, "noun": 1, "name": 2}


@dataclass(frozen=True, slots=True)
class _Order:
    """The events of a heading in order; ``cells``: as columns, None for one that names none."""

    events: tuple[str | None, ...]
    cells: bool
    words: tuple[str | None, ...] = ()

    def of(self, count: int) -> list[str | None] | None:
        """The events of ``count`` numbers in a row; None where they do not match.

        Where the gaps of a head were lost, each of its words may stand over a column.
        """
        own = len(self.events)
        if count > 1 and len(self.words) in (count, count + 1):
            return list(self.words[-count:])
        if self.cells and 1 < count <= own:
            return list(self.events[own - count :])
        if count and count % own == 0 and not (self.cells and None in self.events):
            return list(self.events) * (count // own)
        return None


def give_columns(
    claims: DocumentClaims, lexicon: EventLexicon, conjunctions: frozenset[str]
) -> None:
    """Give the numbers of rows the events of the columns they stand in."""
    text = claims.document.text
    start, stop = claims.document.body
    figures = [figure for figure in claims.figures if figure.klass != "money"]
    at = 0
    order: _Order | None = None
    rows = False
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        own: list[Figure] = []
        while at < len(figures) and figures[at].number.start < end:
            own.append(figures[at])
            at += 1
        line = text[start:end]
        if not own:
            if not line.strip():
                order = None if rows else order
            elif not set(line) <= _RULE:
                order = _order(line, lexicon, conjunctions)
                rows = False
        else:
            opened = line.find(":", 0, own[0].number.start - start)
            lead = _order(line[:opened], lexicon, conjunctions) if opened > 0 else None
            if lead is not None and not lead.cells:
                _give(text, start + opened + 1, end, own, lead)
            elif order is not None:
                rows = _give(text, start, end, own, order) or rows
        start = end + 1


def _give(text: str, start: int, end: int, figures: list[Figure], order: _Order) -> bool:
    """Give the figures of a line their events, group by group; whether any was given."""
    given = False
    at = 0
    marks = [] if order.cells else [mark.start() for mark in _GROUPS.finditer(text, start, end)]
    for edge in [*marks, end]:
        group = []
        while at < len(figures) and figures[at].number.start < edge:
            group.append(figures[at])
            at += 1
        between = (
            text[one.number.end : two.number.start] for one, two in itertools.pairwise(group)
        )
        events = order.of(len(group))
        if events is None or any(char.isalpha() for gap in between for char in gap):
            continue
        for figure, event in zip(group, events, strict=True):
            if event is not None and figure.klass == "count":
                set_event(figure, event, "column")
                given = True
    return given


def _order(line: str, lexicon: EventLexicon, conjunctions: frozenset[str]) -> _Order | None:
    """The events that a heading names one beside the other; None where it does not."""
    if len(line) > _LONGEST:
        return None
    cells = [cell.strip() for cell in _CELLS.split(line.strip().strip("|"))]
    if len(cells) > 1 and all(len(cell) <= _CELL for cell in cells):
        events = tuple(named(cell, lexicon) for cell in cells)
        if len({event for event in events if event is not None}) > 1:
            return _Order(events, cells=True)
    words = [token.lower for token in tokenize(line, 0, len(line))]
    run: list[str] = []
    last = -1
    for anchor in lexicon.anchors(words):
        event = named(" ".join(words[anchor.first : anchor.last + 1]), lexicon)
        between = words[last + 1 : anchor.first]
        joined = all(word in _SEPARATORS or word in conjunctions for word in between)
        if not joined and len(set(run)) > 1:
            break
        run = [*run, event] if joined and event is not None else [event] if event else []
        last = anchor.last
    several = len(set(run))
    if several < 2 or run != run[:several] * (len(run) // several):
        return None
    single = tuple(named(word, lexicon) for word in words) if len(words) <= _COLUMNS else ()
    return _Order(tuple(run[:several]), cells=False, words=single)


def named(words: str, lexicon: EventLexicon, strong: bool = False) -> str | None:
    """The event that a heading or label names; ``strong``: as a verb, state or noun.

    "Other" only where nothing else is named.
    """
    found: tuple[int, str] | None = None
    for anchor in lexicon.anchors([token.lower for token in tokenize(words, 0, len(words))]):
        for reading in anchor.general():
            if reading.kind == "name" and (strong or reading.event in lexicon.background):
                continue
            if reading.kind in ("verb", "do") and reading.form not in ("past", "participle"):
                continue
            told = _TOLD[reading.kind] if reading.event != OTHER else max(_TOLD.values()) + 1
            if found is None or told < found[0]:
                found = (told, reading.event)
            break
    return found[1] if found is not None else None
