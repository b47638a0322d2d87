"""Several rows of one case made one record: a row for each status that the case has had.

Rows are folded where their key is the same and they differ only in the status, its date, what
tells of the row itself (its running number, when and by whom it was written, notes), and in cells
that one of them leaves empty. The order is that of the dates of the statuses; where it cannot be
told, or anything else differs, the rows stay apart and the reason is told. The cells of every row
are kept, those of later ones in columns of their own: "Status [2]".
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from muniment.registers.kind import Field, Kind
from muniment.registers.mapping import Mapping
from muniment.registers.normalise.column import normalise_column
from muniment.registers.normalise.model import Context
from muniment.registers.reading.model import Column, Problem, Sheet
from muniment.registers.sourcetexts import given
from muniment.values.period import Order, Period

MOST = 12
"""Rows that one case may have; with more of them the number is hardly that of a case."""
_OF_ROWS = ("sources", "source_date", "notes")
"""Fields that tell of a row rather than of the case."""


@dataclass(frozen=True, slots=True)
class Varying:
    """The columns in which rows of one case may differ: of the status, its date, of the rows."""

    status: str
    date: str | None
    others: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column of these."""
        return (self.status, *((self.date,) if self.date else ()), *self.others)


@dataclass(frozen=True, slots=True)
class Folded:
    """A sheet after folding: ``problems`` say which rows stayed apart, and why."""

    sheet: Sheet
    problems: tuple[Problem, ...]


def status_field(kind: Kind) -> Field | None:
    """The field of a kind whose values change over time, if their steps are kept."""
    return next((field for field in kind.fields if field.steps is not None), None)


def varying(kind: Kind, mapping: Mapping, sheet: Sheet) -> Varying | None:
    """The columns in which rows of one case may differ; None where no one column is the status."""
    status = status_field(kind)
    source = None if status is None else mapping.fields.get(status.name)
    if status is None or source is None or len(source.columns) != 1 or source.parts:
        return None
    dates = mapping.fields.get(status.history or "")
    if dates is not None and (len(dates.columns) != 1 or dates.parts):
        return None
    others = [
        column
        for name in _OF_ROWS
        if name in mapping.fields
        for column in mapping.fields[name].all_columns
    ]
    used = {column for each in mapping.fields.values() for column in each.all_columns}
    others += [
        column.name
        for column in sheet.columns
        if column.name not in used
        and column.name != mapping.key
        and _numbers_rows(sheet, column.name)
    ]
    return Varying(source.columns[0], None if dates is None else dates.columns[0], tuple(others))


def groups(sheet: Sheet, key: str) -> list[list[int]]:
    """The places of the rows that share a key, for each key that several rows have."""
    found: dict[str, list[int]] = {}
    for place, value in enumerate(given(sheet, key).to_pylist()):
        if value is not None:
            found.setdefault(value.strip(), []).append(place)
    return [places for places in found.values() if len(places) > 1]


def folded(sheet: Sheet, kind: Kind, mapping: Mapping, file: str, context: Context) -> Folded:
    """The sheet with the rows of each case folded, where that is possible without a doubt."""
    may = varying(kind, mapping, sheet)
    if may is None or mapping.key is None or mapping.key not in sheet.cells.column_names:
        return Folded(sheet, ())
    work = _Folding(sheet, kind, mapping, may, context)
    taken: dict[int, list[int]] = {}
    problems = []
    for places in groups(sheet, mapping.key):
        order, why = work.order(places)
        if order is None:
            problems.append(work.apart(file, mapping.key, places, why))
        else:
            taken[min(places)] = order
    return Folded(work.sheet(taken), tuple(problems))


def expanded(mapping: Mapping, kind: Kind, sheet: Sheet) -> Mapping:
    """The mapping for a folded sheet: of several statuses the last that is given counts."""
    may = varying(kind, mapping, sheet)
    if not mapping.fold or may is None or not sheet.folded_rows:
        return mapping
    names = set(sheet.cells.column_names)
    fields = dict(mapping.fields)
    for name, source in mapping.fields.items():
        if source.columns and source.columns[0] in may.all and not source.parts:
            column = source.columns[0]
            more = [_numbered(column, n) for n in range(MOST, 1, -1)]
            latest = tuple(each for each in more if each in names)
            fields[name] = replace(source, columns=(*latest, *source.columns))
    return replace(mapping, fields=fields)


def steps(statuses: Sequence[Any], dates: Sequence[Any]) -> Any:
    """The statuses that each record has had, the first one first, with their dates.

    Both are arrays of normalised values, the latest first. Null where there is but one.
    """
    texts: list[str | None] = []
    every = [array.to_pylist() for array in statuses]
    days = [array.to_pylist() for array in dates] or [[None] * len(each) for each in every]
    for row in range(len(every[0])):
        said = [
            status[row] if day[row] is None else f"{status[row]} {day[row]}"
            for status, day in zip(reversed(every), reversed(days), strict=True)
            if status[row] is not None
        ]
        texts.append("; ".join(said) if len(said) > 1 else None)
    return pa.array(texts, pa.string())


def _numbered(column: str, number: int) -> str:
    return f"{column} [{number}]"


def _numbers_rows(sheet: Sheet, name: str) -> bool:
    """Whether a column has another whole number in every row."""
    texts = sheet.understood(name).to_pylist()
    return len(set(texts)) == len(texts) and all(text and text.isdecimal() for text in texts)


