"""A column of cells: each distinct cell is read once, with what the whole column tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from muniment.registers.kind import Field
from muniment.registers.normalise.choices import choice_readings
from muniment.registers.normalise.dates import date_readings
from muniment.registers.normalise.model import (
    Cell,
    CellProblem,
    Context,
    NormalisedColumn,
    Reading,
)
from muniment.registers.normalise.numbers import number_readings
from muniment.registers.normalise.positions import position_readings
from muniment.registers.normalise.texts import as_written, text_readings
from muniment.registers.records import field_columns

Cells = Sequence[Cell] | Any
"""Cells of one column: a sequence, or a pyarrow array of strings (faster)."""
Readings = tuple[list[Reading], tuple[str, ...]]
_READERS: Mapping[str, Callable[[Field, Sequence[Any], Context], Readings]] = {
    "name": text_readings,
    "text": text_readings,
    "identifier": text_readings,
    "place": text_readings,
    "url": text_readings,
    "geometry": text_readings,
    "date": date_readings,
    "integer": number_readings,
    "quantity": number_readings,
    "choice": choice_readings,
    "choices": choice_readings,
    "boolean": choice_readings,
    "position": position_readings,
}


def normalise_column(
    field: Field, cells: Cells | Mapping[str, Cells], context: Context | None = None
) -> NormalisedColumn:
    """The normalised values of a field's cells, and what is wrong with which.

    ``cells`` are those of the column; for a field that comes in several columns, a mapping from
    its parts (``kind.PARTS``) to columns of one length. No cell raises an error.
    """
    context = context or Context()
    distinct, codes = _distinct(cells)
    readings, notes = _READERS[field.type](field, distinct, context)
    columns = field_columns(field)
    arrays: dict[str, Any] = {}
    for number, (name, type_) in enumerate(columns.items()):
        values = pa.array([reading.values[number] for reading in readings], type=type_)
        arrays[name] = values.take(codes)
    return NormalisedColumn(arrays, _problems(distinct, readings, codes), notes)


def _distinct(cells: Cells | Mapping[str, Cells]) -> tuple[list[Any], Any]:
    """The distinct cells, and for each row which of them it has."""
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if isinstance(cells, pa.Array):
        encoded = cells.dictionary_encode(null_encoding="encode")
        return encoded.dictionary.to_pylist(), encoded.indices
    places: dict[Any, int] = {}
    if isinstance(cells, Mapping):
        parts = list(cells)
        columns = [_listed(column) for column in cells.values()]
        rows = zip(*columns, strict=True)
        codes = [
            places.setdefault(tuple((type(cell), cell) for cell in row), len(places))
            for row in rows
        ]
        distinct: list[Any] = [
            {part: cell for part, (_, cell) in zip(parts, row, strict=True)} for row in places
        ]
    else:
        # 1, 1.0 and True are equal and have one hash, but are different cells.
        codes = [places.setdefault((type(cell), cell), len(places)) for cell in cells]
        distinct = [cell for _, cell in places]
    return distinct, pa.array(codes, type=pa.int32())


def _listed(column: Any) -> Sequence[Cell]:
    if isinstance(column, pa.Array | pa.ChunkedArray):
        listed: list[Cell] = column.to_pylist()
        return listed
    return column  # type: ignore[no-any-return]


def _problems(
    distinct: Sequence[Any], readings: Sequence[Reading], codes: Any
) -> list[CellProblem]:
    bad = {number: reading.remarks for number, reading in enumerate(readings) if reading.remarks}
    if not bad:
        return []
    shown = {number: as_written(distinct[number]) for number in bad}
    return [
        CellProblem(row, shown[code], remark.reason, remark.severity)
        for row, code in enumerate(codes.to_pylist())
        if code in bad
        for remark in bad[code]
    ]
