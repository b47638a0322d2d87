"""Taking in a status page or a CSV: what it says, how that differs from the register, and keeping it.

What is taken in goes into a folder of the user's own (``owndata``), one file a source and an
instrument; nothing that was there before is changed, so that sources can be compared.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from muniment.law.endnotes import NoteAct, read_note
from muniment.law.instruments import Instrument, instruments
from muniment.law.owndata import place_to_write
from muniment.law.participation import (
    COLUMNS,
    COVERAGE_COLUMNS,
    JOINING,
    PROVISIONAL,
    RESERVATION,
    SIGNING,
    WITHDRAWAL,
    Act,
    Coverage,
    acts,
    coverage,
    read_act,
)
from muniment.law.sources import COLUMNS as SOURCE_COLUMNS
from muniment.law.sources import source, sources
from muniment.law.states import State, find_state, states
from muniment.law.statuspage import PageProblem, StatusPage, read_page
from muniment.law.tables import LawDataError, Row
from muniment.law.wording import day_in_words

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LARGEST = 50_000_000
_MOST_UNKNOWN = 0.25
_NEEDED = ("state", "act", "date")


class ImportProblem(Exception):
    """A file that cannot be taken in; the message names it, and says what to do."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that the register may not have yet."""

    key: str
    verified: bool
    as_of: datetime.date | None
    description: str


@dataclass(frozen=True, slots=True)
class Status:
    """What a file says about one instrument, in the register's form.

    ``listing`` says of which day it is a complete list, with its own totals, None where it is no
    complete list; ``remarks`` are sentences on what was not taken in or does not fit.
    """

    file: str
    instrument: Instrument
    acts: tuple[Act, ...]
    listing: Coverage | None
    sources: tuple[NewSource, ...]
    remarks: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What it is, in a line."""
        name = f"{self.instrument.short_title} ({self.instrument.id})"
        if self.listing is None:
            return f"{name}: {len(self.acts)} acts from {self.file}, which is no complete list."
        signed = self.listing.signatories
        totals = [] if signed is None else [f"{signed} signatories"]
        totals += [] if self.listing.parties is None else [f"{self.listing.parties} parties"]
        told = f"; its totals: {', '.join(totals)}" if totals else "; it gives no totals"
        return f"{name}: status page as of {day_in_words(self.listing.as_of)}{told}."


def read_status(file: Path, instrument: str | None, day: datetime.date | None) -> Status:
    """What a saved status page or a CSV says.

    ``instrument`` and ``day`` tell what the file does not. Raises ImportProblem when it cannot be
    read, or does not tell of what or when it speaks.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise ImportProblem(f"{file.name}: it is larger than {_LARGEST // 1_000_000} MB.")
        data = file.read_bytes()
    except OSError as error:
        raise ImportProblem(f"{file.name}: it cannot be opened ({error.strerror}).") from error
    named = _named(instrument)
    if file.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _from_csv(file, data, named, day)
    try:
        page = read_page(data)
        return _from_page(file.name, page, named, day)
    except PageProblem as error:
        raise ImportProblem(f"{file.name}: {error}") from error


def _named(id: str | None) -> Instrument | None:
    if id is None:
        return None
    if id.upper() not in instruments():
        raise ImportProblem(f"--instrument {id}: the register has no instrument of this id.")
    return instruments()[id.upper()]


# A status page.


def _from_page(
    file: str, page: StatusPage, named: Instrument | None, day: datetime.date | None
) -> Status:
    instrument = _instrument(page, named)
    as_of = page.day or day
    if as_of is None:
        raise PageProblem("it does not say of which day it speaks; tell with --as-of.")
    if page.day is not None and day is not None and page.day != day:
        raise PageProblem(f"it speaks of {page.day}, not of {day} as --as-of says.")
    origin = NewSource(
        f"UNTC-{as_of}", True, as_of, "UN Treaty Collection status page, taken in by the user"
    )
    reader = _PageActs(instrument, page, origin, as_of)
    listing = Coverage(instrument.id, origin.key, as_of, page.signatories, page.parties)
    found, remarks = reader.acts(), reader.remarks
    if page.in_force != instrument.in_force and page.in_force and instrument.in_force:
        remarks.append(
            f"Entry into force: the page has {day_in_words(page.in_force)}, the register "
            f"{day_in_words(instrument.in_force)}; correct instruments.csv by hand."
        )
    return Status(file, instrument, found, listing, (origin,), tuple(remarks))


