"""Instruments cited, and how states stand towards them, in words and as JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from muniment.checks.model import Result
from muniment.checks.positions import Position
from muniment.claims.model import Citation
from muniment.law.instruments import Instrument
from muniment.law.standing import Standing, Status
from muniment.law.wording import day_in_words, origin_in_words
from muniment.reports.report import CheckedDocument
from muniment.reports.wording import plural
from muniment.values.passage import Passage

_NATURES = {
    "treaty": "treaty",
    "declaration": "declaration: of itself it binds no state",
    "recommendation": "resolution that recommends: it binds no state",
    "decision": "decision: whether it binds depends on its words",
    "legislation": "legislation: it binds the members of its maker",
    "agreement": "agreement: whether it is a treaty is not judged here",
    "statement": "statement: whether it is a treaty is not judged here",
    "principles": "principles: of themselves they bind no state",
}
_IT = "it"
"""Stands for the title of an instrument under which a sentence stands."""
_NAMED, _LONGEST = 4, 70
"""Unresolved citations that are named, and how many characters of each."""
_DATED = ("L302", "L308")
"""Rules that compare the date that a text gives of an instrument."""
_DATES = {
    "adopted": "adopted",
    "opened": "opened for signature",
    "in_force": "in force from",
}


def instrument_words(instrument: Instrument) -> str:
    """What an instrument is and its dates: "treaty; adopted 10 December 1976 (source)".

    A source stands once, behind the last of the dates next to each other that come from it.
    """
    return "; ".join([_NATURES[instrument.nature], *_dates_in_words(instrument)])


def _dates_in_words(instrument: Instrument) -> Iterator[str]:
    dated = [(field, getattr(instrument, field)) for field in _DATES]
    known: list[tuple[str, str]] = []
    for field, day in dated:
        if day is not None:
            key = instrument.sources.get(field)
            origin = origin_in_words(key) if key else "source not given"
            known.append((f"{_DATES[field]} {day_in_words(day)}", origin))
    for at, (words, origin) in enumerate(known):
        last = at + 1 == len(known) or known[at + 1][1] != origin
        yield f"{words} ({origin})" if last else words
    if instrument.never_in_force:
        yield "not in force by the day of its source"


def named(instrument: Instrument) -> str:
    """An instrument's short title, with its symbol where it has one of its own: that of a treaty
    is of the resolution that adopted it."""
    symbol = "" if instrument.nature == "treaty" else instrument.symbol
    known = not symbol or symbol in instrument.short_title
    return instrument.short_title if known else f"{instrument.short_title}, {symbol}"


def standing_words(found: Standing) -> str:
    """How a state stands, without its name: "bound since 15 May 2002; acceded to it on …".

    The reasons of an answer that is unknown are all given, of the others the one that carries it.
    """
    since = f" since {day_in_words(found.since)}" if found.since else ""
    told = reason_words(found)
    break_ = ";" if told[:1].islower() else "."
    return f"{found.status.value}{since}{break_} {told}"


def reason_words(found: Standing) -> str:
    """The reason of an answer, without the name of the state where it begins with it: "acceded
    to it on …"; all reasons where the answer is unknown."""
    reasons = found.reasons if found.status is Status.UNKNOWN else found.reasons[:1]
    return " ".join(reasons).removeprefix(f"{found.state.name} ")


def remarks(found: Standing) -> list[str]:
    """The further reasons that ``standing_words`` leaves out."""
    return [] if found.status is Status.UNKNOWN else list(found.reasons[1:])


def state_words(found: Standing, day: datetime.date | None) -> str:
    """The state, with the day where it is not the one of which the whole list speaks."""
    if found.day == day:
        return found.state.name
    return f"{found.state.name} on {day_in_words(found.day)}"


def held_words(held: Result, instrument: Instrument) -> str:
    """What fits of a citation, without the title of the instrument under which it stands."""
    words = (held.working or held.message).removeprefix(f"{instrument.short_title}: ")
    return f"the date given fits: {words}" if held.code in _DATED else words


def day_of_all(found: Sequence[Position]) -> datetime.date | None:
    """The day of which all standings speak; None where there are none, or several days."""
    days = {standing.day for position in found for standing in position.standings}
    return days.pop() if len(days) == 1 else None


