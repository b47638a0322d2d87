"""Overlap tables: how many people each combination of lists holds.

A pattern says for each list whether it holds a person (1) or not (0); the table counts the people
of each pattern. The pattern of nobody's list is never observed: it is what estimation is about.
"""

from __future__ import annotations

import csv
import functools
import io
import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


_MOST = 10**11
_OTHER_FILES = {
    b"PK\x03\x04": "a workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF document",
}

_NUMBER = re.compile(r"\d(\.0+)?")


class OverlapError(Exception):
    """A table of overlaps is not as it must be; the message says where and what to mend."""


@dataclass(frozen=True, eq=False)
class OverlapTable:
    """How many people each combination of lists holds.

    ``lists`` are the lists' names, ``patterns`` (cells, lists) is 1 where a list holds the people
    of a cell, ``counts`` (cells,) says how many they are. Only cells that hold somebody are kept,
    sorted by pattern; the cell of no list is not among them. Build it with ``from_cells`` or
    ``from_memberships``, which see to that.
    """

    lists: tuple[str, ...]
    patterns: NDArray[np.int8]
    counts: NDArray[np.int64]

    @classmethod
    def from_cells(
        cls, lists: Sequence[str], cells: Iterable[tuple[Sequence[int], int]]
    ) -> OverlapTable:
        """A table of patterns with their counts; equal patterns are summed, empty ones dropped.

        Raises OverlapError for names given twice, a pattern of a wrong length or of no list, a
        value that is neither 0 nor 1, or a negative count.
        """
        names = tuple(lists)
        if len(set(names)) < len(names):
            raise OverlapError(f"Two lists have one name: {', '.join(names)}.")
        sums: dict[tuple[int, ...], int] = {}
        for pattern, count in cells:
            key = tuple(int(each) for each in pattern)
            if len(key) != len(names) or not set(key) <= {0, 1}:
                raise OverlapError(f"{key} is no pattern of {len(names)} lists.")
            if count < 0:
                raise OverlapError(f"{count} people cannot be in the lists of pattern {key}.")
            if not any(key) and count:
                raise OverlapError("People of no list cannot have been observed.")
            sums[key] = sums.get(key, 0) + int(count)
        kept = sorted(key for key, count in sums.items() if count)
        patterns = np.array(kept, dtype=np.int8).reshape(len(kept), len(names))
        return cls(names, patterns, np.array([sums[key] for key in kept], dtype=np.int64))

    @classmethod
    def from_memberships(cls, lists: Sequence[str], memberships: NDArray[np.bool_]) -> OverlapTable:
        """A table of people: ``memberships`` (people, lists) says which lists hold whom.

        People whom no list holds are left out. Raises OverlapError when the matrix has not one
        column a list.
        """
        matrix = np.asarray(memberships, dtype=np.int8)
        if matrix.ndim != 2 or matrix.shape[1] != len(lists):
            raise OverlapError(f"The matrix must have one column for each of {len(lists)} lists.")
        listed = matrix[matrix.any(axis=1)]
        if not len(listed):
            return cls.from_cells(lists, ())
        patterns, counts = np.unique(listed, axis=0, return_counts=True)
        return cls.from_cells(lists, zip(patterns.tolist(), counts.tolist(), strict=True))

    @cached_property
    def documented(self) -> int:
        """How many people at least one list holds."""
        return int(self.counts.sum())

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many people each list holds."""
        return dict(zip(self.lists, (self.counts @ self.patterns).tolist(), strict=True))

    @cached_property
    def shared(self) -> NDArray[np.int64]:
        """How many people each two lists share (lists, lists); on the diagonal the lists' sizes."""
        wide = self.patterns.astype(np.int64)
        product: NDArray[np.int64] = wide.T @ (self.counts[:, None] * wide)
        return product

    @cached_property
    def frequencies(self) -> NDArray[np.int64]:
        """How many people are in exactly 0, 1, 2, … lists (lists + 1,); the first is 0."""
        found = np.bincount(
            self.patterns.sum(axis=1, dtype=np.int64),
            weights=self.counts,
            minlength=len(self.lists) + 1,
        )
        return found.astype(np.int64)

    def cells(self) -> dict[tuple[int, ...], int]:
        """The counts by pattern."""
        return dict(zip(map(tuple, self.patterns.tolist()), map(int, self.counts), strict=True))

    def full(self) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
        """All 2^lists - 1 observable patterns with their counts, zeros included.

        Raises OverlapError above 16 lists, whose patterns are too many to write out.
        """
        if len(self.lists) > 16:
            raise OverlapError(
                f"{len(self.lists)} lists have too many patterns to write out; 16 are the most."
            )
        every = np.array(list(itertools.product((0, 1), repeat=len(self.lists)))[1:], dtype=np.int8)
        known = self.cells()
        counts = np.array([known.get(tuple(row), 0) for row in every.tolist()], dtype=np.int64)
        return every.reshape(-1, len(self.lists)), counts

    def only(self, lists: Sequence[str]) -> OverlapTable:
        """The table of some of the lists; people of none of them are left out."""
        chosen = [self.lists.index(name) for name in lists]
        rows = self.patterns[:, chosen]
        return OverlapTable.from_cells(
            lists,
            (
                (row, count)
                for row, count in zip(rows.tolist(), self.counts.tolist(), strict=True)
                if any(row)
            ),
        )

    def without_empty_lists(self) -> OverlapTable:
        """The table without the lists that hold nobody."""
        return self.only([name for name, size in self.sizes.items() if size])

    def over(self, lists: Sequence[str]) -> OverlapTable:
        """The table with further lists, which hold nobody, in the order given.

        Raises OverlapError when a list of the table is not among them.
        """
        missing = [name for name in self.lists if name not in lists]
        if missing:
            raise OverlapError(f"{', '.join(missing)}: not among the lists {', '.join(lists)}.")
        rows = np.zeros((len(self.patterns), len(lists)), dtype=np.int8)
        rows[:, [list(lists).index(name) for name in self.lists]] = self.patterns
        return OverlapTable.from_cells(lists, zip(rows.tolist(), self.counts.tolist(), strict=True))

    def merged(self, groups: Mapping[str, Sequence[str]]) -> OverlapTable:
        """The table with each group of lists made into one list, named by its key."""
        rows = np.column_stack(
            [
                self.patterns[:, [self.lists.index(name) for name in members]].max(axis=1)
                for members in groups.values()
            ]
        )
        return OverlapTable.from_cells(
            tuple(groups),
            (
                (row, count)
                for row, count in zip(rows.tolist(), self.counts.tolist(), strict=True)
                if any(row)
            ),
        )

    def __add__(self, other: OverlapTable) -> OverlapTable:
        """The people of two tables of the same lists, none of whom is in both."""
        if self.lists != other.lists:
            raise OverlapError("Tables of different lists cannot be added.")
        return OverlapTable.from_cells(
            self.lists, itertools.chain(self.cells().items(), other.cells().items())
        )


