"""Rows that are statuses of one case become one record, or stay apart with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.registers.exporting.exporting import Order, export
from muniment.registers.importing import Imported, import_file
from muniment.registers.mapping import Mapping
from muniment.registers.store import Received, Store

HEADER = "No,Case no,Name,Sex,Last seen,Status,Status date\n"
LIST = HEADER + (
    "1,M-1,Oren Tasvel,m,2020-10-04,missing,2020-10-04\n"
    "2,M-2,Mira Kelv,f,2020-10-05,missing,2020-10-05\n"
    "3,M-1,Oren Tasvel,,2020-10-04,returned,2021-02-09\n"
    "4,M-4,Lia Berrin,f,2020-10-06,missing,\n"
    "5,M-4,Lia Berrin,f,2020-10-06,found alive,2020-11\n"
)


def read(folder: Path, text: str, mapping: Mapping | None = None) -> Imported:
    """The list imported as one of missing persons."""
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    imported = import_file(path, "missing_person", mapping, list_id="c")
    counts = dict(imported.counts)
    assert counts.pop("rows") == sum(counts.values())
    assert imported.records["record_id"].to_pylist() == imported.cells["record_id"].to_pylist()
    return imported


def told(imported: Imported) -> list[str]:
    """The reasons of all problems of cases."""
    return [each.reason for each in imported.problems if "stay apart" in each.reason]


def test_rows_of_one_case_become_one_record(tmp_path: Path) -> None:
    imported = read(tmp_path, LIST)
    assert imported.mapping.key == "Case no"
    assert imported.mapping.fold
    first, second, third = imported.records.to_pylist()
    assert first["record_id"] == "c:M-1"
    assert (first["status"], first["status_date"]) == ("returned", "2021-02-09")
    assert first["status_history"] == "missing 2020-10-04; returned 2021-02-09"
    assert first["sex"] == "male"
    assert second["status_history"] is None
    assert third["status_history"] == "missing; found_alive 2020-11"
    assert imported.counts["folded"] == 2


def test_the_cells_of_every_row_are_kept(tmp_path: Path) -> None:
    cells = read(tmp_path, LIST).cells.to_pylist()[0]
    assert (cells["Status"], cells["Status [2]"]) == ("missing", "returned")
    assert (cells["No"], cells["No [2]"]) == ("1", "3")


def test_the_order_is_that_of_the_dates_not_of_the_rows(tmp_path: Path) -> None:
    lines = [line.partition(",")[2] for line in LIST.splitlines(keepends=True)]
    backwards = "".join([lines[0], lines[3], lines[2], lines[1]])
    record = read(tmp_path, backwards).records.to_pylist()[0]
    assert record["status"] == "returned"
    assert record["status_history"] == "missing 2020-10-04; returned 2021-02-09"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("6,M-2,Mirra Kelv,f,2020-10-05,returned,2021-01-01\n", "they differ in “Name”"),
        ("6,M-2,Mira Kelv,m,2020-10-05,returned,2021-01-01\n", "they differ in “Sex”"),
        ("6,M-2,Mira Kelv,f,2020-10-05,returned,\n", "gives no date"),
        ("6,M-2,Mira Kelv,f,2020-10-05,returned,2020\n", "cannot be told by their dates"),
        ("6,M-2,Mira Kelv,f,2020-10-05,missing,2020-10-05\n", "the same status of the same day"),
        ("6,M-2,Mira Kelv,f,2020-10-05,,2021-01-01\n", "gives no “Status”"),
    ],
)
def test_rows_that_may_be_another_case_stay_apart(tmp_path: Path, row: str, why: str) -> None:
    imported = read(tmp_path, LIST + row)
    (reason,) = told(imported)
    assert why in reason
    assert imported.records.num_rows == 4
    assert "rows 3 and 7" in reason


def test_a_number_of_no_case_folds_nothing(tmp_path: Path) -> None:
    text = "Case no,Name,Status,Status date\n" + "".join(
        f"M-{n % 3},Name{n} Tasvel,missing,2020-10-0{n + 1}\n" for n in range(6)
    )
    imported = read(tmp_path, text)
    assert not imported.mapping.fold
    assert imported.records.num_rows == 6


def test_a_date_that_changes_with_the_status_is_its_date(tmp_path: Path) -> None:
    text = (
        "Case no,Name,Status,Date\nM-1,Oren Tasvel,missing,2020-10-04\n"
        "M-2,Mira Kelv,missing,2020-10-05\nM-1,Oren Tasvel,returned,2021-02-09\n"
    )
    record = read(tmp_path, text).records.to_pylist()[0]
    assert (record["status"], record["status_date"]) == ("returned", "2021-02-09")
    assert record["last_seen_date"] is None


def test_the_saved_mapping_folds_more_statuses(tmp_path: Path) -> None:
    saved = Mapping.from_toml(read(tmp_path, LIST).mapping.to_toml())
    more = LIST + "6,M-1,Oren Tasvel,m,2020-10-04,closed,2022-01-01\n"
    record = read(tmp_path, more, saved).records.to_pylist()[0]
    assert record["status"] == "closed"
    assert record["status_history"].count(";") == 2


def test_an_export_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(LIST, encoding="utf-8")
    imported = import_file(path, "missing_person", list_id="c")
    with Store(tmp_path / "store", create=True) as store:
        store.receive(Received.of("c", imported, path), apply=True)
        order = Order(("c",), "csv", "restricted", "a test", 5)
        export(store, order, tmp_path / "out.csv")
        again = import_file(tmp_path / "out.csv", "missing_person", list_id="c")
        comparison = store.propose(Received.of("c", again, tmp_path / "out.csv")).comparison
    assert comparison is not None
    assert not comparison.changed
    assert not comparison.added.num_rows
