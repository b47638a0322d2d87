"""Rules on time: T202 to T205."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from muniment.checks.amounts import Amount, Range, amount, exactly, shown
from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.claims.language import load_language
from muniment.claims.model import Claim, DateClaim, DocumentClaims, Figure, Relation
from muniment.values.period import Order, Period, Point, days_in_month
from muniment.values.quantity import Answer

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = 24
# How far a stated length may be from the dates, as a share of its own unit: nobody writes
# "three weeks and a day".
SLACK = Fraction(1, 2)
# A stretch that ends before it starts on the clock runs over midnight if it starts this late.
EVENING = 17 * 60
SHORTEST_MONTH = 28
_YEAR = re.compile(r"\d{4}|[’']\d\d")


@check
def weekday_mismatch(claims: DocumentClaims) -> Iterator[Result]:
    """T202: the weekday given with a date is not that date's."""
    stated: list[tuple[DateClaim, Claim, int]] = [
        (date, date, date.weekday) for date in claims.dates if date.weekday is not None
    ]
    dates = {date.id: date for date in claims.dates}
    for relation in claims.relations:
        if relation.type == "weekday":
            date = dates.get(dict(relation.members)["date"])
            if date is not None:
                stated.append((date, relation, int(relation.values["weekday"])))
    years = _years_of_partners(claims, dates)
    for date, leading, weekday in stated:
        days = _possible_days(date, years.get(date.id))
        if not days:
            continue
        day = next((day for day in days if day.weekday() == weekday), days[-1])
        right = day.weekday() == weekday
        working = f"{day.day} {MONTHS[day.month - 1]} {day.year} was a {WEEKDAYS[day.weekday()]}"
        if right:
            message = f"The weekday of {words_of_claim(leading)} is right."
        else:
            working += f", not a {WEEKDAYS[weekday]}"
            message = f"The weekday does not belong to the date in “{words_of_claim(leading)}”."
        yield result(
            "T202",
            Outcome.HOLDS if right else Outcome.FIRES,
            message,
            [leading],
            [claims.document.path],
            working=working,
        )


def _possible_days(date: DateClaim, year: int | None) -> list[datetime.date]:
    """The days that a date may mean: two where its year is only inferred from its partner."""
    period = period_of(date)
    if period is None or period.impossible:
        return []
    days = [] if period.day is None else [period.day]
    if year is not None and _YEAR.search(date.passage.quote) is None:
        own = _parsed(f"{year:04}{period.edtf[4:]}")
        if own is not None and not own.impossible and own.day is not None:
            days.append(own.day)
    return days


def _years_of_partners(claims: DocumentClaims, dates: dict[str, DateClaim]) -> dict[str, int]:
    """The year of each yearless start of an interval that the interval's end makes certain."""
    years: dict[str, int] = {}
    for relation in claims.relations:
        members = dict(relation.members)
        if relation.type != "interval" or not {"start", "end"} <= members.keys():
            continue
        if members["start"] not in dates or members["end"] not in dates:
            continue
        end = period_of(dates[members["end"]])
        start = period_of(dates[members["start"]])
        if start is None or end is None or start.start is None or end.start is None:
            continue
        if end.start.year is not None and 1 < end.start.year <= 9999:
            years[members["start"]] = end.start.year - _turns(start.start, end.start)
    return years


class _Stretch(NamedTuple):
    """An interval with its period, and its ends in minutes of the clock where given."""

    claims: tuple[Claim, ...]
    period: Period | None
    start_time: int | None
    end_time: int | None


def _stretch(
    relation: Relation,
    dates: dict[str, DateClaim],
    clocks: dict[str, Relation],
    own: str | None = None,
) -> _Stretch | None:
    """What an interval or a duration relation rests on, or None where a claim is gone.

    ``own`` is the document's date, to which a duration without an end is counted.
    """
    members = dict(relation.members)
    used: list[Claim] = []
    for role in ("whole", "start", "open", "end"):
        if role in members:
            if members[role] not in dates:
                return None
            used.append(dates[members[role]])
    times: dict[str, int | None] = {"start_time": None, "end_time": None}
    for role in times:
        if role in members:
            if members[role] not in clocks:
                return None
            clock = clocks[members[role]]
            used.append(clock)
            hour, minute = clock.values["time"].split(":")
            times[role] = int(hour) * 60 + int(minute)
    period = None
    if "whole" in members:
        period = period_of(dates[members["whole"]])
    elif "end" in members and ("start" in members or "open" in members):
        first = dates[members.get("start") or members["open"]]
        period = _joined(first, dates[members["end"]])
    elif own is not None and ("start" in members or "open" in members):
        first = dates[members.get("start") or members["open"]]
        period = _parsed(f"{first.edtf.partition('/')[0]}/{own}")
    return _Stretch(tuple(used), period, times["start_time"], times["end_time"])


