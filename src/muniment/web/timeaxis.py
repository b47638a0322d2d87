"""The axis of a timeline: the years that most claims speak of, in steps that can be read.

One old year would squeeze all others into a corner. Where few claims lie beyond a gap that is
much longer than all the rest, the axis ends at the gap; they stay in the list, told in words.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

WIDTH = 1000
LAST_YEAR = 9_999
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
_MOST_STEPS = 8
_FEW = 8
"""One year, or one in so many, may be left off at either end: with both ends three quarters of what
is said are drawn at the least, and of two times with as much to say neither is few."""
_LONG = 2 * _MOST_STEPS
"""The years of a gap at which an axis may end: with a shorter one the steps are of two years or so,
and that squeezes nobody."""
_TIMES = 2
"""How often what is drawn has to fit into the gap: it would have less than a third of the width."""
_ENOUGH = 4
"""Of fewer claims one is too much of what is said to be few."""

Years = tuple[int | None, int | None]


@dataclass(frozen=True)
class Axis:
    """The time that is drawn: months since the year 0, in steps of as many months."""

    first: int
    step: int
    steps: int

    @property
    def labels(self) -> list[str]:
        """What stands at each step: a year, or a month where the steps are shorter."""
        starts = [self.first + self.step * each for each in range(self.steps)]
        return [
            f"{at // 12}" if self.step % 12 == 0 else f"{at // 12}-{at % 12 + 1:02}"
            for at in starts
        ]

    @cached_property
    def ticks(self) -> str:
        """Lines where the steps begin, as a path."""
        return "".join(f"M{WIDTH * each / self.steps:.1f} 0V14" for each in range(self.steps))

    def at(self, day: datetime.date, end: bool) -> float:
        """Where a day begins or ends, in units of the drawing."""
        months = day.year * 12 + day.month - 1 + (day.day - (0 if end else 1)) / 31
        return (months - self.first) / (self.step * self.steps) * WIDTH


def axis_of(first: int, last: int) -> Axis:
    """The axis from one year to another."""
    months = (last - first + 1) * 12
    step = next((each for each in _STEPS if months / each <= _MOST_STEPS), _STEPS[-1])
    start = first * 12 // step * step
    return Axis(start, step, max(1, -(-((last + 1) * 12 - start) // step)))


@dataclass(frozen=True, slots=True)
class Span:
    """The years that are drawn, and those left off on either side with how many speak of them."""

    first: int
    last: int
    earlier: tuple[int, int, int] | None = None
    later: tuple[int, int, int] | None = None


def span_of(rows: Sequence[Years]) -> Span | None:
    """The years to draw for claims with these first and last years; None where none has any."""
    years = sorted(each for row in rows for each in set(row) if each is not None)
    if not years:
        return None
    claims = sum(any(each is not None for each in row) for row in rows)
    most = max(1, len(years) // _FEW) if claims >= _ENOUGH else 0
    kept, off = years, [0, 0]
    # At either end, and once more: what was far off at one end hid how far the other is.
    for turn in range(4):
        fewer = _without_few(kept, most - off[turn % 2])
        off[turn % 2] += len(kept) - len(fewer)
        kept = [-each for each in reversed(fewer)]
    first, last = kept[0], kept[-1]
    early = [row for row in rows if row[1] is not None and row[1] < first]
    late = [row for row in rows if row[0] is not None and row[0] > last]
    return Span(first, last, _told(early), _told(late))


def _without_few(years: list[int], most: int) -> list[int]:
    """Years in their order without the few, so many at most, that lie far before all the others."""
    first = 0
    for at, (before, after) in enumerate(pairwise(years), start=1):
        if at > most:
            break
        if after - before >= max(_LONG, _TIMES * (years[-1] - after + 1)):
            first = at
    return years[first:]


def _told(rows: Sequence[Years]) -> tuple[int, int, int] | None:
    years = [each for row in rows for each in row if each is not None]
    return (len(rows), min(years), max(years)) if years else None
