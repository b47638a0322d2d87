"""What was found on a map, with uncertain places as areas."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muniment.values.position import METRES_A_DEGREE, Position
from muniment.web.access import somewhere
from muniment.web.basemap import View, drawn
from muniment.web.basemap.drawing import HEIGHT, WIDTH
from muniment.web.search_facets import Total
from muniment.web.views.search import frame
from muniment.workspace.search.asked import Asked
from muniment.workspace.search.finding import Search, search
from muniment.workspace.search.forms import place_key
from muniment.workspace.search.gazetteer import Known

_SMALLEST = 7.0
_EDGE = 1.35
_NARROWEST = 0.5
_LONGEST_NAME, _LETTER, _LINE = 36, 9.5, 24


@dataclass(frozen=True, slots=True)
class Area:
    """Where a place may be, as an ellipse; ``exact`` where it is too small to be drawn to scale."""

    x: float
    y: float
    across: float
    high: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: its areas, its names, how much was found of it, and its search."""

    label: str
    number: int
    address: str
    areas: list[Area]
    known: Known

    @property
    def _beside(self) -> Area:
        """The area beside which the name stands."""
        return max(self.areas, key=lambda each: each.x)

    @property
    def anchor(self) -> str:
        """Whether the name begins or ends beside the area: near the edge, it ends there."""
        return "end" if self._beside.x > WIDTH * 0.7 else "start"

    @property
    def label_x(self) -> float:
        """Where the name stands, from the left."""
        away = min(self._beside.across, 40.0) + 4
        return self._beside.x - away if self.anchor == "end" else self._beside.x + away

    @property
    def label_y(self) -> float:
        """Where the name stands, from above."""
        return self._beside.y + 5

    @property
    def doubt(self) -> float:
        """How far off a position of it may be at most, in kilometres."""
        return max(each.uncertainty_m for each in self.known.place.candidates) / 1000


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A place that is not on the map, as it is written."""

    label: str
    number: int
    address: str
    several: bool


@require_GET
@somewhere("read")
def show(request: HttpRequest) -> HttpResponse:
    """The places of what was found, drawn where they are known, listed where they are not."""
    asked = Asked.read(dict(request.GET.lists()))
    made = search(request.user, asked)
    counts = made.counts
    placed, unplaced = _places(made)
    view = _view(request) or _fitting([each for each, _ in placed.values()])
    spots = [_spot(made, view, known, number) for known, number in placed.values()]
    spots = sorted((each for each in spots if each.areas), key=lambda each: -each.number)
    plain = request.GET.get("borders") == "0"
    context = {
        **frame(request, made, counts),
        "here": "map",
        "total": Total(counts["total"][""]),
        "spots": spots,
        "named": _named(spots),
        "outside": len(placed) - len(spots),
        "unplaced": unplaced[:200],
        "map": drawn(view),
        "width": WIDTH,
        "height": HEIGHT,
        "moves": _moves(asked, view, plain),
        "plain": plain,
        "other_borders": _address(asked, view, not plain),
        "bar": _bar(view),
    }
    return render(request, "muniment/map.html", context)


def _places(made: Search) -> tuple[dict[str, tuple[Known, int]], list[Unplaced]]:
    """The places of what was found: those with known positions, and all others."""
    numbers: Counter[str] = Counter()
    names: dict[str, str] = {}
    known: dict[str, Known] = {}
    for text, number in sorted(made.places.items(), key=lambda each: -each[1]):
        if text:
            group, place = made.gazetteer.group_of(text)
            numbers[group] += number
            names.setdefault(group, place.label if place else text)
            if place and place.place.candidates:
                known[group] = place
    placed = {group: (place, numbers[group]) for group, place in known.items()}
    unplaced = [
        Unplaced(
            names[group],
            number,
            made.asked.toggled("place", group).address(),
            len(made.gazetteer.by_key.get(place_key(names[group]), ())) > 1,
        )
        for group, number in numbers.most_common()
        if group not in known
    ]
    return placed, unplaced


def _spot(made: Search, view: View, known: Known, number: int) -> Spot:
    chosen = known.row.key in made.asked.chosen.get("place", ())
    narrowed = made.asked if chosen else made.asked.toggled("place", known.row.key)
    areas = [_area(view, each) for each in known.place.candidates]
    return Spot(known.label, number, narrowed.address(), [a for a in areas if _in(a)], known)


def _named(spots: list[Spot]) -> list[Spot]:
    """Those whose names are written, so that none is written over another."""
    boxes: list[tuple[float, float, float]] = []
    named = []
    for spot in spots:
        width = min(len(spot.label), _LONGEST_NAME) * _LETTER
        left = spot.label_x - (width if spot.anchor == "end" else 0)
        if not any(
            left < right and first < left + width and abs(spot.label_y - y) < _LINE
            for first, right, y in boxes
        ):
            boxes.append((left, left + width, spot.label_y))
            named.append(spot)
    return named


def _area(view: View, position: Position) -> Area:
    x, y = view.point(position.lat, position.lon)
    degrees = position.uncertainty_m / METRES_A_DEGREE
    narrow = max(0.05, math.cos(math.radians(position.lat)))
    across, high = degrees / narrow * view.scale, degrees * view.stretch
    exact = across < _SMALLEST
    return Area(x, y, max(across, _SMALLEST), max(high, _SMALLEST), exact)


def _in(area: Area) -> bool:
    return (
        -area.across <= area.x <= WIDTH + area.across and -area.high <= area.y <= HEIGHT + area.high
    )


def _view(request: HttpRequest) -> View | None:
    """The view that the address asks for; None where it asks for none."""
    try:
        lat, lon, span = (float(request.GET[each]) for each in ("lat", "lon", "span"))
    except (KeyError, ValueError):
        return None
    if not all(map(math.isfinite, (lat, lon, span))):
        return None
    # In steps, so that one map serves many: a view is drawn once.
    span = min(360.0, max(0.05, span))
    step = max(0.001, span / 400)
    lat, lon = (round(each / step) * step for each in (lat, lon))
    return View(min(85.0, max(-85.0, lat)), min(180.0, max(-180.0, lon)), round(span, 3))


def _fitting(places: list[Known]) -> View:
    """The view in which all places are seen."""
    points = [each for known in places for each in known.place.candidates]
    if not points:
        return View()
    doubt = max(each.uncertainty_m for each in points) / METRES_A_DEGREE
    south, north = min(p.lat for p in points) - doubt, max(p.lat for p in points) + doubt
    west, east = min(p.lon for p in points) - doubt, max(p.lon for p in points) + doubt
    middle = View(round((south + north) / 2, 3), round((west + east) / 2, 3), 1.0)
    high = (north - south) * middle.stretch / HEIGHT
    span = max((east - west), high, _NARROWEST) * _EDGE
    return View(middle.lat, middle.lon, round(min(360.0, span), 3))


def _moves(asked: Asked, view: View, plain: bool) -> dict[str, str]:
    views = {
        "closer": view.zoomed(0.5),
        "farther": view.zoomed(2),
        "north": view.moved(0, 0.4),
        "south": view.moved(0, -0.4),
        "west": view.moved(-0.4, 0),
        "east": view.moved(0.4, 0),
    }
    return {name: _address(asked, each, plain) for name, each in views.items()} | {
        "all": asked.address(page=None, borders="0" if plain else None)
    }


def _address(asked: Asked, view: View, plain: bool) -> str:
    return asked.address(
        page=None,
        lat=f"{view.lat:.4f}",
        lon=f"{view.lon:.4f}",
        span=f"{view.span:g}",
        borders="0" if plain else None,
    )


def _bar(view: View) -> tuple[int, float]:
    """A length for the scale: kilometres, and units of the drawing at the map's middle."""
    kilometre = view.stretch * 1000 / METRES_A_DEGREE
    lengths = [n * 10**power for power in range(4) for n in (1, 2, 5)]
    best = max((each for each in lengths if each * kilometre <= WIDTH / 4), default=1)
    return best, best * kilometre
