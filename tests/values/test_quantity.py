"""Quantities: exact arithmetic, three answers, what approximate words admit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.values.quantity import Answer, Quantity, last_place, margin

NUMBERS = st.one_of(st.integers(0, 10**9), st.fractions(0, 10**6, max_denominator=1000))


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    shape = draw(st.sampled_from(["exact", "range", "least", "most", "about", "nearly", "vague"]))
    return {
        "exact": Quantity(low, low),
        "range": Quantity(low, high),
        "least": Quantity(low, None),
        "most": Quantity(None, high, approximate=True),
        "about": Quantity(low, low, approximate=True),
        "nearly": Quantity(low, low, approximate=True, lean="below"),
        "vague": Quantity(low, None, approximate=True),
    }[shape]


def test_both_ends_open_is_no_quantity() -> None:
    with pytest.raises(ValueError, match="at least one end"):
        Quantity(None, None)


def test_low_above_high_is_no_quantity() -> None:
    with pytest.raises(ValueError, match="above"):
        Quantity(2, 1)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (0, 1), (7, 1), (41, 1), (40, 10), (4000, 1000), (3890, 10), (3_900_000, 100_000),
        (Fraction(39, 10), Fraction(1, 10)), (Fraction(5, 4), Fraction(1, 100)),
        (Fraction(100, 3), Fraction(1, 100)),
    ],
)  # fmt: skip
def test_last_place(value: int | Fraction, place: int | Fraction) -> None:
    assert last_place(value) == place


def about(value: int, lean: str = "around") -> Quantity:
    return Quantity(value, value, approximate=True, lean=lean)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantity", "value", "admitted"),
    [
        (about(4000, "below"), 3890, True),
        (about(4000, "below"), 3000, False),
        (about(4000, "below"), 4001, False),
        (about(40), 38, True),
        (about(40), 44, True),
        (about(40), 63, False),
        (about(75, "below"), Fraction(402 * 100, 640), False),
        (about(100), 101, True),
        (about(100), 140, False),
        (Quantity(24, None, approximate=True), 31, True),
        (Quantity(24, None, approximate=True), 9, False),
        (Quantity(None, 50, approximate=True), 50, True),
        (Quantity(None, 50, approximate=True), 51, False),
        (Quantity(95, None), 94, False),
        (Quantity(10, 15), 12, True),
    ],
)
def test_admits(quantity: Quantity, value: int | Fraction, admitted: bool) -> None:
    assert quantity.admits(value) is admitted


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        (Quantity(23, 23), Quantity(24, 24), Answer.DOES_NOT_FIT),
        (Quantity(23, 23), Quantity(23, 23), Answer.FITS),
        (about(4000, "below"), Quantity(3890, 3890), Answer.FITS),
        (Quantity(60, None), Quantity(54, 54), Answer.DOES_NOT_FIT),
        (Quantity(60, None), Quantity(64, 64), Answer.FITS),
        (Quantity(38, 42), Quantity(30, 35), Answer.DOES_NOT_FIT),
        (Quantity(33, 40), Quantity(30, 35), Answer.CANNOT_TELL),
        (Quantity(60, None), Quantity(50, 70), Answer.CANNOT_TELL),
    ],
)
def test_same(one: Quantity, two: Quantity, answer: Answer) -> None:
    assert one.same(two) is answer
    assert two.same(one) is answer


@pytest.mark.parametrize(
    ("part", "whole", "answer"),
    [
        (Quantity(9, 9), Quantity(14, 14), Answer.FITS),
        (Quantity(704, 704), Quantity(640, 640), Answer.DOES_NOT_FIT),
        (Quantity(9, None), Quantity(14, 14), Answer.CANNOT_TELL),
        (Quantity(15, None), Quantity(14, 14), Answer.DOES_NOT_FIT),
        (Quantity(9, 9), Quantity(None, 14), Answer.CANNOT_TELL),
        (Quantity(9, 9), Quantity(9, None), Answer.FITS),
    ],
)
def test_at_most(part: Quantity, whole: Quantity, answer: Answer) -> None:
    assert part.at_most(whole) is answer


def test_total_of_exact_parts_is_exact() -> None:
    assert Quantity.total([Quantity(9, 9), Quantity(14, 14)]) == Quantity(23, 23)
    assert Quantity(1, 2) + Quantity(3, None) == Quantity(4, None)


def test_total_needs_parts() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        Quantity.total([])


def test_rounded_takes_the_place_of_the_last_digit() -> None:
    assert Quantity(12, 12).rounded() == Quantity(Fraction(23, 2), Fraction(25, 2))
    assert Quantity(3_900_000, 3_900_000).rounded() == Quantity(3_850_000, 3_950_000)


def test_scaling_by_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot scale"):
        Quantity(1, 1).scaled(-1)


@given(quantities())
def test_what_is_allowed_is_never_approximate_and_never_narrower(quantity: Quantity) -> None:
    wide = quantity.allowed()
    assert not wide.approximate
    if quantity.low is not None:
        assert wide.low is not None
        assert wide.low <= quantity.low
    if quantity.high is not None:
        assert wide.high is not None
        assert wide.high >= quantity.high


@given(quantities(), quantities())
def test_same_has_no_order_and_agrees_with_at_most(one: Quantity, two: Quantity) -> None:
    assert one.same(two) is two.same(one)
    if one.at_most(two) is Answer.DOES_NOT_FIT:
        assert one.same(two) is Answer.DOES_NOT_FIT


@given(quantities())
def test_a_quantity_is_the_same_as_itself(quantity: Quantity) -> None:
    assert quantity.same(quantity) is Answer.FITS


@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_totals_of_exact_numbers_are_sums(values: list[int | Fraction]) -> None:
    total = Quantity.total(Quantity(value, value) for value in values)
    assert total == Quantity(sum(values), sum(values))


@given(NUMBERS)
def test_the_margin_is_between_a_tenth_and_a_quarter(value: int | Fraction) -> None:
    assert Fraction(value, 10) <= margin(value) <= Fraction(value, 4)


@given(quantities(), st.integers(1, 1000))
def test_scaling_keeps_the_shape(quantity: Quantity, factor: int) -> None:
    scaled = quantity.scaled(factor)
    assert (scaled.low is None, scaled.high is None) == (
        quantity.low is None,
        quantity.high is None,
    )
    assert scaled.approximate is quantity.approximate
    assert scaled.scaled(Fraction(1, factor)) == quantity
