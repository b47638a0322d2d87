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
_ROWS = 60
_DEEP = 3
_WEAK = ("label: ", "near", "listed", "object", "name", "verb", "said again")
_DENIAL = 20
_DENIED = re.compile(r"\s+\w+\s+not\s*[.;,!]", re.IGNORECASE)
_CELLS = re.compile(r"\t|\s{2,}|\|")
# A participle tells more than a noun, a noun more than a name ("houses destroyed by shelling").
_TOLD = {"verb": 0, "do": 0, "state": 0, "phrase": 0, "noun": 1, "name": 2}
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
    above: dict[int, list[str]] = {}
    block, last_end = 0, -1
    for start, figures in lines.items():
        end = text.find("\n", figures[-1].number.end)
        end = len(text) if end < 0 else end
        gap = text[start : figures[0].number.start]
        row = gap.rstrip()[-1:] in (":", "|", "–", "—") or gap.endswith(("  ", "\t"))
        tail = text[figures[-1].number.end : end]
        if not row or len(tail.split()) > 2 or len(gap.split()) > _LABEL or ". " in gap:
            continue
        if text[last_end + 1 : start].strip() or last_end < 0:
            block = start
        last_end = end
        if block not in above:
            above[block] = _headings(claims, block, lines)
        for number, figure in enumerate(reversed(figures)):
            weak = figure.reasons.get("event", "near").startswith(_WEAK)
            if figure.klass in _NEVER or not weak or _named(gap, lexicon, strong=True):
                continue
            for line in above[block]:
                cells = [cell for cell in _CELLS.split(line.strip()) if cell.strip()]
                if len(cells) == 1 and len(line.split()) <= len(figures) + 2:
                    cells = line.split()  # the gaps of a table may have been lost
                columns = len(figures) > 1 and len(cells) >= len(figures)
                event = _named(cells[-1 - number] if columns else line, lexicon)
                if event is not None:
                    set_event(figure, event, f"heading: {line.strip()}")
                    break


def _headings(claims: DocumentClaims, start: int, lines: dict[int, list[Figure]]) -> list[str]:
    """The headings over a row, the nearest first: lines without figures, short and unended."""
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
        if len(found) == _DEEP:
            break
    return found


def _named(words: str, lexicon: EventLexicon, strong: bool = False) -> str | None:
    """The event that a heading or label names; ``strong``: as a verb, state or noun."""
    found: tuple[int, str] | None = None
    for anchor in lexicon.anchors([token.lower for token in tokenize(words, 0, len(words))]):
        for reading in anchor.general():
            if reading.kind == "name" and (strong or reading.event in lexicon.background):
                continue
            if reading.kind in ("verb", "do") and reading.form not in ("past", "participle"):
                continue
            if found is None or _TOLD[reading.kind] < found[0]:
                found = (_TOLD[reading.kind], reading.event)
            break
    return found[1] if found is not None else None


def take_up_repeats(claims: DocumentClaims, classes: WordClasses, lexicon: EventLexicon) -> None:
    """Give a figure that nothing is said of the event of the same figure said shortly before."""
    recent: list[Figure] = []
    start = claims.document.body[0]
    opening = claims.document.text[start : start + _TITLE].split("\n\n")[0]
    title = (
        opening
        if not claims.figures or claims.figures[0].number.start > start + len(opening)
        else ""
    )
    topic = _named(title, lexicon, strong=True)
    topic = None if topic in lexicon.background else topic
    for figure in claims.figures:
        if "event" not in figure.reasons and figure.counted is None and figure.klass == "count":
            last = recent[-1] if recent else None
            known = last is not None and last.event not in lexicon.background
            if last is not None and known and _goes_on(claims, last, figure):
                goes_on: str = last.event
                if _denied(claims, figure):
                    goes_on = lexicon.undone.get(goes_on, OTHER)
                set_event(figure, goes_on, "goes on")
        if _taken_up(figure, classes):
            last = next(
                (
                    each
                    for each in reversed(recent[-8:])
                    if _near(each, figure) and each.event not in lexicon.background
                ),
                None,
            )
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


def _goes_on(claims: DocumentClaims, last: Figure, figure: Figure) -> bool:
    """Whether a figure without a noun goes on with the one just before it."""
    paragraph = claims.document.paragraph_at
    return (
        last.event != OTHER
        and last.klass == figure.klass
        and figure.sentence - last.sentence <= 1
        and paragraph(last.number.start) == paragraph(figure.number.start)
    )


def _denied(claims: DocumentClaims, figure: Figure) -> bool:
    """Whether nothing but a denial follows a figure ("Nineteen came back. Twelve did not.")."""
    after = claims.document.text[figure.number.end : figure.number.end + _DENIAL]
    return _DENIED.match(after) is not None


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
