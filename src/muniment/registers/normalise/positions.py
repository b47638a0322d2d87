"""Stand-in until the reader of positions is here: the text as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from muniment.registers.kind import Field
from muniment.registers.normalise.model import Context, Reading
from muniment.registers.normalise.texts import cell_text
from muniment.registers.records import field_columns


def position_reader(
    field: Field, cells: Sequence[Any], context: Context
) -> tuple[Callable[[Any], Reading], tuple[str, ...]]:
    """How the cells of a column are read."""
    more = len(field_columns(field)) - 1

    def read(cell: Any) -> Reading:
        return Reading((cell_text(cell) or None, *(None,) * more))

    return read, ()
