"""The events that rows of tables and items of lists have from what stands over them.

The cell over its column, the label of its row, the heading of the block, the sentence with a colon
that opens a list: the nearest of them that names an event gives it to a figure of which its own
line says nothing stronger.
"""

from __future__ import annotations

import re

from muniment.claims.eventlexicon import EventLexicon
from muniment.claims.eventrow import OTHER, set_event
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.sentences import Sentence
from muniment.claims.tokens import tokenize

_LABEL = 9
_ROWS = 60
_DEEP = 3
_HEADING = 90
_LEAD = 300
_SHORT = 12
_WEAK = ("label: ", "near", "listed", "object", "name", "verb", "said again", "located", "series")
_CELLS = re.compile(r"\t|\s{2,}|\|")
_ITEM = re.compile(r"\s*(?:[•▪◦‣●■·*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s", re.IGNORECASE)
_SECTION = re.compile(r"\s*(?:#+|\(?(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)])\s")
# A participle tells more than a noun, a noun more than a name ("houses destroyed by shelling").
_TOLD = {"verb": 0, "do": 0, "state": 0, "phrase": 0, "noun": 1, "name": 2}
_NEVER = frozenset({"money", "duration"})


def give_headings(claims: DocumentClaims, sentences: list[Sentence], lexicon: EventLexicon) -> None:
    """Give figures in tables and line lists the event of their column or heading.

    A heading is the first line of the paragraph, or a short paragraph before it, without
    figures; in a table its cells stand over the columns, counted from the right.
    """
    text = claims.document.text
    lines: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        lines.setdefault(text.rfind("\n", 0, figure.number.start) + 1, []).append(figure)
    above: dict[int, list[tuple[str, bool]]] = {}
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
        for number, figure in enumerate(reversed(figures)):
            if _settled(figure) or named(label, lexicon, strong=True) not in (None, OTHER):
                continue
            for line, over in above[block]:
                event = _of_column(line, number, len(figures), lexicon) if over else None
                event = event or named(line, lexicon)
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


def _of_column(line: str, from_right: int, columns: int, lexicon: EventLexicon) -> str | None:
    """The event that the cell over a column names, the columns counted from the right."""
    cells = [cell for cell in _CELLS.split(line.strip()) if cell.strip()]
    if len(cells) == 1 and len(line.split()) in (columns, columns + 1):
        cells = line.split()  # the gaps of a table may have been lost
    if columns < 2 or len(cells) < columns:
        return None
    return named(cells[-1 - from_right], lexicon)


def _headings(
    claims: DocumentClaims, start: int, lines: dict[int, list[Figure]]
) -> list[tuple[str, bool]]:
    """The headings over a row, the nearest first, each with whether it is the table's first line.

    They are lines without figures, short and unended; a numbered one is the last.
    """
    text = claims.document.text
    found: list[tuple[str, bool]] = []
    at = start
    over = True
    for _ in range(_ROWS):
        if at <= claims.document.body[0]:
            break
        above = text.rfind("\n", 0, at - 1) + 1
        line = text[above : at - 1]
        at = above
        if above in lines or not line.strip() or set(line.strip()) <= set("|-:+= "):
            over = over and above not in lines
            continue
        if len(line) > _HEADING or line.rstrip()[-1:] in ".;,":
            break
        found.append((line, over))
        over = False
        if len(found) == _DEEP or _SECTION.match(line):
            break
    return found


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
