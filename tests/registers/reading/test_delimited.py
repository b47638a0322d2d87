"""Delimited text: what other programs write is read back cell by cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.registers.reading.delimited import read_delimited, sniff_dialect
from muniment.registers.reading.encoding import look_at

CELL = st.text(st.sampled_from("ab ,;\n\"'é1"), max_size=8)


def _read(path: Path) -> list[list[str]]:
    sheet = read_delimited(look_at(path, path.name))
    return [row for batch in sheet.batches for row in batch.shown]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=20), st.sampled_from(",;\t|"))
def test_what_csv_writes_is_read(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    stream = io.StringIO(newline="")
    table = [("id", "name", "note"), *((f"r{n}", *row[1:]) for n, row in enumerate(rows))]
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    path = tmp_path / "list.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    assert _read(path) == [list(row) for row in table]


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a;b;c", "1;2,5;x", "2;3,5;y"], ";"),
        (["a,b,c", "1,x: y,z", "2,x: y,z"], ","),
        (["name\tplace", "A, B\tC; D", "E, F\tG; H"], "\t"),
        (["name", "Oren", "Mira"], None),
        (["Name, first", "Tasvel, Oren", "Dorn, Mira"], ","),
    ],
)
def test_delimiters(lines: list[str], delimiter: str | None) -> None:
    assert sniff_dialect(lines).delimiter == delimiter


def test_a_quote_left_open_costs_its_own_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [f'{n},"name {n}",x' for n in range(500)]
    rows[250] = '250,"name 250,x'
    path.write_text("\n".join(["id,name,note", *rows]), encoding="utf-8")
    read = _read(path)
    assert len(read) == 501
    assert read[251] == ["250", '"name 250', "x"]
    assert read[252] == ["251", "name 251", "x"]
