"""Small counts hidden in a table, and as many others that nobody can compute them from the sums.

A count from 1 to one less than the threshold is hidden. Then, in every line of the table with its
sum, at least two cells are hidden whose sum is no small count itself, and no hidden cell can be
solved for from rows and columns together: in the graph whose edges are the hidden cells between
their row and their column no edge is a bridge (Gusfield, "A graph theoretic approach to
statistical data security", SIAM Journal on Computing 17, 1988). Which cells are hidden for being
small and which for the others is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from muniment.registers.counting import ALL, Cell, CountTable

THRESHOLD = 5
Key = tuple[str, ...]


def suppress(table: CountTable, threshold: int = THRESHOLD) -> CountTable:
    """The table with counts below the threshold hidden, and what would give them away."""
    values = {cell.rows: cell.count or 0 for cell in (*table.cells, table.total)}
    hidden = {cell.rows for cell in (*table.cells, table.total) if _small_cell(cell, threshold)}
    lines = _lines(values, len(table.dimensions), table.total.rows)
    crossed = len(table.dimensions) == 2
    while True:
        more = _for_lines(values, hidden, lines, threshold)
        if more is None and crossed:
            more = _for_bridges(values, hidden)
        if more is None:
            break
        hidden.add(more)
    cells = tuple(_shown(cell, hidden, threshold) for cell in table.cells)
    total = _shown(table.total, hidden, threshold)
    return replace(table, cells=cells, total=total, threshold=threshold, suppressed=len(hidden))


def _small(value: float, threshold: int) -> bool:
    return 0 < value < threshold


def _small_cell(cell: Cell, threshold: int) -> bool:
    sums = (cell.sums or {}).values()
    return _small(cell.count or 0, threshold) or any(
        _small(end, threshold) for each in sums for end in (each.low, each.high) if end is not None
    )


def _shown(cell: Cell, hidden: set[Key], threshold: int) -> Cell:
    """The cell as published: hidden, or without an upper end that tells of a small difference."""
    if cell.rows in hidden:
        return Cell(cell.rows, None, None, None)
    assert cell.count is not None
    assert cell.most is not None
    if _small(cell.most - cell.count, threshold):
        return Cell(cell.rows, cell.count, None, cell.sums)
    return cell


def _lines(values: Mapping[Key, int], dimensions: int, total: Key) -> list[tuple[list[Key], Key]]:
    """The parts and the whole of every sum that the table shows."""
    inner = [key for key in values if ALL not in key]
    if dimensions != 2:
        return [(inner, total)]
    lines = []
    for side in (0, 1):
        margins = [key for key in values if key[1 - side] == ALL and key[side] != ALL]
        lines.append((margins, total))
        for margin in margins:
            lines.append(([key for key in inner if key[side] == margin[side]], margin))
    return lines


def _for_lines(
    values: Mapping[Key, int],
    hidden: set[Key],
    lines: Iterable[tuple[list[Key], Key]],
    threshold: int,
) -> Key | None:
    """A further cell to hide because a line tells too much, or None."""
    for parts, whole in lines:
        covered = [key for key in parts if key in hidden]
        if not covered and whole not in hidden:
            continue
        if whole in hidden:
            enough = bool(covered) or not any(values[key] for key in parts)
        else:
            enough = len(covered) > 1 and not _small(sum(values[key] for key in covered), threshold)
        if not enough:
            return _least(values, (key for key in parts if key not in hidden)) or (
                whole if whole not in hidden else None
            )
    return None


def _least(values: Mapping[Key, int], keys: Iterable[Key]) -> Key | None:
    """The smallest cell that is not empty; an empty one where there is no other."""
    return min(keys, key=lambda key: (not values[key], values[key], key), default=None)


def _for_bridges(values: Mapping[Key, int], hidden: set[Key]) -> Key | None:
    """A further cell to hide because rows and columns together give a hidden one, or None."""
    for bridge in sorted(hidden):
        side = _reached(bridge[0], hidden - {bridge})
        if (1, bridge[1]) in side:
            continue
        across = (
            key
            for key in values
            if key not in hidden and ((0, key[0]) in side) != ((1, key[1]) in side)
        )
        return _least(values, across)
    return None


def _reached(row: str, edges: set[Key]) -> set[tuple[int, str]]:
    """The rows and columns that hang together with a row."""
    near: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for first, second in edges:
        near.setdefault((0, first), []).append((1, second))
        near.setdefault((1, second), []).append((0, first))
    found, waiting = {(0, row)}, [(0, row)]
    while waiting:
        for other in near.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
