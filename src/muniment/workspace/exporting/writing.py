"""Tables as CSV, XLSX and JSON, in forms that come back as they were."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any, BinaryIO

from muniment.registers.formulas import neutralise
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Table
from muniment.workspace.exporting.order import OrderProblem

_BEGAN = (1980, 1, 1, 0, 0, 0)
_SHEET_ROWS = 1_048_576
_CELL = 32_767


def pack(output: BinaryIO, members: dict[str, bytes]) -> None:
    """Write files into a ZIP; the same files give the same bytes."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _BEGAN), content, zipfile.ZIP_DEFLATED)


def write_csv(tables: Sequence[Table], about: About, output: BinaryIO) -> None:
    """A ZIP with a CSV for each table; what a spreadsheet could run as a formula is made plain."""
    members = {"about.txt": about.text().encode("utf-8-sig")}
    for table in tables:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(table.fields)
        for row in table.rows:
            writer.writerow(neutralise(cell_of(row[each])) for each in table.fields)
        members[f"{table.name}.csv"] = text.getvalue().encode("utf-8-sig")
    pack(output, members)


def write_json(tables: Sequence[Table], about: About, output: BinaryIO) -> None:
    """One object: what the file says of itself, then the tables, each a list of objects."""
    content: dict[str, Any] = {"about": about.facts()}
    content |= {table.name: table.rows for table in tables}
    output.write(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))


def write_xlsx(tables: Sequence[Table], about: About, output: BinaryIO) -> None:
    """A workbook with a sheet for each table; no cell is ever a formula.

    Raises OrderProblem where a sheet cannot hold a table.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(output, {**options, "strings_to_numbers": False})
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    quoted = book.add_format({"quote_prefix": True, "valign": "top"})
    for table in tables:
        if len(table.rows) >= _SHEET_ROWS:
            raise OrderProblem(f"{table.name}: a sheet has no room for so many rows; take CSV.")
        sheet = book.add_worksheet(table.name)
        for column, name in enumerate(table.fields):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, _width(table, name))
        for number, row in enumerate(table.rows, 1):
            for column, name in enumerate(table.fields):
                value = row[name]
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(number, column, value, plain)
                elif text := cell_of(value):
                    if len(text) > _CELL:
                        raise OrderProblem(
                            f"{table.name}, row {number + 1}, {name}: the text is longer than a "
                            "cell of XLSX; take CSV or JSON."
                        )
                    risky = neutralise(text) != text
                    sheet.write_string(number, column, text, quoted if risky else plain)
        sheet.freeze_panes(1, 1)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.fields) - 1)
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 18, bold)
    sheet.set_column(1, 1, 90)
    for number, (name, value) in enumerate(about.lines()):
        sheet.write_string(number, 0, name)
        sheet.write_string(number, 1, value)
    book.close()


def cell_of(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _width(table: Table, name: str) -> int:
    longest = max((len(cell_of(row[name])) for row in table.rows[:200]), default=0)
    return max(len(name) + 2, min(longest + 2, 60))
