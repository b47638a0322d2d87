"""Positions in any notation and grid, with their reference system and how exact they are."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from muniment.registers.kind import UNKNOWN, Field
from muniment.registers.normalise.coordinates import Degrees, NoPosition, degrees, pair
from muniment.registers.normalise.datewords import plain_digits
from muniment.registers.normalise.model import Context, Reading, Remark
from muniment.registers.normalise.referencesystems import System, system_of
from muniment.registers.normalise.texts import as_written, cell_text
from muniment.registers.normalise.words import LOST, Gap, gap
from muniment.values.position import (
    METRES_A_DEGREE,
    PULKOVO_UNCERTAINTY_M,
    Position,
    from_gauss_krueger,
    from_mgrs,
    from_utm,
    pulkovo_to_wgs84,
    utm_band_is_northern,
)

_OTHER_SYSTEM_M = 1000.0
"""How far degrees of a system that is not converted may lie from WGS84."""
_LEAST_M = 1.0
_FAR_DEGREES, _NEAR_DEGREES = 6.0, 3.0
_ENOUGH = 8
_MGRS = re.compile(r"(?i)(?:mgrs\s*:?)?\s*(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*([\d\s]*)")
_UTM = re.compile(
    r"(?i)(?:utm)?[\s:,]*(?:zone)?\s*(\d{1,2})\s*([C-HJ-NP-X])[\s,:;]+(?:E|easting)?[\s:=]*"
    r"(\d{6}(?:[.,]\d+)?)\s*(?:m\s?E|E|m)?[\s,;/]+(?:N|northing)?[\s:=]*"
    r"(\d{1,8}(?:[.,]\d+)?)\s*(?:m\s?N|N|m)?"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[\s.,'’٬\u00a0\u202f]\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"(-?\d{1,3}\.\d{1,15})[,;]?\s+(-?\d{1,3}\.\d{1,15})", re.ASCII)
"""What machines write; everything else takes longer to read."""
_POINT = re.compile(
    r"(?i)(?:SRID=\d+;)?POINT\s*(?:Z\s*)?\(\s*(-?[\d.]+)\s+(-?[\d.]+)(?:\s+-?[\d.]+)?\s*\)"
)
_DECIMALS = re.compile(r"\d\.(\d+)")
_TWO_METRES = re.compile(r"(\d{6,8}(?:[.,]\d+)?)[\s,;/]+(\d{6,8}(?:[.,]\d+)?)")


class _Found(NamedTuple):
    position: Position
    remarks: tuple[Remark, ...] = ()


def position_readings(
    field: Field, cells: Sequence[Any], context: Context
) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings of a column of positions, and what was noticed of the column."""
    lost = _lost_zeros(cells)
    readings = [_reading(cell, context, lost) for cell in cells]
    lats = [reading.values[1] for reading in readings if reading.values[1] is not None]
    lons = [reading.values[2] for reading in readings if reading.values[1] is not None]
    if len(lats) < _ENOUGH:
        return readings, ()
    lat, lon = statistics.median(lats), statistics.median(lons)
    return [_beside_others(reading, lat, lon) for reading in readings], ()


def _reading(cell: Any, context: Context, lost: int | None) -> Reading:
    if cell is None:
        return Reading((None,) * 4)
    text = as_written(cell)
    entered = cell_text(text)
    missing = gap(entered)
    if isinstance(cell, Mapping):
        told = [gap(cell_text(cell.get(part))) for part in ("lat", "lon", "x", "y")]
        if None not in told:
            missing = Gap.UNKNOWN if Gap.UNKNOWN in told else Gap.NOT_GIVEN
    if missing is Gap.UNKNOWN:
        return Reading((UNKNOWN, None, None, None))
    if missing is Gap.NOT_GIVEN:
        return Reading((None,) * 4)
    if missing in LOST:
        return Reading((None,) * 4, (LOST[missing],))
    try:
        found = (
            _in_parts(cell, context, lost)
            if isinstance(cell, Mapping)
            else _in_one(entered, system_of(context.reference_system or ""), lost)
        )
    except ValueError as error:
        return Reading((entered, None, None, None), (Remark(str(error), "error"),))
    place = found.position
    if place.lat == place.lon == 0:
        remark = Remark("0, 0 stands for no position, it lies in the sea off Africa", "error")
        return Reading((entered, None, None, None), (remark,))
    return Reading((entered, place.lat, place.lon, place.uncertainty_m), found.remarks)


