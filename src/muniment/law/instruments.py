"""The register of instruments: treaties, declarations, resolutions and statements."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from muniment.law.entry import Delay
from muniment.law.sources import source
from muniment.law.tables import Row, read_table

FIELDS = ("adopted", "opened", "in_force", "unts", "registration")
"""Fields of an instrument that name their own source."""

COLUMNS = (
    "id",
    "nature",
    "short_title",
    "full_title",
    "title_source",
    "adopted",
    "adopted_source",
    "opened",
    "opened_source",
    "in_force",
    "in_force_source",
    "deposits",
    "delay",
    "state_delay",
    "rule_source",
    "place",
    "depositary",
    "unts",
    "unts_source",
    "registration",
    "registration_source",
    "mtdsg",
    "symbol",
    "body",
    "aliases",
    "other_dates",
    "note",
)
NATURES = (
    "treaty",
    "declaration",
    "recommendation",
    "decision",
    "legislation",
    "agreement",
    "statement",
    "principles",
)
BINDING = ("treaty", "decision", "legislation", "agreement")
"""Natures of texts that can bind; whether an agreement that is no treaty does is not judged."""
NOT_YET = "not yet"
"""In the column ``in_force`` of a treaty that had not entered into force by its source's day."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A text that statements cite.

    ``nature`` is one of ``NATURES``; of these treaties, decisions and legislation bind. ``adopted``
    is the day on which the text was adopted or done, ``opened`` the day it was opened for
    signature, ``in_force`` the day it entered into force, ``never_in_force`` that it had not by the
    day of the source; ``other_dates`` are days by which it is also
    called. ``deposits`` instruments bring it into force after ``delay``; a state that joins later
    is bound after ``state_delay``. ``sources`` gives the key of the source of each field in
    ``FIELDS`` and of "title" and "rule".
    """

    id: str
    nature: str
    short_title: str
    full_title: str
    adopted: datetime.date | None
    opened: datetime.date | None
    in_force: datetime.date | None
    never_in_force: bool
    deposits: int | None
    delay: Delay | None
    state_delay: Delay | None
    place: str
    depositary: str
    unts: str
    registration: str
    mtdsg: str
    symbol: str
    body: str
    aliases: tuple[str, ...]
    other_dates: tuple[datetime.date, ...]
    note: str
    sources: dict[str, str]

    @property
    def binds(self) -> bool:
        """Whether a text of this nature can bind anybody."""
        return self.nature in BINDING

    def verified(self, field: str) -> bool:
        """Whether somebody has verified a field ("title", "adopted" …) in its source."""
        key = self.sources.get(field)
        return key is not None and source(key).verified

    @property
    def dates(self) -> dict[str, datetime.date]:
        """The dates by which it may be called, by what they are."""
        named = {"adopted": self.adopted, "opened": self.opened, "in force": self.in_force}
        dates = {name: day for name, day in named.items() if day is not None}
        for number, day in enumerate(self.other_dates, start=1):
            dates[f"also dated {number}" if number > 1 else "also dated"] = day
        return dates


@dataclass(frozen=True, slots=True)
class Group:
    """Instruments that are cited by one name, as the four Geneva Conventions are."""

    id: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


class Register(Mapping[str, Instrument]):
    """The instruments by id, in the order of the file; each is made from its row when asked for.

    Raises LawDataError then, when the row is not as it must be.
    """

    def __init__(self, rows: dict[str, Row]) -> None:
        self._rows = rows
        self._made: dict[str, Instrument] = {}

    def __getitem__(self, id: str) -> Instrument:
        made = self._made.get(id)
        if made is None:
            made = self._made[id] = _instrument(self._rows[id])
        return made

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def column(self, name: str) -> Iterator[tuple[str, str]]:
        """Each id with what its row has in a column, for looking through all of them."""
        return ((id, row[name]) for id, row in self._rows.items())

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each id with its full title, short title and aliases."""
        for id, row in self._rows.items():
            first = (row["full_title"] or row["short_title"], row["short_title"])
            yield id, (*first, *row.listed("aliases"))


@functools.cache
def instruments() -> Register:
    """All instruments by id. Raises LawDataError when ``instruments.csv`` is not as it must be."""
    rows: dict[str, Row] = {}
    for row in read_table("instruments.csv", COLUMNS):
        if row["id"] in rows:
            raise row.error(f"{row['id']} stands there twice.")
        rows[row["id"]] = row
    return Register(rows)


@functools.cache
def groups() -> dict[str, Group]:
    """All groups by id. Raises LawDataError when ``groups.csv`` is not as it must be."""
    found: dict[str, Group] = {}
    for row in read_table("groups.csv", ("id", "name", "aliases", "members")):
        unknown = [member for member in row.listed("members") if member not in instruments()]
        if unknown or row["id"] in found:
            raise row.error(f"{', '.join(unknown) or row['id']}: unknown or there twice.")
        found[row["id"]] = Group(
            row["id"], row["name"], row.listed("aliases"), row.listed("members")
        )
    return found


def _instrument(row: Row) -> Instrument:
    if row["nature"] not in NATURES:
        raise row.error(f"nature is {row['nature']!r}; use {', '.join(NATURES)}.")
    if not row["short_title"] or not row["title_source"]:
        raise row.error("a short title and the source of the title are needed.")
    sources = {field: row[f"{field}_source"] for field in (*FIELDS, "title", "rule")}
    for field in FIELDS:
        if bool(row[field]) != bool(sources[field]):
            raise row.error(f"{field} and {field}_source must both be given, or neither.")
    sources = {field: key for field, key in sources.items() if key}
    for key in sources.values():
        source(key)
    never = row["in_force"] == NOT_YET
    return Instrument(
        id=row["id"],
        nature=row["nature"],
        short_title=row["short_title"],
        full_title=row["full_title"] or row["short_title"],
        adopted=row.date("adopted"),
        opened=row.date("opened"),
        in_force=None if never else row.date("in_force"),
        never_in_force=never,
        deposits=_number(row, "deposits"),
        delay=_delay(row, "delay"),
        state_delay=_delay(row, "state_delay"),
        place=row["place"],
        depositary=row["depositary"],
        unts=row["unts"],
        registration=row["registration"],
        mtdsg=row["mtdsg"],
        symbol=row["symbol"],
        body=row["body"],
        aliases=row.listed("aliases"),
        other_dates=_days(row),
        note=row["note"],
        sources=sources,
    )


def _number(row: Row, column: str) -> int | None:
    if not row[column]:
        return None
    if not row[column].isdecimal():
        raise row.error(f"{column} is {row[column]!r}; write a whole number.")
    return int(row[column])


def _delay(row: Row, column: str) -> Delay | None:
    if not row[column]:
        return None
    try:
        return Delay.parse(row[column])
    except ValueError as error:
        raise row.error(f"{column}: {error}") from error


def _days(row: Row) -> tuple[datetime.date, ...]:
    try:
        return tuple(datetime.date.fromisoformat(text) for text in row.listed("other_dates"))
    except ValueError as error:
        raise row.error(f"other_dates: write days as YYYY-MM-DD ({error}).") from error
