"""Wide tables turned: one column a parameter, a station or a day becomes one row a result.

Laboratories give a sample a row and each parameter a column, or each parameter a row and each
station or day a column. Which columns are turned stands in the mapping (``mapping.Turn``). The
turned sheet has the other columns as they were, repeated, and columns of its own whose names are
in brackets: the column in which a cell stood, its heading without the unit, the unit, the cell.
A cell in which nothing stands gives no row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from muniment.registers.mapping import MappingError, Turn
from muniment.registers.normalise.words import Gap, gap
from muniment.registers.reading.headers import is_figure
from muniment.registers.reading.model import Column, Sheet
from muniment.registers.wideheadings import is_unit, unit_of

COLUMN, HEADING, UNIT, CELL = "(column)", "(heading)", "(unit)", "(cell)"
"""Columns of a turned sheet: the column as headed, its heading without the unit, unit, cell."""
_LINE = re.compile(r"\s+/\s+")
_UNITS_AMONG = 3
"""Among how many first rows one of units is looked for."""


def line(number: int) -> str:
    """The column of a turned sheet that has one line (from 1) of a heading of several."""
    return f"(heading, line {number})"


def row_called(label: str) -> str:
    """The column of a turned sheet that has the cells of a row that tells of its columns."""
    return f"(row “{label}”)"


def lines_of(headings: Sequence[str]) -> list[list[str]] | None:
    """The lines of headings that all have the same number of them, more than one; else None."""
    parted = [_LINE.split(heading) for heading in headings]
    counts = {len(each) for each in parted}
    return parted if len(counts) == 1 and counts.pop() > 1 else None


def units_row(sheet: Sheet, columns: Sequence[str]) -> int | None:
    """The place of the row below the header that gives the units of these columns, if one does."""
    for place in range(min(_UNITS_AMONG, sheet.cells.num_rows)):
        cells = [sheet.cells.column(name)[place].as_py() for name in columns]
        given = [cell for cell in cells if cell and gap(cell) is not Gap.NOT_GIVEN]
        units = sum(map(is_unit, given))
        if units and units * 5 >= len(given) * 4 and not any(map(is_figure, given)):
            return place
    return None


def turned(sheet: Sheet, turn: Turn) -> Sheet:
    """The sheet with one row for each filled cell of the columns to be turned.

    Raises MappingError when none of these columns is in the sheet, or when the sheet has a
    column of one of the names in brackets.
    """
    names = [column.name for column in sheet.columns]
    columns = [name for name in turn.columns if name in names]
    clash = {COLUMN, HEADING, UNIT, CELL} & set(names)
    if not columns or clash:
        told = f"there is a column called “{min(clash)}”" if clash else "it has none of them"
        raise MappingError(f"The sheet's columns that are to be turned cannot be: {told}.")
    work = _Turning(sheet, turn, columns)
    return work.sheet()


@dataclass(slots=True)
class _Made:
    """A column of a turned sheet by the columns it came of: as shown and as understood."""

    shown: list[str | None]
    understood: list[str | None]
    header: str = ""


class _Turning:
    """One sheet on its way."""

    def __init__(self, sheet: Sheet, turn: Turn, columns: list[str]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._kept = [column for column in sheet.columns if column.name not in columns]
        self._units = units_row(sheet, columns)
        self._labelled = self._rows_of_columns(turn)
        self._aside = {*self._labelled.values()} | (set() if self._units is None else {self._units})
        headers = {column.name: column.header or column.name for column in sheet.columns}
        self._headers = [headers[name] for name in columns]

    def _rows_of_columns(self, turn: Turn) -> dict[str, int]:
        """The places of the rows that tell of the columns, by their labels."""
        if turn.label is None or turn.label not in self._sheet.cells.column_names:
            return {}
        labels = self._sheet.cells.column(turn.label).to_pylist()
        return {label: labels.index(label) for label in turn.rows if label in labels}

    def sheet(self) -> Sheet:
        """The turned sheet."""
        sheet = self._sheet
        there = [place for place in range(sheet.cells.num_rows) if place not in self._aside]
        places, positions = self._filled(there)
        made = self._own()
        cells = {c.name: sheet.cells.column(c.name).take(places) for c in self._kept}
        values = {
            name: typed.take(places)
            for name, typed in sheet.values.items()
            if name not in self._columns
        }
        for name, each in made.items():
            cells[name] = pa.array(each.shown, pa.string()).take(positions)
            if any(each.understood):
                typed = pa.array(each.understood, pa.string()).take(positions)
                values[name] = pa.chunked_array([typed])
        cells[CELL] = self._chosen(
            dict(zip(sheet.cells.column_names, sheet.cells.columns, strict=True)), places, positions
        )
        if any(name in sheet.values for name in self._columns):
            values[CELL] = pa.chunked_array([self._chosen(sheet.values, places, positions)])
        own = [Column(name, each.header, 0) for name, each in made.items()]
        columns = (*self._kept, *own, Column(CELL, "", 0))
        return replace(
            sheet,
            columns=tuple(replace(c, position=n) for n, c in enumerate(columns, 1)),
            cells=pa.table(cells),
            rows=sheet.rows.take(places),
            values=values,
            types=self._types(len(made), places, positions),
            other_rows=self._other_rows(),
            origins=pa.array(self._headers, pa.string()).take(positions),
            empty_cells=len(there) * len(self._columns) - len(places),
            turned_rows=len(there) * (len(self._columns) - 1),
        )

    def _filled(self, there: list[int]) -> tuple[Any, Any]:
        """The row and the position among the columns of every cell with something in it."""
        rows, positions = [], []
        wanted = pa.array(there, pa.int64())
        for position, name in enumerate(self._columns):
            column = self._sheet.understood(name).take(wanted)
            values = pc.unique(column).to_pylist()
            nothing = [value for value in values if value is None or gap(value) is Gap.NOT_GIVEN]
            filled = pc.invert(pc.is_in(column, pa.array(nothing, pa.string())))
            here = wanted.filter(filled)
            rows.append(here)
            positions.append(pa.array([position] * len(here), pa.int64()))
        table = pa.table({"r": pa.chunked_array(rows), "p": pa.chunked_array(positions)})
        table = table.sort_by([("r", "ascending"), ("p", "ascending")])
        return table["r"].combine_chunks(), table["p"].combine_chunks()

    def _own(self) -> dict[str, _Made]:
        """The columns that the turned sheet has of its own, but for the cells."""
        parted = [unit_of(header) for header in self._headers]
        units: list[str | None] = [unit for _, unit in parted]
        if self._units is not None:
            below = [self._sheet.cells.column(name)[self._units].as_py() for name in self._columns]
            units = [
                unit or (other if other and is_unit(other) else None)
                for unit, other in zip(units, below, strict=True)
            ]
        none: list[str | None] = [None] * len(self._columns)
        made = {
            COLUMN: _Made([*self._headers], none),
            HEADING: _Made([name for name, _ in parted], none),
            UNIT: _Made(units, none),
        }
        for number, texts in enumerate(zip(*(lines_of(self._headers) or ()), strict=True), 1):
            made[line(number)] = _Made([*texts], none)
        for label, place in self._labelled.items():
            shown = [self._sheet.cells.column(name)[place].as_py() for name in self._columns]
            said = [self._sheet.understood(name)[place].as_py() for name in self._columns]
            made[row_called(label)] = _Made(shown, said, label)
        return made

    def _chosen(self, columns: dict[str, Any], places: Any, positions: Any) -> Any:
        """Of each row the cell of its position; null where a column is not there."""
        result = pa.nulls(len(places), pa.string())
        for position, name in enumerate(self._columns):
            if name in columns:
                here = pc.equal(positions, position)
                result = pc.replace_with_mask(
                    result, here, _plain(columns[name].take(places.filter(here)))
                )
        return result

    def _types(self, made: int, places: Any, positions: Any) -> Any:
        """The letters of the cells' types: of what is kept, of what is made, of the cell."""
        if self._sheet.types is None:
            return None
        order = {column.name: n for n, column in enumerate(self._sheet.columns)}
        kept = [order[column.name] for column in self._kept]
        turned = [order[name] for name in self._columns]
        letters = self._sheet.types.to_pylist()
        texts = []
        for place, position in zip(places.to_pylist(), positions.to_pylist(), strict=True):
            row = letters[place].ljust(len(order))
            texts.append("".join(row[n] for n in kept) + "t" * made + row[turned[position]])
        return pa.chunked_array([pa.array(texts, pa.string())])

    def _other_rows(self) -> list[Any]:
        """The rows that are no records, with those that tell of the columns."""
        table = self._sheet.cells
        told = [
            (
                self._sheet.rows[place].as_py(),
                "header",
                " | ".join(cell for c in table.columns if (cell := c[place].as_py())),
            )
            for place in self._aside
        ]
        return sorted([*self._sheet.other_rows, *told], key=lambda entry: entry[0])


def _plain(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
