"""The axis of a timeline is made for most of what it shows, and says what it leaves off."""

from __future__ import annotations

from muniment.web.timeaxis import axis_of, span_of


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
