"""What is right and wrong about a citation, as the register knows it.

A verdict is for showing to the person who wrote the text: what the register says, and on which
facts that rests.  What rests on a fact that nobody verified says so.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from muniment.law.instruments import Instrument, instruments
from muniment.law.misquotes import misquotation, name_of_another, wrong_number
from muniment.law.participation import JOINING, acts_of
from muniment.law.provisions import articles_named, provisions
from muniment.law.resolving import Cited, Resolution, resolve
from muniment.law.standing import effective_day
from muniment.law.states import State
from muniment.law.symbols import contradiction, possible_days
from muniment.law.titles import words_of
from muniment.law.wording import day_in_words

_BRACKET = re.compile(r"\(([^()]{2,60})\)")
MOST_YEARS_TO_OPENING = 1
"""A treaty whose opening for signature is not recorded was opened within so many years."""


class Answer(enum.Enum):
    """Whether a citation fits the register."""

    FITS = "fits"
    DOES_NOT = "does not fit"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, a sentence that carries it, and whether all it rests on was verified."""

    answer: Answer
    sentence: str
    verified: bool = True


def date_verdict(
    cited: Iterable[Instrument],
    year: int,
    day: datetime.date | None = None,
    states: Iterable[State] = (),
) -> Verdict:
    """Whether a year, or a day, is one by which these instruments are called.

    ``cited`` are one instrument or the members of a group, of which one must fit; ``states`` are
    those the text speaks of: the year in which one of them joined is a date as well.
    """
    group = list(cited)
    states = list(states)
    for each in group:
        for name, known in _dates(each, states).items():
            if known == day or (day is None and known.year == year):
                return Verdict(
                    Answer.FITS, f"{each.short_title}: {_said(name)} {day_in_words(known)}."
                )
        if day is None and any(str(year) in name for name in _names(each)):
            return Verdict(Answer.FITS, f"{each.short_title}: {year} is in its name.")
    each = group[0]
    told = "; ".join(f"{_said(name)} {day_in_words(known)}" for name, known in each.dates.items())
    written = day_in_words(day) if day else str(year)
    if not told or any(_open(one, year, day) for one in group):
        return Verdict(
            Answer.CANNOT_TELL, f"{each.short_title}: not all its dates are recorded ({told})."
        )
    verified = all(
        one.verified(field)
        for one in group
        for field in ("title", "adopted", "in_force", *(("opened",) if _soon(one, year) else ()))
        if field in one.sources
    ) and not any(_between(one, year) for one in group)
    return Verdict(
        Answer.DOES_NOT, f"{each.short_title}: {told}; none of them is {written}.", verified
    )


def title_verdict(words: str, resolution: Resolution) -> Verdict:
    """Whether the words of a citation are the name of what they resolve to."""
    symbol, other = resolution.symbol, resolution.titled
    if symbol is not None and other is not None and resolution.match is None:
        named = instruments()[other.id]
        own = instruments()[resolution.instruments[0]]
        return Verdict(
            Answer.DOES_NOT,
            f"{symbol.text} is “{own.full_title}”; the words are those of "
            f"{named.symbol or named.short_title}, “{named.full_title}”.",
            own.verified("title") and named.verified("title"),
        )
    if symbol is not None and other is not None:
        named = instruments()[other.id]
        return Verdict(
            Answer.DOES_NOT,
            f"“{named.full_title}” is {named.symbol}, not {symbol.text}.",
            named.verified("title"),
        )
    match = resolution.match
    if match is None or match.id not in instruments():
        return Verdict(Answer.CANNOT_TELL, "The name was not compared with a title.")
    instrument = instruments()[match.id]
    verified = instrument.verified("title")
    bracketed = _BRACKET.search(words)
    if bracketed is not None and tells_a_name(bracketed[1]):
        second = resolve(Cited(bracketed[1], symbol=bracketed[1]))
        if contradicts(resolution, second):
            return bracket_verdict(resolution, second)
    rival = name_of_another(words, instrument)
    if rival is not None:
        return Verdict(
            Answer.DOES_NOT,
            f"“{rival.name}” is {instruments()[rival.id].full_title}; the rest of the words are "
            f"those of {instrument.full_title}.",
            verified and instruments()[rival.id].verified("title"),
        )
    number = wrong_number(words, instrument.id)
    if number is not None:
        return Verdict(
            Answer.DOES_NOT,
            f"“{match.name}” is {instrument.short_title}; its number is not {number}.",
            verified,
        )
    wrong = misquotation(words, instrument.id) if match.added else None
    if wrong is not None:
        return Verdict(
            Answer.DOES_NOT,
            f"The title is “{wrong.name}”: it has {_quoted(wrong.right)}, "
            f"not {_quoted(wrong.written)}.",
            verified,
        )
    return Verdict(Answer.FITS, f"{resolution.reason}.")


def contradicts(first: Resolution, second: Resolution) -> bool:
    """Whether what stands in brackets after a name (``second``: a symbol, an acronym or another
    whole name) is another text's.

    A protocol may be followed by the acronym of its parent, a treaty by the resolution of which
    the register knows nothing.
    """
    one, other = first.instrument, second.instrument
    if one is None or other is None or one.id == other.id or first.match is None:
        return False
    if "protocol" in words_of(one.full_title).heads:
        return False
    if second.symbol is not None:
        return bool(one.symbol) or other.nature == "treaty"
    return second.match is not None and second.match.score == 1.0


