"""Small counts hidden in a table, and as many others that nobody can compute them from the sums.

A count from 1 to one less than the threshold is hidden. Then, in every line of the table with its
sum, at least two cells are hidden whose sum is no small count itself, and no hidden cell can be
solved for from rows and columns together: in the graph whose edges are the hidden cells between
their row and their column no edge is a bridge (Gusfield, "A graph theoretic approach to
statistical data security", SIAM Journal on Computing 17, 1988). Which cells are hidden for being
small and which for the others is not told.

Where tables of the same records were published before (``disclosed``), what they show is known,
whatever is hidden here, and what they hide has to be hidden here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from muniment.registers.counting import ALL, Cell, CountTable
from muniment.registers.objects import StoreProblem

THRESHOLD = 5
_TELLS = (
    "with the tables that were published of these records before, this one would give small "
    "counts away; publish one of those again, or count by fewer or other fields."
)
Key = tuple[str, ...]


class Unprotectable(StoreProblem):
    """No further cell can be hidden, and what is shown would give a small count away."""


def suppress(
    table: CountTable,
    threshold: int = THRESHOLD,
    *,
    known: Collection[Key] = (),
    also: Collection[Key] = (),
) -> CountTable:
    """The table with counts below the threshold hidden, and what would give them away.

    ``known`` are cells that everybody has already, ``also`` such as must be hidden besides.
    Raises Unprotectable when the cells that are known leave nothing to hide a small count behind.
    """
    every = (*table.cells, table.total)
    values = {cell.rows: cell.count or 0 for cell in every}
    small = {cell.rows for cell in every if _small_cell(cell, threshold)}
    hidden = (small | set(also)) - set(known)
    lines = _lines(values, len(table.dimensions), table.total.rows)
    crossed = len(table.dimensions) == 2
    while _cover_lines(values, hidden, lines, threshold, known) or (
        crossed and _cover_bridge(values, hidden, known)
    ):
        pass
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


def _cover_lines(
    values: Mapping[Key, int],
    hidden: set[Key],
    lines: Iterable[tuple[list[Key], Key]],
    threshold: int,
    known: Collection[Key],
) -> bool:
    """Hide further cells in lines that tell too much; whether any was hidden."""
    before = len(hidden)
    for parts, whole in lines:
        while (more := _needed(values, hidden, parts, whole, threshold, known)) is not None:
            hidden.add(more)
    return len(hidden) > before


def _needed(
    values: Mapping[Key, int],
    hidden: set[Key],
    parts: list[Key],
    whole: Key,
    threshold: int,
    known: Collection[Key],
) -> Key | None:
    """A further cell of a line to hide because it tells too much, or None."""
    covered = [key for key in parts if key in hidden]
    if not covered and whole not in hidden:
        return None
    if whole in hidden:
        enough = bool(covered) or not any(values[key] for key in parts)
    else:
        enough = len(covered) > 1 and not _small(sum(values[key] for key in covered), threshold)
    if enough:
        return None
    rest = _least(values, (key for key in parts if key not in hidden and key not in known))
    if rest is None and whole not in hidden:
        if whole in known:
            raise Unprotectable(_TELLS)
        return whole
    if rest is None and any(key in known for key in parts):
        raise Unprotectable(_TELLS)
    return rest


def _least(values: Mapping[Key, int], keys: Iterable[Key]) -> Key | None:
    """The smallest cell that is not empty; an empty one where there is no other."""
    return min(keys, key=lambda key: (not values[key], values[key], key), default=None)


def _cover_bridge(values: Mapping[Key, int], hidden: set[Key], known: Collection[Key]) -> bool:
    """Hide a further cell where rows and columns together give a hidden one; whether it did."""
    near: dict[_Line, list[tuple[_Line, Key]]] = {}
    for key in sorted(hidden):
        row, column = _ends(key)
        near.setdefault(row, []).append((column, key))
        near.setdefault(column, []).append((row, key))
    for side in _bridges(near):
        across = (
            key
            for key in values
            if key not in hidden
            and key not in known
            and (_ends(key)[0] in side) != (_ends(key)[1] in side)
        )
        more = _least(values, across)
        if more is not None:
            hidden.add(more)
            return True
        if known:
            raise Unprotectable(_TELLS)
    return False


_Line = tuple[int, str]


def _ends(key: Key) -> tuple[_Line, _Line]:
    """The row and the column of a cell."""
    return (0, key[0]), (1, key[1])


def _bridges(near: Mapping[_Line, list[tuple[_Line, Key]]]) -> Iterator[set[_Line]]:
    """For each bridge of the graph the lines on one side of it (Tarjan 1974)."""
    order: dict[_Line, int] = {}
    lowest: dict[_Line, int] = {}
    for start in near:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        stack: list[tuple[_Line, Key | None, Iterator[tuple[_Line, Key]]]] = [
            (start, None, iter(near[start]))
        ]
        while stack:
            line, entered, rest = stack[-1]
            for other, key in rest:
                if key == entered:
                    continue
                if other in order:
                    lowest[line] = min(lowest[line], order[other])
                    continue
                order[other] = lowest[other] = len(order)
                stack.append((other, key, iter(near[other])))
                break
            else:
                stack.pop()
                if stack and entered is not None:
                    above = stack[-1][0]
                    lowest[above] = min(lowest[above], lowest[line])
                    if lowest[line] > order[above]:
                        yield _reached(near, line, entered)


def _reached(
    near: Mapping[_Line, list[tuple[_Line, Key]]], start: _Line, without: Key
) -> set[_Line]:
    """The lines that hang together with one when a cell is left out."""
    found, waiting = {start}, [start]
    while waiting:
        for other, key in near[waiting.pop()]:
            if key != without and other not in found:
                found.add(other)
                waiting.append(other)
    return found
