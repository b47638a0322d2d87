"""Tables and line lists: rows that a row of totals adds up."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction

from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.partcues import PartCues
from muniment.claims.partlists import PartList, adds_up, ratio_fits

_EXACT = Fraction(0)
_ROWS = 3
_LABEL = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Line:
    """A line of the text with a label and figures; ``under`` where it is part of the one above."""

    start: int
    end: int
    label: list[str]
    figures: list[Figure]
    under: bool = False


def table_lists(claims: DocumentClaims, cues: PartCues) -> list[PartList]:
    """The lists that rows of totals make of the rows above them, column by column.

    A row is a line that opens with a label and ends with one or more numbers; a list may also
    run within one line, its items apart by semicolons.
    """
    text, totals = claims.document.text, cues.totals
    lines: list[_Line] = []
    for figure in claims.figures:
        start = text.rfind("\n", 0, figure.number.start) + 1
        if lines and lines[-1].start == start:
            lines[-1].figures.append(figure)
            continue
        end = text.find("\n", figure.number.end)
        end = len(text) if end < 0 else end
        label = text[start : figure.number.start]
        lines.append(_Line(start, end, [w.lower() for w in _LABEL.findall(label)], [figure]))
    found: list[PartList] = []
    for above, line in itertools.pairwise(lines):
        line.under = _is_part_row(line, cues) and _is_row(line, text)
        if line.under and len(line.figures) == len(above.figures):
            for whole, part in zip(above.figures, line.figures, strict=True):
                found.append(PartList(whole, "table", parts=[part], words=[line.label]))
    used: set[int] = set()
    for number, line in enumerate(lines):
        if _is_total(line, text, totals):
            columns = _columns(lines, number, text, totals)
            used.update(part.number.start for plist in columns for part in plist.parts)
            used.update(plist.whole.number.start for plist in columns)
            found.extend(columns)
    found.extend(_blocks(lines, text, used))
    return found


def _blocks(lines: list[_Line], text: str, used: set[int]) -> list[PartList]:
    """Line lists without a row of totals whose sum is a figure stated just before them."""
    found: list[PartList] = []
    block: list[_Line] = []
    before: list[Figure] = []
    for line in [*lines, None]:
        alone = line is not None and len(line.figures) == 1 and _is_row(line, text)
        if (
            alone
            and line is not None
            and line.figures[0].number.start not in used
            and not (block and text[block[-1].end : line.start].strip())
        ):
            block.append(line)
            continue
        if len(block) >= _ROWS:
            parts = [row.figures[0] for row in block]
            for whole in reversed(before[-_ROWS:]):
                same = all(part.klass == whole.klass == "count" for part in parts)
                if same and adds_up(parts, 0, whole):
                    labels = [row.label for row in block]
                    found.append(
                        PartList(whole, "table", exhaustive=True, parts=parts, words=labels)
                    )
                    break
        before.extend(figure for row in block for figure in row.figures)
        block = []
        if line is not None:
            before.extend(line.figures)
    return found


def _is_part_row(line: _Line, cues: PartCues) -> bool:
    """Whether a row gives a part of the row above it ("of which children | 204")."""
    return any(tuple(line.label[:size]) in cues.openers for size in (1, 2, 3))


def _is_total(line: _Line, text: str, totals: frozenset[str]) -> bool:
    """Whether a line is a row that adds others up."""
    tail = text[line.figures[-1].number.end : line.end].lower().split()
    said = bool(line.label) and (line.label[0] in totals or (bool(tail) and tail[-1] in totals))
    if not said or len(line.label) > 8:
        return False
    return _is_row(line, text)


def _is_row(line: _Line, text: str) -> bool:
    """Whether a line is a label followed by numbers, and nothing else to speak of."""
    first, last = line.figures[0], line.figures[-1]
    label = text[line.start : first.number.start].strip(" \t|*-•:–—.")
    tail = text[last.number.end : line.end].strip(" \t|*.,;")
    gap = text[line.start : first.number.start]
    separated = ":" in gap or "\t" in gap or "  " in gap or "|" in gap or gap.rstrip()[-1:] in "–—-"
    return bool(label) and separated and len(tail) <= 24 and len(tail.split()) <= 3


def _columns(lines: list[_Line], number: int, text: str, totals: frozenset[str]) -> list[PartList]:
    """The lists of one row of totals: one a column."""
    total = lines[number]
    rows: list[_Line] = []
    below = total.start
    for line in reversed(lines[:number]):
        between = text[line.end : below]
        if between.strip() or between.count("\n") > 1:
            break
        if line.under:
            below = line.start
            continue
        if not _is_row(line, text) or len(line.figures) != len(total.figures):
            break
        if _is_total(line, text, totals):
            break
        rows.append(line)
        below = line.start
    if not rows:
        rows = _rows_below(lines, number, text, totals)
    rows.reverse()
    if len(rows) < 2:
        return []
    found = []
    for column, whole in enumerate(total.figures):
        parts = [line.figures[column] for line in rows]
        if all(part.klass == whole.klass for part in parts) and ratio_fits(parts, 0, whole):
            found.append(
                PartList(
                    whole,
                    "table",
                    exhaustive=True,
                    parts=parts,
                    words=[line.label for line in rows],
                )
            )
    return found


def _rows_below(lines: list[_Line], number: int, text: str, totals: frozenset[str]) -> list[_Line]:
    """The rows under a row of totals that stands first, if a column of them makes it up exactly.

    Where none does, all the rows, if there are three or more and every column comes near.
    """
    total = lines[number]
    rows: list[_Line] = []
    above = total.end
    for line in lines[number + 1 :]:
        between = text[above : line.start]
        if between.strip() or between.count("\n") > 1:
            break
        if line.under:
            above = line.end
            continue
        if not _is_row(line, text) or len(line.figures) != len(total.figures):
            break
        rows.append(line)
        above = line.end
        if len(rows) > 1 and any(
            ratio_fits([row.figures[column] for row in rows], 0, whole, tolerance=_EXACT)
            for column, whole in enumerate(total.figures)
        ):
            return list(reversed(rows))
    near = len(rows) >= _ROWS and all(
        ratio_fits([row.figures[column] for row in rows], 0, whole)
        for column, whole in enumerate(total.figures)
    )
    return list(reversed(rows)) if near else []