def _in_one(text: str, system: System | None, lost: int | None) -> _Found:
    """A position in one cell."""
    if len(text) > 200:
        raise NoPosition("is too long for a position")
    match = _DECIMAL.fullmatch(text)
    if match:
        one, two = (
            Degrees(float(number), 0.5 * 10.0 ** (number.find(".") + 1 - len(number)), "",
                    len(number) - number.find(".") - 1)
            for number in match.groups()
        )  # fmt: skip
        return _from_degrees(one, two, system, lost)
    plain = plain_digits(text)
    match = _POINT.fullmatch(plain.strip())
    if match:
        lat, lon = degrees(match[2]), degrees(match[1])
        return _from_degrees(lat, lon, system, lost)
    match = _MGRS.fullmatch(plain.strip())
    if match and (match[4].strip() or (system is not None and system.name == "mgrs")):
        lat_, lon_, half = from_mgrs(re.sub(r"\s", "", "".join(match.groups())))
        return _Found(Position(lat_, lon_, max(half, _LEAST_M)))
    match = _UTM.fullmatch(plain.strip())
    if match:
        return _utm(int(match[1]), match[2].upper(), match[3], match[4])
    match = _TWO_METRES.fullmatch(plain.strip())
    if match:
        return _metres(match[1], match[2], system)
    one, two, more = pair(text)
    found = _ordered(one, two, system, lost)
    if len(more) == 2 and more[1] > 0:
        # Survey tools write latitude, longitude, height and accuracy into one cell.
        place = found.position
        exact = Position(place.lat, place.lon, max(place.uncertainty_m, more[1]))
        return found._replace(position=exact)
    return found


def _in_parts(cell: Mapping[str, Any], context: Context, lost: int | None) -> _Found:
    """A position in columns of its own: lat and lon, or x and y, with zone, system, accuracy."""
    text = {part: cell_text(value) for part, value in cell.items()}
    system = system_of(text.get("system", "")) or system_of(context.reference_system or "")
    zone = re.fullmatch(r"\s*(\d{1,2})\s*([C-HJ-NP-X]?)\s*", text.get("zone", "").upper())
    if zone:
        name = system.name if system and system.name == "gauss_krueger" else "utm"
        system = System(name, int(zone[1]), zone[2])
    if text.get("lat") and text.get("lon"):
        lat, lon = degrees(text["lat"]), degrees(text["lon"])
        if {lat.hemisphere, lon.hemisphere} & {"N", "S", "E", "W"}:
            found = _ordered(lat, lon, system, lost)
        else:
            found = _from_degrees(lat, lon, system, lost)
    elif text.get("x") and text.get("y"):
        found = _by_axes(text["x"], text["y"], system, lost)
    elif text.get("lat") or text.get("lon"):
        found = _in_one(text.get("lat") or text.get("lon", ""), system, lost)
    else:
        raise NoPosition("gives one coordinate only")
    stated = text.get("uncertainty_m", "")
    if stated and gap(stated) is None:
        try:
            metres = metres_of(stated)
        except ValueError:
            remark = Remark("has no accuracy in metres")
            return found._replace(remarks=(*found.remarks, remark))
        if 0 < metres < 1e7:
            place = found.position
            wider = Position(place.lat, place.lon, max(place.uncertainty_m, metres))
            return found._replace(position=wider)
    return found


def metres_of(text: str) -> float:
    """How far off something may be, as lists write it: "40 000", "12,5 m". Raises ValueError.

    What a mark parts into threes are thousands: of "40,000", which some write for forty, the
    reading is taken that is not surer than was meant.
    """
    written = plain_digits(text).rstrip(" mм")
    if _THOUSANDS.fullmatch(written):
        return float(re.sub(r"\D", "", written))
    return float(written.replace(",", "."))


def _by_axes(x: str, y: str, system: System | None, lost: int | None) -> _Found:
    """x and y: degrees where they can be no metres (x is then the longitude)."""
    metres = [float(text.replace(",", ".").replace(" ", "")) if _is_number(text) else None
              for text in (x, y)]  # fmt: skip
    if None not in metres and max(abs(value or 0) for value in metres) > 360:
        return _metres(x.replace(" ", ""), y.replace(" ", ""), system)
    return _from_degrees(degrees(y), degrees(x), system, lost)