def heading_words(found: Sequence[Position]) -> str:
    """The heading of the list: "Instruments cited, and how states stood on 25 January 2023"."""
    if not any(position.standings for position in found):
        return "Instruments cited"
    day = day_of_all(found)
    when = f" on {day_in_words(day)}" if day else ""
    return f"Instruments cited, and how the states concerned stood{when}"


def passages_of(checked: CheckedDocument, entry: Entry) -> list[Passage]:
    """Where a document cites an instrument."""
    cited = set(entry.citations)
    return [each.passage for each in checked.claims.citations if each.id in cited]


@dataclass(frozen=True, slots=True)
class Entry:
    """One instrument cited, or several cited by one name of which all the same is told.

    ``standings`` have the state, the status, how it stood and further remarks.
    """

    ids: tuple[str, ...]
    name: str
    words: str
    citations: tuple[str, ...]
    held: tuple[str, ...]
    standings: tuple[tuple[str, str, str, str], ...]


def entries(checked: CheckedDocument) -> list[Entry]:
    """The instruments that a document cites as every format lists them."""
    day = day_of_all(checked.positions)
    found: list[Entry] = []
    for position in checked.positions:
        entry = _entry(checked, position, day)
        last = found[-1] if found else None
        if last is not None and _told(last) == _told(entry):
            ids, name = (*last.ids, *entry.ids), f"{last.name}; {entry.name}"
            found[-1] = replace(last, ids=ids, name=name)
        else:
            found.append(entry)
    return found


def _entry(checked: CheckedDocument, position: Position, day: datetime.date | None) -> Entry:
    title = position.instrument.short_title
    return Entry(
        (position.instrument.id,),
        named(position.instrument),
        instrument_words(position.instrument),
        position.citations,
        tuple(held_words(held, position.instrument) for held in checked.held_of(position)),
        tuple(
            (
                state_words(each, day),
                each.status.value,
                standing_words(each).replace(title, _IT),
                " ".join(remarks(each)),
            )
            for each in position.standings
        ),
    )


def _told(entry: Entry) -> tuple[object, ...]:
    """What is told of an instrument but its name, and what fits, which is told of the first."""
    return entry.words, entry.citations, entry.standings


def unresolved(checked: CheckedDocument) -> list[Citation]:
    """The citations that name no one instrument of the register."""
    known = {key for position in checked.positions for key in position.citations}
    return [each for each in checked.claims.citations if each.id not in known]


def unresolved_words(citations: Sequence[Citation]) -> str:
    """How many citations name no one instrument, and the first of them; "" where none does."""
    if not citations:
        return ""
    first = [f"“{_shortened(each.words)}”" for each in citations[:_NAMED]]
    more = len(citations) - len(first)
    named_ = "; ".join([*first, f"and {more} more"] if more else first)
    return f"{plural(len(citations), 'citation')} of no one instrument in the register: {named_}"


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


def position_json(position: Position) -> dict[str, Any]:
    """An instrument cited as JSON: its dates with their sources, and the standings of states."""
    instrument = position.instrument
    return {
        "id": instrument.id,
        "short_title": instrument.short_title,
        "full_title": instrument.full_title,
        "symbol": instrument.symbol or None,
        "nature": instrument.nature,
        "dates": {field: field_json(instrument, field) for field in _DATES},
        "citations": list(position.citations),
        "standings": [standing_json(each) for each in position.standings],
    }


def field_json(instrument: Instrument, field: str) -> dict[str, Any] | None:
    """A field of an instrument with the key of its source and whether it was verified there."""
    value = getattr(instrument, field)
    if not value:
        return None
    source = instrument.sources.get(field)
    return {"value": str(value), "source": source, "verified": instrument.verified(field)}


def standing_json(found: Standing) -> dict[str, Any]:
    """A standing with its reasons and sources."""
    return {
        "instrument": found.instrument.id,
        "short_title": found.instrument.short_title,
        "state": found.state.code,
        "state_name": found.state.name,
        "day": str(found.day),
        "status": found.status.value,
        "since": str(found.since) if found.since else None,
        "verified": found.verified,
        "as_of": str(found.as_of) if found.as_of else None,
        "provisional": found.provisional,
        "reasons": list(found.reasons),
        "sources": list(found.sources),
    }
