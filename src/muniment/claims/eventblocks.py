"""The events that rows of tables and items of lists have from what stands over them.

The cell over its column, the label of its row, the heading of the block, the sentence with a colon
that opens a list: the nearest of them that names an event gives it to a figure of which its own
line says nothing stronger.
"""

from __future__ import annotations

import re

from muniment.claims.eventcolumns import named
from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import OTHER, set_event
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.sentences import Sentence

_LABEL = 9
_ROWS = 60
_DEEP = 3
_HEADING = 90
_LEAD = 300
_SHORT = 12
_WEAK = ("label: ", "near", "listed", "object", "name", "verb", "said again", "located", "series")
_ITEM = re.compile(r"\s*(?:[•▪◦‣●■·*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s", re.IGNORECASE)
_SECTION = re.compile(r"\s*(?:#+|\(?(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)])\s")
_NEVER = frozenset({"money", "duration"})


def give_headings(claims: DocumentClaims, sentences: list[Sentence], lexicon: EventLexicon) -> None:
    """Give figures in tables and line lists the event of the heading over them.

    A heading is the first line of the paragraph, or a short paragraph before it, without
    figures.
    """
    text = claims.document.text
    lines: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        lines.setdefault(text.rfind("\n", 0, figure.number.start) + 1, []).append(figure)
    above: dict[int, list[str]] = {}
    block, last_end = 0, -1
    for start, figures in lines.items():
        end = text.find("\n", figures[-1].number.end)
        end = len(text) if end < 0 else end
        if not _is_row(text, start, end, figures, sentences):
            continue
        if text[last_end + 1 : start].strip() or last_end < 0:
            block = start
        last_end = end
        if block not in above:
            above[block] = _headings(claims, block, lines)
        label = text[start : figures[0].number.start]
        for figure in figures:
            if _settled(figure) or named(label, lexicon, strong=True) not in (None, OTHER):
                continue
            for line in above[block]:
                event = named(line, lexicon)
                if event is not None:
                    set_event(figure, event, f"heading: {line.strip()}")
                    break


def give_lead_ins(claims: DocumentClaims, sentences: list[Sentence], lexicon: EventLexicon) -> None:
    """Give figures in the items of a list the event of the sentence with a colon that opens it."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    lead: str | None = None
    for sentence in sentences:
        if sentence.text.rstrip().endswith(":"):
            lead = named(sentence.text[-_LEAD:], lexicon)
            continue
        item = sentence.kind in ("item", "label") or _ITEM.match(sentence.text) is not None
        if not item:
            lead = None
        for figure in by_sentence.get(sentence.index, ()):
            if lead is not None and not _settled(figure):
                set_event(figure, lead, "lead-in")


def _settled(figure: Figure) -> bool:
    """Whether a figure's own line says more of it than what stands over it."""
    return figure.klass in _NEVER or not figure.reasons.get("event", "near").startswith(_WEAK)


def _is_row(
    text: str, start: int, end: int, figures: list[Figure], sentences: list[Sentence]
) -> bool:
    """Whether a line is a row: a label and numbers, with nothing said of them."""
    gap = text[start : figures[0].number.start]
    tail = text[figures[-1].number.end : end]
    if len(tail.split()) > 2 or len(gap.split()) > _LABEL or ". " in gap.lstrip("0123456789. "):
        return False
    if gap.rstrip()[-1:] in (":", "|", "–", "—", "=") or gap.endswith(("  ", "\t", " - ")):
        return True
    number = figures[0].sentence
    return 0 <= number < len(sentences) and sentences[number].kind in ("row", "label")


def _headings(claims: DocumentClaims, start: int, lines: dict[int, list[Figure]]) -> list[str]:
    """The headings over a row, the nearest first.

    They are lines without figures, short and unended; a numbered one is the last.
    """
    text = claims.document.text
    found: list[str] = []
    at = start
    for _ in range(_ROWS):
        if at <= claims.document.body[0]:
            break
        above = text.rfind("\n", 0, at - 1) + 1
        line = text[above : at - 1]
        at = above
        if above in lines or not line.strip() or set(line.strip()) <= set("|-:+= "):
            continue
        if len(line) > _HEADING or line.rstrip()[-1:] in ".;,":
            break
        found.append(line)
        if len(found) == _DEEP or _SECTION.match(line):
            break
    return found
