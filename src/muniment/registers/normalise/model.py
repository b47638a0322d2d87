"""What normalising takes and gives: cells, what is known of their column, and what came of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None
Severity = Literal["error", "warning", "note"]
"""Error: the value could not be read. Warning: read, but somebody should look. Note: as read."""
DateOrder = Literal["dmy", "mdy", "ymd"]


class CellProblem(NamedTuple):
    """What is wrong with one cell: its 0-based place in the column, the cell, and why."""

    row_index: int
    value: str
    reason: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a column before its cells are read.

    ``today`` is the day of the import: nothing that happened is later. ``date_order`` settles
    03/04/1993 where people know it (None: decided from the column). ``spreadsheet_epoch`` is the
    year, 1900 or 1904, from which day numbers count. ``reference_system`` is that of the
    coordinates (None: WGS84 is assumed where nothing else is said). ``decimal_sign`` settles
    "1,234". ``choices`` says what words of this list mean that the vocabulary does not know.
    """

    today: datetime.date = field(default_factory=datetime.date.today)
    date_order: DateOrder | None = None
    spreadsheet_epoch: Literal[1900, 1904] = 1900
    reference_system: str | None = None
    decimal_sign: Literal[".", ","] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


class Remark(NamedTuple):
    """Something to say about a cell, wherever it stands."""

    reason: str
    severity: Severity = "warning"


class Reading(NamedTuple):
    """What was read in one cell: a value for each column of the field, and remarks."""

    values: tuple[Any, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class NormalisedColumn:
    """A normalised column: pyarrow arrays by name of record column, all as long as the cells.

    ``problems`` are in the order of rows. ``notes`` say what was decided for the column as a whole
    ("day before month, as in 31/12/1987").
    """

    arrays: Mapping[str, Any]
    problems: list[CellProblem]
    notes: tuple[str, ...] = ()
