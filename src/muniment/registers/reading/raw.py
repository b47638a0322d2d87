"""What readers of single formats hand on: batches of rows, before anything is known of a header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from muniment.registers.reading.model import Problem

BATCH = 16_384
"""How many rows are handed on at once."""

Progress = Callable[[str, int], None]
"""Called now and then with what is done ("reading") and how many rows are done."""


@dataclass(slots=True)
class Batch:
    """Some rows in order.

    ``numbers`` are 1-based rows of the file, ``shown`` their cells as a person sees them ("" for
    none). For typed formats ``values`` has for each row the texts to be understood instead of
    what is shown, by 0-based column, and ``types`` the letters of ``model.Sheet.types``.
    """

    numbers: list[int]
    shown: list[list[str]]
    values: list[dict[int, str]] | None = None
    types: list[str] | None = None


@dataclass(slots=True)
class RawSheet:
    """One sheet of a file: its batches can be run through once.

    ``fixed`` says that every row has a cell for every column, so that a row of another length is
    wrong (CSV); elsewhere rows simply end where their last cell is. ``header_rows`` is given by
    formats that know it (0: none, None: to be found). ``blank`` and ``refused`` count rows that
    are in no batch, as far as the batches were run through. ``spread`` lists merged cells as
    (first row, last row, first column, last column), 1-based and 0-based.
    """

    name: str | None
    batches: Iterator[Batch]
    fixed: bool = False
    hidden: bool = False
    header_rows: int | None = None
    parent: str | None = None
    blank: int = 0
    refused: int = 0
    spread: list[tuple[int, int, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def column_letter(position: int) -> str:
    """What spreadsheets call a column: 1 is A, 27 is AA."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
