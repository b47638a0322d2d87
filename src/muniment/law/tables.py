"""Reading the data files of the law: CSV with a header, UTF-8, one fact or record a row."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

DATA: Traversable = resources.files("muniment.law") / "data"


class LawDataError(Exception):
    """A data file is not as it must be; the message names the file, the row and what to mend."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a data file: its values by column, and where it stands (the header is row 1)."""

    file: str
    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def listed(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several, with "|" between them."""
        return tuple(part.strip() for part in self.values[column].split("|") if part.strip())

    def date(self, column: str) -> datetime.date | None:
        """The calendar day in a cell, None when it is empty.

        Raises LawDataError when it is no day written as YYYY-MM-DD.
        """
        text = self.values[column]
        if not text:
            return None
        try:
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            raise self.error(f"{column} is {text!r}; write a day as YYYY-MM-DD.") from error

    def error(self, message: str) -> LawDataError:
        """An error that says where this row stands."""
        return LawDataError(f"{self.file}, row {self.number}: {message}")


def read_table(
    name: str, columns: tuple[str, ...], *, begins: str = "", folder: Traversable = DATA
) -> Iterator[Row]:
    """The rows of a data file.

    ``name`` is its path in the data folder, parts separated by "/"; with ``begins`` only rows
    whose line begins so are read, which spares reading a long file for one state. Raises
    LawDataError when the file is missing, its header is not ``columns``, or a row is too long or
    too short.
    """
    try:
        text = folder.joinpath(*name.split("/")).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LawDataError(f"{name}: the file is missing.") from error
    lines = text.splitlines()
    header = tuple(next(csv.reader(lines[:1]), ()))
    if header != columns:
        raise LawDataError(
            f"{name}, row 1: the columns are {', '.join(header) or 'missing'}; "
            f"they must be {', '.join(columns)}."
        )
    numbers = [number for number, line in enumerate(lines) if number and line.startswith(begins)]
    cells_of = csv.reader([lines[number] for number in numbers])
    for number, cells in zip(numbers, cells_of, strict=True):
        if len(cells) != len(columns):
            raise LawDataError(
                f"{name}, row {number + 1}: {len(cells)} cells in place of {len(columns)}."
            )
        yield Row(name, number + 1, dict(zip(columns, cells, strict=True)))
