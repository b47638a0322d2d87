"""Sheets, and parts of sheets, that are no lists with one record a row."""

from __future__ import annotations

from collections.abc import Collection

from muniment.registers.folding import fold
from muniment.registers.mapping import Mapping
from muniment.registers.reading.model import Problem, Sheet

_GAP = 2
"""So many empty columns without a header part a table from another one beside it."""
_FORM_COLUMNS = 3
_FORM_ROWS = 3
_MOSTLY = 0.6


def beside_columns(sheet: Sheet) -> tuple[str, ...]:
    """The columns right of a gap of empty ones: perhaps another table, whose rows are no others."""
    gap, begun, apart = 0, False, False
    found = []
    for column in sheet.columns:
        cells = sheet.cells.column(column.name)
        empty = not column.header and cells.null_count == len(cells)
        gap = gap + 1 if empty else 0
        begun = begun or not empty
        apart = apart or (begun and gap >= _GAP)
        if apart and not empty:
            found.append(column.name)
    return tuple(found)


def beside(file: str, sheet: Sheet, mapping: Mapping) -> list[Problem]:
    """What to tell of columns beside the list that fill no field."""
    used = {column for source in mapping.fields.values() for column in source.all_columns}
    reason = (
        "the column stands apart, right of empty ones, as that of another table does; it is kept "
        "as it is and fills no field until the mapping says so"
    )
    return [
        Problem(file, reason, sheet=sheet.name, column=name, severity="warning")
        for name in beside_columns(sheet)
        if name not in used
    ]


def is_forms(sheet: Sheet, known: Collection[str]) -> bool:
    """Whether a sheet has a field a row, as forms below each other have, not a record a row.

    ``known`` are folded words that head columns.
    """
    if len(sheet.columns) > _FORM_COLUMNS or sheet.cells.num_rows < _FORM_ROWS:
        return False
    first = sheet.columns[0]
    labels = [first.header, *sheet.cells.column(first.name).drop_null().to_pylist()]
    words = [fold(label) for label in labels if label]
    hits = [word for word in words if word in known]
    return len(set(hits)) > 1 and len(hits) >= _MOSTLY * len(words)
