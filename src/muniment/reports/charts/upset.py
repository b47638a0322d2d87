"""Overlaps of lists (an UpSet plot: Lex, Gehlenborg, Strobelt, Vuillemot, Pfister 2014)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.reports.charts.axis import axis, number
from muniment.reports.charts.drawing import LETTER, Bar, Dot, Drawing, Line, Text

_COLUMN, _ROW, _BARS, _TOP, _MOST = 30.0, 24.0, 150.0, 22.0, 24
_SIZES = 110.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many people exactly these lists hold; ``low``/``high`` where counting is uncertain."""

    lists: frozenset[str]
    count: float
    low: float | None = None
    high: float | None = None


def upset(
    title: str, lists: Sequence[str], sizes: Sequence[float], overlaps: Sequence[Overlap]
) -> Drawing:
    """A column a combination of lists, the largest first; a row a list with its size.

    At most 24 combinations are drawn; the table has them all.
    """
    ordered = sorted(overlaps, key=lambda each: (-each.count, sorted(each.lists)))
    shown = ordered[:_MOST]
    left = _SIZES + 26 + LETTER * max(len(name) for name in lists)
    width = max(520.0, left + _COLUMN * len(shown) + 20)
    rows = _TOP + _BARS + 26
    drawing = Drawing(title, _told(ordered), width, rows + _ROW * len(lists) + 8)
    tall = axis([each.high or each.count for each in shown], _TOP + _BARS, _TOP, zero=True)
    for tick in tall.ticks(4):
        drawing.add(Line(left, tall.at(tick), width, tall.at(tick), "rule"))
        drawing.add(Text(left - 6, tall.at(tick) + 4, number(tick), "tick", "end"))
    _draw_lists(drawing, lists, sizes, left, rows)
    for place, each in enumerate(shown):
        middle = left + _COLUMN * (place + 0.5)
        words = f"{_names(each)}: {number(each.count)}"
        top = tall.at(each.count)
        drawing.add(Bar(middle - 10, top, 20, _TOP + _BARS - top, "bar", words))
        if each.low is not None and each.high is not None and each.high > each.low:
            drawing.add(Line(middle, tall.at(each.low), middle, tall.at(each.high), "axis"))
        label = tall.at(each.high or each.count) - 5
        drawing.add(Text(middle, label, number(each.count), "small", "middle"))
        held = [row for row, name in enumerate(lists) if name in each.lists]
        ys = [rows + _ROW * (row + 0.5) for row in range(len(lists))]
        drawing.add(*(Dot(middle, y, 5, "off") for row, y in enumerate(ys) if row not in held))
        if len(held) > 1:
            drawing.add(Line(middle, ys[held[0]], middle, ys[held[-1]], "stem"))
        drawing.add(*(Dot(middle, ys[row], 6, "dot", words) for row in held))
    if len(ordered) > len(shown):
        rest = number(sum(each.count for each in ordered[_MOST:]))
        words = f"and {len(ordered) - _MOST} smaller combinations with {rest}"
        drawing.add(Text(width, _TOP - 8, words, "small", "end"))
    drawing.table = [("lists", "people", "from", "to")]
    drawing.table += [
        (
            _names(each),
            number(each.count),
            "" if each.low is None else number(each.low),
            "" if each.high is None else number(each.high),
        )
        for each in ordered
    ]
    return drawing


def _draw_lists(
    drawing: Drawing, lists: Sequence[str], sizes: Sequence[float], left: float, top: float
) -> None:
    wide = axis(list(sizes), 0, _SIZES - 40, zero=True)
    for row, (name, size) in enumerate(zip(lists, sizes, strict=True)):
        y = top + _ROW * (row + 0.5)
        length = wide.at(size)
        drawing.add(Bar(_SIZES - length, y - 7, length, 14, "bar-soft", f"{name}: {number(size)}"))
        drawing.add(Text(_SIZES - length - 5, y + 4, number(size), "small", "end"))
        drawing.add(Text(_SIZES + 8, y + 4, name))


def _names(overlap: Overlap) -> str:
    return " + ".join(sorted(overlap.lists)) + ("" if len(overlap.lists) > 1 else " only")


def _told(overlaps: Sequence[Overlap]) -> str:
    return "; ".join(f"{_names(each)}: {number(each.count)}" for each in overlaps) + "."
