"""The events that a figure has from further away: a table's heading, the same figure before."""

from __future__ import annotations

import re

from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import OTHER, set_event
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.rows import WordClasses
from muniment.claims.tokens import tokenize

_REPEAT = 12
_REPEAT_RARE = 60
_RECENT = 40
_RARE = 20
_TELLING = 5
_HEADING = 90
_TITLE = 160
_TAKEN_UP = 3
_LABEL = 9
_CELLS = re.compile(r"\t|\s{2,}|\|")
_NEVER = frozenset({"money", "duration"})


def give_headings(claims: DocumentClaims, lexicon: EventLexicon) -> None:
    """Give figures in tables and line lists the event of their column or heading.

    A heading is the first line of the paragraph, or a short paragraph before it, without
    figures; in a table its cells stand over the columns, counted from the right.
    """
    document = claims.document
    text = document.text
    lines: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        lines.setdefault(text.rfind("\n", 0, figure.number.start) + 1, []).append(figure)
    heads: dict[int, str] = {}
    for start, figures in lines.items():
        paragraph = document.paragraph_at(figures[0].number.start)
        if paragraph == 0:
            continue
        end = text.find("\n", figures[-1].number.end)
        tail = text[figures[-1].number.end : len(text) if end < 0 else end]
        gap = text[start : figures[0].number.start]
        row = gap.rstrip()[-1:] in (":", "|", "–", "—") or gap.endswith(("  ", "\t"))
        if not row or len(tail.split()) > 2 or len(gap.split()) > _LABEL or ". " in gap:
            continue
        if paragraph not in heads:
            heads[paragraph] = _heading(claims, paragraph, lines)
        cells = [cell for cell in _CELLS.split(heads[paragraph].strip()) if cell]
        for number, figure in enumerate(reversed(figures)):
            weak = figure.reasons.get("event", "near").startswith(
                ("label: ", "near", "listed", "object", "name", "verb", "said again")
            )
            if figure.klass in _NEVER or not weak or not cells:
                continue
            head = cells[-1 - number] if len(cells) > len(figures) else heads[paragraph]
            if len(cells) == len(figures) > 1:
                head = cells[-1 - number]
            event = _named(head, lexicon)
            if event is not None and not _named(gap, lexicon, strong=True):
                set_event(figure, event, f"heading: {head.strip()}")


def _heading(claims: DocumentClaims, paragraph: int, lines: dict[int, list[Figure]]) -> str:
    """The heading over the rows of a paragraph, or an empty string."""
    document = claims.document
    start, end = document.paragraphs[paragraph - 1]
    line_end = document.text.find("\n", start, end)
    if line_end >= 0 and start not in lines and line_end - start <= _HEADING:
        return document.text[start:line_end]
    if paragraph > 1:
        before, stop = document.paragraphs[paragraph - 2]
        line = document.text[before:stop]
        if before not in lines and len(line) <= _HEADING and not line.rstrip().endswith("."):
            return line.rpartition("\n")[2]
    return ""


def _named(words: str, lexicon: EventLexicon, strong: bool = False) -> str | None:
    """The event that a heading or label names; ``strong``: as a verb, state or noun."""
    found = None
    for anchor in lexicon.anchors([token.lower for token in tokenize(words, 0, len(words))]):
        for reading in anchor.readings:
            if reading.kind == "name" and (strong or reading.event in lexicon.background):
                continue
            if reading.kind in ("verb", "do") and reading.form not in ("past", "participle"):
                continue
            found = reading.event
            break
    return found


def take_up_repeats(claims: DocumentClaims, classes: WordClasses, lexicon: EventLexicon) -> None:
    """Give a figure that nothing is said of the event of the same figure said shortly before."""
    recent: list[Figure] = []
    topic = _named(
        claims.document.text[slice(*claims.document.body)][:_TITLE], lexicon, strong=True
    )
    for figure in claims.figures:
        if _taken_up(figure, classes):
            last = next((f for f in reversed(recent[-8:]) if _near(f, figure)), None)
            event = last.event if last is not None else topic
            if event is not None:
                set_event(figure, event, "taken up")
        elif figure.reasons.get("event", "undone").startswith("undone"):
            value = figure.quantity.low or figure.quantity.high or 0
            reach = _REPEAT if value < _RARE else _REPEAT_RARE
            for earlier in reversed(recent[-_RECENT:]):
                if figure.sentence - earlier.sentence > reach:
                    break
                if (
                    earlier.quantity == figure.quantity
                    and earlier.event != OTHER
                    and _same_words(earlier, figure, classes.instances)
                ):
                    set_event(figure, earlier.event, "said again")
                    break
        recent.append(figure)


def _taken_up(figure: Figure, classes: WordClasses) -> bool:
    """Whether a figure takes up what was counted before ("the 134 cases", "raised to 17")."""
    reason = figure.reasons.get("event", "")
    if reason == "counting":
        return True
    if figure.counted is None or reason not in ("", "verb of no event"):
        return False
    return figure.counted.text.lower().split()[-1] in classes.anaphoric


def _near(earlier: Figure, figure: Figure) -> bool:
    """Whether an earlier figure is near enough, and of an event, to be taken up."""
    return figure.sentence - earlier.sentence <= _TAKEN_UP and earlier.event != OTHER


def _same_words(earlier: Figure, figure: Figure, instances: frozenset[str]) -> bool:
    """Whether two figures count the same by their words, or one leaves them out."""
    cases = figure.counted is not None and figure.counted.text.lower() in instances
    if earlier.counted is None or figure.counted is None or cases:
        value = figure.quantity.low or figure.quantity.high or 0
        return value >= _TELLING
    first, second = earlier.counted.text.lower(), figure.counted.text.lower()
    return first in second or second in first
