"""Records as GeoJSON (RFC 7946): a feature a record, at its geometry or its position."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from muniment.registers.exporting.tables import rows_of, shown_columns

if TYPE_CHECKING:
    from muniment.registers.exporting.release import Release

Json = dict[str, Any]
_WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*Z?M?\s*(\(.*\))\s*", re.I
)
_NAMES = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon"}
_DEPTHS = {"POINT": 0, "LINESTRING": 1, "POLYGON": 2}


def write_geojson(release: Release, stream: BinaryIO) -> list[str]:
    """Write a FeatureCollection; records without a place have no geometry, and stay."""
    columns = shown_columns(release)
    geometries = [field.name for field in release.fields if field.type == "geometry"]
    positions = [field.name for field in release.fields if field.type == "position"]
    separator, nowhere, unread = b'{"type": "FeatureCollection", "features": [\n', 0, 0
    for row in rows_of(release, columns):
        shape = None
        for name in geometries:
            if shape is None and row[name]:
                shape = geometry(row[name])
                unread += shape is None
        for name in positions:
            lat, lon = row[f"{name}.lat"], row[f"{name}.lon"]
            if shape is None and lat is not None and lon is not None:
                shape = {"type": "Point", "coordinates": [lon, lat]}
        nowhere += shape is None
        id = row["record"]
        given = {name: value for name, value in row.items() if value is not None}
        feature = {"type": "Feature", "id": id, "geometry": shape, "properties": given}
        stream.write(separator + json.dumps(feature, ensure_ascii=False).encode("utf-8"))
        separator = b",\n"
    if separator != b",\n":
        stream.write(separator)
    stream.write(b"\n]}\n")
    told = []
    if nowhere:
        told.append(f"{nowhere} records have no position: they are features without a geometry.")
    if unread:
        told.append(f"{unread} geometries are neither GeoJSON nor WKT: they stay as text only.")
    return told


def geometry(text: str) -> Json | None:
    """The GeoJSON geometry that a text states as GeoJSON or as WKT, or None."""
    if text.lstrip().startswith("{"):
        try:
            shape = json.loads(text)
        except ValueError:
            return None
        return shape if isinstance(shape, dict) and "coordinates" in shape else None
    match = _WKT.fullmatch(text)
    if match is None:
        return None
    multi, name = match[1] is not None, match[2].upper()
    try:
        coordinates = _coordinates(match[3], _DEPTHS[name] + multi)
    except ValueError:
        return None
    return {"type": ("Multi" if multi else "") + _NAMES[name], "coordinates": coordinates}


def _coordinates(text: str, depth: int) -> Any:
    """Nested lists of numbers from nested brackets; raises ValueError when they do not fit."""
    inner = text.strip()
    if inner.startswith("("):
        if not inner.endswith(")"):
            raise ValueError(f"{text!r} is not closed")
        inner = inner[1:-1]
    if depth == 0:
        numbers = [float(each) for each in inner.split()]
        if len(numbers) < 2:
            raise ValueError(f"{text!r} is no point")
        return numbers[:2]
    return [_coordinates(part, depth - 1) for part in _parts(inner)]


def _parts(text: str) -> list[str]:
    """The parts between commas outside of brackets."""
    parts, level, start = [], 0, 0
    for place, letter in enumerate(text):
        level += (letter == "(") - (letter == ")")
        if letter == "," and level == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