class _Folding:
    """One sheet on its way: its texts are read once."""

    def __init__(
        self, sheet: Sheet, kind: Kind, mapping: Mapping, may: Varying, context: Context
    ) -> None:
        self._sheet = sheet
        self._may = may
        self._texts = {c.name: given(sheet, c.name).to_pylist() for c in sheet.columns}
        self._days: list[Period | None] = [None] * sheet.cells.num_rows
        status = status_field(kind)
        assert status is not None
        if may.date is not None and status.history is not None:
            source = mapping.fields[status.history]
            told = replace(context, date_order=source.order or context.date_order)
            field = kind.by_name[status.history]
            column = normalise_column(field, given(sheet, may.date), told)
            texts = column.arrays[field.name].to_pylist()
            self._days = [None if text is None else Period.parse(text) for text in texts]

    def order(self, places: list[int]) -> tuple[list[int] | None, str]:
        """The rows of one case in the order of their statuses; or None, and why they stay apart."""
        if len(places) > MOST:
            return None, f"{len(places)} rows are more than a case has statuses"
        for name, texts in self._texts.items():
            said = {texts[place].strip() for place in places if texts[place] is not None}
            if name not in self._may.all and len(said) > 1:
                return None, f"they differ in “{name}”"
        statuses = [self._texts[self._may.status][place] for place in places]
        if None in statuses:
            return None, f"a row gives no “{self._may.status}”"
        said_of_days = {
            (text, str(self._days[p])) for text, p in zip(statuses, places, strict=True)
        }
        if len(said_of_days) < len(places):
            return None, "two of them say the same status of the same day"
        undated = [place for place in places if self._days[place] is None]
        if undated and undated != places[:1]:
            return None, "which status is the last cannot be told: a row gives no date of it"
        dated = sorted(
            (place for place in places if place not in undated),
            key=lambda place: _first_day(self._days[place]),
        )
        for one, other in itertools.pairwise(dated):
            before, after = self._days[one], self._days[other]
            assert before is not None
            assert after is not None
            if before.compare(after) is not Order.BEFORE:
                return None, "which status is the last cannot be told by their dates"
        return [*undated, *dated], ""

    def apart(self, file: str, key: str, places: list[int], why: str) -> Problem:
        """What to tell of rows that have one key and are not one case."""
        rows = [self._sheet.rows[place].as_py() for place in places]
        listed = ", ".join(map(str, rows[1:6])) + (" …" if len(rows) > 6 else "")
        return Problem(
            file,
            f"rows {rows[0]} and {listed} have this number and stay apart: {why}",
            sheet=self._sheet.name,
            row=rows[0],
            column=key,
            value=self._texts[key][places[0]],
            severity="warning",
        )

    def sheet(self, taken: dict[int, list[int]]) -> Sheet:
        """The sheet with these rows folded: by the first place of each case, all in their order."""
        if not taken:
            return self._sheet
        sheet = self._sheet
        gone = {place for places in taken.values() for place in places} - taken.keys()
        kept = [place for place in range(sheet.cells.num_rows) if place not in gone]
        orders = [taken.get(place, [place]) for place in kept]
        most = max(map(len, orders))
        cells: dict[str, Any] = {}
        values: dict[str, Any] = {}
        columns = list(sheet.columns)
        for column in sheet.columns:
            name = column.name
            if name in self._may.all:
                numbered: dict[str, list[int | None]] = {name: [order[0] for order in orders]}
                for n in range(2, most + 1):
                    later = [order[n - 1] if len(order) >= n else None for order in orders]
                    numbered[_numbered(name, n)] = later
                    columns.append(Column(_numbered(name, n), column.header, len(columns) + 1))
            else:
                numbered = {name: [self._first_given(name, order) for order in orders]}
            for called, places in numbered.items():
                where = pa.array(places, pa.int64())
                cells[called] = sheet.cells.column(name).take(where)
                if name in sheet.values:
                    values[called] = sheet.values[name].take(where)
        first = pa.array(kept, pa.int64())
        last = pa.array([order[-1] for order in orders], pa.int64())
        return replace(
            sheet,
            columns=tuple(columns),
            cells=pa.table({column.name: cells[column.name] for column in columns}),
            rows=sheet.rows.take(first),
            values=values,
            types=None if sheet.types is None else self._types(columns, orders, most),
            last_rows=sheet.rows.take(last),
            folded_rows=len(gone),
        )

    def _first_given(self, name: str, order: list[int]) -> int:
        """Of the rows of a case the first that has something in a column."""
        texts = self._texts[name]
        return next((place for place in order if texts[place] is not None), order[0])

    def _types(self, columns: list[Column], orders: list[list[int]], most: int) -> Any:
        """The letters of the cells' types, also of the columns that were added."""
        assert self._sheet.types is not None
        letters = self._sheet.types.to_pylist()
        width = len(self._sheet.columns)
        order_of = {column.name: n for n, column in enumerate(self._sheet.columns)}
        added = [name for name in order_of if name in self._may.all]
        texts = []
        for order in orders:
            rows = [letters[place].ljust(width) for place in order]
            own = "".join(
                rows[0][n]
                if name in self._may.all
                else letters[self._first_given(name, order)].ljust(width)[n]
                for name, n in order_of.items()
            )
            more = "".join(
                rows[n - 1][order_of[name]] if len(rows) >= n else " "
                for name in added
                for n in range(2, most + 1)
            )
            texts.append(own + more)
        return pa.chunked_array([pa.array(texts, pa.string())])


def _first_day(period: Period | None) -> datetime.date:
    """The first day of a date, for its place among others; one without an end comes first."""
    days = None if period is None else period.days
    return datetime.date.min if days is None else days[0]
