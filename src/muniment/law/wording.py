"""Days and acts in the words that every output uses."""

from __future__ import annotations

import datetime

from muniment.law.participation import Act
from muniment.law.sources import source
from muniment.law.states import states

_VERBS = {
    "signature": "signed it",
    "succession to signature": "succeeded to a signature of it",
    "ratification": "ratified it",
    "accession": "acceded to it",
    "acceptance": "accepted it",
    "approval": "approved it",
    "succession": "succeeded to it",
    "formal confirmation": "formally confirmed it",
    "consent to be bound": "consented to be bound by it",
    "definitive signature": "signed it definitively",
    "simplified procedure": "joined it by simplified procedure",
    "participation": "became a party to it",
    "provisional application": "declared that it applies it provisionally",
    "withdrawal": "gave notice of withdrawal from it",
    "reservation or declaration": "made a reservation or declaration",
    "none listed": "is not listed",
}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def day_in_words(day: datetime.date) -> str:
    """A day as "15 May 2002"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def act_in_words(act: Act) -> str:
    """An act as "Norway ratified it on 5 June 1998 (source)", without a full stop."""
    when = f" on {day_in_words(act.date)}" if act.date else f" in {act.year}" if act.year else ""
    origin = origin_in_words(act.source, act.as_of)
    return f"{states()[act.state].name} {_VERBS[act.kind]}{when} ({origin})"


def origin_in_words(key: str, as_of: datetime.date | None = None) -> str:
    """A source as "UN Treaty Collection status page, as of 3 February 2026"; says so where facts
    from it are not verified. Raises LawDataError when ``sources.csv`` has no such source."""
    origin = source(key)
    day = f", as of {day_in_words(as_of)}" if as_of else ""
    mark = "" if origin.verified or "not verified" in origin.description else ", not verified"
    return f"{origin.description}{day}{mark}"
