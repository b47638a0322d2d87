"""Land and boundaries cut to a view, in a plain projection: degrees, narrowed by the latitude.

The map ends at the 180th meridian; nothing here is measured on it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

WIDTH, HEIGHT = 1000, 620
"""The size of the drawing, in its own units."""
NARROWEST, WIDEST = 0.05, 360.0
_MARGIN = 20
_NEAR = 1.1
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """What is seen: the middle of the map and its width, in degrees."""

    lat: float = 20.0
    lon: float = 0.0
    span: float = 360.0

    @property
    def scale(self) -> float:
        """Units of the drawing for a degree of longitude."""
        return WIDTH / self.span

    @property
    def stretch(self) -> float:
        """Units of the drawing for a degree of latitude."""
        return self.scale / max(0.2, math.cos(math.radians(min(80.0, abs(self.lat)))))

    def point(self, lat: float, lon: float) -> Point:
        """Where a position is drawn."""
        return (
            WIDTH / 2 + (lon - self.lon) * self.scale,
            HEIGHT / 2 - (lat - self.lat) * self.stretch,
        )

    def moved(self, right: float, up: float) -> View:
        """The view moved by parts of its width and height."""
        high = HEIGHT / self.stretch
        return View(
            min(85.0, max(-85.0, self.lat + up * high)),
            min(180.0, max(-180.0, self.lon + right * self.span)),
            self.span,
        )

    def zoomed(self, factor: float) -> View:
        """The view with more (below 1) or less to be seen closely."""
        return View(self.lat, self.lon, min(WIDEST, max(NARROWEST, self.span * factor)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The paths of a view."""

    land: str
    borders: str


@lru_cache(maxsize=64)
def drawn(view: View) -> Drawn:
    """The land and the boundaries of a view."""
    land, borders = _world()
    return Drawn(
        "".join(_path(_ring(line, view), "Z") for line in land if _seen(line, view)),
        "".join(
            _path(part, "")
            for line in borders
            if _seen(line, view)
            for part in _parts(_thinned(_projected(line.points, view)))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    points: tuple[Point, ...]
    west: float
    south: float
    east: float
    north: float


@cache
def _world() -> tuple[list[_Line], list[_Line]]:
    text = files("muniment.web.basemap").joinpath("world.json").read_text(encoding="ascii")
    world = json.loads(text)
    degree = world["degree"]
    land = [_line(each, degree) for each in world["land"]]
    # What goes on across the 180th meridian is drawn on its other side too.
    again = [_shifted(each, -360) for each in land if each.east > 180]
    again += [_shifted(each, 360) for each in land if each.west < -180]
    return (
        land + again,
        [_line(each, degree) for each in world["borders"]],
    )


def _line(steps: list[int], degree: int) -> _Line:
    x = y = 0
    points = []
    for at in range(0, len(steps), 2):
        x, y = x + steps[at], y + steps[at + 1]
        points.append((x / degree, y / degree))
    return _bounded(points)


def _shifted(line: _Line, degrees: float) -> _Line:
    return _bounded([(lon + degrees, lat) for lon, lat in line.points])


def _bounded(points: list[Point]) -> _Line:
    longitudes, latitudes = [each[0] for each in points], [each[1] for each in points]
    return _Line(tuple(points), min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _seen(line: _Line, view: View) -> bool:
    across, high = view.span / 2, HEIGHT / view.stretch / 2
    if (line.east - line.west) * view.scale < 1 and (line.north - line.south) * view.stretch < 1:
        return False
    return (
        line.east >= view.lon - across
        and line.west <= view.lon + across
        and line.north >= view.lat - high
        and line.south <= view.lat + high
    )


def _projected(points: tuple[Point, ...], view: View) -> Iterator[Point]:
    scale, stretch = view.scale, view.stretch
    left, top = WIDTH / 2 - view.lon * scale, HEIGHT / 2 + view.lat * stretch
    return ((left + lon * scale, top - lat * stretch) for lon, lat in points)


def _thinned(points: Iterator[Point]) -> list[Point]:
    """A line without the points that fall together."""
    found: list[Point] = []
    for point in points:
        if (
            not found
            or abs(point[0] - found[-1][0]) > _NEAR
            or abs(point[1] - found[-1][1]) > _NEAR
        ):
            found.append(point)
    return found


def _ring(line: _Line, view: View) -> list[Point]:
    """A ring cut to the drawing (Sutherland and Hodgman)."""
    points = _thinned(_projected(line.points, view))
    for axis, edge, above in (
        (0, -_MARGIN, True),
        (0, WIDTH + _MARGIN, False),
        (1, -_MARGIN, True),
        (1, HEIGHT + _MARGIN, False),
    ):
        points = list(_cut(points, axis, float(edge), above))
        if not points:
            break
    return points


def _cut(points: list[Point], axis: int, edge: float, above: bool) -> Iterator[Point]:
    for before, after in zip([points[-1], *points[:-1]], points, strict=True):
        was, now = (before[axis] >= edge) == above, (after[axis] >= edge) == above
        if was != now:
            share = (edge - before[axis]) / (after[axis] - before[axis])
            yield (
                before[0] + share * (after[0] - before[0]),
                before[1] + share * (after[1] - before[1]),
            )
        if now:
            yield after


def _parts(points: list[Point]) -> Iterator[list[Point]]:
    """The stretches of a line that are near the drawing."""
    part: list[Point] = []
    for before, after in pairwise(points):
        if _crosses(before[0], after[0], WIDTH) and _crosses(before[1], after[1], HEIGHT):
            part = part or [before]
            part.append(after)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _crosses(one: float, other: float, length: int) -> bool:
    return max(one, other) >= -_MARGIN and min(one, other) <= length + _MARGIN


def _path(points: list[Point], end: str) -> str:
    if len(points) < 2:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + end
