from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.kind import Field
from muniment.registers.normalise.positions import metres_of

from .cells import column, reasons, values
from .test_dates import CELLS

PLACE = Field(name="p", type="position", labels={"en": "p"})
LAT, LON = 40 + 12 / 60 + 30 / 3600, 46 + 15 / 60 + 30 / 3600


@pytest.mark.parametrize(
    "cell",
    [
        "40.208333 46.258333",
        "40.208333, 46.258333",
        "40,208333; 46,258333",
        "40,208333, 46,258333",
        "40,208333,46,258333",
        "40°12'30\"N 46°15'30\"E",
        "40° 12′ 30″ с.ш., 46° 15′ 30″ в.д.",
        "N40 12 30 E46 15 30",
        "40 12 30 46 15 30",
        "40°12.5' N, 46°15.5' E",
        "46.258333E 40.208333N",
        "401230N 0461530E",
        "Lat: 40.208333 Long: 46.258333",
        "POINT(46.258333 40.208333)",
        "40.208333 46.258333 512.4 5",
        "٤٠.٢٠٨٣٣٣ ٤٦.٢٥٨٣٣٣",
    ],
)
def test_one_point_in_every_notation(cell: str) -> None:
    result = column(PLACE, [cell])
    assert values(result) == [cell]
    assert values(result, ".lat")[0] == pytest.approx(LAT, abs=1e-6)
    assert values(result, ".lon")[0] == pytest.approx(LON, abs=1e-6)
    assert not reasons(result)


@pytest.mark.parametrize(
    ("cell", "metres"),
    [("40.1, 46.2", 5560), ("40.12, 46.23", 556), ("40°12'N 46°15'E", 927), ("40 N 46 E", 55600)],
)
def test_uncertainty_is_that_of_the_digits(cell: str, metres: float) -> None:
    assert values(column(PLACE, [cell]), ".uncertainty_m")[0] == pytest.approx(metres, rel=0.01)


@pytest.mark.parametrize(
    ("cell", "lat", "lon"),
    [
        ("38T 600000 4400123", 39.745147, 46.167171),
        ("31U DQ 48251 11932", 48.858198, 2.294496),
        ("56HLH3487352266", -33.856996, 151.215003),
    ],
)
def test_grids(cell: str, lat: float, lon: float) -> None:
    result = column(PLACE, [cell])
    assert values(result, ".lat")[0] == pytest.approx(lat, abs=1e-5)
    assert values(result, ".lon")[0] == pytest.approx(lon, abs=1e-5)


def test_the_reference_system_of_a_column_counts() -> None:
    grid = column(PLACE, ["4400000 8500001"], reference_system="СК-42 зона 8")
    assert values(grid, ".lat")[0] == pytest.approx(39.733229, abs=1e-6)
    assert values(grid, ".uncertainty_m")[0] > 10
    degrees = column(PLACE, ["55.7500000, 37.6000000"], reference_system="Pulkovo 1942")
    assert values(degrees, ".lon")[0] == pytest.approx(37.5981255, abs=1e-6)
    other = column(PLACE, ["55.7500000, 37.6000000"], reference_system="ED50")
    assert values(other, ".uncertainty_m")[0] > 1000
    assert reasons(other)


def test_parts_in_columns() -> None:
    cells: dict[str, list[Any]] = {
        "lat": ["40.25", 40.5, "40°15'", None, "unknown"],
        "lon": ["46.5", 46.25, "46°30'", None, "46.5"],
        "uncertainty_m": ["5000", None, "", None, None],
    }
    result = column(PLACE, cells)
    assert values(result, ".lat") == [40.25, 40.5, 40.25, None, None]
    assert values(result, ".uncertainty_m")[0] == 5000
    metres = {"x": ["600000"], "y": ["4400123"], "system": ["EPSG:32638"]}
    assert values(column(PLACE, metres), ".lat")[0] == pytest.approx(39.745147, abs=1e-5)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("95.1, 40.2", "longitude before latitude"),
        ("200, 300", "beyond 90"),
        ("0.0, 0.0", "no position"),
        ("4400000 8500000", "system and zone"),
        ("40.1 N 46.2 O", "Spanish"),
        ("40,1", "one number"),
        ("by the bridge", "no position"),
        ("40.1", "no position"),
        ("40 75 30 N 46 15 30 E", "minutes"),
        ("40.1 N 46.2 N", "two latitudes"),
    ],
)
def test_what_is_odd_is_said(cell: str, reason: str) -> None:
    result = column(PLACE, [cell])
    assert values(result) == [cell]
    assert any(reason in said for said in reasons(result)[0])


