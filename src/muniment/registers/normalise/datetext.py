"""Dates written as text, read into EDTF; what cannot be told stays open, and is said."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from muniment.registers.kind import UNKNOWN_DATE, Moment
from muniment.registers.normalise.dateorder import Style
from muniment.registers.normalise.datewords import Token, plain_digits, tokens
from muniment.registers.normalise.model import Remark
from muniment.values.period import Period, days_in_month

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_EDTF = re.compile(r"[\dX.-]+[~?%]?(?:/[\dX.-]*[~?%]?)?|/\d[\dX-]*[~?%]?")
_BLANK_DIGITS = re.compile(r"[?xхXХ_*•#-]{2}(?=[./-]|$)|(?<=[./-])[?xхXХ_*•#-]{2}")
_WORDED = re.compile(r"(?<!\d)(\d{1,2})/([^\W\d_]{3,}\.?)/(\d{4}|\d{2})(?!\d)")
_OPEN_YEAR = re.compile(r"(?<!\d)(\d{2})(\d[?_*xх]|[?_*xх-]{2})(?!\w)")
_DECADE = re.compile(r"(?<!\d)(\d{3})0(?:['’]?s|\s?-?(?:е|ые|х|ых|ականներ|იანი)\b)")
_OLDEST = 125
"""No one on a list is expected to have been born more years ago."""
_OTHER_CALENDARS = range(1250, 1501)
_EARLIEST, _LATEST = 1500, 2200


class Unreadable(ValueError):
    """A text that is no date that is understood here; the message says why."""


class Point(NamedTuple):
    """A date as far as it is given: ``year`` of four digits or X, ``bare`` a number alone."""

    year: str | None = None
    month: int | None = None
    day: int | None = None
    bare: int | None = None

    def edtf(self, mark: str = "") -> str:
        """Its EDTF text."""
        year = self.year or "XXXX"
        if self.month is None:
            return f"{year}-XX-{self.day:02}{mark}" if self.day else f"{year}{mark}"
        day = f"-{self.day:02}" if self.day else ""
        return f"{year}-{self.month:02}{day}{mark}"


class _Span(NamedTuple):
    """Two points and everything between them; one point twice if it is no interval."""

    first: Point
    last: Point
    note: str = ""
    doubtful: bool = False


class Reader:
    """Reads the texts of one column."""

    def __init__(self, style: Style, moment: Moment, today: datetime.date) -> None:
        self._style = style
        self._moment = moment
        self._today = today

    def read(self, text: str) -> tuple[str, list[Remark]]:
        """The EDTF text of a date and what is to be said of it; raises Unreadable."""
        match = _ISO.fullmatch(text)
        if match and "00" not in match.groups() and int(match[2]) <= 12:
            edtf = "-".join(match.groups())
            return self.checked(edtf, [])
        if _EDTF.fullmatch(text) and ("X" in text or "/" in text or text[-1] in "~?%"):
            as_edtf = self._as_edtf(text)
            if as_edtf is not None:
                return self.checked(as_edtf, [])
        return self._read_words(text)

    def checked(self, edtf: str, remarks: list[Remark]) -> tuple[str, list[Remark]]:
        """A date with what is odd of it: no such day, another calendar, the future, long ago."""
        try:
            period = Period.parse(edtf)
        except ValueError as error:
            raise Unreadable("is no date that is understood here") from error
        for point in (period.start, period.end):
            if point is None or point.first_year is None or point.last_year is None:
                continue
            if point.first_year in _OTHER_CALENDARS:
                raise Unreadable(
                    "the year looks like one of the Persian or the Islamic calendar; give the date "
                    "in the Gregorian calendar"
                )
            if not _EARLIEST <= point.last_year <= _LATEST:
                raise Unreadable("the year is none that is expected here")
        if period.impossible:
            return self._impossible(edtf, remarks)
        if period.reversed:
            raise Unreadable("ends before it begins")
        days = period.days
        if days is not None and days[0] > self._today:
            remarks = [*remarks, Remark("lies in the future of the import")]
        elif days is not None and self._moment == "birth" and self._too_old(days[1]):
            remarks = [*remarks, Remark(f"is more than {_OLDEST + 25} years ago")]
        return edtf, remarks

    def years(self, two_digits: int) -> list[int]:
        """The years that a number of two digits can mean: none to come, none too long ago."""
        this = self._today.year
        first = this - (_OLDEST if self._moment == "birth" else 99)
        return [year for year in range(first, this + 1) if year % 100 == two_digits]

    def _too_old(self, day: datetime.date) -> bool:
        return day.year < self._today.year - _OLDEST - 25

    def _as_edtf(self, text: str) -> str | None:
        try:
            period = Period.parse(text)
        except ValueError:
            return None
        # "1960-65" and "31/12" pass for EDTF in form only.
        return None if period.impossible else text

    @staticmethod
    def _impossible(edtf: str, remarks: list[Remark]) -> tuple[str, list[Remark]]:
        year = edtf[:4]
        remark = Remark("there is no such day in the calendar; only the year is kept, as uncertain")
        if "/" in edtf or not year.isdigit():
            raise Unreadable("there is no such day in the calendar")
        return f"{year}?", [*remarks, remark]

    def _read_words(self, text: str) -> tuple[str, list[Remark]]:
        text = plain_digits(text)
        decade = _DECADE.search(text.casefold())
        open_year = _OPEN_YEAR.search(text.casefold())
        if open_year and not decade:
            digits = open_year[1] + re.sub(r"\D", "X", open_year[2])
            text = text[: open_year.start()] + " " + text[open_year.end() :]
            return self._with_year(digits, text)
        if decade:
            rest = text[: decade.start()] + " " + text[decade.end() :]
            return self._with_year(f"{decade[1]}X", rest)
        found = tokens(_BLANK_DIGITS.sub("00", _WORDED.sub(r"\1 \2 \3", text)))
        if any("other calendar" in token.meanings and len(token.meanings) == 1 for token in found):
            raise Unreadable("is a date of another calendar; give it in the Gregorian calendar")
        mark, found = _marks(found)
        span, remarks = self._span(found)
        return self._written(span, mark, remarks)

    def _with_year(self, year: str, rest: str) -> tuple[str, list[Remark]]:
        """A year of which digits are missing, with what stands beside it."""
        mark, found = _marks(tokens(rest))
        months = [token.month() or token.season() for token in found]
        if any(months) and len(months) == 1:
            return self.checked(Point(year, months[0]).edtf(mark), [])
        part = {"early", "middle", "late"}
        left = [token for token in found if not token.meanings & part]
        if left and all(token.kind == "composite" or token.kind == "number" for token in left):
            numbers = [int(n) for token in left for n in re.findall(r"\d+", token.text)]
            if not any(numbers):
                left = []
        if left:
            raise Unreadable("is no date that is understood here")
        return self.checked(Point(year).edtf(mark or ("~" if len(found) > len(left) else "")), [])

    def _span(self, found: list[Token]) -> tuple[str | _Span, list[Remark]]:
        """An interval or a point; a text where an end is open, with ".." there."""
        if not found:
            raise Unreadable("is no date that is understood here")
        head = found[0].meanings
        if "between" in head:
            return self._interval(found[1:], ("and", "to"))
        splits = [
            number
            for number, token in enumerate(found)
            if 0 < number < len(found) - 1 and (_splits(token))
        ]
        if "after" in head and splits:
            return self._interval(found[1:], ("to", "and"))
        if len(splits) == 1 and not head & {"before", "after"}:
            return self._interval(found, ("to", "and", "or"))
        if "before" in head and len(found) > 1:
            point = self._point(found[1:])
            return f"../{self._single(point).edtf()}", []
        if "after" in head and len(found) > 1:
            point = self._point(found[1:])
            return f"{self._single(point).edtf()}/..", []
        if splits:
            raise Unreadable("is no date that is understood here")
        point = self._point(found)
        if point.note:
            return point, [Remark(point.note)]
        return point, []

    def _interval(self, found: list[Token], words: tuple[str, ...]) -> tuple[_Span, list[Remark]]:
        places = [
            number
            for number, token in enumerate(found)
            if 0 < number < len(found) - 1
            and (token.meanings & set(words) or token.text in ("-", "/"))
        ]
        if not places and len(found) == 1 and found[0].kind == "composite":
            return self._point(found), []
        if len(places) != 1:
            raise Unreadable("is no date that is understood here")
        left, right = self._point(found[: places[0]]), self._point(found[places[0] + 1 :])
        remarks = [Remark(side.note) for side in (left, right) if side.note]
        first, last = left.first, right.last
        if last.bare is not None and first.year is not None and first.month is None:
            last = Point(f"{first.year[:2]}{last.bare:02}")
        if first.bare is not None:
            if last.day is None:
                raise Unreadable("is no date that is understood here")
            first = Point(None, None, first.bare)
        if first.year is None:
            first = first._replace(year=last.year)
        if first.month is None and first.day is not None:
            first = first._replace(month=last.month)
        if last.bare is not None or (last.year is None and first.year is None and not last.month):
            raise Unreadable("is no date that is understood here")
        return _Span(first, last), remarks

    def _written(
        self, span: str | _Span, mark: str, remarks: list[Remark]
    ) -> tuple[str, list[Remark]]:
        if isinstance(span, str):
            return self.checked(span, remarks)
        if span.first.bare is not None or span.last.bare is not None:
            raise Unreadable("is a number, but no year or date")
        if span.doubtful:
            mark = {"": "?", "~": "%"}.get(mark, mark)
        first, last = span.first.edtf(mark), span.last.edtf(mark)
        edtf = first if first == last else f"{first}/{last}"
        if edtf.startswith("XXXX/") or edtf.endswith("/XXXX"):
            raise Unreadable("is no date that is understood here")
        return self.checked(edtf, remarks)

    @staticmethod
    def _single(span: _Span) -> Point:
        if span.first != span.last or span.first.bare is not None:
            raise Unreadable("is no date that is understood here")
        return span.first

    def _point(self, found: list[Token]) -> _Span:
        """What tokens without a splitting word say."""
        month = season = None
        part = ""
        numbers: list[str] = []
        composites: list[str] = []
        for token in found:
            if token.kind == "number":
                numbers.append(token.text)
            elif token.kind == "composite":
                composites.append(token.text)
            elif token.month() is not None and month is None:
                month = token.month()
            elif token.season() is not None and season is None:
                season = token.season()
            elif token.meanings & {"early", "middle", "late"}:
                part = next(iter(token.meanings & {"early", "middle", "late"}))
            elif not token.meanings & {"noise", "approximate", "uncertain"}:
                raise Unreadable("is no date that is understood here")
        if composites:
            if len(composites) > 1 or (season and month):
                raise Unreadable("is no date that is understood here")
            return self._beside(composites[0], numbers, month, season, part)
        if month is None and len(numbers) == 3:
            return self._composite(" ".join(numbers))
        if month is not None or season is not None:
            return self._named(numbers, month, season, part)
        if len(numbers) != 1:
            raise Unreadable("is no date that is understood here")
        point = self._number(numbers[0])
        return _part_of(point, part)

    def _number(self, digits: str) -> Point:
        if len(digits) == 4:
            return Point(digits)
        if len(digits) == 8:
            if digits[:2] in ("18", "19", "20") and _is_day(digits[:4], digits[4:6], digits[6:]):
                return Point(digits[:4], int(digits[4:6]) or None, int(digits[6:]) or None)
            return self._single(self._composite(f"{digits[:2]}-{digits[2:4]}-{digits[4:]}"))
        if len(digits) <= 2:
            years = self.years(int(digits)) if int(digits) > 31 else []
            return Point(f"{years[0]}") if len(years) == 1 else Point(bare=int(digits))
        raise Unreadable("is a number, but no year or date")

    def _named(self, numbers: list[str], month: int | None, season: int | None, part: str) -> _Span:
        """A month or season by its name, with a day and a year."""
        years = [number for number in numbers if len(number) == 4]
        short = [int(number) for number in numbers if len(number) <= 2]
        if len(years) + len(short) != len(numbers) or len(years) > 1 or len(short) > 2:
            raise Unreadable("is no date that is understood here")
        year: str | None = years[0] if years else None
        day: int | None = None
        note = ""
        if len(short) == 2 and not years:
            day, (year, note) = short[0], self._short_year(short[1])
        elif short and years:
            day = short[0]
        elif short and short[0] > 31:
            year, note = self._short_year(short[0])
        elif short:
            day = short[0]
        if day == 0:
            day = None
        if season is not None or (day is not None and part) or (month is None):
            if day is not None or month is not None:
                raise Unreadable("is no date that is understood here")
            return _part_of(Point(year, season), "")
        point = Point(year, month, day)
        return _part_of(point, part)._replace(note=note)

    def _short_year(self, two_digits: int) -> tuple[str | None, str]:
        years = self.years(two_digits)
        if len(years) == 1:
            return f"{years[0]}", ""
        return None, "a year of two digits that can mean several; the year is left open"

    def _beside(
        self, text: str, others: list[str], month: int | None, season: int | None, part: str
    ) -> _Span:
        """A composite number, beside the name of a month or season or alone."""
        if others and (month is None or len(others) > 1 or len(others[0]) != 4):
            raise Unreadable("is no date that is understood here")
        if month is None and season is None:
            span = self._composite(text)
            return _part_of(span.first, part) if part and span.first == span.last else span
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        if len(numbers) != 2:
            raise Unreadable("is no date that is understood here")
        if season is not None:
            years = self._composite(text)
            if season != 24 or years.first.month or years.last.month or years.first.year is None:
                raise Unreadable("is no date that is understood here")
            return _Span(Point(years.first.year, 12), Point(years.last.year, 2))
        if max(numbers) <= 31 and numbers[0] < numbers[1]:
            year = others[0] if others else None
            return _Span(Point(year, month, numbers[0]), Point(year, month, numbers[1]))
        raise Unreadable("is no date that is understood here")

    def _composite(self, text: str) -> _Span:
        numbers = re.findall(r"\d+", text)
        mark = re.sub(r"[\d\s]", "", text)[:1] or " "
        return self._two(numbers, mark) if len(numbers) == 2 else self._three(numbers, mark)

    def _two(self, numbers: list[str], mark: str) -> _Span:
        """Two numbers: a month and a year, two years, or a day and a month."""
        one, two = int(numbers[0]), int(numbers[1])
        lengths = len(numbers[0]), len(numbers[1])
        if lengths == (4, 4):
            return _Span(Point(numbers[0]), Point(numbers[1]))
        if lengths[0] == 4 and lengths[1] <= 2:
            if two == 0:
                return _twice(Point(numbers[0]))
            later = Point(f"{numbers[0][:2]}{two:02}")
            if two > 12 and two > one % 100:
                return _Span(Point(numbers[0]), later)
            if 21 <= two <= 24:
                return _twice(Point(numbers[0], two))
            if two > one % 100 and lengths[1] == 2 and self._style.two_parts != "month":
                if self._style.two_parts == "range":
                    return _Span(Point(numbers[0]), later)
                note = "a month or several years; both are kept open"
                return _Span(Point(numbers[0]), later, note)
            return _twice(Point(numbers[0], two))
        if lengths[1] == 4 and lengths[0] <= 2:
            return _twice(Point(numbers[1], one or None))
        day_first = mark == "." or (mark == "/" and (self._style.order == "dmy" or one > 12))
        if max(lengths) <= 2 and day_first and 1 <= one <= 31 and 1 <= two <= 12:
            return _twice(Point(None, two, one))
        if max(lengths) <= 2 and one > 31 and two > one:
            first, last = self.years(one), self.years(two)
            if len(first) == len(last) == 1:
                return _Span(Point(str(first[0])), Point(str(last[0])))
        raise Unreadable("cannot be told: a day and month, or a month and year?")

    def _three(self, numbers: list[str], mark: str) -> _Span:
        if len(numbers[0]) == 4:
            return self._year_first(numbers)
        if len(numbers[0]) > 2 or len(numbers[1]) > 2 or len(numbers[2]) not in (2, 4):
            raise Unreadable("is no date that is understood here")
        if len(numbers[2]) <= 2 and int(numbers[0]) > 31:
            full = self.years(int(numbers[0]))[0]
            return self._year_first([str(full), *numbers[1:]])
        year: str | None = numbers[2]
        note = ""
        if len(numbers[2]) <= 2:
            year, note = self._short_year(int(numbers[2]))
        one, two = int(numbers[0]), int(numbers[1])
        order = self._order(one, two, mark)
        against = self._against(one, two, mark)
        if against:
            note = "; ".join(filter(None, (against, note)))
        if order is None:
            first, last = (
                Point(year, min(one, two), max(one, two)),
                Point(year, max(one, two), min(one, two)),
            )
            told = "day and month cannot be told apart here or by the rest of the column"
            return _Span(first, last, "; ".join(filter(None, (told, note))))
        day, month = (one, two) if order == "dmy" else (two, one)
        point = Point(year, month or None, day or None)
        return _Span(point, point, note, bool(against))

    def _against(self, one: int, two: int, mark: str) -> str:
        """Why day and month are doubtful where they stand against the rest of the column."""
        usual = self._style.dotted if mark == "." else self._style.order
        if usual == "dmy" and two > 12 >= one > 0:
            return "the second number is no month; read as month, day, year, and uncertain"
        if usual == "mdy" and one > 12 >= two > 0:
            return "the first number is no month; read as day, month, year, and uncertain"
        return ""

    def _order(self, one: int, two: int, mark: str) -> str | None:
        if one == two or (one > 12 and two <= 12) or one == 0 or two == 0:
            return "dmy" if two != 0 or one == 0 or self._style.order != "mdy" else "mdy"
        if two > 12 and one <= 12:
            return "mdy"
        usual = self._style.dotted if mark == "." else self._style.order
        return usual if usual in ("dmy", "mdy") else None

    def _year_first(self, numbers: list[str]) -> _Span:
        month, day = int(numbers[1]), int(numbers[2])
        if month > 12 and 1 <= day <= 12:
            note = "the month cannot be above 12; read as year, day, month, and uncertain"
            point = Point(numbers[0], day, month)
            return _Span(point, point, note, doubtful=True)
        return _twice(Point(numbers[0], month or None, day or None))


def _marks(found: list[Token]) -> tuple[str, list[Token]]:
    """The EDTF mark of words and signs of doubt, and the tokens without them and without noise."""
    approximate = uncertain = False
    left = []
    for number, token in enumerate(found):
        meant = token.meanings
        if token.text in ("~", "≈") or ("approximate" in meant and not token.month()):
            approximate = True
        elif token.text in ("?", "%") or "uncertain" in meant:
            uncertain = True
        elif "noise" in meant and not (
            (meant & {"between", "after", "before"} and number == 0) or _splits(token)
        ):
            continue
        elif "unknown" in meant:
            left.append(Token("number", "00"))
        else:
            left.append(token)
    mark = "%" if approximate and uncertain else "~" if approximate else "?" if uncertain else ""
    return mark, left


def _splits(token: Token) -> bool:
    return bool(token.meanings & {"to", "and", "or"}) or token.text in ("-", "/")


def _twice(point: Point) -> _Span:
    return _Span(point, point)


def _is_day(year: str, month: str, day: str) -> bool:
    if month == "00":
        return day == "00"
    return 1 <= int(month) <= 12 and int(day) <= days_in_month(int(year), int(month))


def _part_of(point: Point, part: str) -> _Span:
    """A third of a year or of a month: "early 1993" is January to April."""
    if not part or point.bare is not None:
        return _twice(point)
    if point.year is None or point.day is not None:
        raise Unreadable("is no date that is understood here")
    third = ("early", "middle", "late").index(part)
    if point.month is None:
        months = (1, 4), (5, 8), (9, 12)
        first, last = months[third]
        return _Span(Point(point.year, first), Point(point.year, last))
    end = days_in_month(int(point.year), point.month)
    first, last = ((1, 10), (11, 20), (21, end))[third]
    return _Span(Point(point.year, point.month, first), Point(point.year, point.month, last))


__all__ = ["UNKNOWN_DATE", "Point", "Reader", "Unreadable"]