def _metres(one: str, two: str, system: System | None) -> _Found:
    """Two numbers of metres, which mean nothing without their system and zone."""
    if system is None or system.zone is None or system.name not in ("utm", "gauss_krueger"):
        raise NoPosition(
            "is in metres of a grid: say in which system and zone, such as UTM 38N, or "
            "Pulkovo 1942 Gauss-Krüger zone 8"
        )
    if system.name == "utm":
        return _utm(system.zone, system.band, one, two)
    first, second = (float(text.replace(",", ".")) for text in (one, two))
    # On Soviet maps x runs north and y, with the zone's number in front, runs east.
    zones = [int(value // 1_000_000) == system.zone for value in (first, second)]
    if zones == [True, True]:
        raise NoPosition("cannot be told: which of the two numbers is the northing?")
    if zones == [False, False]:
        raise NoPosition(f"neither number begins with the zone {system.zone}")
    easting, northing = (first, second) if zones[0] else (second, first)
    lat, lon = from_gauss_krueger(system.zone, easting % 1_000_000, northing)
    doubt = min(_metres_half_unit(one), _metres_half_unit(two)) + PULKOVO_UNCERTAINTY_M
    return _Found(Position(lat, lon, doubt))


def _utm(zone: int, band: str, easting: str, northing: str) -> _Found:
    east, north = float(easting.replace(",", ".")), float(northing.replace(",", "."))
    if not band:
        raise NoPosition("UTM needs its band or hemisphere, such as 38N")
    remarks: tuple[Remark, ...] = ()
    northern = band == "N" or utm_band_is_northern(band)
    if band == "S" and not 3_500_000 <= north <= 4_500_000:
        # S is the band from 32 to 40 degrees north and, for others, the south.
        northern = False
    elif band == "S":
        remarks = (Remark("S read as the band from 32 to 40 degrees north, not as the south"),)
    lat, lon = from_utm(zone, northern, east, north)
    return _Found(
        Position(lat, lon, min(_metres_half_unit(easting), _metres_half_unit(northing))), remarks
    )


def _metres_half_unit(number: str) -> float:
    whole = re.split("[.,]", number)
    if len(whole) == 2:
        return _LEAST_M
    zeros = len(number) - len(number.rstrip("0"))
    return max(_LEAST_M, 0.5 * 10.0 ** min(zeros, 4))


def _ordered(one: Degrees, two: Degrees, system: System | None, lost: int | None) -> _Found:
    """Latitude and longitude by their hemispheres; where none is given the latitude is first."""
    if one.hemisphere in ("E", "W") and two.hemisphere in ("N", "S"):
        return _from_degrees(two, one, system, lost)
    sides = [coordinate.hemisphere for coordinate in (one, two)]
    if sides[0] in ("E", "W") or sides[1] in ("N", "S"):
        raise NoPosition("has two latitudes or two longitudes")
    return _from_degrees(one, two, system, lost)


def _from_degrees(lat: Degrees, lon: Degrees, system: System | None, lost: int | None) -> _Found:
    remarks: list[Remark] = []
    if not -90 <= lat.value <= 90 and -90 <= lon.value <= 90 and -180 <= lat.value <= 180:
        lat, lon = lon, lat
        remarks.append(Remark("latitude beyond 90 degrees: read as longitude before latitude"))
    position = Position(lat.value, lon.value)
    doubt = max(
        _half_unit(lat, lost) * METRES_A_DEGREE,
        _half_unit(lon, lost) * METRES_A_DEGREE * math.cos(math.radians(lat.value)),
        _LEAST_M,
    )
    if system is not None and system.name in ("pulkovo_1942", "gauss_krueger"):
        position = Position(*pulkovo_to_wgs84(lat.value, lon.value))
        doubt += PULKOVO_UNCERTAINTY_M
    elif system is not None and system.name == "other":
        doubt += _OTHER_SYSTEM_M
        remarks.append(
            Remark("is in a reference system not known here; kept as it is, with 1 km of doubt")
        )
    return _Found(Position(position.lat, position.lon, doubt), tuple(remarks))


def _half_unit(coordinate: Degrees, lost: int | None) -> float:
    if lost is None or coordinate.decimals is None or coordinate.decimals >= lost:
        return coordinate.half_unit
    return 0.5 * 10.0**-lost


def _lost_zeros(cells: Sequence[Any]) -> int | None:
    """The decimals that a column's numbers have at least, where last zeros were dropped.

    A program that keeps numbers writes 40.5 for 40.50000. If of many coordinates none ends in zero,
    one with a digit less than is usual has lost a zero, and is as exact as the others.
    """
    decimals: list[int] = []
    for cell in cells:
        parts = cell.values() if isinstance(cell, Mapping) else (cell,)
        for part in parts:
            text = repr(part) if isinstance(part, float) else part
            for found in _DECIMALS.findall(text) if isinstance(text, str) else ():
                if found.endswith("0") and len(found) > 1:
                    return None
                decimals.append(len(found))
    if len(decimals) < 20:
        return None
    return max(0, int(statistics.median(decimals)) - 1)


def _beside_others(reading: Reading, lat: float, lon: float) -> Reading:
    """A reading with a remark where it lies far from all others and would not if swapped."""
    _, its_lat, its_lon, _ = reading.values
    if its_lat is None:
        return reading
    far = abs(its_lat - lat) > _FAR_DEGREES and abs(its_lon - lon) > _FAR_DEGREES
    near = abs(its_lon - lat) < _NEAR_DEGREES and abs(its_lat - lon) < _NEAR_DEGREES
    if not (far and near):
        return reading
    remark = Remark(
        "lies far from the others, but among them if latitude and longitude were swapped"
    )
    return reading._replace(remarks=(*reading.remarks, remark))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[\d ]+(?:[.,]\d+)?", text) is not None