def _instrument(page: StatusPage, named: Instrument | None) -> Instrument:
    """The instrument that a page is about. Raises PageProblem when it is none, or not the named."""
    by_number = [id for id, number in instruments().column("mtdsg") if number == page.number != ""]
    if named is not None:
        if page.number and named.mtdsg and named.mtdsg != page.number:
            raise PageProblem(
                f"it is the page of {page.number}, “{page.title}”, not of {named.id}, "
                f"which is {named.mtdsg}."
            )
        return named
    if len(by_number) == 1:
        return instruments()[by_number[0]]
    title = " ".join(page.title.split()).casefold()
    by_title = [id for id, full in instruments().column("full_title") if full.casefold() == title]
    if len(by_title) == 1:
        return instruments()[by_title[0]]
    number = f" (number {page.number})" if page.number else ""
    raise PageProblem(
        f"its treaty, “{page.title}”{number}, is not in the register; tell which one it is with "
        "--instrument, or add it to instruments.csv."
    )


class _PageActs:
    """Brings what a page says into the register's form."""

    def __init__(
        self, instrument: Instrument, page: StatusPage, origin: NewSource, as_of: datetime.date
    ) -> None:
        self.instrument, self.page, self.origin, self.as_of = instrument, page, origin, as_of
        self.remarks: list[str] = []
        self.table: list[Act] = []
        self.told: list[Act] = []

    def acts(self) -> tuple[Act, ...]:
        """All acts that the page tells. Raises PageProblem when it cannot be whole."""
        owners = self._read_table()
        self._read_notes(owners)
        self._check_totals()
        for names, kind, note in (
            (self.page.declared, RESERVATION, "text not kept here; see the depositary"),
            (self.page.territorial, RESERVATION, "territorial application; see the depositary"),
            (self.page.provisional, PROVISIONAL, "day not told"),
        ):
            for name in names:
                state = self._state(name)
                if state is not None and not self._has(state, kind, note):
                    self.told.append(self._act(state.code, kind, None, note=note))
        for heading in self.page.left_out:
            self.remarks.append(f"Not taken in: the days in the column “{heading}”.")
        whole = {(act.state, act.kind, act.date, act.note): act for act in self.table + self.told}
        return tuple(sorted(whole.values(), key=_order))

    def _has(self, state: State, kind: str, note: str) -> bool:
        provisional = kind == PROVISIONAL
        return any(
            act.state == state.code and act.kind == kind and (provisional or act.note == note)
            for act in self.table + self.told
        )

    def _read_table(self) -> dict[int, str]:
        """Take in the table; gives for each end note the participant at which its mark stands."""
        owners: dict[int, str] = {}
        unknown = 0
        for entry in self.page.entries:
            state = self._state(entry.name)
            if state is None:
                unknown += 1
                continue
            for mark in entry.marks:
                owners.setdefault(mark, state.code)
            self.table += [self._act(state.code, kind, day) for kind, day in entry.acts]
        if not self.page.entries:
            raise PageProblem("its table of participants is empty; save the whole page again.")
        if unknown > _MOST_UNKNOWN * len(self.page.entries):
            raise PageProblem(
                f"{unknown} of its {len(self.page.entries)} participants have names that the "
                f"register does not know, such as “{self.page.entries[0].name}”; save the English "
                "page with its encoding kept."
            )
        return owners

    def _read_notes(self, owners: dict[int, str]) -> None:
        for number, text in sorted(self.page.notes.items()):
            facts = read_note(text, owners.get(number))
            for told in facts.acts:
                self._tell(told)
            if facts.unread:
                self.remarks.append(
                    f"End note {number} seems to speak of a withdrawal, but could not be read: "
                    "read it."
                )
            if facts.territorial and number in owners:
                note = "territorial application; see the depositary"
                state = states()[owners[number]]
                if not self._has(state, RESERVATION, note):
                    self.told.append(self._act(state.code, RESERVATION, None, note=note))

    def _tell(self, told: NoteAct) -> None:
        """Take in an act that an end note tells, unless the table has it already."""
        for place, act in enumerate(self.table):
            if (act.state, act.kind, act.date) == (told.state, told.kind, told.date):
                self.table[place] = replace(act, effective=act.effective or told.effective)
                return
        former = states()[told.state].kind == "former state"
        note = "end note" if former or told.kind != WITHDRAWAL else ""
        self.told.append(self._act(told.state, told.kind, told.date, told.effective, note))

    def _check_totals(self) -> None:
        """Compare the page's totals with its acts; they decide on withdrawals without a day.

        Raises PageProblem when there are fewer parties than the page counts.
        """
        undated = [act for act in self.told if act.kind == WITHDRAWAL and act.effective is None]
        names = ", ".join(states()[act.state].name for act in undated)
        total = self.page.parties
        bound = bound_on(self.table, self.told, self.as_of, JOINING)
        if total is not None and len(bound) < total:
            raise PageProblem(
                f"it counts {total} parties, but its table has {len(bound)}; the table is cut "
                "short: save the whole page again."
            )
        over = 0 if total is None else len(bound) - total
        if undated and over == len({act.state for act in undated}):
            self.remarks.append(
                f"Withdrawn, as the page's total shows, but from which day is not told: {names}."
            )
            over = 0
        elif undated:
            self.told = [act for act in self.told if act not in undated]
            self.remarks.append(
                f"Not taken in: a notice of withdrawal without effect, as far as told: {names}."
            )
        signed = bound_on(self.table, self.told, self.as_of, SIGNING)
        if over:
            self.remarks.append(
                f"The page counts {total} parties, its table and notes give {len(bound)}: "
                "an end note speaks of somebody who left; read them."
            )
        elif self.page.signatories not in (None, len(signed)):
            self.remarks.append(
                f"The page counts {self.page.signatories} signatories, its table gives "
                f"{len(signed)}."
            )
        elif total is not None:
            self.remarks.append("Its totals agree with its table and end notes.")

    def _state(self, name: str) -> State | None:
        state = find_state(name) or find_state(_mended(name))
        remark = f"Not taken in: “{name}”, which states.csv does not know."
        if state is None and remark not in self.remarks:
            self.remarks.append(remark)
        return state

    def _act(
        self,
        state: str,
        kind: str,
        date: datetime.date | None,
        effective: datetime.date | None = None,
        note: str = "",
    ) -> Act:
        return Act(
            self.instrument.id,
            state,
            kind,
            date,
            None,
            effective,
            self.origin.key,
            self.as_of,
            note,
        )


