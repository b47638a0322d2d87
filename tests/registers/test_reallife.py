"""Lists as offices keep them: what would be read wrong in silence is told, set aside or refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from muniment.registers.importing import Imported, import_file
from muniment.registers.reading.model import UnreadableList

HEADER = ["ID", "First name", "Last name", "Sex", "Date missing"]
ROWS = [
    ["A-1", "Oren", "Tasvel", "m", "14.10.2020"],
    ["A-2", "Mira", "Kelvadze", "f", "15.10.2020"],
    ["A-3", "Ando", "Berrin", "m", "16.10.2020"],
]
OTHER: list[Any] = [["Date", "Place", "Killed", "Injured"], ["01.02.2020", "Lisk", 2, 3]]


def read(path: Path) -> Imported:
    """The list imported; its counts add up."""
    imported = import_file(path, "missing_person", list_id="r")
    counts = dict(imported.counts)
    assert counts.pop("rows") == sum(counts.values())
    return imported


def of_text(folder: Path, text: str, encoding: str = "utf-8") -> Imported:
    """The list of a text file."""
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return read(path)


def of_sheet(folder: Path, *parts: tuple[int, int, Sequence[Any]]) -> Imported:
    """The list of a spreadsheet: blocks of cells, each with the row and column of its corner."""
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for top, left, rows in parts:
            for n, row in enumerate(rows):
                sheet.write_row(top + n, left, row)
    return read(path)


def told(imported: Imported, words: str) -> bool:
    return any(words in problem.reason for problem in imported.problems)


@pytest.mark.parametrize("title", [[], [["Incidents"]]])
def test_another_table_below(tmp_path: Path, title: list[list[str]]) -> None:
    imported = of_sheet(tmp_path, (0, 0, [HEADER, *ROWS]), (6, 0, [*title, *OTHER]))
    assert imported.records.num_rows == 3
    assert imported.counts["other_table"] == 2
    assert told(imported, "another table begins here")


def test_the_same_header_again_is_no_other_table(tmp_path: Path) -> None:
    imported = of_sheet(tmp_path, (0, 0, [HEADER, *ROWS]), (6, 0, [HEADER, ["A-4", "Lia", "Ber"]]))
    assert imported.records.num_rows == 4


def test_another_table_beside(tmp_path: Path) -> None:
    summary = [["Region", "Count"], ["Dorn", 12], ["Lisk", 5]]
    imported = of_sheet(tmp_path, (0, 0, [HEADER, *ROWS]), (0, 8, summary))
    assert imported.records["region"].null_count == 3
    assert imported.cells["Region"].to_pylist() == ["Dorn", "Lisk", None]
    assert told(imported, "stands apart")


def test_a_list_that_begins_to_the_right_is_not_beside_anything(tmp_path: Path) -> None:
    assert of_sheet(tmp_path, (0, 4, [HEADER, *ROWS])).records["given_name"][0].as_py() == "Oren"


def test_colours_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        red = book.add_format({"bg_color": "#ff0000"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER, red)
        for n, row in enumerate(ROWS, 1):
            sheet.write_row(n, 0, row, red if n < 3 else None)
    assert told(read(path), "colours are not read")


def test_a_coloured_header_alone_is_not(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER, book.add_format({"bg_color": "#ff0000"}))
        for n, row in enumerate(ROWS, 1):
            sheet.write_row(n, 0, row)
    assert not told(read(path), "colours")


def test_formulas_with_an_empty_value(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADER, "Age"])
        for n, row in enumerate(ROWS, 1):
            sheet.write_row(n, 0, row)
            sheet.write_formula(n, 5, "=2020-1970", None, "")
    assert told(read(path), "no stored value")


def test_forms_below_each_other(tmp_path: Path) -> None:
    form = "Name:,Oren Tasvel\nSex:,m\nDate of birth:,14.03.1970\n\n"
    with pytest.raises(UnreadableList, match="one field a row"):
        of_text(tmp_path, form * 3)


@pytest.mark.parametrize("mark", ['"""', "-//-", '"-""-"', "〃", "то же", "ditto"])
def test_marks_for_the_row_above(tmp_path: Path, mark: str) -> None:
    cell = '""""' if mark == '"""' else mark
    text = f"ID,Name,Place missing\nA1,Oren Tasvel,Dorn\nA2,Mira Kelv,{cell}\nA3,Ando Ber,Lisk\n"
    imported = of_text(tmp_path, text)
    assert imported.records["last_seen_place"].to_pylist() == ["Dorn", None, "Lisk"]
    assert told(imported, "as in the row above")


