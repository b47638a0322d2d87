"""Dates and periods as people write them: "since 3 June 2021" for the EDTF text "2021-06-03/.."."""

from __future__ import annotations

import datetime
from functools import lru_cache

from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from muniment.values.period import Period, Point

_A_LEAP_YEAR = 2000


def spoken(edtf: str) -> str:
    """A period in the words of the page's language.

    What is no EDTF text, or no date of any calendar, stays as it is written: a reader must see it.
    """
    return _spoken(edtf, get_language() or "")


@lru_cache(maxsize=4_000)
def _spoken(edtf: str, language: str) -> str:
    """See ``spoken``: lists say the same dates over and over."""
    try:
        period = Period.parse(edtf)
    except ValueError:
        return edtf
    if period.impossible:
        return edtf
    if not period.interval:
        return edtf if period.start is None else _point(period.start, edtf)
    first, _slash, last = edtf.partition("/")
    start = _point(period.start, first) if period.start else ""
    end = _point(period.end, last) if period.end else ""
    if start and end:
        return f"{start} – {end}"
    if start:
        told = _("since %(day)s") if last == ".." else _("from %(day)s, its end not known")
        return told % {"day": start}
    told = _("until %(day)s") if first == ".." else _("until %(day)s, its beginning not known")
    return told % {"day": end}


def day(ordinal: int) -> str:
    """A day given by its ordinal, with the name of its month cut short."""
    return formatted(datetime.date.fromordinal(ordinal), "j M Y")


def _point(point: Point, edtf: str) -> str:
    told = _exact(point, edtf)
    if point.mark == "~":
        return _("about %(day)s") % {"day": told}
    if point.mark == "?":
        return _("%(day)s (uncertain)") % {"day": told}
    if point.mark == "%":
        return _("about %(day)s (uncertain)") % {"day": told}
    return told


def _exact(point: Point, edtf: str) -> str:
    first, last = point.first_year, point.last_year
    if first is None or last is None:
        return _yearless(point, edtf)
    if first < 1:
        return edtf.rstrip("~?%")
    if first != last:
        if last - first > 9:
            return f"{first}–{last}"
        return pgettext("a decade", "%(year)ss") % {"year": first}
    if point.month is None:
        return str(first)
    if point.month > 12:
        return _SEASONS[point.month]() % {"year": first}
    if point.day is None:
        return formatted(datetime.date(first, point.month, 1), get_format("YEAR_MONTH_FORMAT"))
    return formatted(datetime.date(first, point.month, point.day), get_format("DATE_FORMAT"))


def _yearless(point: Point, edtf: str) -> str:
    if point.month is None or point.month > 12:
        return edtf.rstrip("~?%")
    if point.day is None:
        return formatted(datetime.date(_A_LEAP_YEAR, point.month, 1), "F")
    date = datetime.date(_A_LEAP_YEAR, point.month, point.day)
    return formatted(date, get_format("MONTH_DAY_FORMAT"))


_SEASONS = {
    21: lambda: _("spring %(year)s"),
    22: lambda: _("summer %(year)s"),
    23: lambda: _("autumn %(year)s"),
    24: lambda: _("winter %(year)s"),
}
