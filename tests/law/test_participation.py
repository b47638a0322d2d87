"""The participation of states against the pages' own totals and the treaties' own rules."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from muniment.law.instruments import Instrument, instruments
from muniment.law.pageacts import bound_on
from muniment.law.participation import JOINING, SIGNING, WITHDRAWAL, Act, Coverage, acts, coverage
from muniment.law.states import find_state, states

NEWEST = "UNTC-2026-02-03"
LISTS = [each for lists in coverage().values() for each in lists if each.source == NEWEST]
END_NOTE = "end note"


def test_all_thirty_pages_are_there() -> None:
    assert len(LISTS) == 30


@pytest.mark.parametrize("each", LISTS, ids=lambda each: each.instrument)
def test_signatories_and_parties_are_as_many_as_the_page_says(each: Coverage) -> None:
    own = [act for act in acts(each.instrument) if act.source == NEWEST]
    told = [act for act in own if act.kind == WITHDRAWAL or act.note == END_NOTE]
    table = [act for act in own if act not in told]
    assert len(bound_on(table, told, each.as_of, JOINING)) == each.parties
    assert len(bound_on(table, told, each.as_of, SIGNING)) == (each.signatories or 0)


def test_every_withdrawal_was_read_on_a_page() -> None:
    left = [act for id in instruments() for act in acts(id) if act.kind == WITHDRAWAL]
    assert len(left) == 11
    assert all(act.verified and act.effective for act in left)


def test_the_protocols_of_a_convention_have_parties_of_their_own() -> None:
    """The Convention on Certain Conventional Weapons is joined with two or more of them."""
    parties = {
        id: {act.state for act in acts(id) if act.kind in JOINING}
        for id in ("CCW", "CCW-P1", "CCW-P2", "CCW-P3")
    }
    assert all(parties[id] < parties["CCW"] for id in ("CCW-P1", "CCW-P2", "CCW-P3"))
    assert {"TUR", "ISR", "MAR"} & parties["CCW-P3"] == set()
    assert {"SWE", "USA", "VEN"} <= parties["CCW-P3"]


# Entry into force, computed from the deposits that the newest list has.

DIFFERENCES = Path(__file__).with_name("differences.csv")
RULED = [
    each
    for each in instruments().values()
    if each.deposits is not None and each.delay is not None and each.id in coverage()
]


def differences() -> dict[str, dict[str, str]]:
    with DIFFERENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_id = {row["instrument"]: row for row in rows}
    assert len(by_id) == len(rows), "an instrument stands twice in differences.csv"
    return by_id


def deposits(each: Instrument, *, successions: bool = False) -> list[Act]:
    """The first act of each state by which it joined, as the newest list has it, by day."""
    newest = coverage()[each.id][0].source
    first: dict[str, Act] = {}
    for act in acts(each.id):
        counted = act.kind in JOINING and (successions or act.kind != "succession")
        if act.source == newest and counted and act.date is not None:
            known = first.get(act.state)
            if known is None or (known.date is not None and act.date < known.date):
                first[act.state] = act
    return sorted(first.values(), key=lambda act: act.date or datetime.date.max)


def begins(each: Instrument, found: list[Act], missing: int = 0) -> datetime.date | None:
    """The day of entry into force by a treaty's rule, ``missing`` deposits being left out."""
    assert each.deposits is not None
    assert each.delay is not None
    place = each.deposits - 1 - missing
    day = found[place].date if 0 <= place < len(found) else None
    return each.delay.after(day) if day is not None else None


@pytest.mark.parametrize("each", RULED, ids=lambda each: each.id)
def test_entry_into_force_follows_from_the_deposits_or_the_difference_is_explained(
    each: Instrument,
) -> None:
    computed = begins(each, deposits(each))
    row = differences().get(each.id)
    if computed == each.in_force:
        assert row is None, "differences.csv explains a difference that there is not"
        return
    assert row is not None, f"computed {computed}, recorded {each.in_force}"
    assert row["computed"] == (computed.isoformat() if computed else "")
    assert row["recorded"] == (each.in_force.isoformat() if each.in_force else "")
    assert explained(each, row["reason"])


def test_every_row_is_about_an_instrument_whose_rule_is_known() -> None:
    assert set(differences()) <= {each.id for each in RULED}


def explained(each: Instrument, reason: str) -> bool:
    """Whether a reason given for a difference holds; fails on a reason of no known form."""
    successions = reason.startswith("successions are counted; ")
    reason = reason.removeprefix("successions are counted; ")
    form, _, detail = reason.partition(": ")
    found = deposits(each, successions=successions)
    recorded = each.in_force
    assert recorded is not None
    if form == "enters into force together with its parent":
        return recorded == instruments()[detail].in_force and (begins(each, found) or recorded) <= (
            recorded
        )
    if form == "the deposit of a regional organisation is not counted":
        rest = [act for act in found if states()[act.state].kind != "organisation"]
        return len(rest) < len(found) and begins(each, rest) == recorded
    if form == "deposits that the list of its day leaves out":
        # Each of them came before the day, or was the last one needed itself.
        return fits(each, found, detail.split("|"), recorded)
    if form == "the rule counts certain states":
        assert each.delay is not None
        days = {each.delay.after(act.date) for act in found if act.date}
        return recorded in days and (begins(each, found) or recorded) < recorded
    if form == "one deposit of the list was not counted":
        return begins(each, found, missing=-1) == recorded
    if form == "the list is older than the entry into force":
        return coverage()[each.id][0].as_of < recorded
    pytest.fail(f"{reason!r} is no reason that can be checked")


def fits(each: Instrument, found: list[Act], names: list[str], recorded: datetime.date) -> bool:
    """Whether a day fits when the named states deposited too, on days not known here."""
    listed = {act.state for act in found if act.date and act.date < recorded}
    for name in names:
        state = find_state(name)
        assert state is not None, f"{name} is no state of the register"
        assert state.code not in listed, f"{name} stands in the list"
    earliest, latest = begins(each, found, missing=len(names)), begins(each, found)
    return (earliest is None or earliest <= recorded) and (latest is None or recorded <= latest)