def _joined(first: DateClaim, last: DateClaim) -> Period | None:
    """The period from one date to another; a year given once holds for both."""
    start, end = period_of(first), period_of(last)
    if start is not None and start.interval and start.end is None:
        start = _parsed(start.edtf.partition("/")[0])  # "since 1998 until 1989"
    if start is None or end is None or start.impossible or end.impossible:
        return None
    if start.interval or end.interval or start.start is None or end.start is None:
        return None
    one, other = start.start, end.start
    if one.first_year is None and other.year is not None and 1 < other.year <= 9999:
        start = start.with_year(other.year - _turns(one, other))
    elif one.year is not None and one.year + 1 == other.year and not _turns(one, other):
        # The reader of dates took the year before for a day that gives none.
        if _YEAR.search(first.passage.quote) is None:
            start = Period.parse(start.edtf.replace(f"{one.year:04}", f"{other.year:04}"))
    elif other.first_year is None and one.year is not None and 1 <= one.year < 9999:
        end = end.with_year(one.year + _turns(one, other))
    return _parsed(f"{start.edtf}/{end.edtf}")


def _turns(first: Point, last: Point) -> int:
    """1 where a period that gives its year once runs over the turn of the year, else 0.

    One of ten months or more does not: nobody writes "from 12 May to 3 May 2021" for a year.
    """
    if first.month is None or last.month is None:
        return 0
    return int(first.month - last.month > 2)


@check
def period_reversed(claims: DocumentClaims) -> Iterator[Result]:
    """T203: a period that ends before it starts."""
    dates = {date.id: date for date in claims.dates}
    clocks = _clocks(claims)
    for relation in claims.relations:
        if relation.type != "interval":
            continue
        stretch = _stretch(relation, dates, clocks)
        if stretch is None:
            continue
        if stretch.period is not None:
            backwards = stretch.period.reversed or _within_a_month(stretch.period)
            working = _ends(stretch)
            if " to " not in working:  # "1943-1934": one claim gives both ends.
                first, _, last = stretch.period.edtf.partition("/")
                working = f"{first} to {last}"
        else:
            backwards = _backwards_on_one_day(relation, stretch)
            working = _ends(stretch)
        if backwards:
            yield result(
                "T203",
                Outcome.FIRES,
                f"“{words_of_claim(relation)}” ends before it starts.",
                [relation, *stretch.claims],
                [claims.document.path],
                working=f"{working.split(' to ')[-1]} is before {working.split(' to ')[0]}",
            )


def _within_a_month(period: Period) -> bool:
    """Whether "14 to 12 December" runs backwards: nobody means all but two days of a year."""
    first, last = period.start, period.end
    if first is None or last is None or first.day is None or last.day is None:
        return False
    yearless = first.year is None and last.year is None and first.month == last.month
    return yearless and not period.impossible and last.day < first.day


@check
def ended_before_begun(claims: DocumentClaims) -> Iterator[Result]:
    """T203: one sentence says when something began, the next that it ended before."""
    dates = {date.id: date for date in claims.dates}
    moments = sorted(
        (each for each in claims.relations if each.type == "moment"),
        key=lambda each: each.passage.start,
    )
    for begun, ended in pairwise(moments):
        if (begun.values["happened"], ended.values["happened"]) != ("begun", "ended"):
            continue
        same = ended.values.get("subject") in (None, begun.values.get("subject"))
        if not same or not 1 <= ended.sentence - begun.sentence <= 2:
            continue
        first = dates.get(dict(begun.members).get("date", ""))
        last = dates.get(dict(ended.members).get("date", ""))
        period = None if first is None or last is None else _joined(first, last)
        if first is not None and last is not None and period is not None and period.reversed:
            yield result(
                "T203",
                Outcome.FIRES,
                "What is said to have begun and ended ended before it began.",
                [begun, ended, first, last],
                [claims.document.path],
                working=f"{words_of_claim(last)} is before {words_of_claim(first)}",
            )


