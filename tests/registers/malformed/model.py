"""A malformed list, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Case:
    """A file by its bytes, and what an import of it as a list of persons must give.

    ``refused``: words of the one refusal; otherwise ``records`` are imported and each of
    ``problems`` (row, column, words of the reason) is told. ``values`` gives normalised values as
    (record, field, value); ``aside`` how many rows are set aside, by what they are.
    """

    name: str
    file: str
    data: bytes
    refused: str | None = None
    records: int = 3
    problems: tuple[tuple[int | None, str | None, str], ...] = ()
    values: tuple[tuple[int, str, str | None], ...] = ()
    aside: dict[str, int] = field(default_factory=dict)
    refused_rows: int = 0


HEADER = ("id", "first name", "last name", "sex", "date of birth", "place of birth", "notes")
ROWS = (
    ("V-1", "Oren", "Tasvel", "m", "1970-03-14", "Upper Dorn", ""),
    ("V-2", "Mira", "Kelvadze", "f", "1984-12-01", "Lisk", "seen twice"),
    ("V-3", "Ando", "Berrin", "m", "1959-07-30", "Velmar", ""),
)


def text(
    header: tuple[str, ...] = HEADER,
    rows: tuple[tuple[str, ...], ...] = ROWS,
    delimiter: str = ",",
    end: str = "\n",
) -> str:
    """The invented list as delimited text."""
    return "".join(delimiter.join(row) + end for row in (header, *rows))


def with_cell(row: int, column: int, value: str) -> tuple[tuple[str, ...], ...]:
    """The invented rows with one cell (0-based) replaced."""
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return tuple(tuple(each) for each in rows)
