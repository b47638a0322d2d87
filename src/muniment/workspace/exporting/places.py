"""Claims on a map: GeoJSON (RFC 7946), a feature a claim, where the gazetteer knows its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from muniment.registers.exporting.release import GRID
from muniment.values.position import METRES_A_DEGREE, Position
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Table
from muniment.workspace.exporting.parts import JsonPart, draft, write_object
from muniment.workspace.models import Collection, Sensitivity
from muniment.workspace.search.gazetteer import Gazetteer

Json = dict[str, Any]


def write_geojson(
    collection: Collection,
    table: Table,
    audience: str,
    about: Callable[[list[str]], About],
    output: IO[bytes],
    folder: Path,
) -> None:
    """A FeatureCollection, which says of itself what it is; a claim without a place that may be
    told has no geometry.

    For the public a place that is not public is moved to the middle of a cell of a tenth of a
    degree; a restricted one is told to nobody but who may see it.
    """
    with draft(folder) as file:
        features = JsonPart(file)
        told = _placed(collection, table, audience, features)
        members = {"type": "FeatureCollection", "about": about(told).facts(), "features": features}
        write_object(output, members)


def _placed(collection: Collection, table: Table, audience: str, features: JsonPart) -> list[str]:
    """Add each claim as a feature; what could not be said of their places, in sentences."""
    here = [collection.pk]
    gazetteer = Gazetteer(here, here if audience == Sensitivity.RESTRICTED else ())
    without = unknown = several = moved = 0
    for row in table:
        text = row.get("place") or ""
        places = gazetteer.named(text)
        points: list[Position] = []
        hide = False
        if len(places) == 1:
            hide = audience == Sensitivity.PUBLIC and places[0].row.sensitivity != audience
            points = [_coarse(each) if hide else each for each in places[0].place.candidates]
            moved += hide
        shape = geometry(points)
        without += not text
        unknown += bool(text) and shape is None and len(places) < 2
        several += len(places) > 1
        said = dict(row)  # with what is empty: it comes back as it was
        if shape is not None:
            said |= doubts(points)
            if not hide:
                said["place_names"] = places[0].label
        id = f"{row['document']}:{row['key']}"
        features.add({"type": "Feature", "id": id, "geometry": shape, "properties": said})
    cell = f"the middle of cells of {GRID:g} degree, with the uncertainty that this makes"
    return [
        f"{number} claims {what}"
        for number, what in (
            (without, "name no place: they are features without a geometry."),
            (unknown, "name a place whose position is not known or not told: likewise."),
            (several, "name a place that several places are called: likewise."),
            (moved, f"stand at {cell}: the exact positions are not public."),
        )
        if number
    ]


def _coarse(point: Position) -> Position:
    """The middle of the cell in which a position is, with the uncertainty of that."""
    lat, lon = (round((math.floor(each / GRID) + 0.5) * GRID, 6) for each in (point.lat, point.lon))
    doubt = point.uncertainty_m + GRID * METRES_A_DEGREE / math.sqrt(2)
    return Position(max(-90.0, min(lat, 90.0)), max(-180.0, min(lon, 180.0)), math.ceil(doubt))


def geometry(points: Iterable[Position]) -> Json | None:
    """GeoJSON's geometry: the point at which something is, or the points at one of which it is."""
    found = [list(each) for each in _apart(points)]
    if not found:
        return None
    if len(found) == 1:
        return {"type": "Point", "coordinates": found[0]}
    return {"type": "MultiPoint", "coordinates": found}


def doubts(points: Iterable[Position]) -> Json:
    """What a feature says of how far off its points may be, in metres: each, in the order of the
    coordinates, and the largest, None where there is none."""
    each = list(_apart(points).values())
    return {"uncertainty_m": max(each, default=None), "uncertainties_m": each}


def _apart(points: Iterable[Position]) -> dict[tuple[float, float], float]:
    """Each point once, longitude first, with the most that it may be off."""
    found: dict[tuple[float, float], float] = {}
    for each in points:
        at = each.lon, each.lat
        found[at] = max(each.uncertainty_m, found.get(at, 0.0))
    return found
