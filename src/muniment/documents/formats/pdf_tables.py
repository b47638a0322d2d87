"""Tables on a page: by their ruled lines, or by gaps that rows have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.documents.formats.pdf_page import Line, PageText

_NEAR = 2.5
_MOST_LINES_IN_CELL = 15


@dataclass(slots=True)
class Table:
    """A table: for each row its cells, for each cell its lines in order."""

    rows: list[list[list[Line]]]

    @property
    def lines(self) -> list[Line]:
        """All lines of the table."""
        return [line for row in self.rows for cell in row for line in cell]


def ruled_tables(page: PageText) -> list[Table]:
    """The tables of a page whose cells are ruled off by lines on all sides."""
    tables = []
    for xs, ys in _grids(page):
        if len(xs) < 3 or len(ys) < 2:
            continue
        cells: list[list[list[Line]]] = [[[] for _ in xs[1:]] for _ in ys[1:]]
        count = 0
        for line in page.lines:
            middle = (line.top + line.bottom) / 2
            if not (ys[0] < middle < ys[-1] and xs[0] - 1 < line.x0 < xs[-1]):
                continue
            row = sum(1 for y in ys[1:-1] if y < middle)
            column = sum(1 for x in xs[1:-1] if x <= line.x0 + 0.5)
            cells[row][column].append(line)
            count += 1
        filled = [each for each in cells if any(each)]
        if count >= 2 and sum(1 for each in filled for cell in each if cell) >= 2:
            if max(len(cell) for each in filled for cell in each) > _MOST_LINES_IN_CELL:
                continue
            for each in filled:
                for cell in each:
                    cell.sort(key=lambda line: (round(line.base), line.x0))
            tables.append(Table(filled))
    return tables


def _grids(page: PageText) -> list[tuple[list[float], list[float]]]:
    """The column and row edges of each group of ruled lines that meet."""
    if not page.rows or not page.columns or len(page.rows) + len(page.columns) > 3000:
        return []
    groups: list[tuple[list[float], list[float], list[float]]] = []
    columns = sorted(page.columns)
    rows = sorted(page.rows)
    extents: list[list[float]] = []
    for x, y0, y1 in columns:
        for extent in extents:
            if extent[0] - _NEAR <= y1 and y0 <= extent[1] + _NEAR and x <= extent[3] + 400:
                extent[0], extent[1] = min(extent[0], y0), max(extent[1], y1)
                extent[3] = max(extent[3], x)
                break
        else:
            extents.append([y0, y1, x, x])
    for y0, y1, _, _ in _merged(extents):
        across = [row for row in rows if y0 - _NEAR <= row[0] <= y1 + _NEAR]
        down = [col for col in columns if y0 - _NEAR <= col[1] and col[2] <= y1 + _NEAR]
        met = [
            col for col in down if any(row[1] - _NEAR <= col[0] <= row[2] + _NEAR for row in across)
        ]
        if not met or not across:
            continue
        xs = _distinct([col[0] for col in met])
        ys = _distinct([row[0] for row in across] + [y0, y1])
        groups.append((xs, ys, []))
    return [(xs, ys) for xs, ys, _ in groups]


def _merged(extents: list[list[float]]) -> list[list[float]]:
    merged: list[list[float]] = []
    for extent in sorted(extents):
        if merged and extent[0] <= merged[-1][1] + _NEAR:
            last = merged[-1]
            last[1] = max(last[1], extent[1])
            last[2], last[3] = min(last[2], extent[2]), max(last[3], extent[3])
        else:
            merged.append(extent)
    return merged


def _distinct(values: list[float]) -> list[float]:
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _NEAR:
            distinct.append(value)
    return distinct


def shared_gutters(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The vertical strips, at least as wide as a letter is high, that no line of any row covers.

    Strips outside the leftmost and rightmost line are not counted.
    """
    covered = sorted((line.x0, line.x1) for row in rows for line in row)
    if not covered:
        return []
    size = min(line.size for row in rows for line in row)
    gutters = []
    reach = covered[0][1]
    for x0, x1 in covered[1:]:
        if x0 - reach >= 0.8 * size:
            gutters.append((reach, x0))
        reach = max(reach, x1)
    return gutters
