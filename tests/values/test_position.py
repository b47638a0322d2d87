"""Expected values of grids and of the datum shift are those of PROJ 9 with the same parameters."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.position import (
    Nearness,
    Position,
    from_gauss_krueger,
    from_mgrs,
    from_utm,
    pulkovo_to_wgs84,
)


@pytest.mark.parametrize(
    ("zone", "northern", "easting", "northing", "lat", "lon"),
    [
        (38, True, 600000, 4400000, 39.7440395629511, 46.16715187534577),
        (31, True, 448251.8, 5411932.7, 48.85820020126414, 2.294500062530659),
        (56, False, 334873, 6252266, -33.85700079663876, 151.21499783431727),
    ],
)
def test_utm(
    zone: int, northern: bool, easting: float, northing: float, lat: float, lon: float
) -> None:
    assert from_utm(zone, northern, easting, northing) == pytest.approx((lat, lon), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("31UDQ4825111932", 48.858198377208055, 2.2944959981415196),
        ("56HLH3487352266", -33.856996367527366, 151.2150033307598),
        ("4QFJ1234567890", 21.409801157814435, -157.91607631748585),
    ],
)
def test_mgrs(text: str, lat: float, lon: float) -> None:
    assert from_mgrs(text) == pytest.approx((lat, lon, 0.5), abs=1e-9)


def test_fewer_digits_of_mgrs_are_a_larger_square() -> None:
    assert from_mgrs("31UDQ4811")[2] == 500
    assert from_mgrs("31UDQ")[2] == 50_000


@pytest.mark.parametrize(
    "text", ["", "31", "31UDQ123", "99UDQ12", "31IDQ12", "31UZZ12", "31CDQ12x"]
)
def test_what_is_no_mgrs_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="MGRS"):
        from_mgrs(text)


def test_pulkovo() -> None:
    assert pulkovo_to_wgs84(55.75, 37.6) == pytest.approx((55.75004226860743, 37.598125509681964))
    assert from_gauss_krueger(8, 500000, 4400000) == pytest.approx(
        (39.733228877133875, 44.998805638521596), abs=1e-9
    )


@pytest.mark.parametrize(
    ("zone", "easting", "northing"), [(0, 500000, 0), (61, 500000, 0), (38, 1, 0), (38, 5e5, 2e7)]
)
def test_what_is_outside_a_grid_is_refused(zone: int, easting: float, northing: float) -> None:
    with pytest.raises(ValueError, match=r"zone|outside"):
        from_utm(zone, True, easting, northing)
    with pytest.raises(ValueError, match=r"zone|outside"):
        from_gauss_krueger(zone, easting, northing)


@pytest.mark.parametrize(
    ("lat", "lon", "doubt"),
    [(91, 0, 0), (0, 181, 0), (0, 0, -1), (math.nan, 0, 0), (0, 0, math.inf)],
)
def test_no_point_is_off_the_earth(lat: float, lon: float, doubt: float) -> None:
    with pytest.raises(ValueError, match=r"beyond|uncertainty"):
        Position(lat, lon, doubt)


POINTS = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1e5))


@given(POINTS, POINTS, st.floats(0, 1e6))
def test_distances_go_both_ways_and_answers_are_sure(
    one: Position, two: Position, metres: float
) -> None:
    assert one.distance_m(two) == pytest.approx(two.distance_m(one))
    low, high = one.distance_range_m(two)
    assert low <= one.distance_m(two) <= high
    answer = one.within(metres, two)
    assert (answer is Nearness.NEAR) == (high <= metres)
    assert (answer is Nearness.FAR) == (low > metres)


def test_a_degree_of_latitude() -> None:
    assert Position(0, 0).distance_m(Position(1, 0)) == pytest.approx(111_195, abs=1)
