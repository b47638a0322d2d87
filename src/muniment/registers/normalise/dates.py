"""Dates in any form that a cell may have: text, a real date, a day number, a time stamp, parts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from muniment.registers.kind import UNKNOWN_DATE, Field
from muniment.registers.normalise.dateorder import style_notes, style_of
from muniment.registers.normalise.datetext import Point, Reader, Unreadable
from muniment.registers.normalise.datewords import plain_digits, tokens
from muniment.registers.normalise.model import Context, Reading, Remark
from muniment.registers.normalise.texts import cell_text
from muniment.registers.normalise.words import LOST, Gap, gap

_EPOCHS = {1900: datetime.date(1899, 12, 30), 1904: datetime.date(1904, 1, 1)}
_YEARS = range(1800, 2101)
_DAY_NUMBERS = range(2102, 73051)
"""Day numbers of 1905 to 2099; smaller numbers would be taken for years."""
_SECONDS = range(10**8, 10**10)
_MILLISECONDS = range(10**11, 10**13)
_ALL_ZERO = re.compile(r"[0\s./-]+(?:[t ][\d:. ]*)?z?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:\.0+)?")
_PART_UNKNOWN = (0, 88, 98, 99)


def date_readings(
    field: Field, cells: Sequence[Any], context: Context
) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings of a column of dates, and what was decided of it as a whole."""
    style = style_of(cells, context)
    texts = Reader(style, field.moment, context.today)

    def read(cell: Any) -> Reading:
        try:
            if isinstance(cell, Mapping):
                return _parts(cell, texts)
            if isinstance(cell, datetime.date):
                return _real(cell, texts, swapped=style.swapped)
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                return _number(cell, texts, context)
            return _text(cell, texts, context)
        except Unreadable as error:
            return Reading((None,), (Remark(str(error), "error"),))

    return [read(cell) for cell in cells], style_notes(style, context)


def _read(edtf: str, texts: Reader, *remarks: Remark) -> Reading:
    checked, found = texts.checked(edtf, list(remarks))
    return Reading((checked,), tuple(found))


def _real(day: datetime.date, texts: Reader, *, swapped: bool) -> Reading:
    if swapped and day.day != day.month:
        other = day.replace(month=day.day, day=day.month)
        first, last = sorted((day, other))
        remark = Remark("a spreadsheet program may have swapped day and month; both are kept open")
        return _read(f"{first:%Y-%m-%d}/{last:%Y-%m-%d}", texts, remark)
    return _read(f"{day.year:04}-{day.month:02}-{day.day:02}", texts)


def _text(cell: Any, texts: Reader, context: Context) -> Reading:
    text = cell_text(cell)
    if len(text) > 200:
        raise Unreadable("is too long for a date")
    missing = gap(text)
    if missing is Gap.UNKNOWN:
        return Reading((UNKNOWN_DATE,))
    if missing is Gap.NOT_GIVEN:
        return Reading((None,))
    if missing in LOST:
        return Reading((None,), (LOST[missing],))
    plain = plain_digits(text)
    if _ALL_ZERO.fullmatch(plain):
        return Reading((UNKNOWN_DATE,))
    if _DIGITS.fullmatch(plain) and len(plain) not in (2, 4, 8):
        return _number(float(plain), texts, context)
    edtf, remarks = texts.read(text)
    return Reading((edtf,), tuple(remarks))


def _number(number: float, texts: Reader, context: Context) -> Reading:
    """A number: a year, a day number of a spreadsheet, a day written as 19871231, a time stamp."""
    if not abs(number) < 1e15:
        raise Unreadable("is a number, but no date")
    whole = int(number)
    if number == 0:
        return Reading((UNKNOWN_DATE,))
    if number == whole and whole in _YEARS:
        return _read(f"{whole}", texts)
    if whole in _DAY_NUMBERS:
        day = _EPOCHS[context.spreadsheet_epoch] + datetime.timedelta(days=whole)
        remark = Remark("read as the day number of a spreadsheet", "note")
        return _read(day.isoformat(), texts, remark)
    if (number == whole and 18000000 <= whole < 21010000) or 1010000 <= whole <= 31122100:
        edtf, remarks = texts.read(f"{whole:08}")
        return Reading((edtf,), tuple(remarks))
    stamp = number if whole in _SECONDS else number / 1000 if whole in _MILLISECONDS else None
    if stamp is None:
        raise Unreadable("is a number, but no year, day number or time stamp of a date")
    moment = datetime.datetime.fromtimestamp(stamp, datetime.UTC)
    # Where it was written the day may have been the one before or after.
    mark = "" if moment.time() == datetime.time() else "~"
    remark = Remark("read as a time stamp of a program, in universal time", "note")
    return _read(f"{moment:%Y-%m-%d}{mark}", texts, remark)


def _parts(cell: Mapping[str, Any], texts: Reader) -> Reading:
    """A date whose year, month and day stand in columns of their own."""
    written = {part: cell_text(value) for part, value in cell.items()}
    missing = {part: gap(text) for part, text in written.items()}
    if all(found is not None for found in missing.values()):
        unknown = Gap.UNKNOWN in missing.values()
        return Reading((UNKNOWN_DATE if unknown else None,))
    remarks: list[Remark] = []
    year, mark = None, ""
    if missing.get("year", Gap.NOT_GIVEN) is None and set(written["year"]) != {"0"}:
        edtf, remarks = texts.read(written["year"])
        if len(edtf) > 5 or "/" in edtf:
            return Reading((edtf,), tuple(remarks))
        year, mark = edtf[:4], edtf[4:]
    month = _part(written.get("month", ""), missing.get("month", Gap.NOT_GIVEN))
    day = _part(written.get("day", ""), missing.get("day", Gap.NOT_GIVEN))
    point = Point(year, month, day)
    if year is None and month is None and day is None:
        return Reading((UNKNOWN_DATE,))
    return _read(point.edtf(mark), texts, *remarks)


def _part(text: str, missing: Gap | None) -> int | None:
    """A month or a day in a cell of its own; None where it is not known."""
    if missing is not None or not text:
        return None
    plain = plain_digits(text)
    if _DIGITS.fullmatch(plain) and len(plain) <= 4:
        number = int(float(plain))
        return None if number in _PART_UNKNOWN else min(number, 99)
    months = [token.month() for token in tokens(text)]
    if len(months) == 1 and months[0] is not None:
        return months[0]
    raise Unreadable("has a part that is no month or day")
