"""Estimates side by side, each a dot on its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.reports.charts.axis import Axis, axis, number
from muniment.reports.charts.drawing import LETTER, Dot, Drawing, Line, Text

_ROW, _TOP, _WIDTH, _END = 30.0, 38.0, 960.0, 215.0


@dataclass(frozen=True, slots=True)
class Row:
    """One estimate: its name, value and interval (None where there is none, infinite where open).

    ``refused`` is drawn hollow and said to be no answer; ``bound`` is a lower bound.
    """

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    refused: bool = False
    bound: bool = False

    @property
    def words(self) -> str:
        """The estimate as text: "6,243 (6,180–6,310)"."""
        text = ("at least " if self.bound else "") + number(self.value)
        if self.low is not None and self.high is not None:
            text += f" ({number(self.low)}–{number(self.high)})"
        return text


def intervals(
    title: str,
    rows: Sequence[Row],
    *,
    documented: float | None = None,
    truth: float | None = None,
) -> Drawing:
    """A row an estimate on one axis, with the documented number and, in trials, the truth."""
    left = min(400.0, 24 + LETTER * max((len(row.label) for row in rows), default=0))
    bottom = _TOP + _ROW * len(rows)
    answers = [row for row in rows if not row.refused] or list(rows)
    ends = [end for row in answers for end in (row.value, row.low, row.high) if end is not None]
    ends += [mark for mark in (documented, truth) if mark is not None]
    scale = axis(ends, left, _WIDTH - _END)
    drawing = Drawing(title, _told(rows, documented, truth), _WIDTH, bottom + 44)
    _draw_scale(drawing, scale, bottom)
    for rank, (mark, name) in enumerate(((documented, "documented"), (truth, "truth"))):
        if mark is not None:
            at = scale.at(mark)
            drawing.add(Line(at, _TOP - 6, at, bottom, name))
            words = f"{name} {number(mark)}"
            drawing.add(Text(at, _TOP - 10 - 13 * rank, words, "small", "middle"))
    for place, row in enumerate(rows):
        _draw_row(drawing, row, scale, _TOP + _ROW * (place + 0.5))
    drawing.table = [("", "estimate", "from", "to", "")]
    drawing.table += [
        (
            row.label,
            number(row.value),
            "" if row.low is None else number(row.low),
            "" if row.high is None else number(row.high),
            "refused" if row.refused else "lower bound" if row.bound else "",
        )
        for row in rows
    ]
    return drawing


def _draw_scale(drawing: Drawing, scale: Axis, bottom: float) -> None:
    for tick in scale.ticks():
        at = scale.at(tick)
        drawing.add(Line(at, _TOP, at, bottom, "rule"))
        drawing.add(Text(at, bottom + 18, number(tick), "tick", "middle"))
    drawing.add(Line(scale.start, bottom, scale.end, bottom, "axis"))
    if scale.log:
        drawing.add(Text(scale.end, bottom + 36, "logarithmic scale", "small", "end"))


def _draw_row(drawing: Drawing, row: Row, scale: Axis, y: float) -> None:
    faint = " faint" if row.refused else ""
    drawing.add(Text(0, y + 4, _cut(row.label, scale.start), "label"))
    if row.low is not None and row.high is not None:
        drawing.add(Line(scale.at(row.low), y, scale.at(row.high), y, "range" + faint))
        if math.isinf(row.high):
            drawing.add(Text(scale.end + 2, y + 4, "→", "small"))
    look = "refused" if row.refused else "dot"
    drawing.add(Dot(scale.at(row.value), y, 5.5, look, f"{row.label}: {row.words}"))
    words = "refused" if row.refused else row.words
    drawing.add(Text(scale.end + 14, y + 4, words, "small" if row.refused else "label"))


def _cut(label: str, room: float) -> str:
    most = int((room - 12) / LETTER)
    return label if len(label) <= most else label[: most - 1] + "…"


def _told(rows: Sequence[Row], documented: float | None, truth: float | None) -> str:
    parts = [f"{row.label}: {'refused' if row.refused else row.words}" for row in rows]
    if documented is not None:
        parts.append(f"documented: {number(documented)}")
    if truth is not None:
        parts.append(f"truth: {number(truth)}")
    return "; ".join(parts) + "."
