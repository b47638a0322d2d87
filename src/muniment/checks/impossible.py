"""T201: days that no calendar has and hours that no clock shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.checks.surroundings import around
from muniment.checks.time import MONTHS, period_of, words_of_claim
from muniment.claims.language import load_language
from muniment.claims.model import DateClaim, DocumentClaims
from muniment.values.period import Period, days_in_month


@check
def impossible_date(claims: DocumentClaims) -> Iterator[Result]:
    """T201: a date that no calendar has."""
    for date in claims.dates:
        period = period_of(date)
        if period is None or not period.impossible or _told_as_none(claims, date):
            continue
        words = words_of_claim(date)
        yield result(
            "T201",
            Outcome.FIRES,
            f"There is no such day as {words}.",
            [date],
            [claims.document.path],
            working=_why_impossible(period),
        )


def _told_as_none(claims: DocumentClaims, date: DateClaim) -> bool:
    """Whether the sentence itself says that there is no such day."""
    guards = load_language(claims.document.language).table("time")["guards"]
    left, right = around(claims.document.text, date.passage)
    return re.search(guards["no_such_day"], f"{left}‹›{right}") is not None


@check
def impossible_clock(claims: DocumentClaims) -> Iterator[Result]:
    """T201: an hour that no clock shows."""
    for relation in claims.relations:
        if relation.type == "impossible-clock":
            hour, minute = map(int, relation.values["time"].split(":"))
            wrong = "a day has 24 hours" if hour * 60 + minute > 24 * 60 else ""
            yield result(
                "T201",
                Outcome.FIRES,
                f"There is no such time of day as {words_of_claim(relation)}.",
                [relation],
                [claims.document.path],
                working=wrong or f"an hour has 60 minutes, so there is no minute {minute}",
            )


def _why_impossible(period: Period) -> str:
    point = next(p for p in (period.start, period.end) if p is not None and p.impossible)
    month = point.month or 0
    if not 1 <= month <= 12:
        return f"a year has 12 months, so there is no month {month}"
    if point.year is None:
        days = days_in_month(2000, month)
        return f"{MONTHS[month - 1]} has {days} days at most"
    return f"{MONTHS[month - 1]} {point.year} has {days_in_month(point.year, month)} days"
