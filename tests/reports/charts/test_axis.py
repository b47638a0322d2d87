import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.reports.charts.axis import Axis, axis, number

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 3))


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.booleans())
def test_every_value_lies_on_the_axis_in_order(values: list[float], zero: bool) -> None:
    scale = axis(values, 10, 500, zero=zero)
    places = [scale.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(10 <= place <= 500 for place in places)


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_ticks_are_few_and_on_the_axis(values: list[float]) -> None:
    scale = axis(values, 0, 100)
    ticks = scale.ticks()
    assert len(ticks) <= 14
    assert all(
        scale.low <= tick * 1.000001 and tick <= scale.high * 1.000001 for tick in ticks if tick > 0
    )


def test_values_of_several_orders_of_magnitude_lie_on_a_logarithmic_scale() -> None:
    scale = axis([100, 10_000], 0, 100)
    assert scale.log
    assert scale.ticks()[0] == 100
    middle = scale.at(1000)
    assert middle == pytest.approx(50)


def test_no_values_give_a_scale() -> None:
    assert axis([], 0, 1) == Axis(0.0, 1.0, 0, 1)
    assert axis([float("inf")], 0, 1) == Axis(0.0, 1.0, 0, 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.4, "1,234"), (0.25, "0.25"), (12.0, "12"), (3.14159, "3.14"), (float("inf"), "∞")],
)
def test_numbers_have_no_more_digits_than_they_need(value: float, text: str) -> None:
    assert number(value) == text
