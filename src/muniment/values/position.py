"""Positions on the earth with their uncertainty, and the grids in which they are written.

Degrees are of WGS84, distances in metres. Transverse Mercator grids (UTM, Gauss-Krüger) are undone
by the series of Krüger (1912) to the fourth order in the third flattening, as given by Karney,
"Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85 (2011): far below
a millimetre within a zone. Pulkovo 1942 is moved to WGS84 by the seven parameters of GOST R
51794-2008 (EPSG 5044), which hold to some metres in the former Soviet Union.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the earth (IUGG)."""
METRES_A_DEGREE = 111_195.0
"""A degree of latitude on that sphere."""
PULKOVO_UNCERTAINTY_M = 10.0
"""What is added where a position was moved from Pulkovo 1942 to WGS84."""

_WGS84 = (6_378_137.0, 1 / 298.257223563)
_KRASSOVSKY = (6_378_245.0, 1 / 298.3)
_SHIFT_M = (23.57, -140.95, -79.8)
_TURN_SECONDS = (0.0, 0.35, 0.79)
_SCALE = -0.22e-6
_UTM_SCALE = 0.9996
_UTM_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_MGRS_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_MGRS_ROWS = "ABCDEFGHJKLMNPQRSTUV"


class Nearness(enum.Enum):
    """The three answers to whether two positions are within a distance."""

    NEAR = "near"
    FAR = "far"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the earth: degrees (WGS84) and how far off it may be, in metres.

    Raises ValueError for latitudes beyond 90, longitudes beyond 180 degrees, a negative or infinite
    uncertainty, and for what is no number.
    """

    lat: float
    lon: float
    uncertainty_m: float = 0.0

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:
            raise ValueError("a latitude is beyond 90 degrees")
        if not -180 <= self.lon <= 180:
            raise ValueError("a longitude is beyond 180 degrees")
        if not 0 <= self.uncertainty_m < math.inf:
            raise ValueError("an uncertainty is less than nothing, or has no end")

    def distance_m(self, other: Position) -> float:
        """The great-circle distance of the two points, without their uncertainty."""
        one, two = math.radians(self.lat), math.radians(other.lat)
        across = math.radians(other.lon - self.lon)
        square = (
            math.sin((two - one) / 2) ** 2
            + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
        )
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(square)))

    def distance_range_m(self, other: Position) -> tuple[float, float]:
        """The least and the greatest distance that the uncertainties of both allow."""
        between = self.distance_m(other)
        doubt = self.uncertainty_m + other.uncertainty_m
        return max(0.0, between - doubt), between + doubt

    def within(self, metres: float, other: Position) -> Nearness:
        """Whether another position is within a distance: near, far, or it cannot be told."""
        least, greatest = self.distance_range_m(other)
        if greatest <= metres:
            return Nearness.NEAR
        return Nearness.FAR if least > metres else Nearness.CANNOT_TELL


def from_utm(zone: int, northern: bool, easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude of a UTM position; raises ValueError for one outside the grid."""
    if not 1 <= zone <= 60:
        raise ValueError("there is no such UTM zone")
    if not 100_000 <= easting < 1_000_000 or not 0 <= northing <= 10_000_000:
        raise ValueError("the easting or the northing lies outside the UTM grid")
    north = northing if northern else northing - 10_000_000
    return _from_mercator(_WGS84, _UTM_SCALE, zone * 6 - 183, easting - 500_000, north)


def utm_band_is_northern(band: str) -> bool:
    """Whether a UTM latitude band (C to X, without I and O) is north of the equator."""
    if band.upper() not in _UTM_BANDS:
        raise ValueError("there is no such UTM band")
    return band.upper() >= "N"


