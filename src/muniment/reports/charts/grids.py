"""How an answer moves with two choices: a field a pair of choices, darker for more."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from muniment.reports.charts.axis import number
from muniment.reports.charts.drawing import Bar, Drawing, Text

_CELL, _TALL, _LEFT, _TOP = 120.0, 46.0, 90.0, 44.0
_SHADES = 5


def grid(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], tuple[float, str]],
    *,
    down: str,
    across: str,
) -> Drawing:
    """A table as a picture: ``cells`` maps (row, column) to a value and a second line of text.

    Shades are by the logarithm of the value; a cell that is missing stays empty.
    """
    width, height = _LEFT + _CELL * len(columns), _TOP + _TALL * len(rows)
    known = [math.log(value) for value, _ in cells.values() if value > 0]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    told = "; ".join(
        f"{down} {row}, {across} {column}: {number(value)} {words}".rstrip()
        for (row, column), (value, words) in cells.items()
    )
    drawing = Drawing(title, told + ".", width, height + 6)
    drawing.add(Text(_LEFT + _CELL * len(columns) / 2, 14, across, "small", "middle"))
    drawing.add(Text(0, _TOP - 8, down, "small"))
    for place, column in enumerate(columns):
        drawing.add(Text(_LEFT + _CELL * (place + 0.5), _TOP - 8, column, "tick", "middle"))
    for line, row in enumerate(rows):
        y = _TOP + _TALL * line
        drawing.add(Text(_LEFT - 10, y + _TALL / 2 + 4, row, "tick", "end"))
        for place, column in enumerate(columns):
            if (row, column) not in cells:
                continue
            value, words = cells[row, column]
            share = (math.log(value) - low) / (high - low) if value > 0 and high > low else 0.0
            shade = min(_SHADES - 1, int(share * _SHADES))
            x = _LEFT + _CELL * place
            drawing.add(Bar(x, y, _CELL, _TALL, f"cell shade-{shade}"))
            middle = x + _CELL / 2
            drawing.add(Text(middle, y + 20, number(value), "strong", "middle"))
            drawing.add(Text(middle, y + 36, words, "small", "middle"))
    drawing.table = [(down, across, "value", "")]
    drawing.table += [
        (row, column, number(value), words) for (row, column), (value, words) in cells.items()
    ]
    return drawing