def bound_on(
    table: Iterable[Act], told: Iterable[Act], day: datetime.date, kinds: tuple[str, ...]
) -> set[str]:
    """The states with an act of these kinds in a page's table that have not left by a day.

    ``told`` are the acts in its end notes; who joined again on the day of the notice or later has
    not left.
    """
    table, told = list(table), list(told)
    joined = [act for act in (*table, *told) if act.kind in JOINING and act.date]
    left = set()
    for act in told:
        if act.kind == WITHDRAWAL and act.date and act.effective and act.effective <= day:
            again = any(
                each.state == act.state and each.date and each.date >= act.date for each in joined
            )
            left |= set() if again else {act.state}
    return {act.state for act in table if act.kind in kinds} - left


def _mended(name: str) -> str:
    """A name whose UTF-8 was read as Windows-1252 somewhere on its way, as it should be."""
    try:
        return name.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


# A CSV in the register's form.


def _from_csv(
    file: Path, data: bytes, named: Instrument | None, day: datetime.date | None
) -> Status:
    if named is None:
        named = instruments().get(file.stem.upper())
    if named is None:
        raise ImportProblem(
            f"{file.name}: tell which instrument it is about with --instrument, or call the file "
            "by its id."
        )
    rows = list(_rows(file.name, data))
    found: list[Act] = []
    new: dict[str, NewSource] = {}
    for row in rows:
        key = row["source"] or f"OWN-{_UNSAFE.sub('-', file.stem)}"
        row.values["source"] = key
        row.values["as_of"] = row["as_of"] or (day.isoformat() if day else "")
        if key not in sources():
            new[key] = NewSource(key, False, day, f"taken in by the user from {file.name}")
            row.values["source"] = "MEMORY"
        try:
            act = read_act(named.id, row)
        except LawDataError as error:
            raise ImportProblem(str(error)) from error
        found.append(replace(act, source=key))
    if not found:
        raise ImportProblem(f"{file.name}: there is no act in it.")
    return Status(
        file.name, named, tuple(sorted(set(found), key=_order)), None, tuple(new.values()), ()
    )