def _backwards_on_one_day(relation: Relation, stretch: _Stretch) -> bool:
    start, end = stretch.start_time, stretch.end_time
    if start is None or end is None or end >= start:
        return False
    same_day = relation.values.get("same_day")
    return same_day == "stated" or (same_day == "yes" and start < EVENING)


@check
def after_document(claims: DocumentClaims) -> Iterator[Result]:
    """T204: something said to have happened is dated after the document's own date."""
    own = _parsed(claims.document.date)
    if own is None:
        return
    dates = {date.id: date for date in claims.dates}
    for relation in claims.relations:
        if relation.type != "happened":
            continue
        date = dates.get(dict(relation.members)["date"])
        period = None if date is None else period_of(date)
        if date is None or period is None:
            continue
        # Of a stretch of time that is told as over its end counts, of an open one its start.
        first, _, last = period.edtf.partition("/")
        end = _parsed(first if last in ("", "..") else last)
        if end is None or end.reversed or end.compare(own) is not Order.AFTER:
            continue
        yield result(
            "T204",
            Outcome.FIRES,
            f"“{words_of_claim(date)}” is after the document's own date, yet it is told as past.",
            [date],
            [claims.document.path],
            working=f"{end.edtf} is after {claims.document.date}",
        )


@check
def duration_mismatch(claims: DocumentClaims) -> Iterator[Result]:
    """T205: a stated duration does not fit the stated dates."""
    dates = {date.id: date for date in claims.dates}
    said: dict[str, Figure | Relation] = {
        figure.id: figure for figure in claims.figures if figure.klass == "duration"
    }
    said |= {each.id: each for each in claims.relations if each.type == "length"}
    clocks = _clocks(claims)
    measured = [relation for relation in claims.relations if relation.type == "duration"]
    if not measured:
        return
    hours = load_language(claims.document.language).table("time")["units"]
    for relation in measured:
        members = dict(relation.members)
        figure = said.get(members["duration"])
        if figure is None:
            continue
        unit = _unit(figure, hours)
        stretch = _stretch(relation, dates, clocks, claims.document.date)
        if unit is None or stretch is None:
            continue
        if "month" in members and _selection(figure):
            continue
        length = _month_length(members, dates) if "month" in members else _length(stretch, unit)
        if length is None:
            continue
        answer = _fits(figure, unit, length, upper_only=relation.values.get("within") == "yes")
        yield _duration_result(claims, relation, figure, stretch, length, unit, answer)


def _unit(figure: Figure | Relation, hours: dict[str, float]) -> Fraction | None:
    """The hours in a duration's unit, or None where it is no unit of time."""
    if isinstance(figure, Relation):
        return Fraction(hours[figure.values["unit"]]).limit_denominator(1000)
    names = [figure.unit or "", *(figure.counted.text.lower().split() if figure.counted else [])]
    for name in names:
        if name in hours:
            return Fraction(hours[name]).limit_denominator(1000)
    return None


def _length(stretch: _Stretch, unit: Fraction) -> Range | None:
    """The fewest and the most hours from start to end."""
    start, end = stretch.start_time, stretch.end_time
    if stretch.period is None:
        if start is None or end is None:
            return None
        minutes = (end - start) % (24 * 60) or 24 * 60
        return Range(Fraction(minutes, 60), Fraction(minutes, 60))
    days = stretch.period.duration()
    if days is None:
        return None
    fewest, most = days
    if start is not None and end is not None and most - fewest == 1:
        exact = Fraction(fewest * DAY) + Fraction(end - start, 60)
        # "three days, from noon to noon": whole days may still be counted by the calendar.
        return Range(exact, exact if unit < DAY else exact + DAY)
    return Range(Fraction(fewest * DAY), Fraction(most * DAY))


def _selection(figure: Figure | Relation) -> bool:
    """Whether "N days of June" are some of its days: no month has so few in all."""
    said = None if isinstance(figure, Relation) else amount(figure).certain.high
    return said is None or said < SHORTEST_MONTH


def _month_length(members: dict[str, str], dates: dict[str, DateClaim]) -> Range | None:
    """The hours of the month in "the 30 days of June"."""
    date = dates.get(members["month"])
    period = None if date is None else period_of(date)
    if period is None or period.interval or period.start is None or period.start.month is None:
        return None
    month = period.start.month
    if period.start.day is not None or not 1 <= month <= 12:
        return None
    years = (2000, 2001) if period.start.year is None else (period.start.year,)
    lengths = [days_in_month(year, month) * DAY for year in years]
    return Range(Fraction(min(lengths)), Fraction(max(lengths)))


