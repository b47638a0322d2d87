"""Small counts are hidden, and cannot be computed from what is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from muniment.registers.counting import ALL, Cell, CountTable
from muniment.registers.groups import Dimension
from muniment.registers.suppression import Unprotectable, suppress

Grid = list[list[int]]


def crossed(grid: Grid) -> CountTable:
    def cell(row: str, column: str, value: int) -> Cell:
        return Cell((row, column), value, value, {})

    cells = [cell(f"r{i}", f"c{j}", v) for i, row in enumerate(grid) for j, v in enumerate(row)]
    cells += [cell(f"r{i}", ALL, sum(row)) for i, row in enumerate(grid)]
    cells += [cell(ALL, f"c{j}", sum(column)) for j, column in enumerate(zip(*grid, strict=True))]
    dimensions = (Dimension("rows", "rows", None), Dimension("columns", "columns", None))
    return CountTable(dimensions, (), tuple(cells), cell(ALL, ALL, sum(map(sum, grid))))


def line(values: list[int]) -> CountTable:
    cells = tuple(Cell((f"r{i}",), v, v, {}) for i, v in enumerate(values))
    total = Cell((ALL,), sum(values), sum(values), {})
    return CountTable((Dimension("rows", "rows", None),), (), cells, total)


def shown(table: CountTable) -> list[int | None]:
    return [cell.count for cell in (*table.cells, table.total)]


def test_a_small_count_is_never_hidden_alone() -> None:
    assert shown(suppress(line([3, 20, 50]))) == [None, None, 50, 73]
    assert shown(suppress(line([1, 2, 50, 60]))) == [None, None, None, 60, 113]
    assert shown(suppress(line([10, 20]))) == [10, 20, 30]
    assert shown(suppress(line([0, 20]))) == [0, 20, 20]
    assert shown(suppress(line([3, 0]))) == [None, 0, None]
    assert shown(suppress(line([3]))) == [None, None]


def test_the_threshold_can_be_set() -> None:
    assert shown(suppress(line([7, 20, 50]), 10)) == [None, None, 50, 77]
    assert suppress(line([7, 20, 50]), 10).threshold == 10


def test_an_upper_end_near_the_count_is_hidden_too() -> None:
    table = line([30, 40])
    near = CountTable(
        table.dimensions, (), (Cell(("r0",), 30, 32, {}), Cell(("r1",), 40, 46, {})), table.total
    )
    assert [cell.most for cell in suppress(near).cells] == [None, 46]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_no_hidden_cell_can_be_solved_for(grid: Grid) -> None:
    """An attacker who solves the table's sums finds more than one value for each small count."""
    table = crossed(grid)
    safe = suppress(table)
    published = {cell.rows: cell.count for cell in (*safe.cells, safe.total)}
    true = {cell.rows: cell.count or 0 for cell in (*table.cells, table.total)}
    small = [key for key, value in true.items() if 0 < value < 5]
    assert all(published[key] is None for key in small)
    keys = list(true)
    place = {key: n for n, key in enumerate(keys)}
    rows, right = [], []
    for side in (0, 1):
        for name in {key[side] for key in keys}:
            equation = np.zeros(len(keys))
            for key in keys:
                if key[side] == name:
                    equation[place[key]] = -1 if key[1 - side] == ALL else 1
            rows.append(equation)
            right.append(0)
    bounds = [(0, None) if published[key] is None else (published[key],) * 2 for key in keys]
    for key in small:
        aim = np.zeros(len(keys))
        aim[place[key]] = 1
        ends = [
            linprog(sign * aim, A_eq=np.array(rows), b_eq=right, bounds=bounds) for sign in (1, -1)
        ]
        least = ends[0].x[place[key]]
        assert ends[1].status == 3 or ends[1].x[place[key]] - least > 0.5, (grid, key)


def test_what_is_known_hides_nothing() -> None:
    known = {("r1",), (ALL,)}
    assert shown(suppress(line([3, 20, 50]), known=known)) == [None, 20, None, 73]
    with pytest.raises(Unprotectable, match="published of these records before"):
        suppress(line([3, 20, 50]), known={*known, ("r2",)})


def test_what_was_hidden_before_is_hidden_with_company() -> None:
    assert shown(suppress(line([30, 20, 50]), also={("r0",)})) == [None, None, 50, 100]
