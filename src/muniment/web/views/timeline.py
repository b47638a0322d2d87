"""Claims on an axis of time: uncertain periods as bars, open ends faded, cut ones pointed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muniment.values.period import Period
from muniment.web.access import somewhere
from muniment.web.dates import spoken
from muniment.web.labels import CLAIMS
from muniment.web.search_facets import Total
from muniment.web.search_results import Hit, hits
from muniment.web.timeaxis import LAST_YEAR, WIDTH, Axis, Span, axis_of, span_of
from muniment.web.views.search import frame
from muniment.workspace.models import Item
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import Search, search

A_PAGE = 40
_NARROWEST = 6.0
_FADE = 40.0
_POINT = 12.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A claim on the axis; ``opens`` and ``closes`` say which ends are not known or not sure.

    ``before`` and ``after`` say on which sides it goes on beyond the axis, however sure its end is.
    ``beyond`` is "before" or "after" where it lies off the axis, and is told in words alone.
    """

    hit: Hit
    text: str
    period: str
    x: float
    width: float
    opens: bool
    closes: bool
    before: bool = False
    after: bool = False
    beyond: str = ""

    @property
    def fade_in(self) -> tuple[str, str]:
        """The faded beginning: from where, how long."""
        return _units(self.x), _units(self._fade)

    @property
    def fade_out(self) -> tuple[str, str]:
        """The faded end: from where, how long."""
        return _units(self.x + self.width - self._fade), _units(self._fade)

    @property
    def solid(self) -> str:
        """What is drawn fully, as a path: it ends in a point where it goes on beyond the axis."""
        start = self.x + (self._fade if self.opens else 0)
        end = max(start, self.x + self.width - (self._fade if self.closes else 0))
        point = min(_POINT, self.width / 2)
        left, right = start + point * self.before, end - point * self.after
        tail = f"L{_units(start)} 7" if self.before else ""
        head = f"L{_units(end)} 7" if self.after else ""
        return f"M{_units(left)} 2H{_units(right)}{head}L{_units(right)} 12H{_units(left)}{tail}Z"

    @property
    def _fade(self) -> float:
        return min(_FADE, self.width / 2)


def _units(length: float) -> str:
    """A length of the drawing, written as SVG does in every language."""
    return f"{length:.1f}"


class Apart(NamedTuple):
    """Claims that speak of years off the axis."""

    number: int
    first: int
    last: int
    address: str


@require_GET
@somewhere("read")
def show(request: HttpRequest) -> HttpResponse:
    """The claims of what was found that speak of a time, in its order."""
    asked = Asked.read(dict(request.GET.lists()))
    made = search(request.user, asked)
    counts = made.counts
    rows = _dated(made)
    span = span_of([(first, last) for _, first, last in rows])
    axis = _axis(asked, span)
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
        "apart": _apart(asked, span),
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
    rows.sort(key=lambda each: (each[1] or 0, each[2] or LAST_YEAR, each[0]))
    return rows


def _axis(asked: Asked, span: Span | None) -> Axis | None:
    """The years asked for, else those that most of what was found speaks of."""
    if span is None:
        return None
    first, last = asked.first or span.first, asked.last or span.last
    return axis_of(min(first, last), max(first, last))


def _apart(asked: Asked, span: Span | None) -> list[Apart]:
    """What speaks of years off the axis: how much, which years, and the address that draws them."""
    if span is None or asked.first or asked.last:
        return []
    return [
        Apart(number, first, last, asked.address(page=None, **{"from": first, "to": last}))
        for number, first, last in filter(None, (span.earlier, span.later))
    ]


def _bar(hit: Hit, axis: Axis) -> Bar | None:
    edtf = (hit.body.get("period") or {}).get("edtf") or hit.body.get("edtf") or ""
    try:
        period = Period.parse(edtf)
    except ValueError:
        return None
    # A date says nothing that its period does not.
    text = "" if hit.quote == spoken(edtf) else hit.quote
    first, last = _day(period.earliest), _day(period.latest)
    start = axis.at(first, end=False) if first else 0.0
    end = axis.at(last, end=True) if last else float(WIDTH)
    beyond = "before" if end <= 0 else "after" if start >= WIDTH else ""
    if beyond:
        return Bar(hit, text, edtf, 0.0, 0.0, opens=False, closes=False, beyond=beyond)
    before, after = start < 0, end > WIDTH
    opens = first is None or (not before and _unsure(period, 0))
    closes = last is None or (not after and _unsure(period, 1))
    start, end = max(0.0, start), min(float(WIDTH), end)
    width = max(_NARROWEST, end - start)
    start = min(start, WIDTH - width)
    return Bar(hit, text, edtf, start, width, opens, closes, before, after)


def _unsure(period: Period, which: int) -> bool:
    point = (period.start, period.end)[which]
    return point is not None and bool(point.mark)


def _day(ordinal: int | None) -> datetime.date | None:
    if ordinal is None or not 1 <= ordinal <= datetime.date.max.toordinal():
        return None
    return datetime.date.fromordinal(ordinal)