def test_gaps_are_gaps() -> None:
    result = column(PLACE, ["unknown", "-", None])
    assert values(result) == ["unknown", None, None]
    assert not reasons(result)


def test_a_point_among_the_others_only_when_swapped_is_said_and_not_changed() -> None:
    cells = [f"15.{n}12, 45.{n}34" for n in range(1, 9)]
    result = column(PLACE, [*cells, "45.134, 15.112"])
    assert values(result, ".lat")[8] == 45.134
    assert "swapped" in reasons(result)[8][0]


def test_zeros_that_a_program_dropped_are_no_doubt() -> None:
    cells = [f"40.{n}1, 46.{n}3" for n in range(10000, 10050)]
    exact = values(column(PLACE, [*cells, "40.5, 46.25"]), ".uncertainty_m")[-1]
    assert exact < 2
    kept = values(column(PLACE, [*cells, "40.500000, 46.25"]), ".uncertainty_m")[-1]
    assert kept == pytest.approx(424, rel=0.01)


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_degrees_minutes_and_seconds_round_trip(lat: float, lon: float) -> None:
    def written(value: float, letters: str) -> str:
        seconds = round(abs(value) * 3600)
        letter = letters[value < 0]
        return f"{seconds // 3600}°{seconds // 60 % 60}'{seconds % 60}\"{letter}"

    result = column(PLACE, [f"{written(lat, 'NS')} {written(lon, 'EW')}"])
    if values(result, ".lat")[0] is not None:
        assert values(result, ".lat")[0] == pytest.approx(lat, abs=0.5 / 3600 + 1e-9)
        assert values(result, ".lon")[0] == pytest.approx(lon, abs=0.5 / 3600 + 1e-9)
    else:
        assert max(abs(lat), abs(lon)) < 0.001


WRITTEN = st.text(alphabet="0123456789.,;°'\"NSEWOС сшд-/()TKU", max_size=24)


@given(st.lists(st.one_of(CELLS, WRITTEN), max_size=4), st.sampled_from([None, "UTM 38N", "SK-42"]))
def test_no_cell_raises_and_every_point_is_on_the_earth(
    cells: list[Any], system: str | None
) -> None:
    result = column(PLACE, cells, reference_system=system)
    for lat, lon in zip(values(result, ".lat"), values(result, ".lon"), strict=True):
        assert lat is None or (-90 <= lat <= 90 and -180 <= lon <= 180)


@given(st.lists(CELLS, min_size=2, max_size=2), st.lists(CELLS, min_size=2, max_size=2))
def test_no_parts_raise(one: list[Any], two: list[Any]) -> None:
    column(PLACE, {"lat": one, "lon": two})
    column(PLACE, {"x": one, "y": two, "zone": two})


@pytest.mark.parametrize(
    ("written", "metres"),
    [
        *(("40 000", 40_000), ("40,000", 40_000), ("40.000", 40_000), ("1’250 m", 1_250)),
        *(("12,345,678", 12_345_678), ("٤٠٬٠٠٠", 40_000), ("12,5 m", 12.5), ("0,500", 0.5)),
        *(("1.5", 1.5), ("400", 400), ("2500 м", 2_500)),
    ],
)
def test_how_far_off_a_place_may_be_is_never_read_as_less(written: str, metres: float) -> None:
    assert metres_of(written) == metres
