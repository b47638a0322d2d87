"""The extracted participation against the totals that the pages give themselves."""

import datetime

import pytest

from muniment.law.instruments import instruments
from muniment.law.participation import JOINING, SIGNING, WITHDRAWAL, acts, coverage

NEWEST = "UNTC-2026-02-03"
LISTS = [each for lists in coverage().values() for each in lists if each.source == NEWEST]


def test_all_thirty_pages_are_there() -> None:
    assert len(LISTS) == 30


@pytest.mark.parametrize("each", LISTS, ids=lambda each: each.instrument)
def test_signatories_and_parties_are_as_many_as_the_page_says(each) -> None:  # type: ignore[no-untyped-def]
    own = [act for act in acts(each.instrument) if act.source == NEWEST]
    gone = {
        act.state
        for act in acts(each.instrument)
        if act.kind == WITHDRAWAL and act.effective and act.effective <= each.as_of
    }
    signed = {act.state for act in own if act.kind in SIGNING} - gone
    joined = {act.state for act in own if act.kind in JOINING} - gone
    assert len(joined) == each.parties
    assert len(signed) == (each.signatories or 0)


# The day on which the n-th deposit, by the states that are listed today, brings the treaty into
# force, less the day on which it entered into force; and why the two differ.
DIFFERENCES: dict[str, str] = {}


def _computed(instrument: str) -> datetime.date | None:
    known = instruments()[instrument]
    if known.deposits is None or known.delay is None:
        return None
    newest = coverage()[instrument][0].source
    days = sorted(
        act.date
        for act in acts(instrument)
        if act.source == newest and act.kind in JOINING and act.kind != "succession" and act.date
    )
    return known.delay.after(days[known.deposits - 1]) if len(days) >= known.deposits else None
