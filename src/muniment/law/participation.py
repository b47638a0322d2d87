"""What states did about a treaty: signatures, deposits, withdrawals, each with its source."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

from muniment.law.owndata import own_folder, own_tables
from muniment.law.sources import source
from muniment.law.states import states
from muniment.law.tables import DATA, LawDataError, Row, read_table

SIGNING = ("signature", "succession to signature")
JOINING = (
    "ratification",
    "accession",
    "acceptance",
    "approval",
    "succession",
    "formal confirmation",
    "consent to be bound",
    "definitive signature",
    "simplified procedure",
    "participation",
)
"""Acts by which a state becomes bound; "participation" where a source does not say by which."""
PROVISIONAL = "provisional application"
WITHDRAWAL = "withdrawal"
RESERVATION = "reservation or declaration"
NONE_LISTED = "none listed"
"""A source that is no complete list says that this state has done nothing."""
ACTS = (*SIGNING, *JOINING, PROVISIONAL, WITHDRAWAL, RESERVATION, NONE_LISTED)

COLUMNS = ("state", "act", "date", "effective", "source", "as_of", "note")
COVERAGE_COLUMNS = ("instrument", "source", "as_of", "signatories", "parties")


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one state, as one source has it.

    ``date`` is the day of the act, or of the deposit; ``year`` is given instead where the source
    knows only the year. ``effective`` is the day of its effect where the source states it.
    """

    instrument: str
    state: str
    kind: str
    date: datetime.date | None
    year: int | None
    effective: datetime.date | None
    source: str
    as_of: datetime.date | None
    note: str

    @property
    def verified(self) -> bool:
        """Whether its source is one in which it was verified."""
        return source(self.source).verified


@dataclass(frozen=True, slots=True)
class Coverage:
    """That a source lists every signatory and party of an instrument as of a day.

    ``signatories``/``parties`` are its own totals, None where it gives none.
    """

    instrument: str
    source: str
    as_of: datetime.date
    signatories: int | None
    parties: int | None


def acts(instrument: str) -> tuple[Act, ...]:
    """All acts known for an instrument, by state; empty when no source is at hand.

    Raises LawDataError when its file is not as it must be.
    """
    return _read(instrument, "")


@functools.cache
def acts_of(instrument: str, state: str) -> tuple[Act, ...]:
    """The acts of one state for an instrument. Raises LawDataError as ``acts`` does."""
    return _read(instrument, f"{state},")


def _read(instrument: str, begins: str) -> tuple[Act, ...]:
    """The acts in the file that Muniment brings, and in those that the user took in."""
    rows: list[Row] = []
    if DATA.joinpath("participation", f"{instrument}.csv").is_file():
        rows.extend(read_table(f"participation/{instrument}.csv", COLUMNS, begins=begins))
    own = own_folder()
    if own is not None:
        for name in own_tables(f"participation/{instrument}"):
            rows.extend(read_table(name, COLUMNS, begins=begins, folder=own))
    return tuple(read_act(instrument, row) for row in rows)


@functools.cache
def coverage() -> dict[str, tuple[Coverage, ...]]:
    """The complete lists known for each instrument, the newest first.

    Raises LawDataError when ``coverage.csv`` is not as it must be.
    """
    found: dict[str, list[Coverage]] = {}
    rows = list(read_table("coverage.csv", COVERAGE_COLUMNS))
    own = own_folder()
    if own is not None:
        for name in own_tables("coverage"):
            rows.extend(read_table(name, COVERAGE_COLUMNS, folder=own))
    for row in rows:
        source(row["source"])
        as_of = row.date("as_of")
        if as_of is None:
            raise row.error("a complete list needs the day of which it speaks.")
        found.setdefault(row["instrument"], []).append(
            Coverage(
                row["instrument"],
                row["source"],
                as_of,
                _count(row, "signatories"),
                _count(row, "parties"),
            )
        )
    return {
        instrument: tuple(sorted(lists, key=lambda each: each.as_of, reverse=True))
        for instrument, lists in found.items()
    }


def _count(row: Row, column: str) -> int | None:
    return int(row[column]) if row[column].isdecimal() else None


def read_act(instrument: str, row: Row) -> Act:
    """The act in a row with the columns ``COLUMNS``.

    Raises LawDataError naming file, row and column when it is not as it must be.
    """
    if row["act"] not in ACTS:
        raise row.error(f"act is {row['act']!r}; use {', '.join(ACTS)}.")
    if row["state"] not in states():
        raise row.error(f"state {row['state']!r} is not in states.csv.")
    try:
        source(row["source"])
    except LawDataError as error:
        raise row.error(str(error)) from error
    year = int(row["date"]) if len(row["date"]) == 4 and row["date"].isdecimal() else None
    return Act(
        instrument,
        row["state"],
        row["act"],
        None if year else row.date("date"),
        year,
        row.date("effective"),
        row["source"],
        row.date("as_of"),
        row["note"],
    )
