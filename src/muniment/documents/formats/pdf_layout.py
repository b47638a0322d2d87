"""The lines of a page in; its paragraphs, tables and notes in reading order out.

The order of the file is kept: programs write columns one after the other. Geometry says where
a column, a paragraph, a table or a note begins. Only where lines of two columns alternate in
the file are they sorted apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from muniment.documents.blocks import Kind
from muniment.documents.formats.pdf_page import Line, PageText
from muniment.documents.formats.pdf_tables import Table, ruled_tables, shared_gutters

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*]*$")
_CLAUSE_END = re.compile(r"[.!?…:;,][\"'”’»)\]*]*$")
_BULLET = re.compile(r"^[•●▪◦‣∙■□►➢✓]\s*")
_MARKER = re.compile(
    r"^(?:[-–—*]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s"
)
_LONE_MARKER = re.compile(
    r"^(?:[•●▪◦‣∙■□►➢✓*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)$"
)
_NOTE_START = re.compile(r"^(?:\[?\d{1,3}\]?[.)]?|[*†‡§]{1,3})(?=\s|[A-Z“\"(])")


_MOST_LINES_OF_CELL = 7
_MOST_OUTLIERS = 2


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and what joins each to the one before ("", " " or a feed)."""

    kind: Kind
    page: PageText
    lines: list[Line]
    right: float
    joins: list[str] = field(default_factory=lambda: [""])
    indented: bool = False


@dataclass(slots=True)
class TableBlock:
    """A table on a page."""

    page: PageText
    table: Table


Flow = Paragraph | TableBlock


@dataclass(slots=True)
class Measures:
    """What is usual in a document: its text's height and the distance of its lines."""

    size: float
    leading: float


def measure(pages: Sequence[PageText]) -> Measures:
    """The usual height of the text and distance between its lines (a low quantile)."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    size = max(sorted(sizes), key=lambda each: sizes[each]) if sizes else 10.0
    steps = sorted(
        after.base - before.base
        for page in pages
        for before, after in pairwise(page.lines)
        if abs(before.size - size) < 0.05 * size
        and abs(after.size - size) < 0.05 * size
        and 0.5 * size < after.base - before.base < 3 * size
    )
    leading = steps[len(steps) // 5] if steps else 1.2 * size
    return Measures(size=size, leading=leading)


def lay_out(page: PageText, measures: Measures) -> tuple[list[Flow], list[Paragraph]]:
    """The flow of a page in reading order, and apart from it its footnotes."""
    flow: list[Flow] = []
    notes: list[Paragraph] = []
    for item in _column_runs(page):
        if isinstance(item, Table):
            flow.append(TableBlock(page, item))
            continue
        body, small = _split_notes(item, page, measures)
        flow.extend(_paragraphs(body, page, measures))
        notes.extend(small)
    return flow, notes


def _column_runs(page: PageText) -> Iterator[list[Line] | Table]:
    """Tables, and runs of lines that stand one below the other, in order."""
    run: list[Line] = []
    for item in _rows_resolved(page):
        if isinstance(item, Table):
            if run:
                yield run
            run = []
            yield item
            continue
        if run and not _is_below(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _is_below(above: Line, line: Line) -> bool:
    if line.base < above.base - 0.3 * line.size:
        return False
    return not (line.x0 > above.x1 + 2 * line.size and line.base - above.base < 0.5 * line.size)


def _rows_resolved(page: PageText) -> Iterator[Line | Table]:
    """The page's lines with ruled tables, unruled tables and split lines put together."""
    tables = ruled_tables(page)
    owner = {id(line): table for table in tables for line in table.lines}
    given: set[int] = set()
    pending: list[list[Line]] = []
    for line in page.lines:
        table = owner.get(id(line))
        if table is not None:
            yield from _resolve(pending)
            pending = []
            if id(table) not in given:
                given.add(id(table))
                yield table
            continue
        row = _row_of(line, pending)
        if row is not None:
            row.append(line)
        else:
            pending.append([line])
    yield from _resolve(pending)


