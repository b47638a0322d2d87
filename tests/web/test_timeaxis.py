"""The axis of a timeline is made for most of what it shows, and says what it leaves off."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from muniment.web.timeaxis import Years, axis_of, span_of
from muniment.web.views.timeline import _bar


def test_one_old_year_does_not_squeeze_the_others() -> None:
    span = span_of([(1949, 1949), (2021, None), (2022, 2022), (2023, 2024)])
    assert span is not None
    assert (span.first, span.last) == (2021, 2024)
    assert span.earlier == (1, 1949, 1949)
    assert span.later is None


def test_a_year_far_ahead_is_left_off_as_well() -> None:
    span = span_of([(1949, 1949), *[(2021, 2022)] * 20, (2203, 2203)])
    assert span is not None
    assert (span.first, span.last) == (2021, 2022)
    assert (span.earlier, span.later) == ((1, 1949, 1949), (1, 2203, 2203))


def test_what_reaches_onto_the_axis_is_drawn_there() -> None:
    span = span_of([(1949, None), *[(2021, 2022)] * 20])
    assert span is not None
    assert (span.first, span.earlier) == (2021, None)


def test_two_times_with_as_much_to_say_share_an_axis() -> None:
    span = span_of([(1949, 1949)] * 5 + [(2021, 2022)] * 5)
    assert span is not None
    assert (span.first, span.last) == (1949, 2022)
    assert span_of([(1949, 1949), (2021, 2021)]) is not None
    assert span_of([(1949, 1949), (2021, 2021)]) == span_of([(2021, 2021), (1949, 1949)])


def test_nothing_dated_has_no_axis() -> None:
    assert span_of([]) is None
    assert span_of([(None, None)]) is None


def test_the_steps_of_an_axis_can_be_read() -> None:
    assert axis_of(2021, 2022).labels[:3] == ["2021-01", "2021-04", "2021-07"]
    assert axis_of(1949, 2024).labels[0] == "1940"


@pytest.mark.parametrize(
    "rows",
    [
        [(2001, 2001), *[(each, each) for each in range(2010, 2014)]],
        [(1988, 1988), (1992, 1992), (1994, 1995), (2005, None), (2020, 2020)],
        [(1949, 1949), (2021, 2022), (2023, 2024)],
        [(1964 + each * 59 // 199,) * 2 for each in range(200)],
        [(1950, 1950), *[(1964 + each * 59 // 199,) * 2 for each in range(200)]],
        [(1980, 1980)] * 30 + [(2020, 2020)] * 30,
        [(1980, 1980)] * 20 + [(2020, 2021)] * 40,
        [(1980, 1980)] * 2 + [(2020, 2021)] * 3,
    ],
)
def test_nothing_is_left_off_that_belongs_to_the_rest(rows: list[Years]) -> None:
    span = span_of(rows)
    assert span is not None
    said = [each for row in rows for each in row if each is not None]
    assert (span.first, span.last) == (min(said), max(said))
    assert (span.earlier, span.later) == (None, None)


def test_no_more_than_a_few_are_left_off_at_one_end_however_often_there_are_gaps() -> None:
    rows: list[Years] = [*[(1500, 1500)] * 10, *[(1900, 1900)] * 10, *[(2020, 2021)] * 40]
    span = span_of(rows)
    assert span is not None
    assert (span.first, span.earlier) == (1900, (10, 1500, 1500))


def drawn(edtf: str) -> Any:
    hit: Any = SimpleNamespace(body={"edtf": edtf}, quote="")
    return _bar(hit, axis_of(2021, 2022))


def test_an_end_that_is_sure_never_fades_where_the_axis_ends() -> None:
    both = drawn("1990/2030")
    assert (both.opens, both.closes, both.before, both.after) == (False, False, True, True)
    assert both.solid == "M12.0 2H988.0L1000.0 7L988.0 12H12.0L0.0 7Z"
    inside = drawn("2021-04/2021-05")
    assert (inside.opens, inside.closes, inside.before, inside.after) == (False,) * 4
    assert inside.solid.count("L") == 1


def test_an_end_that_is_open_or_not_sure_fades_where_it_is_drawn() -> None:
    open_ = drawn("../2021-06~")
    assert (open_.opens, open_.closes, open_.before, open_.after) == (True, True, False, False)
    cut = drawn("1990~/2022-06?")
    assert (cut.opens, cut.closes, cut.before, cut.after) == (False, True, True, False)
