"""Claims of one question on a chart: when each was stated, and the range of its number.

A range is a bar from its lowest to its highest; an end that is open fades. What people decided is
filled, what a machine read is an outline. The chart draws; it reckons nothing from the claims.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.values.period import Period
from muniment.workspace.services.questions import Answer

WIDTH, HEIGHT = 960, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 120, 24, 46
_BAR = 14
_LEAST = 9.0
_FADE = 46.0
_MOST_TICKS = 6
_SPREAD = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim on the chart: its middle, the ends of its bar, and which of them are open."""

    answer: Answer
    x: float
    top: float
    bottom: float
    open_top: bool
    open_bottom: bool

    @property
    def left(self) -> float:
        """Where the bar begins."""
        return self.x - _BAR / 2

    @property
    def height(self) -> float:
        """How tall the bar is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its words."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn; ``logarithmic`` says that each step of the scale is a multiple."""

    marks: list[Mark]
    numbers: list[Tick]
    days: list[Tick]
    undated: float | None
    logarithmic: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bar: int = _BAR
    floor: int = HEIGHT - BOTTOM
    end: int = WIDTH - RIGHT


def chart(answers: Sequence[Answer]) -> Chart | None:
    """The chart of some claims, or None where none of them has a number."""
    with_number = [each for each in answers if _ends(each) != (None, None)]
    values = [end for each in with_number for end in _ends(each) if end is not None]
    if not values:
        return None
    scale = _Scale(max(values), min((each for each in values if each > 0), default=1.0))
    dated = [(each, _day(each.likely.claim.document.date)) for each in with_number]
    days = [day for _, day in dated if day is not None]
    first, last = (min(days), max(days)) if days else (0, 0)
    span = max(last - first, 1)
    inner = WIDTH - LEFT - RIGHT
    marks: list[Mark] = []
    taken: dict[int, int] = {}
    for each, day in dated:
        if day is None:
            x = WIDTH - RIGHT / 2
        elif first == last:
            x = LEFT + inner / 2
        else:
            x = LEFT + 24 + (inner - 48) * (day - first) / span
        slot = round(x / (_BAR + 4))
        while slot in taken:  # stated the same day: side by side
            slot += 1
        taken[slot] = 1
        marks.append(_mark(each, slot * (_BAR + 4), scale))
    undated = WIDTH - RIGHT if any(day is None for _, day in dated) else None
    return Chart(
        marks, scale.ticks(), _days(first, last, inner) if days else [], undated, scale.logarithmic
    )


def _mark(each: Answer, x: float, scale: _Scale) -> Mark:
    low, high = _ends(each)
    bottom = scale.at(low) if low is not None else None
    top = scale.at(high) if high is not None else None
    open_top, open_bottom = top is None, bottom is None
    if top is None:
        top = max(TOP - 10.0, (bottom or 0.0) - _FADE)
    if bottom is None:
        bottom = min(HEIGHT - BOTTOM + 0.0, top + _FADE)
    if bottom - top < _LEAST:
        middle = (top + bottom) / 2
        top, bottom = middle - _LEAST / 2, middle + _LEAST / 2
    return Mark(each, x, top, bottom, open_top, open_bottom)


class _Scale:
    """From numbers to heights: even steps, or multiples where the numbers lie far apart."""

    def __init__(self, highest: float, lowest: float) -> None:
        self.logarithmic = highest / lowest > _SPREAD
        if self.logarithmic:
            self._low = 10.0 ** math.floor(math.log10(lowest))
            self._high = 10.0 ** math.ceil(math.log10(highest))
            self._step = 0.0
        else:
            rough = max(highest, 1.0) / (_MOST_TICKS - 1)
            size = 10.0 ** math.floor(math.log10(rough))
            self._step = max(
                1.0, next(size * each for each in (1, 2, 5, 10) if size * each >= rough)
            )
            self._low = 0.0
            self._high = self._step * math.ceil(highest / self._step) or self._step

    def at(self, value: float) -> float:
        """Where a number lies, from the top."""
        if self.logarithmic:
            value = max(value, self._low)
            share = math.log(value / self._low) / math.log(self._high / self._low)
        else:
            share = value / self._high
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share

    def ticks(self) -> list[Tick]:
        """The lines of the grid."""
        if self.logarithmic:
            powers = range(round(math.log10(self._low)), round(math.log10(self._high)) + 1)
            values = [10.0**each for each in powers]
            values = values[:: max(1, len(values) // _MOST_TICKS)]
        else:
            values = [self._step * each for each in range(round(self._high / self._step) + 1)]
        return [Tick(self.at(each), f"{each:,.0f}") for each in values]


def _days(first: int, last: int, inner: int) -> list[Tick]:
    """The first day and the last, and as many between as have room."""
    if first == last:
        return [Tick(LEFT + inner / 2, datetime.date.fromordinal(first).isoformat())]
    number = min(5, last - first + 1)
    places = [first + (last - first) * each // (number - 1) for each in range(number)]
    return [
        Tick(
            LEFT + 24 + (inner - 48) * (day - first) / (last - first),
            datetime.date.fromordinal(day).isoformat(),
        )
        for day in places
    ]


def _ends(answer: Answer) -> tuple[float | None, float | None]:
    found = []
    for name in ("low", "high"):
        value = answer.likely.body.get(name)
        usable = isinstance(value, int | float) and math.isfinite(value) and 0 <= value < 1e15
        found.append(float(value or 0) if usable else None)
    return found[0], found[1]


def _day(date: str) -> int | None:
    """The first day that a date may mean, where there is such a day in the calendar."""
    try:
        read = Period.parse(date) if date else None
    except ValueError:
        return None
    if read is None or not read.has_year or read.earliest is None:
        return None
    return read.earliest if 1 <= read.earliest <= datetime.date.max.toordinal() else None
