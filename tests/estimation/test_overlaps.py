from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.estimation.overlaps import OverlapError, OverlapTable, read_overlaps
from tests.estimation.tables import published

HEADER = "A,B,C,count\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "overlaps.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_knows_its_sizes_overlaps_and_frequencies() -> None:
    table = published("kosovo")
    assert table.documented == 4400
    assert table.sizes == {"EXH": 1910, "ABA": 1528, "OSCE": 1786, "HRW": 685}
    assert table.shared[0, 1] == 177 + 181 + 18 + 27
    assert table.frequencies.tolist() == [0, 3218, 882, 273, 27]
    patterns, counts = table.full()
    assert patterns.shape == (15, 4)
    assert counts.sum() == 4400


def test_people_make_a_table() -> None:
    held = np.array([[1, 0, 1], [1, 0, 1], [0, 0, 0], [0, 1, 0]], dtype=bool)
    table = OverlapTable.from_memberships(["A", "B", "C"], held)
    assert table.cells() == {(0, 1, 0): 1, (1, 0, 1): 2}


def test_lists_can_be_joined_and_left_out() -> None:
    table = published("kosovo")
    joined = table.merged({"AB": ["EXH", "ABA"], "OSCE": ["OSCE"], "HRW": ["HRW"]})
    assert joined.documented == 4400
    assert joined.sizes["AB"] == 1910 + 1528 - 403
    assert table.only(["HRW"]).documented == 685


def test_tables_of_strata_add_up() -> None:
    table = published("kosovo")
    assert (table + table).documented == 8800
    with pytest.raises(OverlapError, match="different lists"):
        _ = table + published("spina-bifida")


@pytest.mark.parametrize("name", ["count", "Freq", "N", "FREQUENCY", "Anzahl", "число"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_count_goes_by_many_names(tmp_path: Path, name: str, delimiter: str) -> None:
    text = f"A,B,{name}\n1,0,5\n0,1,3\n1,1,2\n".replace(",", delimiter)
    assert read_overlaps(write(tmp_path, text)).tables[None].documented == 10


def test_strata_divide_a_table(tmp_path: Path) -> None:
    text = "region,A,B,C,count\nEast,1,0,0,5\nWest,1,0,0,3\nEast,0,1,1,2\n"
    read = read_overlaps(write(tmp_path, text), ["region"])
    assert {key: table.documented for key, table in read.tables.items()} == {"East": 7, "West": 3}
    assert read.tables["East"].lists == ("A", "B", "C")


def test_the_same_pattern_twice_is_summed_with_a_note(tmp_path: Path) -> None:
    read = read_overlaps(write(tmp_path, HEADER + "1,0,0,5\n0,1,0,2\n1,0,0,3\n"))
    assert read.tables[None].cells()[1, 0, 0] == 8
    assert "row 4: the pattern of row 2 comes again" in read.notes[0]


def test_a_row_of_no_list_is_left_out_with_a_note(tmp_path: Path) -> None:
    read = read_overlaps(write(tmp_path, HEADER + "0,0,0,99\n1,0,0,5\n"))
    assert read.tables[None].documented == 5
    assert "row 2: the row of no list (99) is left out" in read.notes[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + "1,0,0,-5\n", "row 2, column “count”: -5 is negative"),
        (HEADER + "1,0,0,2.5\n", "row 2, column “count”: 2.5 is no whole number"),
        (HEADER + "1,0,0,\n", "row 2, column “count”: an empty cell is no number"),
        (HEADER + "1,0,0,many\n", "row 2, column “count”: “many” is no number"),
        (HEADER + "1,0,0,NaN\n", "row 2, column “count”: NaN is no whole number"),
        (HEADER + "1,0,0,1e30\n", "more people than ever lived"),
        (HEADER + "1,0,0,5\n1,2,0,5\n", "row 3, column “B”: “2” is neither 0 nor 1"),
        (HEADER + "1,,0,5\n", "row 2, column “B”: empty is neither 0 nor 1"),
        (HEADER + "1,0,5\n", "row 2: 3 cells in place of 4"),
        ("A,B,C\n1,0,0\n", "no column says how many"),
        ("A,A,count\n1,0,5\n", "two columns are named “A”"),
        ("A,,count\n1,0,5\n", "column 2 has no name"),
        ("count\n5\n", "no column of a list"),
        (HEADER, "no rows besides its header"),
        ("", "empty"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OverlapError, match=r"overlaps\.csv") as error:
        read_overlaps(write(tmp_path, text))
    assert said in str(error.value)


def test_a_stratum_that_is_no_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(OverlapError, match="no column is named “region”"):
        read_overlaps(write(tmp_path, HEADER + "1,0,0,5\n"), ["region"])
    with pytest.raises(OverlapError, match="cannot be read"):
        read_overlaps(tmp_path / "absent.csv")


def test_patterns_that_cannot_be_are_refused() -> None:
    for cells in ([((1, 0, 0), 1)], [((1, 2), 1)], [((1, 0), -1)], [((0, 0), 1)]):
        with pytest.raises(OverlapError):
            OverlapTable.from_cells(["A", "B"], cells)
    with pytest.raises(OverlapError, match="one name"):
        OverlapTable.from_cells(["A", "A"], [])


@given(
    st.lists(
        st.tuples(st.tuples(*[st.integers(0, 1)] * 3).filter(any), st.integers(0, 50)), max_size=20
    )
)
def test_cells_in_any_order_make_one_table(
    cells: list[tuple[tuple[int, int, int], int]],
) -> None:
    one = OverlapTable.from_cells("ABC", cells)
    other = OverlapTable.from_cells("ABC", reversed(cells))
    assert one.cells() == other.cells()
    assert one.documented == sum(count for _, count in cells)
    assert one.frequencies.sum() == one.documented


@pytest.mark.parametrize(
    "rows",
    [
        "A,B,C,العدد\n١,٠,٠,٥٠\n٠,١,٠,٦٣\n",
        "A,B,C,count\nTRUE,FALSE,false,50\nFALSE,TRUE,FALSE,63\n",
        "A,B,C,count\n1.0,0.0,0,50.0\n0,1,0,63\n",
        "\ufeffA;B;C;Anzahl\r\n1;0;0;50\r\n0;1;0;63\r\n",
    ],
)
def test_what_spreadsheets_and_scripts_write_is_understood(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "overlaps.csv"
    path.write_bytes(rows.encode())
    assert read_overlaps(path).tables[None].cells() == {(1, 0, 0): 50, (0, 1, 0): 63}


@pytest.mark.parametrize(
    ("begins", "said"),
    [(b"PK\x03\x04", "workbook"), (b"\xd0\xcf\x11\xe0", "old Excel"), (b"%PDF-1.7", "PDF")],
)
def test_other_files_are_named(tmp_path: Path, begins: bytes, said: str) -> None:
    path = tmp_path / "overlaps.csv"
    path.write_bytes(begins + b"\x00\x01")
    with pytest.raises(OverlapError, match=f"{said}.*save its table as CSV"):
        read_overlaps(path)


def test_counts_together_may_not_be_more_than_ever_lived(tmp_path: Path) -> None:
    path = tmp_path / "overlaps.csv"
    path.write_text("A,B,C,n\n1,0,0,90000000000\n0,1,0,90000000000\n", encoding="utf-8")
    with pytest.raises(OverlapError, match="add up to more"):
        read_overlaps(path)