def _fits(figure: Figure | Relation, unit: Fraction, length: Range, *, upper_only: bool) -> Answer:
    """Whether a stated duration fits a length in hours."""
    if isinstance(figure, Relation):
        said = exactly(Fraction(figure.values["number"]))
    else:
        said = amount(figure)
    # A year and a half is no longer "a year": the fewer units, the less is rounded away.
    few = said.certain.high is not None and said.certain.high <= 2
    slack = unit / 20 if unit <= DAY else unit * (SLACK / 2 if few else SLACK)

    def hours(part: Range, extra: Fraction) -> Range:
        return Range(
            None if part.low is None else part.low * unit - extra,
            None if part.high is None else part.high * unit + extra,
        )

    stated = Amount(hours(said.certain, slack), hours(said.possible, slack * 3 / 2))
    bounds = Range(Fraction(0), length.high) if upper_only else length
    return stated.compare(Amount(bounds, bounds))


def _duration_result(
    claims: DocumentClaims,
    relation: Relation,
    figure: Figure | Relation,
    stretch: _Stretch,
    length: Range,
    unit: Fraction,
    answer: Answer,
) -> Result:
    span = _in_words(length, unit)
    said = " ".join(figure.passage.quote.split())
    outcome = {
        Answer.FITS: Outcome.HOLDS,
        Answer.DOES_NOT_FIT: Outcome.FIRES,
        Answer.CANNOT_TELL: Outcome.NOT_CHECKABLE,
    }[answer]
    message = {
        Answer.FITS: f"The dates agree with “{said}”.",
        Answer.DOES_NOT_FIT: f"“{said}” does not fit the dates given for it.",
        Answer.CANNOT_TELL: f"Whether “{said}” fits its dates is a matter of rounding.",
    }[answer]
    verdict = "" if answer is not Answer.DOES_NOT_FIT else f", not {_number(figure)}"
    return result(
        "T205",
        outcome,
        message,
        [relation, figure, *stretch.claims],
        [claims.document.path],
        working=f"{_ends(stretch) or words_of_claim(relation)} is {span}{verdict}",
    )


def _number(figure: Figure | Relation) -> str:
    return figure.values["number"] if isinstance(figure, Relation) else shown(figure)


def _in_words(length: Range, unit: Fraction) -> str:
    """A length in hours, in the unit it is compared in and, beyond days, in days too."""
    low, high = length.low or Fraction(0), length.high or Fraction(0)
    if unit < DAY and high <= 14 * DAY:
        return _between(low, high, "hours")
    days = _between(low / DAY, high / DAY, "days")
    for hours, name in ((8766, "years"), (Fraction(1461, 2), "months"), (168, "weeks")):
        if unit >= hours:
            return f"{days} (about {_rounded((low + high) / 2 / Fraction(hours))} {name})"
    return days


def _between(low: Fraction, high: Fraction, name: str) -> str:
    one, other = _rounded(low), _rounded(high)
    return f"{one} {name}" if one == other else f"{one} to {other} {name}"


def _rounded(value: Fraction) -> str:
    return f"{float(round(value, 1)):g}"


def _ends(stretch: _Stretch) -> str:
    """The two ends as the text words them: "1 May 2020 to 9 May 2020"."""
    return " to ".join(words_of_claim(claim) for claim in _in_order(stretch.claims))


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    ordered = list(claims)
    dates: list[Claim] = [claim for claim in ordered if isinstance(claim, DateClaim)]
    return dates or ordered


def _clocks(claims: DocumentClaims) -> dict[str, Relation]:
    return {each.id: each for each in claims.relations if each.type == "clock"}


def period_of(date: DateClaim) -> Period | None:
    """The period of a date, or None where its value is none that is understood."""
    return _parsed(date.edtf)


def _parsed(edtf: str | None) -> Period | None:
    """The period of an EDTF text, or None where it is none that is understood."""
    if edtf is None:
        return None
    try:
        return Period.parse(edtf)
    except ValueError:
        return None


def words_of_claim(claim: Claim) -> str:
    """What a claim says, on one line."""
    return " ".join(claim.passage.quote.split())