def _rows(file: str, data: bytes) -> Iterator[Row]:
    """The rows of a user's CSV, states as codes; columns in any order, "," ";" or tab between."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportProblem(f"{file}: it is not in UTF-8; save it as “CSV UTF-8”.") from error
    lines = text.splitlines()
    first = lines[0] if lines else ""
    mark = max(",;\t", key=first.count)
    header = [cell.strip().casefold() for cell in next(csv.reader([first], delimiter=mark), [])]
    missing = [column for column in _NEEDED if column not in header]
    unknown = [column for column in header if column not in COLUMNS]
    if missing or unknown:
        wrong = f"{', '.join(missing)} missing" if missing else f"{', '.join(unknown)} unknown"
        raise ImportProblem(
            f"{file}, row 1: column {wrong}; the columns are {', '.join(COLUMNS)}, of which "
            f"{', '.join(_NEEDED)} are needed."
        )
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    next(reader)
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise ImportProblem(
                f"{file}, row {number}: {len(cells)} cells in place of {len(header)}."
            )
        values = dict.fromkeys(COLUMNS, "")
        values.update(zip(header, (cell.strip() for cell in cells), strict=True))
        state = find_state(values["state"])
        if state is None:
            raise ImportProblem(
                f"{file}, row {number}: state {values['state']!r} is not in the register; use a "
                "name or ISO code that states.csv has."
            )
        values["state"] = state.code
        values["act"] = values["act"].casefold()
        if not values["date"] and values["act"] not in (RESERVATION, PROVISIONAL, "none listed"):
            raise ImportProblem(f"{file}, row {number}: date is empty.")
        yield Row(file, number, values)


# Comparing.


@dataclass(frozen=True, slots=True)
class Changes:
    """How what was taken in differs from the register.

    ``base`` is the list that it was compared with, None where there is none; ``redated`` pairs a
    new act with the one that the register has.
    """

    status: Status
    base: Coverage | None
    new: tuple[Act, ...]
    gone: tuple[Act, ...]
    redated: tuple[tuple[Act, Act], ...]

    def lines(self) -> Iterator[str]:
        """The differences, a line each, after what was compared."""
        yield self.status.heading
        if self.base is not None:
            origin = source(self.base.source).description
            yield f"Compared with: {origin} as of {day_in_words(self.base.as_of)}."
            if self.status.listing and self.status.listing.as_of < self.base.as_of:
                yield "The register's list is newer: answers will go on resting on it."
        elif self.status.listing is not None:
            yield "The register has no list of this instrument yet."
        for act in self.new:
            yield f"new: {_told(act)}"
        for act, old in self.redated:
            yield f"dated otherwise: {_told(act)}; the register has {_when(old)}"
        for act in self.gone:
            yield f"gone: {_told(act)}, which the register has"
        if not (self.new or self.redated or self.gone):
            yield "No differences."
        yield from self.status.remarks


def compare(status: Status) -> Changes:
    """How what was taken in differs from what the register holds.

    A complete list is compared with the newest one in the register, other rows with all that the
    register has. Raises ImportProblem when the register's own files are damaged.
    """
    try:
        known = acts(status.instrument.id)
        lists = coverage().get(status.instrument.id, ())
    except LawDataError as error:
        raise ImportProblem(str(error)) from error
    base = lists[0] if lists else None
    if status.listing is not None:
        known = tuple(
            a for a in known if base and (a.source == base.source or a.kind == WITHDRAWAL)
        )
    had = {_fact(act): act for act in known}
    given = {_fact(act): act for act in status.acts}
    new = [act for fact, act in given.items() if fact not in had]
    gone = [act for fact, act in had.items() if fact not in given] if status.listing else []
    old = gone if status.listing else list(known)
    redated = []
    for act in list(new):
        same = [each for each in old if (each.state, each.kind) == (act.state, act.kind)]
        if len(same) == 1 and act.date is not None:
            redated.append((act, same[0]))
            new.remove(act)
            if same[0] in gone:
                gone.remove(same[0])
    return Changes(status, base, tuple(new), tuple(gone), tuple(redated))


def _fact(act: Act) -> tuple[str, str, datetime.date | None, int | None]:
    return act.state, act.kind, act.date, act.year


def _order(act: Act) -> tuple[str, str, str, str]:
    return act.state, act.date.isoformat() if act.date else "9", act.kind, act.note


def _told(act: Act) -> str:
    effect = f", with effect from {day_in_words(act.effective)}" if act.effective else ""
    note = f" ({act.note})" if act.note else ""
    return f"{states()[act.state].name}: {act.kind}{_on(act)}{effect}{note}"


def _on(act: Act) -> str:
    return f", {_when(act)}" if act.date or act.year else ""


def _when(act: Act) -> str:
    return day_in_words(act.date) if act.date else str(act.year or "no day")


# Keeping.


def save(status: Status) -> Path:
    """Write what was taken in to the user's own data; gives the file of its acts.

    Raises ImportProblem when the same source was taken in before with other facts, or the folder
    cannot be written.
    """
    folder = place_to_write()
    key = status.listing.source if status.listing else _UNSAFE.sub("-", Path(status.file).stem)
    id = status.instrument.id
    path = folder / "participation" / id / f"{key}.csv"
    tables = {path: _table(COLUMNS, (_cells(act) for act in status.acts))}
    if status.listing is not None:
        each = status.listing
        totals = ["" if total is None else str(total) for total in (each.signatories, each.parties)]
        row = [id, each.source, each.as_of.isoformat(), *totals]
        tables[folder / "coverage" / f"{id}.{key}.csv"] = _table(COVERAGE_COLUMNS, [row])
    for new in status.sources:
        if new.key not in sources():
            day = new.as_of.isoformat() if new.as_of else ""
            row = [new.key, "yes" if new.verified else "no", day, new.description]
            name = _UNSAFE.sub("-", new.key)
            tables[folder / "sources" / f"{name}.csv"] = _table(SOURCE_COLUMNS, [row])
    try:
        if path.exists() and path.read_text(encoding="utf-8") != tables[path]:
            raise ImportProblem(
                f"{path}: it was taken in before with other facts; move that file away first, so "
                "that nothing is lost."
            )
        for file, text in tables.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ImportProblem(f"{folder}: it cannot be written ({error.strerror}).") from error
    return path


def _cells(act: Act) -> list[str]:
    day = act.date.isoformat() if act.date else str(act.year or "")
    effective = act.effective.isoformat() if act.effective else ""
    as_of = act.as_of.isoformat() if act.as_of else ""
    return [act.state, act.kind, day, effective, act.source, as_of, act.note]


def _table(columns: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
