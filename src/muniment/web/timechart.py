"""Claims of one question on a chart: when each was stated, and the range of its number.

A range is a bar from its lowest to its highest; an end that is open fades. What people decided is
filled, what a machine read is an outline. The chart draws; it reckons nothing from the claims.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as formatted
from django.utils.formats import number_format

from muniment.values.period import Period
from muniment.web.dates import day as day_words
from muniment.workspace.services.questions import Answer

WIDTH, HEIGHT = 960, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 120, 24, 46
_BAR = 14
_PITCH = 22
_LEAST = 9.0
_FADE = 46.0
_MOST_TICKS = 6
_SPREAD = 60
_FEW_MONTHS, _MOST_DAYS = 3, 7
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


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
    """What is drawn; ``logarithmic`` says that each step of the scale is a multiple, ``apart`` how
    many claims have a number of another unit, which has no place on this scale."""

    marks: list[Mark]
    numbers: list[Tick]
    days: list[Tick]
    undated: float | None
    logarithmic: bool
    apart: int = 0
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bar: int = _BAR
    floor: int = HEIGHT - BOTTOM
    end: int = WIDTH - RIGHT


def chart(answers: Sequence[Answer]) -> Chart | None:
    """The chart of some claims, or None where none of them has a number."""
    numbered = [each for each in answers if _ends(each) != (None, None)]
    with_number = _of_one_unit(numbered)
    values = [end for each in with_number for end in _ends(each) if end is not None]
    if not values:
        return None
    scale = _Scale(max(values), min((each for each in values if each > 0), default=1.0))
    dated = [(each, _day(each.likely.claim.document.date)) for each in with_number]
    days = [day for _, day in dated if day is not None]
    first, last = (min(days), max(days)) if days else (0, 0)
    inner = WIDTH - LEFT - RIGHT
    marks: list[Mark] = []
    taken: dict[int, int] = {}
    for each, day in dated:
        if day is None:
            x = WIDTH - RIGHT / 2
        elif first == last:
            x = LEFT + inner / 2
        else:
            x = _across(day, first, last, inner)
        slot = round(x / _PITCH)
        while slot in taken:  # stated the same day: side by side
            slot += 1
        taken[slot] = 1
        marks.append(_mark(each, slot * _PITCH, scale))
    undated = WIDTH - RIGHT if any(day is None for _, day in dated) else None
    return Chart(
        marks,
        scale.ticks(),
        _days(first, last, inner) if days else [],
        undated,
        scale.logarithmic,
        len(numbered) - len(with_number),
    )


def _of_one_unit(answers: Sequence[Answer]) -> list[Answer]:
    """Those with the unit that most have: a share in percent is no number of people."""
    units = Counter(each.likely.body.get("unit") or "" for each in answers)
    if not units:
        return []
    most = max(units, key=lambda unit: (units[unit], unit == ""))
    return [each for each in answers if (each.likely.body.get("unit") or "") == most]


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
        return [Tick(self.at(each), number_format(each, 0, force_grouping=True)) for each in values]


def _days(first: int, last: int, inner: int) -> list[Tick]:
    """The beginnings of days, months or years, as many as have room; both ends where few do."""
    if first == last:
        return [Tick(LEFT + inner / 2, day_words(first))]
    start, end = datetime.date.fromordinal(first), datetime.date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month
    if months < _FEW_MONTHS:
        number = min(5, last - first + 1)
        days = [first + (last - first) * each // (number - 1) for each in range(number)]
        return [Tick(_across(each, first, last, inner), day_words(each)) for each in days]
    step = next((each for each in _STEPS if months / each <= _MOST_DAYS), _STEPS[-1])
    begun = start.year * 12 + start.month - 1
    ticks = []
    for month in range(-(-(begun + 1) // step) * step, end.year * 12 + end.month, step):
        date = datetime.date(month // 12, month % 12 + 1, 1)
        words = str(date.year) if step % 12 == 0 else formatted(date, "M Y")
        ticks.append(Tick(_across(date.toordinal(), first, last, inner), words))
    return ticks


def _across(day: int, first: int, last: int, inner: int) -> float:
    return LEFT + 24 + (inner - 48) * (day - first) / (last - first)


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
