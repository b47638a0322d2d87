"""Periods: EDTF text, the days it may cover, and what is certain of their order and length."""

from __future__ import annotations

import datetime

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.values.period import Order, Period, days_in_month, ordinal

days = st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(2999, 12, 31))


@st.composite
def points(draw: st.DrawFn) -> str:
    """EDTF text of a day, month, season, year, decade or century, perhaps marked."""
    day = draw(days)
    forms = [
        day.isoformat(),
        day.isoformat()[:7],
        f"{day.year}-{draw(st.integers(21, 24))}",
        f"{day.year}",
        f"{day.year // 10}X",
        f"{day.year // 100}XX",
    ]
    form = draw(st.sampled_from(forms))
    marks = (
        ""
        if "X" in form or (form[5:6] == "2" and len(form) == 7)
        else draw(st.sampled_from(["", "~", "?"]))
    )
    return form + marks


def test_a_day_is_one_day() -> None:
    period = Period.parse("2020-11-10")
    assert period.day == datetime.date(2020, 11, 10)
    assert period.earliest == period.latest == datetime.date(2020, 11, 10).toordinal()
    assert period.duration() == (1, 1)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1998/1999", "1998-01-01", "1999-12-31"),
        ("2020-09-19/2020-09-20", "2020-09-19", "2020-09-20"),
        ("2020-05-XX", "2020-05-01", "2020-05-31"),
    ],
)
def test_bounds(edtf: str, first: str, last: str) -> None:
    period = Period.parse(edtf)
    assert period.earliest == datetime.date.fromisoformat(first).toordinal()
    assert period.latest == datetime.date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    "edtf",
    ["", "May", "2020-1-1", "2020-11-10-12", "20200101", "..", "../..", "/", "2020//", "20X0"],
)
def test_what_is_no_edtf_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="EDTF"):
        Period.parse(edtf)


@pytest.mark.parametrize(
    "edtf",
    ["2021-04-31", "2019-02-29", "2019-13-01", "2021-05-32", "XXXX-02-30", "2100-02-29/2101-01-01"],
)
def test_impossible_dates_are_kept_and_say_so(edtf: str) -> None:
    period = Period.parse(edtf)
    assert period.impossible
    assert period.edtf == edtf
    for answer in (period.earliest, period.latest, period.day, period.duration()):
        assert answer is None
    assert period.compare(Period.parse("2020")) is Order.CANNOT_TELL


@pytest.mark.parametrize("edtf", ["2020-02-29", "2000-02-29", "XXXX-02-29", "1996-21"])
def test_possible_dates(edtf: str) -> None:
    assert not Period.parse(edtf).impossible


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        ("2019", "2020", Order.BEFORE),
        ("2020-05", "2020-04-30", Order.AFTER),
        ("2020-05", "2020-05-17", Order.OVERLAPS),
        ("2020/..", "2019", Order.AFTER),
        ("2020/..", "2031", Order.OVERLAPS),
        ("../2020", "2021-01-01", Order.BEFORE),
        ("XXXX-05-17", "2020", Order.CANNOT_TELL),
        ("1990~", "1991", Order.CANNOT_TELL),
        ("1990~", "1995", Order.BEFORE),
        ("-0057/-0050", "0014", Order.BEFORE),
        ("2020-24", "2021-02", Order.OVERLAPS),
    ],
)
def test_order(a: str, b: str, order: Order) -> None:
    assert Period.parse(a).compare(Period.parse(b)) is order


@pytest.mark.parametrize(
    ("edtf", "duration"),
    [
        ("2020-06-04/2020-06-12", (8, 9)),
        ("2021-03-02/2021-04-30", (59, 60)),
        ("XXXX-12-27/XXXX-01-05", (9, 10)),
        ("XXXX-02-24/XXXX-03-01", (5, 7)),
        ("2015-10/2018-04", (883, 943)),
        ("2020-05", (1, 31)),
        ("2020/..", None),
        ("2020-12-28/2020-01-04", None),
    ],
)
def test_duration(edtf: str, duration: tuple[int, int] | None) -> None:
    assert Period.parse(edtf).duration() == duration


@pytest.mark.parametrize(
    ("outer", "inner", "answer"),
    [
        ("2020", "2020-05-17", True),
        ("2020", "2021-05-17", False),
        ("1991/..", "2020", True),
        ("XXXX-05", "2020-05-01", None),
        ("XXXX-05", "XXXX-05", True),
        ("1990~", "1991-03", None),
    ],
)
def test_contains(outer: str, inner: str, answer: bool | None) -> None:
    assert Period.parse(outer).contains(Period.parse(inner)) is answer


def test_only_what_is_certain_is_reversed() -> None:
    assert Period.parse("2020-12-28/2020-01-04").reversed
    assert not Period.parse("XXXX-12-28/XXXX-01-04").reversed
    assert not Period.parse("1991~/1990").reversed
    assert not Period.parse("-0057/-0050").reversed


def test_a_year_can_be_lent() -> None:
    assert Period.parse("XXXX-05-17").with_year(2020).edtf == "2020-05-17"
    assert Period.parse("2019").with_year(2020).edtf == "2019"


@given(days)
def test_ordinals_are_those_of_the_calendar(day: datetime.date) -> None:
    assert ordinal(day.year, day.month, day.day) == day.toordinal()
    assert 28 <= days_in_month(day.year, day.month) <= 31


@given(points(), points())
def test_order_is_the_same_from_both_sides(a: str, b: str) -> None:
    there, back = Period.parse(a).compare(Period.parse(b)), Period.parse(b).compare(Period.parse(a))
    turned = {Order.BEFORE: Order.AFTER, Order.AFTER: Order.BEFORE}
    assert back is turned.get(there, there)


@given(points(), points())
def test_what_is_contained_is_neither_before_nor_after(a: str, b: str) -> None:
    if Period.parse(a).contains(Period.parse(b)):
        assert Period.parse(a).compare(Period.parse(b)) is Order.OVERLAPS


@given(points())
def test_bounds_stand_in_order(edtf: str) -> None:
    period = Period.parse(edtf)
    assert period.earliest is not None
    assert period.latest is not None
    assert period.earliest <= period.latest
    duration = period.duration()
    assert duration is not None
    assert 1 <= duration[0] <= duration[1]


@settings(deadline=None)
@given(points())
def test_points_are_edtf_for_an_independent_parser(edtf: str) -> None:
    parse_edtf(edtf)


@settings(deadline=None)
@given(days, days)
def test_intervals_are_edtf_and_last_as_long_as_the_calendar_says(
    a: datetime.date, b: datetime.date
) -> None:
    first, last = sorted((a, b))
    edtf = f"{first}/{last}"
    parse_edtf(edtf)
    assert Period.parse(edtf).duration() == (max((last - first).days, 1), (last - first).days + 1)


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        ("2004", (datetime.date(2004, 1, 1), datetime.date(2004, 12, 31))),
        ("2004-02", (datetime.date(2004, 2, 1), datetime.date(2004, 2, 29))),
        ("1994/1998-05-03", (datetime.date(1994, 1, 1), datetime.date(1998, 5, 3))),
        ("9999-12-31", (datetime.date(9999, 12, 31), datetime.date(9999, 12, 31))),
        ("0000-01-01", None),
        ("0000", None),
        ("2004/..", None),
        ("2023-02-30", None),
    ],
)
def test_the_first_and_last_day_are_of_the_years_that_a_calendar_day_can_have(
    edtf: str, days: tuple[datetime.date, datetime.date] | None
) -> None:
    assert Period.parse(edtf).days == days
