"""Records as CSV, XLSX and JSON: one row a record, one column a field, codes and EDTF as kept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from muniment.registers.formulas import neutralise
from muniment.registers.objects import StoreProblem

if TYPE_CHECKING:
    from muniment.registers.exporting.release import Release

BATCH = 20_000
_SHEET_ROWS = 1_048_576
_CELL_LENGTH = 32_767
_NUMBERS = (".lat", ".lon", ".uncertainty_m")


def shown_columns(release: Release) -> list[str]:
    """The columns of a table for people: fields as text, and of positions their numbers."""
    return [
        name for name in release.table.column_names if "." not in name or name.endswith(_NUMBERS)
    ]


def rows_of(release: Release, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The records one by one, without having all of them in memory as Python's objects."""
    for batch in release.table.select(columns).to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()


def write_csv(release: Release, stream: BinaryIO) -> list[str]:
    """Write CSV in UTF-8 with a mark by which spreadsheets know it; formulas made plain text."""
    columns = shown_columns(release)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows_of(release, columns):
        writer.writerow(neutralise(_text(value)) for value in row.values())
    text.flush()
    text.detach()
    return []


def write_json(release: Release, stream: BinaryIO) -> list[str]:
    """Write a JSON list of objects, one a record; fields that are not given are left out."""
    columns = shown_columns(release)
    separator = b"[\n"
    for row in rows_of(release, columns):
        given = {name: value for name, value in row.items() if value is not None}
        stream.write(separator + json.dumps(given, ensure_ascii=False).encode("utf-8"))
        separator = b",\n"
    stream.write(b"[]\n" if separator == b"[\n" else b"\n]\n")
    return []


def write_xlsx(release: Release, stream: BinaryIO) -> list[str]:
    """Write a workbook with one sheet; every text is a text, no cell is ever a formula.

    Raises StoreProblem when there are more records than a sheet has rows.
    """
    import xlsxwriter

    if release.table.num_rows >= _SHEET_ROWS:
        raise StoreProblem(
            f"a sheet of XLSX has {_SHEET_ROWS:,} rows, and there are {release.table.num_rows:,} "
            "records; export CSV instead."
        )
    columns = shown_columns(release)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, {**options, "strings_to_numbers": False})
    sheet = book.add_worksheet(release.kind.name[:31])
    bold = book.add_format({"bold": True})
    quoted = book.add_format({"quote_prefix": True})
    cut = 0
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
    for n, row in enumerate(rows_of(release, columns), 1):
        for column, value in enumerate(row.values()):
            if isinstance(value, float):
                sheet.write_number(n, column, value)
            elif value is not None:
                cut += len(value) > _CELL_LENGTH
                plain = value[:_CELL_LENGTH]
                risky = neutralise(plain) != plain
                sheet.write_string(n, column, plain, quoted if risky else None)
    sheet.freeze_panes(1, 0)
    book.close()
    if cut:
        return [f"{cut} texts longer than {_CELL_LENGTH:,} letters were cut: a cell holds no more."]
    return []


def _text(value: Any) -> str:
    return "" if value is None else str(value)
