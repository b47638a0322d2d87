"""The texts that fill a field: those of its column, or of several put together."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from muniment.registers.folding import fold
from muniment.registers.formulas import restore_column
from muniment.registers.mapping import Source
from muniment.registers.reading.model import Sheet

TICKS = frozenset(("1", "true", "yes", "x"))
"""How a column of one answer says that it was given."""
UNTICKED = frozenset(("0", "false", "no", ""))


def parts_given(sheet: Sheet, source: Source) -> dict[str, Any]:
    """The texts of each part of a field."""
    return {part: given(sheet, name) for part, name in source.parts.items()}


def ticked(sheet: Sheet, columns: tuple[str, ...]) -> Any:
    """The answers whose columns are ticked, joined; null where no column says anything."""
    answers = [name.rpartition("/")[2] for name in columns]
    texts = []
    for cells in zip(*(given(sheet, name).to_pylist() for name in columns), strict=True):
        chosen = [
            answer
            for answer, cell in zip(answers, cells, strict=True)
            if cell is not None and fold(cell) in TICKS
        ]
        texts.append("; ".join(chosen) or None)
    return pa.array(texts, pa.string())


def latest(sheet: Sheet, columns: tuple[str, ...], statuses: tuple[str, ...]) -> Any:
    """Of several dates the one that belongs to the first status that is given.

    ``columns`` and ``statuses`` are parallel, the latest first: the date of another status is not
    taken where the latest has none.
    """
    text = pa.nulls(sheet.cells.num_rows, pa.string())
    for date, status in reversed(tuple(zip(columns, statuses, strict=True))):
        text = pc.if_else(pc.is_valid(given(sheet, status)), given(sheet, date), text)
    return text


def given(sheet: Sheet, name: str) -> Any:
    """A column's texts as they are to be understood, null where there is nothing but space."""
    text = sheet.understood(name)
    if isinstance(text, pa.ChunkedArray):
        text = text.combine_chunks()
    text = restore_column(text)
    blank = pc.equal(pc.utf8_trim_whitespace(text), "")
    if pc.any(blank).as_py():
        text = pc.if_else(blank, pa.scalar(None, pa.string()), text)
    return text
