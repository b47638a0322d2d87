from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main

_SITES = ("Site", "Place", "Latitude", "Longitude", "Exhumation status")
_AREAS = ("Hazard ID", "Type", "Place", "Latitude", "Longitude")
_PEOPLE = ("Name", "Given name", "Family name", "Age", "Sex")
_WATER = ("Station", "Date", "Parameter", "Value", "Unit")


def _write(path: Path, head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MUNIMENT_STORE", str(tmp_path / "store"))
    for name in ("one", "two"):
        rows: list[tuple[object, ...]] = [
            (f"G{n}", f"Place {n % 5}", f"4{n % 7}.{n:02}5", f"44.{n * 7 % 90:02}1", "unknown")
            for n in range(30)
        ]
        path = _write(tmp_path / f"{name}.csv", _SITES, rows)
        assert _run("register", "import", str(path), "--kind", "grave_site").exit_code in (0, 1)
    areas: list[tuple[object, ...]] = [
        (f"H{n}", "SHA", "Place", f"41.{n}", f"44.{n}") for n in range(9)
    ]
    path = _write(tmp_path / "areas.csv", _AREAS, areas)
    assert _run("register", "import", str(path), "--kind", "hazard_area").exit_code in (0, 1)
    return tmp_path


def test_grave_sites_are_counted_as_such(store: Path) -> None:
    found = _run("link", "sites", "one", "two", "--draws", "40")
    assert found.exit_code == 0, found.output
    assert "grave sites (90 %" in found.output
    assert "people (90 %" not in found.output
    assert "grave sites (90 %" in _run("link", "show", "sites").output
    told = _run("link", "explain", "sites", "one:2", "two:2").output
    assert "one grave site" in told or "two grave sites" in told


def test_lists_of_different_things_are_refused(store: Path) -> None:
    found = _run("link", "mixed", "one", "areas")
    assert found.exit_code == 2, found.output
    assert "of different things" in found.output
    assert "“areas” (Hazardous area)" in found.output


def test_lists_of_other_things_are_named_where_there_are_none_of_people(store: Path) -> None:
    found = _run("link", "all")
    assert found.exit_code == 2, found.output
    assert "areas, one, two" in found.output


def test_results_of_laboratories_are_refused_with_the_reason(store: Path) -> None:
    rows: list[tuple[object, ...]] = [("R1", f"2020-01-{n:02}", "Cu", n, "mg/L") for n in (1, 2)]
    path = _write(store / "water.csv", _WATER, rows)
    assert _run("register", "import", str(path), "--kind", "water_sample").exit_code in (0, 1)
    found = _run("link", "rivers", "water")
    assert found.exit_code == 1
    assert "two results are never one" in found.output


def test_ages_that_nothing_dates_are_named(store: Path) -> None:
    given, family = ("Ramil", "Levon", "Zurab"), ("Talverov", "Noreskian", "Ombadze", "Quliev")
    ages: list[tuple[object, ...]] = [
        (n, given[n % 3], family[n % 4], 20 + n, "male") for n in range(12)
    ]
    births = [(n, g, f, 2000 - int(str(age)), sex) for n, g, f, age, sex in ages]
    files = [
        _write(store / "hospital.csv", _PEOPLE, ages),
        _write(store / "ngo.csv", (*_PEOPLE[:3], "Year of birth", "Sex"), births),
    ]
    found = _run("link", "wards", *map(str, files), "--draws", "20")
    assert "The ages of 12 records of “hospital” are not compared" in found.output
    assert "“ngo”" not in found.output
