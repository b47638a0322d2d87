"""Taking in a status page or a CSV: how it differs from the register, and keeping it.

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

from muniment.law.instruments import Instrument, instruments
from muniment.law.owndata import place_to_write
from muniment.law.pageacts import NewSource, Status, in_order, read_page_status
from muniment.law.participation import (
    COLUMNS,
    COVERAGE_COLUMNS,
    PROVISIONAL,
    RESERVATION,
    WITHDRAWAL,
    Act,
    Coverage,
    acts,
    coverage,
    read_act,
)
from muniment.law.sources import COLUMNS as SOURCE_COLUMNS
from muniment.law.sources import source, sources
from muniment.law.states import find_state, states
from muniment.law.statuspage import PageProblem, read_page
from muniment.law.tables import LawDataError, Row
from muniment.law.wording import day_in_words

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LARGEST = 50_000_000
_NEEDED = ("state", "act", "date")


class ImportProblem(Exception):
    """A file that cannot be taken in; the message names it, and says what to do."""


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
        return read_page_status(file.name, page, named, day)
    except PageProblem as error:
        raise ImportProblem(f"{file.name}: {error}") from error


def _named(id: str | None) -> Instrument | None:
    if id is None:
        return None
    if id.upper() not in instruments():
        raise ImportProblem(f"--instrument {id}: the register has no instrument of this id.")
    return instruments()[id.upper()]


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
            # Until it is written no source of the register has this key; nobody verified either.
            row.values["source"] = "MEMORY"
        try:
            act = read_act(named.id, row)
        except LawDataError as error:
            raise ImportProblem(str(error)) from error
        found.append(replace(act, source=key))
    if not found:
        raise ImportProblem(f"{file.name}: there is no act in it.")
    return Status(
        file.name, named, tuple(sorted(set(found), key=in_order)), None, tuple(new.values()), ()
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
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise ImportProblem(f"{file}: it is no CSV ({error}).") from error
    for number, cells in enumerate(table[1:], start=2):
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
        known = tuple(each for each in known if _comparable(each, base))
    had = {_fact(act): act for act in known}
    given = {_fact(act): act for act in status.acts}
    new = [act for fact, act in given.items() if fact not in had]
    missing = [act for fact, act in had.items() if fact not in given and act.date is not None]
    redated: list[tuple[Act, Act]] = []
    for act in new:
        same = [old for old in missing if (old.state, old.kind) == (act.state, act.kind)]
        if len(same) == 1 and act.date is not None:
            redated.append((act, same[0]))
            missing.remove(same[0])
    changed = [act for act, _ in redated]
    return Changes(
        status,
        base,
        tuple(act for act in new if act not in changed),
        tuple(missing) if status.listing is not None else (),
        tuple(redated),
    )


def _comparable(act: Act, base: Coverage | None) -> bool:
    """Whether a new list is compared with an act: with those of the newest list before it.

    What is no column of such lists is compared whatever its source is.
    """
    if act.kind in (RESERVATION, PROVISIONAL, WITHDRAWAL):
        return True
    return base is not None and act.source == base.source


def _fact(act: Act) -> tuple[str, str, datetime.date | None, int | None]:
    return act.state, act.kind, act.date, act.year


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