def tells_a_name(inside: str) -> bool:
    """Whether what stands in brackets is of itself a name: an acronym, or with a head or number;
    a place is none."""
    words = words_of(inside)
    return inside.isupper() or bool(words.heads or words.numbers)


def bracket_verdict(first: Resolution, second: Resolution) -> Verdict:
    """That what stands in brackets after a name is the symbol or acronym of another instrument."""
    one, other = first.instrument, second.instrument
    if one is None or other is None:
        return Verdict(Answer.CANNOT_TELL, "One of them is not in the register.")
    own = f" ({one.symbol})" if one.symbol else ""
    what = second.symbol.text if second.symbol else second.match.name if second.match else other.id
    return Verdict(
        Answer.DOES_NOT,
        f"“{what}” is “{other.full_title}”; the name before it is that of “{one.full_title}”{own}.",
        one.verified("title") and other.verified("title"),
    )


def parents(words: str) -> list[Instrument]:
    """What a protocol is said to belong to: "the Geneva Conventions of 12 August 1949"."""
    own, _, parent = words.partition(" to the ")
    if not parent or "protocol" not in words_of(own).heads:
        return []
    return [instruments()[each] for each in resolve(Cited(parent)).instruments]


def provision_verdict(cited: Iterable[Instrument], provision: str) -> Verdict:
    """Whether the articles of a provision exist in these instruments, or in one of a group."""
    named = articles_named(provision)
    known = [provisions()[each.id] for each in cited if each.id in provisions()]
    if not named or not known:
        return Verdict(Answer.CANNOT_TELL, "The register does not list these provisions.")
    for article in named:
        if not any(article in each.articles for each in known):
            most = max(known, key=lambda each: each.last)
            title = instruments()[most.instrument].short_title
            return Verdict(
                Answer.DOES_NOT,
                f"{title} has no article {article}: its last is article {most.last}.",
                all(each.verified for each in known),
            )
    return Verdict(Answer.FITS, f"{provision} exists.")


def symbol_verdict(resolution: Resolution, year: int | None) -> Verdict:
    """Whether a document's symbol, its session and the year that is given of it agree."""
    symbol = resolution.symbol
    if symbol is None:
        return Verdict(Answer.CANNOT_TELL, "It has no symbol that the register can read.")
    wrong = contradiction(symbol)
    if wrong:
        return Verdict(Answer.DOES_NOT, f"{symbol.text}: {wrong}.")
    days = possible_days(symbol)
    instrument = resolution.instrument
    if instrument is not None and instrument.adopted is not None:
        days = (instrument.adopted, instrument.adopted)
    if year is None or days is None:
        return Verdict(Answer.CANNOT_TELL, "Nothing bounds its date.")
    if days[0].year <= year <= days[1].year:
        if instrument is not None and instrument.adopted is not None:
            adopted = day_in_words(instrument.adopted)
            return Verdict(Answer.FITS, f"{instrument.short_title}: adopted {adopted}.")
        return Verdict(Answer.FITS, f"{symbol.text} can be of {year}.")
    when = (
        f"was adopted on {day_in_words(days[0])}"
        if days[0] == days[1]
        else f"can only be of {day_in_words(days[0])} to {day_in_words(days[1])}"
    )
    return Verdict(Answer.DOES_NOT, f"{symbol.text} {when}, not of {year}.")


def _dates(instrument: Instrument, states: list[State]) -> dict[str, datetime.date]:
    """The instrument's dates and those on which one of some states joined or was bound."""
    dates = dict(instrument.dates)
    for state in states:
        for act in acts_of(instrument.id, state.code):
            if act.date is not None and (act.kind in JOINING or act.kind == "signature"):
                dates[f"{act.kind} of {state.name}"] = act.date
            if act.kind in JOINING:
                effect = effective_day(instrument, act)
                if effect is not None:
                    dates[f"in force for {state.name}"] = effect
    return dates


def _open(instrument: Instrument, year: int, day: datetime.date | None) -> bool:
    """Whether a date that is not recorded may be the one that is cited."""
    adopted, opened, in_force = instrument.adopted, instrument.opened, instrument.in_force
    if adopted is None:
        return True
    if instrument.nature != "treaty":
        return False
    if in_force is None and not instrument.never_in_force and year >= adopted.year:
        return True
    if opened is not None:
        return False
    return adopted.year <= year <= adopted.year + MOST_YEARS_TO_OPENING and (
        day is None or day >= adopted
    )


def _names(instrument: Instrument) -> tuple[str, ...]:
    return (instrument.full_title, instrument.short_title, *instrument.aliases)


def _soon(instrument: Instrument, year: int) -> bool:
    """Whether a year is so near to the adoption that it may be that of the opening."""
    adopted = instrument.adopted
    return adopted is not None and 0 <= year - adopted.year <= MOST_YEARS_TO_OPENING


def _between(instrument: Instrument, year: int) -> bool:
    """Whether a treaty whose opening is not recorded may have been opened in this year, however
    unlikely: the text was there, and the treaty not yet in force."""
    adopted, in_force = instrument.adopted, instrument.in_force
    if instrument.opened is not None or instrument.nature != "treaty" or adopted is None:
        return False
    return adopted.year <= year and (in_force is None or year <= in_force.year)


def _said(name: str) -> str:
    return {
        "adopted": "adopted",
        "opened": "opened for signature",
        "in force": "in force from",
    }.get(name, name)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words[:4])