def _row_of(line: Line, rows: list[list[Line]]) -> list[Line] | None:
    """The row that a line goes on: the last one, or one above when cells are written one by one."""
    for row in reversed(rows[-_MOST_LINES_OF_CELL:]):
        if _same_row(row[-1], line):
            return row
        if row[-1].x1 > line.x0 or row[-1].base < line.base:
            return None
    return None


def _same_row(before: Line, line: Line) -> bool:
    return abs(before.base - line.base) < 0.3 * line.size and line.x0 >= before.x1 - 1


def _resolve(rows: list[list[Line]]) -> Iterator[Line | Table]:
    """Rows of several pieces: a table, two columns that alternate, or one spaced-out line."""
    rows = [
        [merge_lines(row)] if len(row) > 1 and _is_justified(rows, at) else row
        for at, row in enumerate(rows)
    ]
    at = 0
    while at < len(rows):
        if len(rows[at]) == 1:
            yield rows[at][0]
            at += 1
            continue
        end = at + 1
        while end < len(rows) and _stays_in_group(rows, end):
            end += 1
        while end > at + 1 and len(rows[end - 1]) == 1 and not _is_wrapped_cell(rows, end - 1):
            end -= 1
        yield from _resolve_group(rows[at:end])
        at = end


def _is_justified(rows: list[list[Line]], at: int) -> bool:
    """Whether a row is one line spaced out to the width of its column.

    Its gaps are all the same, and it is as wide as the line above or below; where it has but
    one gap, that line must be in one piece.
    """
    row = rows[at]
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    for line in row:
        gaps += [line.right[i] - line.left[i] for i, char in enumerate(line.text) if char == " "]
    if max(gaps) - min(gaps) > max(1.0, 0.12 * max(gaps)):
        return False
    size = row[0].size
    for near in (at - 1, at + 1):
        if not 0 <= near < len(rows):
            continue
        other = rows[near]
        if len(gaps) == 1 and len(other) > 1:
            continue
        if (
            abs(other[0].base - row[0].base) < 3 * size
            and abs(other[-1].x1 - row[-1].x1) < 1.5
            and abs(other[0].x0 - row[0].x0) < 3 * size
        ):
            return True
    return False


def _stays_in_group(rows: list[list[Line]], at: int) -> bool:
    above, row = rows[at - 1], rows[at]
    step = row[0].base - above[0].base
    if not -1 < step < 3.2 * row[0].size:
        return False
    if len(row) > 1:
        return True
    following = rows[at + 1 : at + _MOST_LINES_OF_CELL]
    return step > 0 and any(len(each) > 1 for each in following)


def _is_wrapped_cell(rows: list[list[Line]], at: int) -> bool:
    return rows[at][0].base - rows[at - 1][0].base < 1.3 * rows[at][0].size


def _resolve_group(rows: list[list[Line]]) -> Iterator[Line | Table]:
    rows = [_marker_joined(row) for row in rows]
    several = [row for row in rows if len(row) > 1]
    gutters = [] if _is_spaced_out(several) else shared_gutters(rows)
    if not several or not gutters or (len(rows) == 1 and _is_one_line(rows[0])):
        for row in rows:
            yield merge_lines(row)
        return
    cells = [_cells(row, gutters) for row in rows]
    if len(several) == len(gutters) == 1 or _is_columns(several, gutters):
        for column in range(len(gutters) + 1):
            for row_cells in cells:
                if row_cells[column]:
                    yield merge_lines(row_cells[column])
        return
    yield Table(_joined_wraps(rows, cells))


def _is_one_line(row: list[Line]) -> bool:
    """Whether two pieces on one height belong together ("Killed:  14"), not to two texts."""
    first, second = row[0], row[-1]
    near = second.x0 - first.x1 < 2 * first.size
    is_value = first.text.endswith(":") or len(second.text.split()) < 3
    return len(row) == 2 and (near or is_value)


def _marker_joined(row: list[Line]) -> list[Line]:
    """A row with the marker of a list item put to the item's text."""
    if len(row) > 1 and _LONE_MARKER.match(row[0].text) and not row[1].text[0].isdigit():
        return [merge_lines(row[:2]), *row[2:]]
    return row


