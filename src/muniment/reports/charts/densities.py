"""A distribution as columns, with its middle, its interval and what is documented."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from muniment.reports.charts.axis import Axis, axis, number
from muniment.reports.charts.drawing import Bar, Drawing, Line, Text

_WIDTH, _TOP, _BOTTOM, _COLUMNS = 720.0, 30.0, 190.0, 48
_TAIL = 0.995


def density(
    title: str,
    values: Sequence[float],
    weights: Sequence[float],
    interval: tuple[float, float],
    *,
    middle: float,
    documented: float | None = None,
    truth: float | None = None,
) -> Drawing:
    """A histogram of weighted values; columns inside the interval are darker.

    ``values`` and ``weights`` are of one length; weights need not sum to one. What lies above
    99.5 percent of the weight is not drawn but is in the words.
    """
    low, high = interval
    end = _quantile(values, weights, _TAIL)
    marks = [mark for mark in (documented, truth) if mark is not None]
    scale = axis([min(values), end, *marks], 16, _WIDTH - 16)
    scale = Axis(scale.low, scale.high, scale.start, scale.end)
    heights = _heights(values, weights, scale)
    most = max(heights)
    step = (scale.end - scale.start) / _COLUMNS
    told = f"Middle {number(middle)}, interval {number(low)} to {number(high)}."
    drawing = Drawing(title, told, _WIDTH, _BOTTOM + 30)
    for place, height in enumerate(heights):
        value = scale.low + (place + 0.5) * (scale.high - scale.low) / _COLUMNS
        tall = height / most * (_BOTTOM - _TOP)
        look = "bar" if low <= value <= high else "bar-soft"
        if tall:
            at = scale.start + place * step
            drawing.add(Bar(at + 0.5, _BOTTOM - tall, step - 1, tall, look))
    for tick in scale.ticks():
        drawing.add(Text(scale.at(tick), _BOTTOM + 18, number(tick), "tick", "middle"))
    drawing.add(Line(scale.start, _BOTTOM, scale.end, _BOTTOM, "axis"))
    for rank, (mark, name) in enumerate(((documented, "documented"), (truth, "truth"))):
        if mark is not None:
            at = scale.at(mark)
            drawing.add(Line(at, _TOP - 4, at, _BOTTOM, name))
            anchor = "start" if at < _WIDTH / 2 else "end"
            drawing.add(Text(at, _TOP - 8 - 13 * rank, f"{name} {number(mark)}", "small", anchor))
    drawing.table = [("", "value")]
    drawing.table += [
        ("middle", number(middle)),
        ("interval from", number(low)),
        ("interval to", number(high)),
    ]
    return drawing


def _heights(values: Sequence[float], weights: Sequence[float], scale: Axis) -> list[float]:
    heights = [0.0] * _COLUMNS
    for value, weight in zip(values, weights, strict=True):
        place = int((value - scale.low) / (scale.high - scale.low) * _COLUMNS)
        if 0 <= place < _COLUMNS:
            heights[place] += weight
    return heights


def _quantile(values: Sequence[float], weights: Sequence[float], at: float) -> float:
    wanted = at * sum(weights) * (1 - 1e-9)
    ordered = sorted(zip(values, weights, strict=True))
    reached = itertools.accumulate(weight for _, weight in ordered)
    return next(value for (value, _), sum_ in zip(ordered, reached, strict=True) if sum_ >= wanted)