def from_mgrs(text: str) -> tuple[float, float, float]:
    """Latitude and longitude of the middle of an MGRS square, and half its side in metres.

    ``text`` is without spaces, such as "38TLM1234567890". Raises ValueError where it is no MGRS
    reference; polar squares are not read.
    """
    text = text.upper()
    digits = 2 if text[:2].isdigit() else 1
    zone_text, rest = text[:digits], text[digits:]
    if not zone_text.isdigit() or len(rest) < 3 or rest[0] not in _UTM_BANDS:
        raise ValueError("is no MGRS reference")
    zone, band, column, row, numbers = int(zone_text), rest[0], rest[1], rest[2], rest[3:]
    columns = _MGRS_COLUMNS[(zone - 1) % 3]
    wrong = (
        not 1 <= zone <= 60
        or column not in columns
        or row not in _MGRS_ROWS
        or len(numbers) % 2
        or len(numbers) > 10
        or (numbers and not (numbers.isascii() and numbers.isdigit()))
    )
    if wrong:
        raise ValueError("is no MGRS reference")
    half = len(numbers) // 2
    side = 10.0 ** (5 - half)
    easting = (columns.index(column) + 1) * 100_000 + (int(numbers[:half] or 0) + 0.5) * side
    first_row = 0 if zone % 2 else 5
    northing = (int(numbers[half:] or 0) + 0.5) * side
    northing += (_MGRS_ROWS.index(row) - first_row) % 20 * 100_000
    northern = utm_band_is_northern(band)
    low = -80 + 8 * _UTM_BANDS.index(band)
    # Rows repeat every 2,000 km: the right one is that of the latitude band.
    middle = math.radians(low + 4) * 6_367_449 * _UTM_SCALE
    north = northing + round((middle - northing) / 2_000_000) * 2_000_000
    lat, lon = _from_mercator(_WGS84, _UTM_SCALE, zone * 6 - 183, easting - 500_000, north)
    top = 84 if band == "X" else low + 8
    if not low - 1 <= lat <= top + 1 or (northern != (lat >= 0) and abs(lat) > 1):
        raise ValueError("is no MGRS reference: its square is not in its band")
    return lat, lon, side / 2


def from_gauss_krueger(zone: int, easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude (WGS84) of a Gauss-Krüger position on Pulkovo 1942, 6-degree zones.

    ``easting`` is without the zone's number in front. Raises ValueError for what is outside.
    """
    if not 1 <= zone <= 60:
        raise ValueError("there is no such Gauss-Krüger zone")
    if not 100_000 <= easting <= 900_000 or not 0 <= northing <= 10_000_000:
        raise ValueError("the easting or the northing lies outside the zone")
    centre = (zone * 6 + 177) % 360 - 180
    lat, lon = _from_mercator(_KRASSOVSKY, 1.0, centre, easting - 500_000, northing)
    return pulkovo_to_wgs84(lat, lon)


def pulkovo_to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """Degrees on Pulkovo 1942 as degrees on WGS84 (within some metres)."""
    axis, flattening = _KRASSOVSKY
    square = flattening * (2 - flattening)
    phi, lam = math.radians(lat), math.radians(lon)
    normal = axis / math.sqrt(1 - square * math.sin(phi) ** 2)
    x = normal * math.cos(phi) * math.cos(lam)
    y = normal * math.cos(phi) * math.sin(lam)
    z = normal * (1 - square) * math.sin(phi)
    turn_x, turn_y, turn_z = (math.radians(seconds / 3600) for seconds in _TURN_SECONDS)
    scale = 1 + _SCALE
    x, y, z = (
        _SHIFT_M[0] + scale * (x - turn_z * y + turn_y * z),
        _SHIFT_M[1] + scale * (turn_z * x + y - turn_x * z),
        _SHIFT_M[2] + scale * (-turn_y * x + turn_x * y + z),
    )
    axis, flattening = _WGS84
    square = flattening * (2 - flattening)
    across = math.hypot(x, y)
    phi = math.atan2(z, across * (1 - square))
    for _ in range(4):
        normal = axis / math.sqrt(1 - square * math.sin(phi) ** 2)
        phi = math.atan2(z + square * normal * math.sin(phi), across)
    return math.degrees(phi), math.degrees(math.atan2(y, x))


def _from_mercator(
    ellipsoid: tuple[float, float], scale: float, centre: float, east: float, north: float
) -> tuple[float, float]:
    """Degrees of a point of a transverse Mercator grid (Karney 2011, equations 15, 35 and 36)."""
    axis, flattening = ellipsoid
    n = flattening / (2 - flattening)
    radius = axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    xi, eta = north / (scale * radius), east / (scale * radius)
    xi_prime = xi - sum(
        b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in enumerate(beta, start=1)
    )
    eta_prime = eta - sum(
        b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in enumerate(beta, start=1)
    )
    conformal = math.asin(max(-1.0, min(1.0, math.sin(xi_prime) / math.cosh(eta_prime))))
    lam = math.atan2(math.sinh(eta_prime), math.cos(xi_prime))
    eccentricity = math.sqrt(flattening * (2 - flattening))
    isometric = math.asinh(math.tan(conformal))
    phi = conformal
    for _ in range(6):
        sine = math.sin(phi)
        phi = math.atan(math.sinh(isometric + eccentricity * math.atanh(eccentricity * sine)))
    lon = (centre + math.degrees(lam) + 180) % 360 - 180
    return math.degrees(phi), lon
