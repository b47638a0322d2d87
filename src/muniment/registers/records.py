"""The table of records: its columns for a kind, and what of it linkage takes.

A table of records has ``record_id`` (unique; "<list>:<key or row>"), ``list``, ``sheet`` (null
where the file has none), ``row`` (1-based in the source), then for each field of the kind:

- dates: EDTF text ("XXXX": written as not known);
- choices: codes of the vocabulary; several codes of a ``choices`` field are joined by ";";
- integers and quantities ``x``: ``x`` as understood, ``x.low`` and ``x.high`` (null: open),
  ``x.approximate``, and for quantities ``x.unit``;
- positions ``p``: ``p`` as entered, ``p.lat``, ``p.lon`` (degrees, WGS84), ``p.uncertainty_m``;
- all others: cleaned text.

Null says that nothing was written; "unknown" that somebody wrote it is not known.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from muniment.registers.kind import UNKNOWN, UNKNOWN_DATE, UNRECOGNISED, Field, Kind

IDENTITY = (
    pa.field("record_id", pa.string(), nullable=False),
    pa.field("list", pa.string(), nullable=False),
    pa.field("sheet", pa.string()),
    pa.field("row", pa.int32(), nullable=False),
)
"""The columns that every table of records has first."""
_LATITUDE, _LONGITUDE, _UNCERTAINTY = "latitude", "longitude", "position_uncertainty_m"
_NOT_LINKED = {"event_position"}


def field_columns(field: Field) -> dict[str, Any]:
    """The columns of a field in a table of records: pyarrow types by column name."""
    columns: dict[str, Any] = {field.name: pa.string()}
    if field.type in ("integer", "quantity"):
        columns[f"{field.name}.low"] = pa.float64()
        columns[f"{field.name}.high"] = pa.float64()
        columns[f"{field.name}.approximate"] = pa.bool_()
    if field.type == "quantity":
        columns[f"{field.name}.unit"] = pa.string()
    if field.type == "position":
        for part in ("lat", "lon", "uncertainty_m"):
            columns[f"{field.name}.{part}"] = pa.float64()
    return columns


def records_schema(kind: Kind) -> Any:
    """The pyarrow schema of a table of records of a kind."""
    fields = list(IDENTITY)
    for field in kind.fields:
        fields += [pa.field(name, type_) for name, type_ in field_columns(field).items()]
    return pa.schema(fields)


def linkable(kind: Kind, records: Any) -> Any:
    """The columns that linkage compares, by the roles of a kind's fields.

    Takes a table of records (columns that it lacks are left out) and gives one of the same rows in
    the same order with ``record_id``, ``list`` and one column a role. What is unknown or was not
    recognised is null: it says nothing about who somebody is. Sex is "male", "female", "unknown".
    """
    columns = {"record_id": records["record_id"], "list": records["list"]}
    for role, field in kind.by_role.items():
        if field.name not in records.column_names:
            continue
        if role == "event_position":
            columns[_LATITUDE] = records[f"{field.name}.lat"]
            columns[_LONGITUDE] = records[f"{field.name}.lon"]
            columns[_UNCERTAINTY] = records[f"{field.name}.uncertainty_m"]
        elif role == "age":
            low, high = records[f"{field.name}.low"], records[f"{field.name}.high"]
            columns[role] = pc.divide(pc.add(low, high), 2.0)
        elif role == "sex":
            columns[role] = _sex(field, records[field.name])
        else:
            columns[role] = _told(field, records[field.name])
    return pa.table(columns)


def _told(field: Field, column: Any) -> Any:
    """A column with null for what is unknown or was not recognised."""
    unsaid = [UNKNOWN_DATE] if field.type == "date" else [UNKNOWN, UNRECOGNISED]
    return pc.if_else(pc.is_in(column, pa.array(unsaid)), pa.scalar(None, pa.string()), column)


def _sex(field: Field, column: Any) -> Any:
    """The sex that each code of a vocabulary stands for: "man" and "boy" are male."""
    assert field.vocabulary is not None
    sexes = {term.code: term.standards.get("sex", UNKNOWN) for term in field.vocabulary.terms}
    codes = pa.array(list(sexes))
    meanings = pa.array(list(sexes.values()))
    return pc.take(meanings, pc.index_in(column, codes))
