"""Wide tables: which are turned, how, and what is refused; each record knows its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from muniment.registers.importing import Imported, import_file
from muniment.registers.mapping import Mapping, MappingError, Turn
from muniment.registers.reading.model import UnreadableList
from muniment.registers.wideheadings import is_parameter, is_unit, unit_of

BY_PARAMETER = """\
Станция;Дата отбора;pH;"Нитраты, мг/дм3";"Fe (растворенное), мкг/л";Проба №
Р-1;12.05.2021;7,2;<0,5;120;1
Р-2;12.05.2021;7,4;н.о.;;2
Р-1;13.06.2021;7,1;1,25;-;3
"""
BY_STATION = """\
Parameter,Unit,St. 1,St. 2
Date of sampling,,2021-05-12,2021-05-13
Nitrate,mg/L,1.2,<0.5
Copper,µg/L,120,35
"""
BY_STATION_AND_DAY = """\
Показатель,Ед.изм.,Створ 1,,Створ 2,
,,12.05.2021,13.06.2021,12.05.2021,13.06.2021
Медь,мкг/л,120,35,44,12
"""
BY_DAY = """\
Station,Parameter,Unit,12.01.2021,15.02.2021
S1,Nitrate,mg/L,7.1,1.2
S2,Nitrate,mg/L,7.3,<0.9
"""
UNITS_BELOW = """\
Station,Sampling date,pH,Nitrate,Copper
,,-,mg/L,µg/L
S1,2021-05-12,7.1,1.2,<5
S2,2021-05-12,7.3,abc,6
"""


def read(folder: Path, text: str, mapping: Mapping | None = None) -> Imported:
    """The list imported with its kind guessed."""
    path = folder / "lab.csv"
    path.write_text(text, encoding="utf-8")
    imported = import_file(path, None, mapping, list_id="lab")
    counts = dict(imported.counts)
    assert counts.pop("rows") + counts.pop("turned", 0) == sum(counts.values())
    assert imported.records["record_id"].to_pylist() == imported.cells["record_id"].to_pylist()
    return imported


def results(imported: Imported) -> list[tuple[str, ...]]:
    """Station, day, parameter and result of every record."""
    names = ("station", "sampled_on", "parameter", "result")
    return [tuple(row[name] for name in names) for row in imported.records.to_pylist()]


def test_one_column_a_parameter(tmp_path: Path) -> None:
    imported = read(tmp_path, BY_PARAMETER)
    assert imported.kind == "water_sample"
    assert results(imported) == [
        ("Р-1", "2021-05-12", "pH", "7.2"),
        ("Р-1", "2021-05-12", "Нитраты", "<0.5 мг/дм3"),
        ("Р-1", "2021-05-12", "Fe (растворенное)", "120 мкг/л"),
        ("Р-2", "2021-05-12", "pH", "7.4"),
        ("Р-2", "2021-05-12", "Нитраты", "not detected мг/дм3"),
        ("Р-1", "2021-06-13", "pH", "7.1"),
        ("Р-1", "2021-06-13", "Нитраты", "1.25 мг/дм3"),
    ]
    assert imported.counts["empty_cells"] == 2
    # The numbers of the samples are figures, but no results.
    assert "Проба №" not in (imported.mapping.turn or Turn(())).columns


def test_a_record_knows_its_row_and_column(tmp_path: Path) -> None:
    imported = read(tmp_path, BY_PARAMETER)
    cells = imported.cells.to_pylist()[1]
    assert cells["record_id"] == "lab:2 Нитраты, мг/дм3"
    assert imported.records["row"][1].as_py() == 2
    assert cells["(column)"] == "Нитраты, мг/дм3"
    assert cells["(cell)"] == "<0,5"
    assert cells["Станция"] == "Р-1"


def test_one_column_a_station(tmp_path: Path) -> None:
    assert results(read(tmp_path, BY_STATION)) == [
        ("St. 1", "2021-05-12", "Nitrate", "1.2 mg/L"),
        ("St. 2", "2021-05-13", "Nitrate", "<0.5 mg/L"),
        ("St. 1", "2021-05-12", "Copper", "120 µg/L"),
        ("St. 2", "2021-05-13", "Copper", "35 µg/L"),
    ]


def test_one_column_a_station_and_a_day(tmp_path: Path) -> None:
    assert results(read(tmp_path, BY_STATION_AND_DAY)) == [
        ("Створ 1", "2021-05-12", "Медь", "120 мкг/л"),
        ("Створ 1", "2021-06-13", "Медь", "35 мкг/л"),
        ("Створ 2", "2021-05-12", "Медь", "44 мкг/л"),
        ("Створ 2", "2021-06-13", "Медь", "12 мкг/л"),
    ]


def test_one_column_a_day(tmp_path: Path) -> None:
    found = results(read(tmp_path, BY_DAY))
    assert found[0] == ("S1", "2021-01-12", "Nitrate", "7.1 mg/L")
    assert found[-1] == ("S2", "2021-02-15", "Nitrate", "<0.9 mg/L")


def test_units_below_the_header(tmp_path: Path) -> None:
    imported = read(tmp_path, UNITS_BELOW)
    assert results(imported)[:3] == [
        ("S1", "2021-05-12", "pH", "7.1"),
        ("S1", "2021-05-12", "Nitrate", "1.2 mg/L"),
        ("S1", "2021-05-12", "Copper", "<5 µg/L"),
    ]
    (bad,) = [each for each in imported.problems if each.severity == "error"]
    assert (bad.row, bad.column) == (4, "Nitrate")


def test_traffic_by_vehicle(tmp_path: Path) -> None:
    text = "Road,Date,Cars,Trucks,Total\nDorn road,2021-01-12,5,2,7\nDorn road,2021-01-13,,3,3\n"
    imported = read(tmp_path, text)
    found = [(r["traffic"], r["passages"]) for r in imported.records.to_pylist()]
    assert found == [("cars", "5"), ("trucks", "2"), ("trucks", "3")]
    assert any(each.column == "Total" for each in imported.problems)


def test_columns_without_unit_or_parameter_are_refused(tmp_path: Path) -> None:
    text = "Station,Sampling date,Var1,Var2\nS1,2021-05-12,7.1,1.2\nS2,2021-05-12,7.3,0.9\n"
    with pytest.raises(UnreadableList, match="turn = "):
        read(tmp_path, text)


def test_figures_under_another_heading_are_told_and_not_turned(tmp_path: Path) -> None:
    text = BY_PARAMETER.replace("Проба №", "Индекс").replace(";1\n", ";1,5\n")
    imported = read(tmp_path, text)
    told = [each for each in imported.problems if each.column == "Индекс"]
    assert told
    assert "not turned" in told[0].reason
    assert "Индекс" in imported.cells.column_names


def test_results_in_a_column_are_left_as_they_are(tmp_path: Path) -> None:
    text = (
        "Station,Sampling date,Parameter,Result,Unit,Temp (°C),pH\n"
        "S1,2021-05-12,Nitrate,1.2,mg/L,7,8\nS2,2021-05-12,Nitrate,1.4,mg/L,7,8\n"
    )
    imported = read(tmp_path, text)
    assert imported.mapping.turn is None
    assert imported.records.num_rows == 2


def test_the_mapping_is_saved_and_turns_the_next_revision(tmp_path: Path) -> None:
    first = read(tmp_path, BY_STATION)
    saved = Mapping.from_toml(first.mapping.to_toml())
    assert saved.turn == first.mapping.turn
    later = BY_STATION.replace("St. 2", "St. 3").replace("1.2", "1.9")
    second = read(tmp_path, later, saved)
    assert [row[0] for row in results(second)] == ["St. 1", "St. 1"]
    told = " ".join(each.reason for each in second.problems)
    assert "“St. 2” is gone" in told
    assert "“St. 3” is new" in told


def test_a_key_and_the_column_tell_records_apart(tmp_path: Path) -> None:
    mapping = replace(read(tmp_path, BY_PARAMETER).mapping, key="Проба №")
    assert read(tmp_path, BY_PARAMETER, mapping).records["record_id"][0].as_py() == "lab:1 pH"


def test_a_mapping_that_turns_nothing_of_the_sheet(tmp_path: Path) -> None:
    mapping = replace(read(tmp_path, BY_PARAMETER).mapping, turn=Turn(("Zn",)))
    with pytest.raises(MappingError, match="none of them"):
        read(tmp_path, BY_PARAMETER, mapping)


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("Nitrate (mg/L)", "Nitrate", "mg/L"),
        ("Fe, мкг/л", "Fe", "мкг/л"),
        ("EC µS/cm", "EC", "µS/cm"),
        ("BOD5 / mg O2/L", "BOD5", "mg O2/L"),
        ("Fe (dissolved)", "Fe (dissolved)", None),
        ("Place of birth", "Place of birth", None),
        ("Age (years)", "Age (years)", None),
    ],
)
def test_units_of_headings(heading: str, name: str, unit: str | None) -> None:
    assert unit_of(heading) == (name, unit)


def test_known_words() -> None:
    assert is_unit("мг/дм³")
    assert not is_unit("")
    assert is_parameter("NH₄⁺")
    assert is_parameter("Нефтепродукты")
    assert not is_parameter("Number")
