"""What importing a list costs, beside reading the same file with nothing done to it.

A generated list of people of 15 columns with what real ones have (unknown days, typing errors,
words for sex in several languages, quoted addresses) is imported as a whole process: read, mapped,
normalised and written as two Parquet tables. Peers in the same run: Python's csv module counting
cells, DuckDB's read_csv into Parquet, and for XLSX calamine reading the cells.

    python -m bench.imports [ROWS] [XLSX_ROWS]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Cost, cost_of

HEADER = (
    "case id;first name;father's name;last name;sex;date of birth;place of birth;address;district;"
    "occupation;phone;date last seen;place last seen;status;notes"
).split(";")
_IMPORT = """
import sys, pyarrow.parquet as pq
from pathlib import Path
from muniment.registers.importing import import_file
got = import_file(Path(sys.argv[1]), "missing_person", list_id="bench")
assert got.records.num_rows == int(sys.argv[2]), got.counts
pq.write_table(got.records, sys.argv[1] + ".records.parquet", compression="zstd")
pq.write_table(got.cells, sys.argv[1] + ".cells.parquet", compression="zstd")
"""
_CSV = "import csv, sys; print(sum(map(len, csv.reader(open(sys.argv[1], encoding='utf-8')))))"
_DUCKDB = """
import duckdb, sys
duckdb.sql("set threads=2")
duckdb.read_csv(sys.argv[1], all_varchar=True).write_parquet(sys.argv[1] + ".duckdb.parquet")
"""
_CALAMINE = """
import python_calamine, sys
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
print(sum(map(len, book.get_sheet_by_index(0).to_python())))
"""
_SYLLABLES = "ka re mo ti lu san vel dor mir ash ten ora pel nim gos".split()


def rows(count: int) -> Iterator[list[str]]:
    """Rows of an invented list, the same each time."""
    chance = random.Random(4)
    names = ["".join(chance.choices(_SYLLABLES, k=k % 3 + 2)).title() for k in range(4_000)]
    towns = [f"{name}dorf" for name in names[:800]]
    sexes = ["m", "f", "male", "female", "м", "ж", "", "unknown", "M", "F"]
    for number in range(count):
        year = chance.randint(1925, 2005)
        day = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{year}"
        yield [
            f"V-{number:07}",
            chance.choice(names),
            chance.choice(names),
            chance.choice(names) + chance.choice(["", "", "yan", "ov", "zade"]),
            chance.choice(sexes),
            day if number % 5 else str(year),
            chance.choice(towns),
            f"{chance.randint(1, 200)} Main street, {chance.choice(towns)}",
            f"District {chance.randint(1, 40)}",
            chance.choice(["farmer", "teacher", "driver", "pupil", ""]),
            f"+990 {chance.randint(100000, 999999)}",
            f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(1991, 2020)}",
            chance.choice(towns),
            chance.choice(["missing", "found alive", "closed", "unknown", ""]),
            f"reported by {chance.choice(names)}, file {number % 97}" if number % 3 else "",
        ]


def write_csv(path: Path, count: int) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(rows(count))


def write_xlsx(path: Path, count: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("List")
        for number, row in enumerate([HEADER, *rows(count)]):
            sheet.write_row(number, 0, row)


def told(what: str, cost: Cost, peer: Cost | None = None) -> None:
    ratio = "" if peer is None else f", {cost.cpu / peer.cpu:.1f} times the CPU of the peer above"
    print(f"{what}: {cost.cpu:.1f} s CPU, {cost.wall:.1f} s, {cost.memory:,.0f} MB{ratio}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    cells = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write_csv(path, count)
        print(f"CSV of {count:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        run = [sys.executable, "-c"]
        told("DuckDB to Parquet", cost_of([*run, _DUCKDB, str(path)]))
        peer = cost_of([*run, _CSV, str(path)])
        told("Python csv, counted", peer)
        told(
            "import; wanted under 180 s and 1,500 MB",
            cost_of([*run, _IMPORT, str(path), str(count)]),
            peer,
        )
        path = Path(folder) / "list.xlsx"
        write_xlsx(path, cells)
        print(f"XLSX of {cells:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        peer = cost_of([*run, _CALAMINE, str(path)])
        told("calamine, counted", peer)
        told("import", cost_of([*run, _IMPORT, str(path), str(cells)]), peer)


if __name__ == "__main__":
    main()
