"""Claims on an axis of time: uncertain periods as bars, open ends faded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muniment.values.period import Period
from muniment.web.access import somewhere
from muniment.web.labels import CLAIMS
from muniment.web.search_facets import Total
from muniment.web.search_results import Hit, hits
from muniment.web.views.search import frame
from muniment.workspace.models import Item
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import Search, search

A_PAGE = 40
WIDTH = 1000
_NARROWEST = 6.0
_FADE = 40.0
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
_MOST_STEPS = 8
_LAST_YEAR = 9_999


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


@dataclass(frozen=True, slots=True)
class Bar:
    """A claim on the axis; ``opens`` and ``closes`` say which ends are not known or not sure."""

    hit: Hit
    text: str
    period: str
    x: float
    width: float
    opens: bool
    closes: bool

    @property
    def fade_in(self) -> tuple[str, str]:
        """The faded beginning: from where, how long."""
        return _units(self.x), _units(self._fade)

    @property
    def fade_out(self) -> tuple[str, str]:
        """The faded end: from where, how long."""
        return _units(self.x + self.width - self._fade), _units(self._fade)

    @property
    def solid(self) -> tuple[str, str]:
        """What is drawn fully: from where, how long."""
        start = self.x + (self._fade if self.opens else 0)
        end = self.x + self.width - (self._fade if self.closes else 0)
        return _units(start), _units(max(0.0, end - start))

    @property
    def _fade(self) -> float:
        return min(_FADE, self.width / 2)


def _units(length: float) -> str:
    """A length of the drawing, written as SVG does in every language."""
    return f"{length:.1f}"


@require_GET
@somewhere("read")
def show(request: HttpRequest) -> HttpResponse:
    """The claims of what was found that speak of a time, in its order."""
    asked = Asked.read(dict(request.GET.lists()))
    made = search(request.user, asked)
    counts = made.counts
    rows = _dated(made)
    axis = _axis(asked, rows)
    first = (asked.page - 1) * A_PAGE
    numbers = [each for each, _, _ in rows[first : first + A_PAGE]]
    kept = Item.objects.defer("terms", "folded").in_bulk(numbers)
    items = [kept[each] for each in numbers if each in kept and made.rights.allow(kept[each])]
    found = hits(items, excerpts=False)
    bars = [bar for each in found if axis and (bar := _bar(each, axis)) is not None]
    context = {
        **frame(request, made, counts),
        "here": "timeline",
        "total": Total(counts["total"][""]),
        "dated": len(rows),
        "axis": axis,
        "kinds": tuple(CLAIMS),
        "bars": bars,
        "previous": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next": asked.address(page=asked.page + 1) if len(rows) > first + A_PAGE else "",
    }
    return render(request, "muniment/timeline.html", context)


def _dated(made: Search) -> list[tuple[int, int | None, int | None]]:
    """The numbers of claims that speak of a time, with its years, the earliest first."""
    rows = [
        (int(number), first, last)
        for number, kind, first, last in made.rows(("id", "kind", "year_from", "year_to"))
        if kind == "claim" and (first is not None or last is not None)
    ]
    rows.sort(key=lambda each: (each[1] or 0, each[2] or _LAST_YEAR, each[0]))
    return rows


def _axis(asked: Asked, rows: list[tuple[int, int | None, int | None]]) -> Axis | None:
    years = [year for _, *ends in rows for year in ends if year is not None]
    if not years:
        return None
    first, last = asked.first or min(years), asked.last or max(years)
    first, last = min(first, last), max(first, last)
    months = (last - first + 1) * 12
    step = next((each for each in _STEPS if months / each <= _MOST_STEPS), _STEPS[-1])
    start = first * 12 // step * step
    return Axis(start, step, max(1, -(-((last + 1) * 12 - start) // step)))


def _bar(hit: Hit, axis: Axis) -> Bar | None:
    edtf = (hit.body.get("period") or {}).get("edtf") or hit.body.get("edtf") or ""
    try:
        period = Period.parse(edtf)
    except ValueError:
        return None
    first, last = _day(period.earliest), _day(period.latest)
    start = axis.at(first, end=False) if first else 0.0
    end = axis.at(last, end=True) if last else float(WIDTH)
    opens = first is None or start < 0 or _unsure(period, 0)
    closes = last is None or end > WIDTH or _unsure(period, 1)
    start, end = max(0.0, start), min(float(WIDTH), end)
    if end < 0 or start > WIDTH:
        return None
    width = max(_NARROWEST, end - start)
    start = min(start, WIDTH - width)
    return Bar(hit, hit.quote, edtf, start, width, opens, closes)


def _unsure(period: Period, which: int) -> bool:
    point = (period.start, period.end)[which]
    return point is not None and bool(point.mark)


def _day(ordinal: int | None) -> datetime.date | None:
    if ordinal is None or not 1 <= ordinal <= datetime.date.max.toordinal():
        return None
    return datetime.date.fromordinal(ordinal)