@dataclass(frozen=True, eq=False)
class OverlapFile:
    """A file of overlaps as read: its tables by stratum, and remarks for the user.

    Without strata there is one table, under None. ``tables`` keep the order of the file; the
    lists of all are the same.
    """

    tables: Mapping[str | None, OverlapTable]
    notes: tuple[str, ...]


def read_overlaps(path: Path, strata: Sequence[str] = ()) -> OverlapFile:
    """Read a CSV file of patterns and counts.

    One column a list holds 1 or 0, one named count (freq, n, … in any case) holds how many people
    have the pattern, the columns named by ``strata`` say which table the row belongs to. Commas,
    semicolons and tabs separate. Equal patterns are summed, and a row of no list left out, each
    with a note. Raises OverlapError, naming row and column, for anything else.
    """
    header, rows = _rows(path)
    count = _count_column(path, header, strata)
    for name in strata:
        if name not in header:
            raise OverlapError(
                f"{path}: no column is named “{name}”; the columns are {', '.join(header)}."
            )
    kept = [place for place, name in enumerate(header) if place != count and name not in strata]
    lists = tuple(header[place] for place in kept)
    if not lists:
        raise OverlapError(f"{path}: no column of a list is there besides “{header[count]}”.")
    places = [header.index(name) for name in strata]
    seen: dict[tuple[str | None, tuple[int, ...]], int] = {}
    cells: dict[str | None, list[tuple[tuple[int, ...], int]]] = {}
    notes = []
    for number, row in rows:
        where = f"{path}, row {number}"
        if len(row) != len(header):
            raise OverlapError(f"{where}: {len(row)} cells in place of {len(header)}.")
        pattern = tuple(_membership(row[place], header[place], where) for place in kept)
        people = _people(row[count], header[count], where)
        stratum = ", ".join(row[place].strip() for place in places) if places else None
        cells.setdefault(stratum, [])
        if not any(pattern):
            notes.append(
                f"{where}: the row of no list ({people}) is left out; lists cannot tell how many "
                "people they miss, and the estimate does not use it."
            )
            continue
        if (stratum, pattern) in seen:
            first = seen[stratum, pattern]
            notes.append(
                f"{where}: the pattern of row {first} comes again; both are summed. "
                "If it is the same row twice, take one out."
            )
        seen.setdefault((stratum, pattern), number)
        cells[stratum].append((pattern, people))
    if not cells:
        raise OverlapError(f"{path}: the file holds no rows besides its header.")
    if sum(people for found in cells.values() for _, people in found) > _MOST:
        raise OverlapError(f"{path}: the counts add up to more people than ever lived.")
    tables = {key: OverlapTable.from_cells(lists, found) for key, found in cells.items()}
    return OverlapFile(tables, tuple(notes))


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the rows with their numbers (the header is row 1); empty rows are left."""
    from muniment.documents.encoding import decode_text
    from muniment.documents.errors import UnreadableDocument

    try:
        data = path.read_bytes()
    except OSError as error:
        raise OverlapError(f"{path}: cannot be read ({error.strerror}).") from error
    for begins, what in _OTHER_FILES.items():
        if data.startswith(begins):
            raise OverlapError(f"{path}: is {what}, no CSV file; save its table as CSV (UTF-8).")
    try:
        text, _ = decode_text(str(path), data)
    except UnreadableDocument as error:
        raise OverlapError(str(error)) from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise OverlapError(f"{path}: is no table of comma-separated values ({error}).") from error
    if not found or not any(cell.strip() for cell in found[0]):
        raise OverlapError(f"{path}: the first row must name the lists and the count; it is empty.")
    header = [cell.strip() for cell in found[0]]
    for place, name in enumerate(header):
        if not name:
            raise OverlapError(f"{path}, row 1: column {place + 1} has no name.")
        if name in header[:place]:
            raise OverlapError(f"{path}, row 1: two columns are named “{name}”.")
    return header, [
        (number, row)
        for number, row in enumerate(found[1:], 2)
        if any(cell.strip() for cell in row)
    ]


def _count_column(path: Path, header: list[str], strata: Sequence[str]) -> int:
    """Where the count stands: the last column with one of its names."""
    known = words("counts")
    places = [
        place
        for place, name in enumerate(header)
        if name.casefold() in known and name not in strata
    ]
    if not places:
        raise OverlapError(
            f"{path}, row 1: no column says how many people have a pattern; name it “count” "
            f"(the columns are {', '.join(header)})."
        )
    return places[-1]


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind of ``data/words.toml``, in small letters."""
    text = (resources.files("muniment.estimation") / "data" / "words.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[kind])


def _membership(cell: str, column: str, where: str) -> int:
    text = cell.strip()
    known = next((held for held in (0, 1) if text.casefold() in words(f"held_{held}")), None)
    # Spreadsheets write 1.0, and digits have other shapes in other scripts.
    if known is None and _NUMBER.fullmatch(text) and Decimal(text) in (0, 1):
        known = int(Decimal(text))
    if known is None:
        shown = f"“{text}”" if text else "empty"
        raise OverlapError(
            f"{where}, column “{column}”: {shown} is neither 0 nor 1. A list's column says 1 where "
            f"the list holds the people; a column that divides them is named with --strata."
        )
    return known


def _people(cell: str, column: str, where: str) -> int:
    text = cell.strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        shown = f"“{text}”" if text else "an empty cell"
        raise OverlapError(
            f"{where}, column “{column}”: {shown} is no number of people; write digits alone."
        ) from None
    if not value.is_finite() or value != value.to_integral_value():
        raise OverlapError(
            f"{where}, column “{column}”: {text} is no whole number; people are counted whole."
        )
    if value < 0:
        raise OverlapError(f"{where}, column “{column}”: {text} is negative.")
    if value > _MOST:
        raise OverlapError(f"{where}, column “{column}”: {text} is more people than ever lived.")
    return int(value)
