"""How an answer moves with a choice: a curve with its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.reports.charts.axis import axis, number
from muniment.reports.charts.drawing import Dot, Drawing, Line, Path, Text

_WIDTH, _TOP, _BOTTOM, _LEFT, _RIGHT = 720.0, 26.0, 270.0, 70.0, 690.0


@dataclass(frozen=True, slots=True)
class Step:
    """The answer at one choice, with its interval where it has one."""

    at: float
    value: float
    low: float | None = None
    high: float | None = None


def curve(
    title: str,
    steps: Sequence[Step],
    *,
    across: str,
    up: str,
    band: tuple[float, float] | None = None,
    chosen: float | None = None,
) -> Drawing:
    """The answer over the choice; ``across`` and ``up`` name the axes.

    ``band`` is the one interval that carries the choice's uncertainty; ``chosen`` marks the choice
    that was made.
    """
    ordered = sorted(steps, key=lambda step: step.at)
    ends = [step.value for step in ordered]
    ends += [end for step in ordered for end in (step.low, step.high) if end is not None]
    ends += list(band or ())
    xs = axis([step.at for step in ordered], _LEFT, _RIGHT, zero=True)
    ys = axis(ends, _BOTTOM, _TOP)
    told = "; ".join(f"at {number(step.at)}: {number(step.value)}" for step in ordered) + "."
    drawing = Drawing(title, told, _WIDTH, _BOTTOM + 46)
    for tick in ys.ticks(5):
        drawing.add(Line(_LEFT, ys.at(tick), _RIGHT, ys.at(tick), "rule"))
        drawing.add(Text(_LEFT - 8, ys.at(tick) + 4, number(tick), "tick", "end"))
    for tick in xs.ticks():
        drawing.add(Text(xs.at(tick), _BOTTOM + 18, number(tick), "tick", "middle"))
    if band is not None:
        for end in band:
            drawing.add(Line(_LEFT, ys.at(end), _RIGHT, ys.at(end), "truth"))
        words = f"over all draws {number(band[0])}–{number(band[1])}"
        drawing.add(Text(_RIGHT, _TOP - 10, words, "small", "end"))
    ranged = [step for step in ordered if step.low is not None and step.high is not None]
    if ranged:
        upper = tuple((xs.at(step.at), ys.at(step.high or 0)) for step in ranged)
        lower = tuple((xs.at(step.at), ys.at(step.low or 0)) for step in reversed(ranged))
        drawing.add(Path(upper + lower, "band"))
    drawing.add(Path(tuple((xs.at(step.at), ys.at(step.value)) for step in ordered), "curve"))
    for step in ordered:
        words = f"{across} {number(step.at)}: {number(step.value)}"
        drawing.add(Dot(xs.at(step.at), ys.at(step.value), 4, "dot", words))
    if chosen is not None:
        drawing.add(Line(xs.at(chosen), _TOP, xs.at(chosen), _BOTTOM, "documented"))
    drawing.add(Line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, "axis"))
    drawing.add(Text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, across, "small", "middle"))
    drawing.add(Text(0, _TOP - 10, up, "small"))
    drawing.table = [(across, up, "from", "to")]
    drawing.table += [
        (
            number(step.at),
            number(step.value),
            "" if step.low is None else number(step.low),
            "" if step.high is None else number(step.high),
        )
        for step in ordered
    ]
    return drawing
