"""Reading columns of cells in tests."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from muniment.registers.kind import Field
from muniment.registers.normalise import Context, NormalisedColumn, normalise_column

TODAY = datetime.date(2026, 11, 23)


def column(field: Field, cells: Any, **context: Any) -> NormalisedColumn:
    """A column read on a day that does not move."""
    return normalise_column(field, cells, Context(today=TODAY, **context))


def values(result: NormalisedColumn, suffix: str = "") -> list[Any]:
    """The values of a field's first column, or of that with a suffix."""
    arrays: Mapping[str, Any] = result.arrays
    name = next(iter(arrays)) + suffix
    listed: list[Any] = arrays[name].to_pylist()
    return listed


def reasons(result: NormalisedColumn) -> dict[int, list[str]]:
    """The reasons of problems that are no mere notes, by place."""
    found: dict[int, list[str]] = {}
    for problem in result.problems:
        if problem.severity != "note":
            found.setdefault(problem.row_index, []).append(problem.reason)
    return found
