"""Floor 6: counts as ``muniment register count`` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from muniment.commands.register.output import Json, print_table

if TYPE_CHECKING:
    from muniment.registers.counting import Cell, CountTable

_MOST_ACROSS = 12
"""So many columns of a crossed table fit on a page; more stand below each other."""


def count_json(table: CountTable) -> Json:
    """A table of counts."""
    return {
        "by": [each.name for each in table.dimensions],
        "threshold": table.threshold,
        "suppressed": table.suppressed,
        "rows": [_cell_json(table, each) for each in table.cells],
        "total": _cell_json(table, table.total),
    }


def _cell_json(table: CountTable, cell: Cell) -> Json:
    names = [each.name for each in table.dimensions]
    found: Json = {
        "row": dict(zip(names, cell.rows, strict=True)),
        "count": cell.count,
        "at_most": cell.most,
    }
    if cell.sums is not None and table.summed:
        found["sums"] = {
            name: {"low": each.low, "high": each.high, "not_given": each.without}
            for name, each in cell.sums.items()
        }
    return found


def print_count(table: CountTable) -> None:
    """Print a table of counts: certain records, and at most so many.

    Two dimensions stand across each other where that fits on a page.
    """
    from muniment.registers.counting import ALL

    if len(table.dimensions) == 2 and not table.summed:
        across = table.dimensions[1].in_order({cell.rows[1] for cell in table.cells} - {ALL})
        if len(across) <= _MOST_ACROSS:
            _print_crossed(table, across)
            return
    uncertain = any(cell.most != cell.count for cell in table.cells)
    head = [each.name for each in table.dimensions] + ["records"]
    head += ["at most"] if uncertain else []
    head += [f"sum of {name}" for name in table.summed]
    rows = []
    for cell in (*table.cells, table.total):
        labels = [each.label(row) for each, row in zip(table.dimensions, cell.rows, strict=True)]
        row: list[Any] = [*labels, _number(cell.count, table)]
        row += [_number(cell.most, table)] if uncertain else []
        row += [_sum(cell, name) for name in table.summed]
        rows.append(row)
    print_table(head, rows)


def _print_crossed(table: CountTable, across: list[str]) -> None:
    """Print counts by two dimensions: one down, the other across, with the sums of both."""
    from muniment.registers.counting import ALL

    first, second = table.dimensions
    cells = {cell.rows: cell for cell in (*table.cells, table.total)}
    down = first.in_order({rows[0] for rows in cells} - {ALL})
    head = [f"{first.name} \\ {second.name}", *(second.label(each) for each in across), ALL]
    rows = [
        [first.label(row), *(_crossed(cells.get((row, each)), table) for each in (*across, ALL))]
        for row in (*down, ALL)
    ]
    print_table(head, rows)
    if any(cell.most != cell.count for cell in table.cells):
        click.echo("“3 to 5”: certainly 3 records, at most 5.")


def _crossed(cell: Cell | None, table: CountTable) -> Any:
    """One count of a crossed table; nothing stands in a cell that has no record."""
    if cell is None:
        return 0
    if cell.count is None or cell.most in (None, cell.count):
        return _number(cell.count, table)
    return f"{cell.count:,} to {cell.most:,}"


def _number(value: int | None, table: CountTable) -> Any:
    return "hidden" if value is None and table.threshold else value


def _sum(cell: Cell, name: str) -> str:
    if cell.sums is None:
        return "hidden"
    each = cell.sums[name]
    if each.high is None:
        text = f"{each.low:,.10g} or more"
    elif each.low == each.high:
        text = f"{each.low:,.10g}"
    else:
        text = f"{each.low:,.10g} to {each.high:,.10g}"
    return text + (f" ({each.without:,} not given)" if each.without else "")