def test_several_people_in_a_cell(tmp_path: Path) -> None:
    text = 'ID,Name,Sex\nA1,"Oren Tasvel\nMira Kelv",m\nA2,"Ando\nBerrin",m\n'
    rows = [p.row for p in of_text(tmp_path, text).problems if "several lines" in p.reason]
    assert rows == [2]


def test_ages_in_words(tmp_path: Path) -> None:
    text = "ID,Name,Age\nA1,Oren Tasvel,35-40\nA2,Mira Kelv,6 months\nA3,Ando Ber,approx 60\n"
    assert of_text(tmp_path, text).records["age.low"].to_pylist() == [35, 0, 60]


def test_days_written_as_nothing(tmp_path: Path) -> None:
    text = "ID,Name,Date of birth\nA1,Oren Tasvel,00.00.1970\nA2,Mira Kelv,00.05.1985\n"
    assert of_text(tmp_path, text).records["birth_date"].to_pylist() == ["1970", "1985-05"]


def test_cells_in_two_languages(tmp_path: Path) -> None:
    text = "ID,Name,Sex / Пол\nA1,Oren Tasvel,M/М\nA2,Mira Kelv,female / жен\nA3,Ando Ber,M/Ж\n"
    found = of_text(tmp_path, text).records["sex"].to_pylist()
    assert found == ["male", "female", "unrecognised"]


@pytest.mark.parametrize(
    ("text", "encoding", "names"),
    [
        (
            "Հ/Հ;Անուն;Ազգանուն;Հայրանուն;Սեռ\n1;Օրեն;Թասվելյան;Անդոյի;ար.\n2;Միրա;Կելվյան;Օթարի;իգ.\n",
            "utf-8",
            {"given_name": "Օրեն", "father_name": "Անդոյի", "sex": "male"},
        ),
        (
            "Sıra №;Soyadı, adı, ata adı;Cinsi\n1;Tasvel Oren Ando oğlu;kişi\n"
            "2;Kelvli Mira Otar qızı;qadın\n",
            "utf-16",
            {"full_name": "Tasvel Oren Ando oğlu", "sex": "male"},
        ),
        (
            "№ п/п;Ф.И.О.;Пол;Дата пропажи\n1;Тасвел Орен Андович;муж.;04.10.2020\n"
            "2;Кельв Мира Отаровна;жен.;05 октября 2020 г.\n",
            "cp1251",
            {"full_name": "Тасвел Орен Андович", "last_seen_date": "2020-10-04"},
        ),
        (
            "الرقم;الاسم;الجنس;الحالة\n1;عمر تسفل;ذكر;مفقود\n2;ميرا كلف;أنثى;أفرج عنها\n",
            "cp1256",
            {"full_name": "عمر تسفل", "sex": "male", "status": "missing"},
        ),
    ],
)
def test_headers_and_encodings(
    tmp_path: Path, text: str, encoding: str, names: dict[str, str]
) -> None:
    first = of_text(tmp_path, text, encoding).records.to_pylist()[0]
    assert {name: first[name] for name in names} == names


def test_persian_days_are_told_of(tmp_path: Path) -> None:
    text = "نام,نام خانوادگی,تاریخ ناپدید شدن\nعمر,تسفل,۱۳۹۹/۰۷/۱۳\nمیرا,کلف,۱۳۹۹/۰۷/۱۴\n"
    assert told(of_text(tmp_path, text), "calendar")


FIXED = (
    "ID    NAME              SEX  BORN\n"
    "----  ----------------  ---  ----------\n"
    "A-1   Oren Tasvel       m    1970-03-14\n"
    "A-2   Mira Kelvadze     f\n"
    "A-3   Ando Berrin       m    1959-07-30\n"
)


def test_columns_of_fixed_width(tmp_path: Path) -> None:
    first, second, third = of_text(tmp_path, FIXED).records.to_pylist()
    assert (first["full_name"], first["birth_date"]) == ("Oren Tasvel", "1970-03-14")
    assert (second["full_name"], second["birth_date"]) == ("Mira Kelvadze", None)
    assert third["sex"] == "male"


def test_a_line_that_does_not_keep_to_the_columns(tmp_path: Path) -> None:
    many = FIXED + FIXED.splitlines(keepends=True)[2] * 300
    imported = of_text(tmp_path, many + "A-4   Aleksandra Constantin-B f    1980-01-01\n")
    assert imported.records.num_rows == 303
    assert imported.counts["refused"] == 1


def test_columns_at_other_places_in_each_line_are_refused(tmp_path: Path) -> None:
    text = "ID  NAME  SEX\nA-1  Oren Tasvel  m\nA-22  Mira K  f\nA-3  Ando Berrin  m\n"
    with pytest.raises(UnreadableList, match="set apart by spaces"):
        of_text(tmp_path, text)
