"""What a person sees of a stored number, and what it stands for."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.reading.cellformats import meaning, plain, render


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", "number"),
        ("0.00", "number"),
        ("#,##0", "number"),
        ("0.00E+00", "number"),
        ("@", "number"),
        ('0" days"', "number"),
        ("[Red]0.00", "number"),
        ("dd/mm/yyyy", "date"),
        ("mmm-yy", "date"),
        ("[$-419]d mmmm yyyy", "date"),
        ("yyyy-mm-dd hh:mm", "datetime"),
        ("h:mm AM/PM", "time"),
        ("[h]:mm:ss", "duration"),
    ],
)
def test_meanings(code: str, expected: str) -> None:
    assert meaning(code) == expected


@pytest.mark.parametrize(
    ("number", "code", "shown", "understood", "letter"),
    [
        ("25641", "dd.mm.yyyy", "14.03.1970", "1970-03-14", "d"),
        ("25641", "d mmmm yyyy", "14 March 1970", "1970-03-14", "d"),
        ("25641", "m/d/yy", "3/14/70", "1970-03-14", "d"),
        ("25641.5", "yyyy-mm-dd hh:mm", "1970-03-14 12:00", "1970-03-14T12:00:00", "d"),
        ("0.75", "h:mm", "18:00", None, "d"),
        ("1.5", "[h]:mm:ss", "36:00:00", None, "d"),
        ("60", "dd.mm.yyyy", "1900-02-29", None, "d"),
        ("7", "0000", "0007", None, "n"),
        ("1234.5", "#,##0.00", "1,234.50", "1234.5", "n"),
        ("0.25", "0%", "25%", "0.25", "n"),
        ("12.0", "General", "12", None, "n"),
        ("0.30000000000000004", "General", "0.3", None, "n"),
        ("-5", "dd.mm.yyyy", "-5", None, "n"),
        ("not a number", "General", "not a number", None, "n"),
    ],
)
def test_rendering(number: str, code: str, shown: str, understood: str | None, letter: str) -> None:
    assert render(number, code, False) == (shown, understood, letter)


@given(st.dates(datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)))
def test_every_day_is_found_again(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    assert render(str(serial), "yyyy-mm-dd", False)[0] == day.isoformat()


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_keep_their_digits(number: int) -> None:
    assert plain(str(number)) == plain(f"{number}.0") == str(number)
