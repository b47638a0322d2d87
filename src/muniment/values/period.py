"""Periods: dates and stretches of time as EDTF, with the days they may cover.

The stored form is Extended Date/Time Format text (ISO 8601-2:2019), of which the part is read
that documents need: days, months, years, decades and centuries (``199X``, ``19XX``), days and
months without a year (``XXXX-05-17``), seasons (21 spring to 24 winter), ``~`` approximate, ``?``
uncertain, ``%`` both, and intervals whose ends may be open (``..``) or unknown (nothing).

A date that no calendar has (``2021-04-31``) is kept as written and says so: a rule must be able
to point at it.
"""

from __future__ import annotations

import datetime
import enum
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

_POINT = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d\dXX|XXXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[~?%]?)"
)
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_YEAR, _PLAIN_YEAR = 2000, 2001
_SEASONS = range(21, 25)


class Order(enum.Enum):
    """How one period lies to another."""

    BEFORE = "before"
    AFTER = "after"
    OVERLAPS = "overlaps"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a period, or a period that is no interval.

    ``year`` is the year when all its digits are given (astronomical: 58 BC is -57), else None;
    ``first_year``/``last_year`` bound it (None: not given at all). ``month`` is 1 to 12 or, for a
    season, 21 to 24; ``mark`` one of "~", "?", "%" or "".
    """

    first_year: int | None
    last_year: int | None
    month: int | None
    day: int | None
    mark: str

    @property
    def year(self) -> int | None:
        """The year, where the text gives all its digits."""
        return self.first_year if self.first_year == self.last_year else None

    @property
    def impossible(self) -> bool:
        """True when no calendar has this date (31 April, month 13, 29 February 2019)."""
        if self.month is None:
            return False
        if self.month in _SEASONS:
            return self.day is not None
        if not 1 <= self.month <= 12:
            return True
        if self.day is None:
            return False
        year = _LEAP_YEAR if self.year is None else self.year
        return not 1 <= self.day <= days_in_month(year, self.month)


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a stretch of time that may be uncertain, made from EDTF text by ``parse``.

    ``start`` and ``end`` are the two ends of an interval (None: open or unknown); for a period
    that is no interval both are the same point.
    """

    edtf: str
    start: Point | None
    end: Point | None
    interval: bool

    @classmethod
    def parse(cls, edtf: str) -> Period:
        """The period that an EDTF text states.

        Raises ValueError when the text is not EDTF of the part described above. Dates that no
        calendar has are accepted: see ``impossible``.
        """
        return _parse(edtf)

    @property
    def impossible(self) -> bool:
        """True when an end of it is a date that no calendar has."""
        return any(point is not None and point.impossible for point in (self.start, self.end))

    @property
    def earliest(self) -> int | None:
        """Its first possible day as a proleptic Gregorian ordinal (1 January 1 is day 1).

        None when there is no bound, when the year is not given, or when it is impossible.
        """
        return None if self.start is None or self.impossible else _bounds(self.start)[0]

    @property
    def latest(self) -> int | None:
        """Its last possible day as a proleptic Gregorian ordinal; None as for ``earliest``."""
        return None if self.end is None or self.impossible else _bounds(self.end)[1]

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """Its first and its last possible day, where both are in the years 1 to 9999, else None."""
        first, last = self.earliest, self.latest
        if first is None or last is None:
            return None
        if first < 1 or last > datetime.date.max.toordinal():
            return None
        return datetime.date.fromordinal(first), datetime.date.fromordinal(last)

    @property
    def day(self) -> datetime.date | None:
        """The calendar day, where it states exactly one in the years 1 to 9999, else None."""
        point = self.start
        if point is None or self.interval or self.impossible or point.mark:
            return None
        if point.year is None or point.month is None or point.day is None or point.year < 1:
            return None
        return datetime.date(point.year, point.month, point.day)

    @property
    def has_year(self) -> bool:
        """True when every stated end gives at least the century."""
        return all(
            point is None or point.first_year is not None for point in (self.start, self.end)
        )

    @property
    def reversed(self) -> bool:
        """True when it certainly ends before it starts.

        Without years nothing is certain: "27 December to 5 January" runs over the new year.
        """
        if self.start is None or self.end is None or self.impossible:
            return False
        first, last = _widened(self.start)[0], _widened(self.end)[1]
        return first is not None and last is not None and last < first

    def compare(self, other: Period) -> Order:
        """How it lies to another period: only what the words make certain.

        Open ends have no bound on that side. Marks ("~", "?") widen an end by one unit of its own
        precision; an order that rests on less is no order.
        """
        if self.impossible or other.impossible or not (self.has_year and other.has_year):
            return Order.CANNOT_TELL
        mine, theirs = _span(self, _widened), _span(other, _widened)
        if mine[1] < theirs[0]:
            return Order.BEFORE
        if theirs[1] < mine[0]:
            return Order.AFTER
        mine, theirs = _span(self, _bounds), _span(other, _bounds)
        if mine[1] < theirs[0] or theirs[1] < mine[0]:
            return Order.CANNOT_TELL
        return Order.OVERLAPS

    def contains(self, other: Period) -> bool | None:
        """Whether all days of another period lie within it; None when that cannot be told.

        A yearless day or month is within a period of the same kind only if they are equal.
        """
        if self.edtf == other.edtf and not self.impossible:
            return True
        if self.impossible or other.impossible or not (self.has_year and other.has_year):
            return None
        sure, wide, inner = _span(self, _bounds), _span(self, _widened), _span(other, _bounds)
        if sure[0] <= inner[0] and inner[1] <= sure[1]:
            return True
        if wide[0] <= inner[0] and inner[1] <= wide[1]:
            return None
        return False

    def duration(self) -> tuple[int, int] | None:
        """The fewest and the most days it can last, or None when that cannot be told.

        An interval may be counted with one or with both of its end days: 1 to 9 May is 8 to 9
        days. Without a year the next such day after the start is meant: 27 December to 5 January
        is 9 to 10 days. A period that is no interval lasts from one day to all of it.
        """
        if self.impossible or self.reversed or self.start is None or self.end is None:
            return None
        if not self.interval:
            return _length(self.start)
        if self.start.first_year is None or self.end.first_year is None:
            return _yearless_duration(self.start, self.end)
        (first, latest_start), (earliest_end, last) = _bounds(self.start), _bounds(self.end)
        if first is None or latest_start is None or earliest_end is None or last is None:
            return None
        return max(earliest_end - latest_start, 1), last - first + 1

    def with_year(self, year: int) -> Period:
        """The same period with this year (1 to 9999) wherever none is given."""
        return Period.parse(self.edtf.replace("XXXX", f"{year:04}"))


