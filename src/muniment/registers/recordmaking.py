"""Sheets in, records and original cells out: each field by its source, with what is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from muniment.registers.cases import expanded, steps
from muniment.registers.kind import Field, Kind
from muniment.registers.mapping import Mapping, Source, fit
from muniment.registers.normalise.column import normalise_column
from muniment.registers.normalise.model import Context
from muniment.registers.reading.limits import MAX_PROBLEMS
from muniment.registers.reading.model import Problem, Sheet, Workbook
from muniment.registers.reading.raw import Progress, column_letter
from muniment.registers.records import IDENTITY, records_schema
from muniment.registers.sourcetexts import given, latest, parts_given, ticked
from muniment.registers.turning import CELL

_BESIDES = {
    "quantity": ("low", frozenset(("sign", "unit"))),
    "position": ("lat", frozenset(("zone", "system", "uncertainty_m"))),
}
"""Parts that say more of a whole value, and the part as which that value then goes."""


class Making:
    """One import under way: problems and refused rows gather over its sheets."""

    def __init__(
        self,
        workbook: Workbook,
        kind: Kind,
        mapping: Mapping,
        list_id: str,
        context: Context,
        progress: Progress | None,
    ) -> None:
        self._file = workbook.file
        self._kind = kind
        self._mapping = self._fitted = mapping
        self._list = list_id
        self._context = context
        self._progress = progress
        self.problems: list[Problem] = []
        self.refused = 0
        self._untold: dict[str | None, int] = {}
        self._unread: dict[str, set[int]] = {}

    def sheet(self, sheet: Sheet, several: bool) -> tuple[pa.Table, pa.Table]:
        """The records and the original cells of a sheet."""
        self.refused += sheet.refused_rows
        mapping, _ = fit(self._mapping, [column.name for column in sheet.columns])
        mapping = self._fitted = expanded(mapping, self._kind, sheet)
        self._tell_broken_cells(sheet)
        self._unread = {}
        columns: dict[str, Any] = {}
        for name, source in mapping.fields.items():
            if self._progress is not None:
                self._progress(f"normalising {name}", sheet.cells.num_rows)
            columns |= self._field(sheet, self._kind.by_name[name], source)
        columns |= self._steps(sheet)
        ids = self._ids(sheet, mapping.key, several)
        rows = len(sheet.rows)
        columns |= {
            "record_id": ids,
            "list": pa.repeat(pa.scalar(self._list, pa.string()), rows),
            "sheet": pa.repeat(pa.scalar(sheet.name, pa.string()), rows),
            "row": sheet.rows,
        }
        schema = records_schema(self._kind)
        records = pa.table(
            [
                columns[field.name] if field.name in columns else pa.nulls(rows, field.type)
                for field in schema
            ],
            schema=schema,
        )
        cells = sheet.cells.add_column(0, pa.field("record_id", pa.string()), ids)
        if sheet.types is not None:
            cells = cells.append_column(pa.field("cell_types", pa.string()), sheet.types)
        return self._without_refused(sheet, records, cells)

    def _field(self, sheet: Sheet, field: Field, source: Source) -> AnyMapping[str, Any]:
        """The normalised columns of a field."""
        context = self._context_of(source)
        arrays: AnyMapping[str, Any] = {}
        empty: Any = None
        if source.columns:
            column = ", ".join(source.columns)
            text = given(sheet, source.columns[0])
            statuses = self._statuses_of(field, source)
            if statuses:
                text = latest(sheet, source.columns, statuses)
            elif field.type == "choices" and len(source.columns) > 1:
                text = ticked(sheet, source.columns)
            else:
                for other in source.columns[1:]:
                    text = pc.coalesce(text, given(sheet, other))
            main, besides = _BESIDES.get(field.type, ("", frozenset()))
            if source.parts and besides.issuperset(source.parts):
                whole = {main: text, **parts_given(sheet, source)}
                column = ", ".join(source.all_columns)
                return self._normalised(sheet, field, column, whole, context, None)
            arrays = self._normalised(sheet, field, column, text, context, None)
            empty = pc.is_null(text)
            if not source.parts or not pc.any(empty).as_py():
                return arrays
        column = ", ".join(source.parts.values())
        parts = parts_given(sheet, source)
        composed = self._normalised(sheet, field, column, parts, context, empty)
        if empty is None:
            return composed
        return {name: pc.if_else(empty, composed[name], array) for name, array in arrays.items()}

    def _steps(self, sheet: Sheet) -> AnyMapping[str, Any]:
        """The field that lists the statuses of each record, where the list gives several."""
        found = {}
        for field in self._kind.fields:
            source = self._fitted.fields.get(field.name)
            if field.steps is None or field.steps in self._fitted.fields or source is None:
                continue
            dates = self._fitted.fields.get(field.history or "")
            if len(source.columns) > 1 and not source.parts:
                several = dates is not None and len(dates.columns) == len(source.columns)
                found[field.steps] = steps(
                    self._each(sheet, field, source),
                    self._each(sheet, self._kind.by_name[field.history or ""], dates)
                    if dates is not None and several
                    else [],
                )
        return found

    def _each(self, sheet: Sheet, field: Field, source: Source) -> list[Any]:
        """The normalised values of each column of a field by itself."""
        context = self._context_of(source)
        return [
            normalise_column(field, given(sheet, column), context).arrays[field.name]
            for column in source.columns
        ]

    def _context_of(self, source: Source) -> Context:
        """What is known of the cells of a field before they are read."""
        return replace(
            self._context,
            date_order=source.order or self._context.date_order,
            decimal_sign=source.decimal or self._context.decimal_sign,
            reference_system=source.system or self._context.reference_system,
            choices={**self._context.choices, **source.words},
        )

    def _statuses_of(self, field: Field, source: Source) -> tuple[str, ...]:
        """The columns of the statuses whose dates these columns are, where both are several."""
        for other in self._kind.fields:
            known = self._fitted.fields.get(other.name)
            if other.history == field.name and known is not None:
                several = len(source.columns) == len(known.columns) > 1
                return known.columns if several else ()
        return ()

    def _normalised(
        self,
        sheet: Sheet,
        field: Field,
        column: str,
        cells: Any,
        context: Context,
        only: Any,
    ) -> AnyMapping[str, Any]:
        normalised = normalise_column(field, cells, context)
        for note in normalised.notes:
            self._tell(Problem(self._file, note, sheet=sheet.name, column=column, severity="note"))
        if normalised.problems:
            numbers = sheet.rows
            if sheet.last_rows is not None and "[" in column:
                numbers = sheet.last_rows
            counted = None if only is None else only.to_pylist()
            for problem in normalised.problems:
                if counted is not None and not counted[problem.row_index]:
                    continue
                if problem.severity == "error":
                    self._unread.setdefault(field.name, set()).add(problem.row_index)
                self._tell(
                    Problem(
                        self._file,
                        problem.reason,
                        sheet=sheet.name,
                        row=numbers[problem.row_index].as_py(),
                        column=_column_of(sheet, column, problem.row_index),
                        value=problem.value,
                        severity=problem.severity,
                    )
                )
        return normalised.arrays

    def _tell(self, problem: Problem) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        else:
            self._untold[problem.column] = self._untold.get(problem.column, 0) + 1

    def _tell_broken_cells(self, sheet: Sheet) -> None:
        """Name each cell that shows an error or is a formula whose value was not stored."""
        if sheet.types is None:
            return
        places = pc.indices_nonzero(pc.match_substring_regex(sheet.types, "[e?]"))
        for place in places.to_pylist():
            for position, letter in enumerate(sheet.types[place].as_py()):
                if letter not in "e?" or position >= len(sheet.columns):
                    continue
                name = sheet.columns[position].name
                value = sheet.cells.column(name)[place].as_py()
                reason = (
                    "the cell shows an error of its spreadsheet, not a value"
                    if letter == "e"
                    else "the formula has no stored value; open the list in its program, save it "
                    "and import it again"
                )
                self._tell(
                    Problem(
                        self._file,
                        reason,
                        sheet=sheet.name,
                        row=sheet.rows[place].as_py(),
                        column=_column_of(sheet, name or column_letter(position + 1), place),
                        value=value,
                    )
                )

    def _ids(self, sheet: Sheet, key: str | None, several: bool) -> Any:
        """The record ids of a sheet's rows: by key, or by row (and sheet, where there are more)."""
        rows = pc.cast(sheet.rows, pa.string())
        where = f"{self._list}:{sheet.name}:" if several and sheet.name else f"{self._list}:"
        if sheet.origins is not None:
            rows = pc.binary_join_element_wise(rows, sheet.origins, " ")
        if key is None:
            return pc.binary_join_element_wise(where, rows, "")
        keys = given(sheet, key)
        if keys.null_count:
            empty = pc.indices_nonzero(pc.is_null(keys)).to_pylist()
            for place in empty:
                reason = "the record has no key; it is known by its row until it has one"
                self._tell(
                    Problem(
                        self._file,
                        reason,
                        sheet=sheet.name,
                        row=sheet.rows[place].as_py(),
                        column=key,
                        severity="warning",
                    )
                )
        if sheet.origins is not None:
            keys = pc.binary_join_element_wise(keys, sheet.origins, " ")
        by_key = pc.binary_join_element_wise(f"{self._list}:", keys, "")
        by_row = pc.binary_join_element_wise(f"{where}row ", rows, "")
        return pc.coalesce(by_key, by_row)

    def _without_refused(
        self, sheet: Sheet, records: pa.Table, cells: pa.Table
    ) -> tuple[pa.Table, pa.Table]:
        """Leave out the rows that give nothing of what every record must have.

        A cell in which something stands that is not understood does not cost the row.
        """
        lacking: dict[int, list[str]] = {}
        needed = [(field.name,) for field in self._kind.fields if field.required]
        for group in (*needed, *self._kind.one_of):
            given = None
            for name in group:
                here = pc.is_valid(records.column(name))
                given = here if given is None else pc.or_(given, here)
            labels = " or ".join(f"“{self._kind.by_name[name].label()}”" for name in group)
            unread = set[int]().union(*(self._unread.get(name, ()) for name in group))
            for place in pc.indices_nonzero(pc.invert(given)).to_pylist():
                if place not in unread:
                    lacking.setdefault(place, []).append(labels)
        if not lacking:
            return records, cells
        names = [column.name for column in sheet.columns]
        for place, groups in sorted(lacking.items()):
            row = [sheet.cells.column(name)[place].as_py() for name in names]
            self._tell(
                Problem(
                    self._file,
                    f"the row gives no {' and no '.join(groups)}, so it is no record",
                    sheet=sheet.name,
                    row=sheet.rows[place].as_py(),
                    column=_column_of(sheet, None, place),
                    value=" | ".join(cell for cell in row if cell),
                    refused=True,
                )
            )
        self.refused += len(lacking)
        keep = pa.array([place not in lacking for place in range(records.num_rows)])
        return records.filter(keep), cells.filter(keep)

    def with_unique_ids(self, records: pa.Table, cells: pa.Table) -> tuple[pa.Table, pa.Table]:
        """Make ids unique where a key stands in several rows, and tell of each such row."""
        if self._untold:
            for column, count in self._untold.items():
                reason = f"{count:,} more problems of this column are not listed one by one"
                self.problems.append(Problem(self._file, reason, column=column))
        ids = records.column("record_id").combine_chunks()
        if pc.count_distinct(ids).as_py() == len(ids):
            return records, cells
        seen: dict[str, int | None] = {}
        unique: list[str] = []
        taken = set(ids.to_pylist())
        for identifier, row, sheet in zip(
            ids.to_pylist(),
            records.column("row").to_pylist(),
            records.column("sheet").to_pylist(),
            strict=True,
        ):
            if identifier not in seen:
                seen[identifier] = row
                unique.append(identifier)
                continue
            first = seen[identifier]
            unique.append(_next_free(f"{identifier}~{row}", taken))
            key = identifier.removeprefix(f"{self._list}:")
            reason = f"the key stands in row {first} already; the number of this row is added to it"
            self._tell(
                Problem(
                    self._file, reason, sheet=sheet, row=row, column=self._mapping.key, value=key
                )
            )
        column = pa.array(unique, pa.string())
        return (
            records.set_column(0, IDENTITY[0], column),
            cells.set_column(0, pa.field("record_id", pa.string()), column),
        )


def _column_of(sheet: Sheet, column: str | None, place: int) -> str | None:
    """The column of the file in which a cell stands: of a turned table that of its row."""
    if sheet.origins is None or (column is not None and not column.startswith(CELL)):
        return column
    origin: str = sheet.origins[place].as_py()
    return origin


def _next_free(identifier: str, taken: set[str]) -> str:
    for count in itertools.count(1):
        candidate = identifier if count == 1 else f"{identifier}~{count}"
        if candidate not in taken:
            taken.add(candidate)
            return candidate
    raise AssertionError
