"""Why two records were taken for one person: each field's weight, added up."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.reports.charts.axis import axis, number
from muniment.reports.charts.drawing import LETTER, Bar, Drawing, Line, Text

_ROW, _TOP, _WIDTH = 26.0, 14.0, 860.0


def waterfall(title: str, weights: Sequence[tuple[str, float]]) -> Drawing:
    """A bar a field from where the last one ended; the last row is the sum.

    Weights are base-2 logarithms: one more doubles the odds, one less halves them.
    """
    left = 20 + LETTER * max((len(name) for name, _ in weights), default=8)
    levels = [0.0]
    for _, weight in weights:
        levels.append(levels[-1] + weight)
    scale = axis([*levels, 0.0], left, _WIDTH - 70)
    bottom = _TOP + _ROW * (len(weights) + 1)
    told = "; ".join(f"{name}: {weight:+.1f}" for name, weight in weights)
    drawing = Drawing(title, f"{told}; in all {levels[-1]:+.1f}.", _WIDTH, bottom + 28)
    drawing.add(Line(scale.at(0), _TOP, scale.at(0), bottom, "axis"))
    for place, (name, weight) in enumerate([*weights, ("in all", levels[-1])]):
        last = place == len(weights)
        start = 0.0 if last else levels[place]
        ends = sorted((scale.at(start), scale.at(start + weight)))
        y = _TOP + _ROW * place
        look = "bar" if last else "more" if weight >= 0 else "less"
        drawing.add(Text(0, y + 17, name, "strong" if last else "label"))
        drawing.add(Bar(ends[0], y + 5, max(1.0, ends[1] - ends[0]), _ROW - 10, look))
        drawing.add(Text(ends[1] + 6, y + 17, f"{weight:+.1f}", "small"))
    for tick in scale.ticks():
        drawing.add(Text(scale.at(tick), bottom + 18, number(tick), "tick", "middle"))
    drawing.table = [("", "weight")]
    drawing.table += [(name, f"{weight:+.2f}") for name, weight in weights]
    drawing.table.append(("in all", f"{levels[-1]:+.2f}"))
    return drawing
