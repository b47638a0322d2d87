"""What a status page says, in the register's form, checked against the page's own totals."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from muniment.law.endnotes import NoteAct, read_note
from muniment.law.instruments import Instrument, instruments
from muniment.law.participation import (
    JOINING,
    PROVISIONAL,
    RESERVATION,
    SIGNING,
    WITHDRAWAL,
    Act,
    Coverage,
)
from muniment.law.states import State, find_state, states
from muniment.law.statuspage import PageProblem, StatusPage
from muniment.law.wording import day_in_words

_MOST_UNKNOWN = 0.25
_LONG_WORD = re.compile(r"\w{5,}")
_TEXT_ELSEWHERE = "text not kept here; see the depositary"
_TERRITORIAL = "territorial application; see the depositary"
_END_NOTE = "end note"


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


def read_page_status(
    file: str, page: StatusPage, named: Instrument | None, day: datetime.date | None
) -> Status:
    """The status of an instrument that a page tells.

    ``named`` and ``day`` tell what the page does not. Raises PageProblem when the page is of
    another treaty or another day, is cut short, or does not tell of what or when it speaks.
    """
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
    if not _alike(page.title, instrument):
        remarks.append(
            f"Its title is “{page.title}”: see whether it is the page of {instrument.short_title}."
        )
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


def _alike(title: str, instrument: Instrument) -> bool:
    """Whether half the longer words of the register's title, or more, stand in a page's title."""
    own = set(_LONG_WORD.findall(instrument.full_title.casefold()))
    return 2 * len(own & set(_LONG_WORD.findall(title.casefold()))) >= len(own)


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
            (self.page.declared, RESERVATION, _TEXT_ELSEWHERE),
            (self.page.territorial, RESERVATION, _TERRITORIAL),
            (self.page.provisional, PROVISIONAL, "day not told"),
        ):
            for name in names:
                state = self._state(name)
                if state is not None and not self._has(state, kind, note):
                    self.told.append(self._act(state.code, kind, None, note=note))
        for heading in self.page.left_out:
            self.remarks.append(f"Not taken in: the column “{heading}”.")
        whole = {(act.state, act.kind, act.date, act.note): act for act in self.table + self.told}
        return tuple(sorted(whole.values(), key=in_order))

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
                state = states()[owners[number]]
                if not self._has(state, RESERVATION, _TERRITORIAL):
                    self.told.append(self._act(state.code, RESERVATION, None, note=_TERRITORIAL))

    def _tell(self, told: NoteAct) -> None:
        """Take in an act that an end note tells, unless the table has it already."""
        for place, act in enumerate(self.table):
            if (act.state, act.kind, act.date) == (told.state, told.kind, told.date):
                self.table[place] = replace(act, effective=act.effective or told.effective)
                return
        former = states()[told.state].kind == "former state"
        note = _END_NOTE if former or told.kind != WITHDRAWAL else ""
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
        plain = name.removesuffix("(former)").strip()
        state = find_state(plain) or find_state(_mended(plain))
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


def in_order(act: Act) -> tuple[str, str, str, str]:
    """The key by which acts are sorted: by state, then by day."""
    return act.state, act.date.isoformat() if act.date else "9", act.kind, act.note
