from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.kind import Field

from .cells import column, reasons, values
from .test_dates import CELLS

COUNT = Field(name="n", type="integer", labels={"en": "n"}, minimum=0)
AGE = Field(name="age", type="integer", role="age", labels={"en": "a"}, minimum=0, maximum=125)
AMOUNT = Field(name="v", type="quantity", labels={"en": "v"}, minimum=0, unit="mg/L")


@pytest.mark.parametrize(
    ("cell", "text", "low", "high", "approximate"),
    [
        (12, "12", 12, 12, False),
        ("12", "12", 12, 12, False),
        ("1 234", "1234", 1234, 1234, False),
        ("1,234", "1234", 1234, 1234, False),
        ("1.234", "1234", 1234, 1234, False),
        ("12,34,567", "1234567", 1234567, 1234567, False),
        ("١٢", "12", 12, 12, False),
        ("10-15", "10–15", 10, 15, False),
        ("от 10 до 15", "10–15", 10, 15, False),
        ("between 10 and 15", "10–15", 10, 15, False),
        ("~ 40", "~40", 40, 40, True),
        ("около 40", "~40", 40, 40, True),
        ("40?", "~40", 40, 40, True),
        (">10", ">10", 11, None, False),
        ("не менее 95", "≥95", 95, None, False),
        ("40+", "≥40", 40, None, False),
        ("<5", "<5", 0, 4, False),
        ("up to 50", "≤50", 0, 50, False),
        ("2 тыс.", "2000", 2000, 2000, False),
        ("three", "3", 3, 3, False),
        ("unknown", "unknown", None, None, False),
        ("-", None, None, None, None),
        (None, None, None, None, None),
    ],
)
def test_whole_numbers(
    cell: Any, text: str | None, low: float | None, high: float | None, approximate: bool | None
) -> None:
    result = column(COUNT, [cell])
    assert [values(result, part)[0] for part in ("", ".low", ".high", ".approximate")] == [
        text, low, high, approximate
    ]  # fmt: skip
    assert not reasons(result)


@pytest.mark.parametrize("cell", ["many", "12.5", "-3", "1/2", "10 15 20", "15-10", True, "#N/A"])
def test_no_whole_number_is_made_up(cell: Any) -> None:
    result = column(COUNT, [cell])
    assert values(result, ".low") == [None]
    assert reasons(result)


def test_ages_in_months_are_full_years() -> None:
    result = column(AGE, ["35 лет", "6 months", "18 мес", "35 ans", "200"])
    assert values(result, ".low") == [35, 0, 1, 35, None]
    assert list(reasons(result)) == [4]


@pytest.mark.parametrize(
    ("cell", "text", "low", "high", "unit"),
    [
        ("0.125", "0.125", 0.125, 0.125, "mg/L"),
        ("1 234,5", "1234.5", 1234.5, 1234.5, "mg/L"),
        ("1,234.5", "1234.5", 1234.5, 1234.5, "mg/L"),
        ("1.234,5", "1234.5", 1234.5, 1234.5, "mg/L"),
        ("<0,5", "<0.5", 0, 0.5, "mg/L"),
        ("< 0.5 µg/L", "<0.5 µg/L", 0, 0.5, "µg/L"),
        (">10", ">10", 10, None, "mg/L"),
        ("10±2", "10±2", 8, 12, "mg/L"),
        ("1,2·10-3", "0.0012", 0.0012, 0.0012, "mg/L"),
        ("1.5e-3", "0.0015", 0.0015, 0.0015, "mg/L"),
        ("5 km2", "5 km2", 5, 5, "km2"),
        ("н/о", "not detected", 0, None, "mg/L"),
        ("<LOD", "not detected", 0, None, "mg/L"),
    ],
)
def test_quantities(cell: str, text: str, low: float | None, high: float | None, unit: str) -> None:
    result = column(AMOUNT, [cell])
    got = [values(result, part)[0] for part in ("", ".low", ".high", ".unit")]
    assert got == [text, low, high, unit]
    assert not reasons(result)


def test_thousands_or_decimals_are_told_by_the_column_or_not_at_all() -> None:
    assert values(column(AMOUNT, ["1,234", "0,5"]), ".low") == [1.234, 0.5]
    assert values(column(AMOUNT, ["1,234", "0.5"]), ".low") == [1234, 0.5]
    alone = column(AMOUNT, ["1,234"])
    assert values(alone, ".low") == [None]
    assert "thousands" in reasons(alone)[0][0]
    assert values(column(AMOUNT, ["1,234"], decimal_sign=","), ".low") == [1.234]


def test_a_result_in_columns() -> None:
    cells = {"sign": ["<", "", None], "low": ["0.5", "0.7", "nd"], "unit": ["mg/L", "µg/L", None]}
    result = column(AMOUNT, cells)
    assert values(result) == ["<0.5 mg/L", "0.7 µg/L", "not detected"]
    assert values(result, ".high") == [0.5, 0.7, None]
    assert values(column(COUNT, {"low": ["3", "4"], "high": ["5", ""]}), ".high") == [5, 4]


@given(st.integers(0, 10**9))
def test_every_way_of_writing_a_number_is_the_same(number: int) -> None:
    ways = [
        number,
        str(number),
        f"{number:,}",
        f"{number:,}".replace(",", " "),
        f"{number:,}".replace(",", "."),
    ]
    assert values(column(COUNT, ways), ".low") == [float(number)] * len(ways)


NUMBERISH = st.text(alphabet="0123456789.,  -±<>~/eE·±'’٬½+м%k?", max_size=14)


@given(st.lists(st.one_of(CELLS, NUMBERISH), max_size=5), st.sampled_from([COUNT, AGE, AMOUNT]))
def test_no_cell_raises_and_ranges_are_in_order(cells: list[Any], field: Field) -> None:
    result = column(field, cells)
    for low, high in zip(values(result, ".low"), values(result, ".high"), strict=True):
        assert low is None or high is None or low <= high
        assert low is None or low >= 0


@given(st.lists(NUMBERISH, min_size=2, max_size=2), st.lists(NUMBERISH, min_size=2, max_size=2))
def test_no_parts_raise(lows: list[str], highs: list[str]) -> None:
    column(AMOUNT, {"low": lows, "high": highs})


def test_ages_as_people_say_them() -> None:
    field = AGE
    result = column(field, ["20s", "40 aprox", "6 months", "in 20s"])
    assert values(result)[:3] == ["20–29", "~40", "6 months"]
    assert result.arrays["age.high"].to_pylist()[:3] == [29, 40, 0]
