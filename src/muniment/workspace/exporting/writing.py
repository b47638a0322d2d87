"""Tables as CSV, XLSX and JSON, in forms that come back as they were."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from muniment.registers.formulas import neutralise
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.gathering import Row, Table
from muniment.workspace.exporting.order import OrderProblem
from muniment.workspace.exporting.parts import JsonPart, draft, pack, write_object

_SHEET_ROWS = 1_048_576
_CELL = 32_767
_MEASURED = 200
"""Rows by which a column's width is found."""
Telling = Callable[[], About]
"""What a file says of itself, once all its rows have come."""


def write_csv(tables: Sequence[Table], about: Telling, output: IO[bytes], folder: Path) -> None:
    """A ZIP with a CSV for each table; what a spreadsheet could run as a formula is made plain."""
    with ExitStack() as drafts:
        members: dict[str, IO[bytes]] = {}
        for table in tables:
            part = members[f"{table.name}.csv"] = drafts.enter_context(draft(folder))
            text = io.TextIOWrapper(part, "utf-8-sig", newline="")
            writer = csv.writer(text)
            writer.writerow(table.fields)
            for row in table:
                writer.writerow(neutralise(cell_of(row[each])) for each in table.fields)
            text.detach()
        pack(output, {"about.txt": about().text().encode("utf-8-sig"), **members})


def write_json(tables: Sequence[Table], about: Telling, output: IO[bytes], folder: Path) -> None:
    """One object: what the file says of itself, then the tables, each a list of objects."""
    with ExitStack() as drafts:
        parts: dict[str, JsonPart] = {}
        for table in tables:
            part = parts[table.name] = JsonPart(drafts.enter_context(draft(folder)))
            for row in table:
                part.add(row)
        write_object(output, {"about": about().facts(), **parts})


def write_xlsx(tables: Sequence[Table], about: Telling, output: IO[bytes], folder: Path) -> None:
    """A workbook with a sheet for each table; no cell is ever a formula.

    Raises OrderProblem where a sheet cannot hold a table.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Each row is written when the next one comes; what is under way lies in the folder.
    book = xlsxwriter.Workbook(output, {**options, "constant_memory": True, "tmpdir": str(folder)})
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    quoted = book.add_format({"quote_prefix": True, "valign": "top"})
    for table in tables:
        sheet = book.add_worksheet(table.name)
        rows = iter(table)
        first = list(islice(rows, _MEASURED))
        for column, name in enumerate(table.fields):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, _width(first, name))
        for number, row in enumerate(chain(first, rows), 1):
            if number >= _SHEET_ROWS:
                raise OrderProblem(f"{table.name}: a sheet has no room for so many rows; take CSV.")
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
        if table.count:
            sheet.autofilter(0, 0, table.count, len(table.fields) - 1)
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 18, bold)
    sheet.set_column(1, 1, 90)
    for number, (name, value) in enumerate(about().lines()):
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


def _width(rows: Sequence[Row], name: str) -> int:
    longest = max((len(cell_of(row[name])) for row in rows), default=0)
    return max(len(name) + 2, min(longest + 2, 60))
