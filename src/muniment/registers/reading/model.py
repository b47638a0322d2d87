"""What reading gives: workbooks of sheets, and the problems found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

Severity = Literal["error", "warning", "note"]
RowUse = Literal["header", "heading", "blank", "total", "remark", "other_table"]
"""What a row that is no record is: part of the header; a line above the header or a section title
between records; empty; a sum of other rows; a remark such as a source line below the table; or
part of another table below it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or worth knowing, and where.

    ``row`` is 1-based as spreadsheets count, ``column`` the header as written (or the letter of
    a column without one). A problem of the severity "error" cost the cell its value, or with
    ``refused`` the row its place among the records; a "warning" was read but should be looked
    at; a "note" is only told.
    """

    file: str
    reason: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"
    refused: bool = False

    def __str__(self) -> str:
        """The problem as one sentence with its place, as shown to users."""
        place = [self.file]
        if self.sheet is not None:
            place.append(f"sheet “{self.sheet}”")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column “{self.column}”")
        shown = "" if self.value is None else f" “{shorten(self.value)}”:"
        return f"{', '.join(place)}:{shown} {self.reason}"


class UnreadableList(ValueError):
    """A file that cannot be read as a list at all, with one sentence that says why."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    ``name`` is unique in the sheet; ``header`` is what stands in the file (lines of a header of
    several rows joined by " / "; empty when there is none); ``position`` is 1-based in the file.
    """

    name: str
    header: str
    position: int


@dataclass(slots=True)
class Sheet:
    """A table as it stood in a file: one row of strings a record, under unique column names.

    ``cells`` has one string column a column of the sheet (null: no cell or an empty one), the
    text being what a person sees in the file. ``values`` holds, for the columns that have typed
    cells, the text that is to be understood instead where it differs (a date as ISO 8601, a
    number without its format), null elsewhere; ``types`` one letter a cell in column order:
    ``t`` text, ``n`` number, ``d`` date or time, ``b`` yes/no, ``e`` error, ``?`` a formula
    without a value, space for none; None where the format has no types. ``rows`` gives the
    1-based row in the file of each record. ``other_rows`` lists (row, what it is, its text) of
    the rows that are none.

    Of a wide table that was turned, ``origins`` has the column in which each row's cell stood,
    ``turned_rows`` how many rows more it has than in the file, and ``empty_cells`` how many of
    these were empty cells and left out.

    Where several rows of one case were made one, ``folded_rows`` tells how many are no records of
    their own any more, and ``last_rows`` has for each row the one that came last.
    """

    name: str | None
    columns: tuple[Column, ...]
    cells: pa.Table
    rows: pa.Array
    values: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    types: pa.ChunkedArray | None = None
    other_rows: list[tuple[int, RowUse, str]] = field(default_factory=list)
    blank_rows: int = 0
    refused_rows: int = 0
    rows_in_file: int = 0
    hidden: bool = False
    header_row: int | None = None
    parent: str | None = None
    origins: pa.Array | None = None
    turned_rows: int = 0
    empty_cells: int = 0
    folded_rows: int = 0
    last_rows: pa.Array | None = None

    def understood(self, name: str) -> Any:
        """A column's texts as they are to be understood: typed values before shown text."""
        import pyarrow.compute as pc

        shown = self.cells.column(name)
        typed = self.values.get(name)
        return shown if typed is None else pc.coalesce(typed, shown)


@dataclass(slots=True)
class Workbook:
    """A file that was read: its sheets in order, and what was noticed on the way.

    ``format`` names what the content is ("CSV", "XLSX", ...); ``encoding`` the encoding of text
    formats. ``problems`` carry no rows that are lost: those are in ``Sheet.other_rows``.
    """

    file: str
    format: str
    sha256: str
    sheets: list[Sheet]
    problems: list[Problem]
    encoding: str | None = None


def shorten(text: str, most: int = 60) -> str:
    """A text on one line, cut to a length with an ellipsis."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1] + "…"
