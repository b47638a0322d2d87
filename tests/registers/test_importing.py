"""Lists become records; every row is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.registers.importing import Imported, ImportRefused, import_file
from muniment.registers.mapping import Mapping, MappingError, Source
from muniment.registers.reading.model import UnreadableList
from tests.registers.malformed.model import HEADER, ROWS, text
from tests.registers.malformed.packages import rows_xml, sheet_xml, workbook

WORDS = st.text(st.sampled_from("abc ,;\"'\n\t|1é"), max_size=6)


def _import(tmp_path: Path, content: str | bytes, **more: object) -> Imported:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_file(path, "person", list_id="v", **more)  # type: ignore[arg-type]


def test_cells_are_kept_as_they_stand(tmp_path: Path) -> None:
    rows = (("V-1", "  oren ", "TASVEL", "M", "14/3/70", "", "–"), *ROWS[1:])
    imported = _import(tmp_path, text(rows=rows))
    first = imported.cells.to_pylist()[0]
    assert first == {
        "record_id": "v:V-1",
        "id": "V-1",
        "first name": "  oren ",
        "last name": "TASVEL",
        "sex": "M",
        "date of birth": "14/3/70",
        "place of birth": None,
        "notes": "–",
    }
    assert imported.records["given_name"][0].as_py() == "oren"


def test_strict_imports_all_or_nothing(tmp_path: Path) -> None:
    bad = text(rows=(*ROWS, ("V-4", "Ula", "Dorn", "f", "31.02.1990x", "", ""))).encode()
    assert _import(tmp_path, bad).records.num_rows == 4
    with pytest.raises(ImportRefused, match="nothing is imported") as refusal:
        _import(tmp_path, bad, strict=True)
    assert any(problem.row == 5 for problem in refusal.value.problems)
    assert _import(tmp_path, text(), strict=True).records.num_rows == 3


def test_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    imported = _import(tmp_path, text(rows=(*ROWS, *ROWS[:1])), mapping=_mapping(key="id"))
    assert imported.records["record_id"].to_pylist()[-1] == "v:V-1~5"
    (problem,) = [p for p in imported.problems if "key stands" in p.reason]
    assert (problem.row, problem.column, problem.value) == (5, "id", "V-1")


def _mapping(**more: str) -> Mapping:
    fields = {"given_name": Source(("first name",)), "family_name": Source(("last name",))}
    return Mapping("person", HEADER, fields, **more)  # type: ignore[arg-type]


def test_a_saved_mapping_is_used_and_changes_told(tmp_path: Path) -> None:
    header = ("id", "First_Name", "last name", "sex", "born", "place of birth", "notes")
    imported = _import(tmp_path, text(header), mapping=_mapping())
    assert imported.records["given_name"].to_pylist() == ["Oren", "Mira", "Ando"]
    told = [problem.reason for problem in imported.problems]
    assert "the column “first name” is now called “First_Name”" in told
    assert "the column “date of birth” is gone" in told


def test_a_mapping_for_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableList, match="none of the columns"):
        _import(tmp_path, "x,y\n1,2\n", mapping=_mapping())


def test_sheets_that_are_not_there_are_named(tmp_path: Path) -> None:
    data = workbook({"North": sheet_xml()})
    mapping = Mapping("person", HEADER, _mapping().fields, sheets=("South",))
    with pytest.raises(MappingError, match="“North”"):
        _import(tmp_path, data, mapping=mapping)


def test_sheets_of_one_form_are_one_list(tmp_path: Path) -> None:
    more = rows_xml((HEADER[:5], ("V-9", "Ula", "Dorn", "f", "1990")))
    imported = _import(tmp_path, workbook({"North": sheet_xml(), "South": sheet_xml(more)}))
    assert imported.records["sheet"].to_pylist() == ["North"] * 3 + ["South"]
    assert imported.cells["notes"].to_pylist()[-1] is None
    assert imported.cells["cell_types"].to_pylist()[-1] == "ttttt"


def test_types_of_cells_are_kept(tmp_path: Path) -> None:
    imported = _import(tmp_path, workbook())
    assert imported.cells["cell_types"].to_pylist()[1] == "ttttttt"


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    _import(tmp_path, text(), progress=lambda what, rows: told.append((what, rows)))
    assert told[0] == ("reading", 4)
    assert ("normalising given_name", 3) in told


def test_answers_with_a_column_each(tmp_path: Path) -> None:
    from muniment.registers.kindfiles import kinds

    for kind in kinds().values():
        for field in kind.fields:
            if field.type == "choices" and field.vocabulary is not None:
                codes = [code for code in field.vocabulary.codes if code != "unknown"][:2]
                break
        else:
            continue
        break
    else:
        pytest.skip("no kind has a field of several choices")
    needed = [each.name for each in kind.fields if each.required]
    needed += [group[0] for group in kind.one_of]
    header = [*needed, *(f"{field.name}/{code}" for code in codes)]
    rows = [[*("1970" for _ in needed), "1", "1"], [*("1970" for _ in needed), "0", "1"]]
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(row) for row in [header, *rows]), encoding="utf-8")
    fields = {name: Source((name,)) for name in needed}
    fields[field.name] = Source(tuple(f"{field.name}/{code}" for code in codes))
    mapping = Mapping(kind.name, tuple(header), fields)
    imported = import_file(path, kind, mapping, list_id="v")
    assert imported.records[field.name].to_pylist() == [";".join(codes), codes[1]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), max_size=12))
def test_no_row_is_lost_whatever_the_cells(tmp_path: Path, rows: list[list[str]]) -> None:
    body = "".join(",".join(row) + "\n" for row in rows)
    try:
        imported = _import(tmp_path, text() + body)
    except UnreadableList:
        return
    counts = dict(imported.counts)
    assert counts.pop("rows") == sum(counts.values())
    assert imported.records.num_rows == imported.cells.num_rows
    ids = imported.records["record_id"].to_pylist()
    assert len(set(ids)) == len(ids)


def test_a_unit_in_a_column_beside_its_value_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Station;Date;Parameter;Result;Unit\nA1;12.05.2019;Cu;0,5;mg/l\nA1;13.05.2019;Zn;<0,01;ug/l\n",
        encoding="utf-8",
    )
    records = import_file(path, "water_sample", list_id="w").records
    assert records["result.high"].to_pylist() == [0.5, 0.01]
    assert records["result.low"].to_pylist()[0] == 0.5
    assert all(records["result.unit"].to_pylist())


def test_a_cell_that_is_not_understood_does_not_cost_its_row(tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    path.write_text(
        "Station,Date,Parameter,Result,Unit\nR1,2021-05-12,Lead,TNTC,mg/L\n"
        "R1,some day,Zinc,3,mg/L\nR1,2021-05-12,Iron,,mg/L\nR1,2021-05-12,Iron,2,mg/L\n",
        encoding="utf-8",
    )
    imported = import_file(path, "water_sample", list_id="samples")
    assert imported.records["row"].to_pylist() == [2, 3, 5]
    assert imported.records["result"].to_pylist() == [None, "3 mg/L", "2 mg/L"]
    wrong = {(each.row, each.column, each.refused) for each in imported.problems if each.row}
    assert {(2, "Result, Unit", False), (3, "Date", False), (4, None, True)} <= wrong


def test_a_list_of_no_kind_is_refused_in_words_that_are_true(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("id,V-1,V-2\ncolour,red,blue\nsize,3,4\n", encoding="utf-8")
    with pytest.raises(UnreadableList, match="for any kind of record") as refusal:
        import_file(path, None, list_id="notes")
    assert "--kind" in str(refusal.value)


def test_numbers_that_a_spreadsheet_cut_are_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Passport,Name,Surname\n1.23E+15,Oren,Tasvel\n#####,Mira,Kel\n", "utf-8")
    imported = import_file(path, "person", list_id="people")
    reasons = {each.row: each.reason for each in imported.problems if each.column == "Passport"}
    assert "cut the digits" in reasons[2]
    assert 3 in reasons


HISTORY = """Case;Name;Surname;Status;Status date;Status 2;Status 2 date;Status 3;Status 3 date
1;Dario;Petrak;Missing;11.07.1995;Found dead;2001-05-02;Remains identified;2004-06-01
2;Ana;Horak;Missing;12.07.1995;Found alive;;;
3;Ivo;Horak;Missing;13.07.1995;;;;
"""


def test_of_statuses_side_by_side_the_last_one_holds_with_its_own_date(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HISTORY, encoding="utf-8")
    imported = import_file(path, "missing_person", list_id="list")
    assert imported.records["status"].to_pylist() == [
        "remains_identified", "found_alive", "missing"
    ]  # fmt: skip
    assert imported.records["status_date"].to_pylist() == ["2004-06-01", None, "1995-07-13"]
    assert imported.cells["Status 2"].to_pylist() == ["Found dead", "Found alive", None]
    renamed = HISTORY.replace("Status 2 date", "Status 2  Date")
    path.write_text(renamed, encoding="utf-8")
    again = import_file(path, None, imported.mapping, list_id="list")
    assert again.records["status_date"].to_pylist() == ["2004-06-01", None, "1995-07-13"]


def test_numbers_that_stand_in_several_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Case,Name,Surname\n1,A,Karo\n1,A,Karo\n2,B,Belo\n", encoding="utf-8")
    imported = import_file(path, "person", list_id="list")
    assert any("1 of its values stand in several rows" in p.reason for p in imported.problems)
