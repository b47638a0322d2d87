"""Dates by which a document dates itself: full dates on a line of their own."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from muniment.documents.cues import cues

_CENTURY_TURN = 30


@lru_cache(maxsize=1)
def date_pattern() -> str:
    """A regular expression for one date, with groups for its parts in each order."""
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    weekdays = "|".join(cues().words("weekdays"))
    return (
        rf"(?:(?:{weekdays})\.?,?\s+)?(?:"
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{names})\.?,?[\s-]+(?P<year>\d{{4}}|\d{{2}})"
        rf"|(?P<month2>{names})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
        r"|(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})"
        r"|(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>\d{4})"
        r"|(?P<day5>1[3-9]|2\d|3[01])/(?P<month5>\d{1,2})/(?P<year5>\d{4})"
        rf"|(?P<month6>{names})\s+(?P<year6>\d{{4}})"
        r")(?![\w/-])"
    )


def date_of(found: re.Match[str]) -> str | None:
    """The EDTF date of a match of ``date_pattern``; None if there is no such day."""
    parts = found.groupdict()
    for suffix in ("", "2", "3", "4", "5"):
        year, month, day = (parts.get(f"{name}{suffix}") for name in ("year", "month", "day"))
        if year and month and day:
            return _checked(_year(year), _month(month), int(day))
    year, month = parts.get("year6"), parts.get("month6")
    if year and month:
        return f"{int(year):04d}-{_month(month):02d}"
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return 1900 + int(text) if int(text) >= _CENTURY_TURN else 2000 + int(text)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _months()[text.lower()]


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    known = {name: at for at, name in enumerate(cues().words("months"), 1)}
    known.update({name: at for at, name in enumerate(cues().words("month_abbreviations"), 1)})
    return known | {"sept": 9}