def _is_spaced_out(rows: list[list[Line]]) -> bool:
    """Whether the gaps are those of justified text: little wider than its blanks."""
    wide: list[float] = []
    blanks: list[float] = []
    for row in rows:
        wide += [after.x0 - before.x1 for before, after in pairwise(row)]
        for line in row:
            blanks += [
                line.right[i] - line.left[i] for i, char in enumerate(line.text) if char == " "
            ]
    return bool(blanks) and median(wide) < 1.9 * median(blanks)


def _cells(row: list[Line], gutters: list[tuple[float, float]]) -> list[list[Line]]:
    cells: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    for line in row:
        cells[sum(1 for gutter in gutters if line.x0 >= gutter[1] - 0.5)].append(line)
    return cells


def _is_columns(rows: list[list[Line]], gutters: list[tuple[float, float]]) -> bool:
    """Whether the pieces are long enough for lines of running text, in most rows."""
    if len(gutters) > 2 or len(rows) < 4:
        return False
    lengths = [len(line.text) for row in rows for line in row]
    return median(lengths) >= 24 and sum(lengths) / len(lengths) >= 20


def _joined_wraps(rows: list[list[Line]], cells: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """The table's rows, a lone line of a wrapped cell put to the row it stands close to."""
    steps = [after[0].base - before[0].base for before, after in pairwise(rows)]
    usual = max(steps) if steps else 0.0
    joined: list[list[list[Line]]] = []
    above: list[list[Line]] | None = None
    for index, row in enumerate(cells):
        lone = [at for at, cell in enumerate(row) if cell]
        if len(lone) == 1 and above is None:
            near_before = index > 0 and steps[index - 1] < 0.85 * usual
            near_after = index < len(steps) and steps[index] < 0.85 * usual
            if near_before and joined and joined[-1][lone[0]]:
                joined[-1][lone[0]].extend(row[lone[0]])
                continue
            if near_after and cells[index + 1][lone[0]]:
                above = row
                continue
        if above is not None:
            row = [[*first, *second] for first, second in zip(above, row, strict=True)]
            above = None
        joined.append(row)
    return joined


def merge_lines(row: list[Line]) -> Line:
    """One line of the pieces of a row, a blank between them."""
    first = row[0]
    for line in row[1:]:
        gap = (first.x1, max(first.x1, line.x0))
        offset = len(first.text) + 1
        first = Line(
            text=f"{first.text} {line.text}",
            left=[*first.left, gap[0], *line.left],
            right=[*first.right, gap[1], *line.right],
            top=min(first.top, line.top),
            bottom=max(first.bottom, line.bottom),
            base=first.base,
            size=max(first.size, line.size),
            bold=first.bold and line.bold,
            broken=line.broken,
            raised=[*first.raised, *(offset + each for each in line.raised)],
        )
    return first


def _split_notes(
    run: list[Line], page: PageText, measures: Measures
) -> tuple[list[Line], list[Paragraph]]:
    """A column without its footnotes, and them: small text at its foot that begins with a mark."""
    first_small = len(run)
    while first_small and run[first_small - 1].size < 0.93 * measures.size:
        first_small -= 1
    start = next(
        (at for at in range(first_small, len(run)) if _starts_note(run[at])),
        len(run),
    )
    _, height = page.layout_size
    if start == len(run) or run[start].base < 0.4 * height:
        return run, []
    notes: list[Paragraph] = []
    for line in run[start:]:
        if not notes or _starts_note(line):
            notes.append(Paragraph(Kind.NOTE, page, [line], line.x1))
        else:
            notes[-1].lines.append(line)
            notes[-1].joins.append(" ")
    return run[:start], notes


def _starts_note(line: Line) -> bool:
    return bool(_NOTE_START.match(line.text)) or bool(line.raised and line.raised[0] == 0)


def _paragraphs(run: list[Line], page: PageText, measures: Measures) -> list[Paragraph]:
    if not run:
        return []
    left = min(line.x0 for line in run)
    paragraphs: list[Paragraph] = []
    rights = _right_edges(run)
    for at, line in enumerate(run):
        if at == 0 or _begins(run[at - 1], line, paragraphs[-1], rights[at], left, measures):
            paragraphs.append(
                Paragraph(
                    _kind(line, measures),
                    page,
                    [line],
                    rights[at],
                    indented=_is_indented(line, left),
                )
            )
            continue
        before = run[at - 1]
        fits = fits_before(before, line, rights[at])
        paragraphs[-1].lines.append(line)
        paragraphs[-1].joins.append("\n" if fits and not before.broken else " ")
    return paragraphs


def _right_edges(run: list[Line]) -> list[float]:
    """For each line the right edge of its column, as lines of about its size show it.

    Where many lines end at one place it is that; else it is the end of the longest line, lines
    that are much longer than most (a heading over several columns) apart.
    """
    left = min(line.x0 for line in run)
    edges: dict[float, float] = {}
    for line in run:
        if line.size in edges:
            continue
        ends = sorted(each.x1 for each in run if abs(each.size - line.size) < 0.1 * line.size)
        edges[line.size] = max(_column_end(ends, left), 0.0)
    return [edges[line.size] for line in run]


def _column_end(ends: list[float], left: float) -> float:
    """Where a column ends whose lines end there, in order."""
    middle = median(ends)
    near = [end for end in ends if end <= middle + 0.35 * (middle - left) + 1] or [middle]
    for _ in range(_MOST_OUTLIERS):
        if len(near) > 3 and near[-1] - near[-2] > 0.08 * (middle - left):
            near.pop()
    usual, count = Counter(round(end / 1.5) for end in near).most_common(1)[0]
    edge = usual * 1.5 + 1
    beyond = sum(1 for end in near if end > edge + 0.03 * (edge - left))
    if count >= 3 and count >= 0.3 * len(near) and beyond <= 0.1 * len(near):
        return edge
    return near[-1]


def fits_before(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted on the line before: its break is meant."""
    word = line.text.find(" ")
    end = line.right[word - 1] if word > 0 else line.x1
    return before.x1 + 0.28 * before.size + (end - line.x0) < right - 0.5


def _kind(line: Line, measures: Measures) -> Kind:
    if _BULLET.match(line.text) or _MARKER.match(line.text):
        return Kind.ITEM
    if line.size > 1.12 * measures.size or (line.bold and len(line.text) < 120):
        return Kind.HEADING
    return Kind.PARAGRAPH


def _begins(
    before: Line,
    line: Line,
    paragraph: Paragraph,
    right: float,
    left: float,
    measures: Measures,
) -> bool:
    """Whether a line begins a paragraph."""
    step = line.base - before.base
    scale = max(line.size, before.size) / measures.size
    if step > 1.2 * measures.leading * max(1.0, scale) + 0.5:
        return True
    if abs(line.size - before.size) > 0.1 * max(line.size, before.size):
        return True
    if before.broken:
        return False
    fits = fits_before(before, line, right)
    ended = bool(SENTENCE_END.search(before.text))
    if _BULLET.match(line.text):
        return True
    if _MARKER.match(line.text) and (fits or ended) and (fits or _CLAUSE_END.search(before.text)):
        return True
    if before.bold != line.bold and fits:
        return True
    if line.x0 > before.x0 + 0.8 * line.size and line.x0 < before.x0 + 6 * line.size:
        hangs = paragraph.kind is Kind.ITEM and len(paragraph.lines) == 1
        if not hangs and (ended or fits) and before.x0 < left + 0.6 * line.size:
            return True
    if _is_indented(line, left) and abs(line.x0 - before.x0) < 1 and len(paragraph.lines) == 1:
        return fits or ended
    if not fits or ended:
        return fits and ended
    room = right - left
    clearly = fits_before(before, line, right - 0.12 * room)
    return clearly and not line.text[0].islower() and not _is_centred(before, left, right)


def _is_centred(line: Line, left: float, right: float) -> bool:
    before, after = line.x0 - left, right - line.x1
    return before > 1.5 * line.size and abs(before - after) < 2 * line.size


def _is_indented(line: Line, left: float) -> bool:
    return 0.6 * line.size < line.x0 - left < 4 * line.size
