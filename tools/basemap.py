"""Make the base map that ships with the program out of Natural Earth at 1:50m.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python tools/basemap.py package/countries-50m.json src/muniment/web/basemap/world.json

Degrees become whole hundredths, lines lists of steps between points. Names of states are left
out: the map says what lies where, not whose it is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

_A_DEGREE = 100
Point = tuple[int, int]


def main(source: Path, target: Path) -> None:
    """Read one file, write the other."""
    world = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_points(arc, world["transform"]) for arc in world["arcs"]]
    land = [
        _ring(ring, arcs)
        for geometry in world["objects"]["land"]["geometries"]
        for polygon in _polygons(geometry)
        for ring in polygon
    ]
    used: Counter[int] = Counter()
    for country in world["objects"]["countries"]["geometries"]:
        here = {
            arc if arc >= 0 else ~arc
            for polygon in _polygons(country)
            for ring in polygon
            for arc in ring
        }
        used.update(here)
    borders = [arcs[arc] for arc, times in used.items() if times > 1]
    lines = [
        "{",
        '"source": "Natural Earth 1:50m, version 4.1, public domain, as in world-atlas 2.0.2",',
        f'"degree": {_A_DEGREE},',
        '"land": [',
        ",\n".join(_steps(each) for each in land if len(each) > 3),
        "],",
        '"borders": [',
        ",\n".join(_steps(each) for each in borders if len(each) > 1),
        "]}",
    ]
    target.write_text("\n".join(lines) + "\n", encoding="ascii")


def _points(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    found: list[Point] = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        point = (
            round((x * scale_x + start_x) * _A_DEGREE),
            round((y * scale_y + start_y) * _A_DEGREE),
        )
        if not found or point != found[-1]:
            found.append(point)
    return found


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", []))


def _ring(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring that goes on across the 180th meridian, and along the pole where it goes round it."""
    found: list[Point] = []
    for arc in ring:
        points = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        for x, y in points[1:] if found else points:
            if found:
                x += round((found[-1][0] - x) / (360 * _A_DEGREE)) * 360 * _A_DEGREE
            found.append((x, y))
    if abs(found[-1][0] - found[0][0]) > 180 * _A_DEGREE:
        pole = -90 * _A_DEGREE if found[0][1] < 0 else 90 * _A_DEGREE
        found += [(found[-1][0], pole), (found[0][0], pole)]
    return found


def _steps(points: list[Point]) -> str:
    steps = list(points[0])
    for before, after in pairwise(points):
        steps += [after[0] - before[0], after[1] - before[1]]
    return json.dumps(steps, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