def days_in_month(year: int, month: int) -> int:
    """The days of a month (1 to 12) of a year of the proleptic Gregorian calendar."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_DAYS[month - 1] + leap


def ordinal(year: int, month: int, day: int) -> int:
    """The proleptic Gregorian ordinal of a day, as ``date.toordinal``, in any year."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    return days + sum(days_in_month(year, earlier) for earlier in range(1, month)) + day


_Ends = Callable[[Point], tuple[int | None, int | None]]


@functools.lru_cache(maxsize=4096)
def _parse(edtf: str) -> Period:
    first, slash, second = edtf.partition("/")
    if not slash:
        point = _point(edtf, edtf)
        return Period(edtf, point, point, interval=False)
    start = None if first in ("", "..") else _point(first, edtf)
    end = None if second in ("", "..") else _point(second, edtf)
    if start is None and end is None:
        raise ValueError(f"{edtf!r} is no EDTF period: neither end is given")
    return Period(edtf, start, end, interval=True)


def _point(text: str, whole: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{whole!r} is no EDTF text that is understood here, such as 2020-11-10")
    year, month, day = match["year"], match["month"], match["day"]
    known = year != "XXXX"
    return Point(
        first_year=int(year.replace("X", "0")) if known else None,
        last_year=int(year.replace("X", "9")) if known else None,
        month=int(month) if month not in (None, "XX") else None,
        day=int(day) if day not in (None, "XX") and month != "XX" else None,
        mark=match["mark"],
    )


def _bounds(point: Point) -> tuple[int | None, int | None]:
    """The first and last day that a possible point may mean, None where there is no year."""
    if point.first_year is None or point.last_year is None:
        return None, None
    if point.month is None:
        return ordinal(point.first_year, 1, 1), ordinal(point.last_year, 12, 31)
    if point.month in _SEASONS:
        # Which hemisphere is meant is not said, and a winter may begin the year before or end in
        # the next, so a season is only as certain as its year and a quarter on either side.
        return ordinal(point.first_year - 1, 12, 1), ordinal(point.last_year + 1, 3, 31)
    if point.day is None:
        end = days_in_month(point.last_year, point.month)
        return ordinal(point.first_year, point.month, 1), ordinal(point.last_year, point.month, end)
    return (
        ordinal(point.first_year, point.month, point.day),
        ordinal(point.last_year, point.month, point.day),
    )


def _widened(point: Point) -> tuple[int | None, int | None]:
    """The bounds of a point, one unit of its own precision wider on both sides if it is marked."""
    first, last = _bounds(point)
    if not point.mark or first is None or last is None:
        return first, last
    if point.day is not None:
        unit = 1
    elif point.month is not None:
        unit = 31
    else:
        unit = last - first + 1
    return first - unit, last + unit


def _span(period: Period, bounds: _Ends) -> tuple[float, float]:
    """First and last day of a period whose years are given, infinite where it is open."""
    first = None if period.start is None else bounds(period.start)[0]
    last = None if period.end is None else bounds(period.end)[1]
    return float("-inf") if first is None else first, float("inf") if last is None else last


def _length(point: Point) -> tuple[int, int] | None:
    """The fewest and most days of a period that is no interval."""
    if point.day is not None:
        return 1, 1
    if point.month is not None and point.first_year is None:
        return (1, days_in_month(_LEAP_YEAR, point.month)) if point.month <= 12 else (1, 93)
    if point.month is not None and point.month in _SEASONS:
        return 1, 93
    first, last = _bounds(point)
    return None if first is None or last is None else (1, last - first + 1)


def _yearless_duration(start: Point, end: Point) -> tuple[int, int] | None:
    """The days between two days or months of which at least one gives no year."""
    if start.month is None or end.month is None or max(start.month, end.month) > 12:
        return None
    given = end.year if end.year is not None else start.year
    years = (_PLAIN_YEAR, _LEAP_YEAR) if given is None else (given,)
    lengths: list[int] = []
    for year in years:
        last_year = year
        if (end.month, end.day or 31) < (start.month, start.day or 1):
            last_year += 1
        first = ordinal(year, start.month, start.day or 1)
        last_of_start = ordinal(year, start.month, start.day or days_in_month(year, start.month))
        first_of_end = ordinal(last_year, end.month, end.day or 1)
        last = ordinal(last_year, end.month, end.day or days_in_month(last_year, end.month))
        lengths += [first_of_end - last_of_start, last - first + 1]
    return max(min(lengths), 1), max(lengths)
