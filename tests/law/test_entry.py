import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.law.entry import Delay

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("delay", "deposit", "effect"),
    [
        ("on deposit", "2002-05-15", "2002-05-15"),
        ("30 days", "1996-08-16", "1996-09-15"),
        ("90 days", "2001-08-01", "2001-10-30"),
        ("3 months", "1992-08-13", "1992-11-13"),
        ("6 months", "2003-08-31", "2004-02-29"),
        ("first of month after 60 days", "2010-02-11", "2010-05-01"),
        ("first of month after 3 months", "2012-03-14", "2012-07-01"),
        ("first of month 6", "2012-01-09", "2012-07-01"),
    ],
)
def test_a_deposit_takes_effect_when_the_treaty_says(delay: str, deposit: str, effect: str) -> None:
    got = Delay.parse(delay).after(datetime.date.fromisoformat(deposit))
    assert got == datetime.date.fromisoformat(effect)


@pytest.mark.parametrize("text", ["", "soon", "30", "days 30", "first of month"])
def test_an_unknown_delay_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="is no delay known"):
        Delay.parse(text)


@given(DAYS, st.sampled_from(["on deposit", "30 days", "3 months", "first of month 6"]))
def test_no_effect_comes_before_its_deposit(day: datetime.date, delay: str) -> None:
    assert Delay.parse(delay).after(day) >= day


@given(DAYS, DAYS, st.sampled_from(["90 days", "6 months", "first of month after 60 days"]))
def test_who_deposits_later_is_not_bound_earlier(
    one: datetime.date, other: datetime.date, delay: str
) -> None:
    first, second = sorted((one, other))
    assert Delay.parse(delay).after(first) <= Delay.parse(delay).after(second)
