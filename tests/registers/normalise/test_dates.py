from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.registers.kind import Field
from muniment.values.period import Period

from .cells import TODAY, column, reasons, values

EVENT = Field(name="day", type="date", labels={"en": "Day"}, moment="event")
BIRTH = Field(name="born", type="date", labels={"en": "Born"}, moment="birth")

PLAIN = [
    ("1987-12-31", "1987-12-31"),
    ("31.12.1987", "1987-12-31"),
    ("31. 12. 1987.", "1987-12-31"),
    ("31/12/1987", "1987-12-31"),
    ("12/31/1987", "1987-12-31"),
    ("1987/12/31", "1987-12-31"),
    ("19871231", "1987-12-31"),
    ("31.12.87", "1987-12-31"),
    ("31.XII.1987", "1987-12-31"),
    ("31-Dec-87", "1987-12-31"),
    ("1987-12-31T23:30:00.000+04:00", "1987-12-31"),
    ("31.12.1987 14:30", "1987-12-31"),
    ("05/05/1993", "1993-05-05"),
    ("December 31, 1987", "1987-12-31"),
    ("Thursday, 31st of December 1987", "1987-12-31"),
    ("31 декабря 1987 г.", "1987-12-31"),
    ("31 de diciembre de 1987", "1987-12-31"),
    ("1er mai 1993", "1993-05-01"),
    ("31 dekabr 1987-ci il", "1987-12-31"),
    ("31 դեկտեմբերի 1987 թ.", "1987-12-31"),
    ("31 დეკემბერი, 1987", "1987-12-31"),
    ("31 ديسمبر 1987", "1987-12-31"),
    ("31 كانون الأول 1987", "1987-12-31"),
    ("٣١/١٢/١٩٨٧", "1987-12-31"),
    ("1987", "1987"),
    ("1987 г.", "1987"),
    ("12.1987", "1987-12"),
    ("1987-12", "1987-12"),
    ("May 1993", "1993-05"),
    ("май 1993", "1993-05"),
    ("ok. 1960", "1960~"),
    ("около 1960", "1960~"),
    ("approx. 1960", "1960~"),
    ("1960?", "1960?"),
    ("~1960?", "1960%"),
    ("1960-65", "1960/1965"),
    ("1960/1965", "1960/1965"),
    ("between 1960 and 1965", "1960/1965"),
    ("между 1960 и 1965 гг.", "1960/1965"),
    ("entre 1960 y 1965", "1960/1965"),
    ("1960 or 1961", "1960/1961"),
    ("spring 1993", "1993-21"),
    ("весной 1993 года", "1993-21"),
    ("зима 1992/93", "1992-12/1993-02"),
    ("early 1993", "1993-01/1993-04"),
    ("в конце мая 1992", "1992-05-21/1992-05-31"),
    ("12-15 мая 1993", "1993-05-12/1993-05-15"),
    ("12.05-15.05.1993", "1993-05-12/1993-05-15"),
    ("from 12 to 15 May 1993", "1993-05-12/1993-05-15"),
    ("после 1990", "1990/.."),
    ("before 1990", "../1990"),
    ("1980s", "198X"),
    ("1980-е", "198X"),
    ("198?", "198X"),
    ("00.00.1985", "1985"),
    ("1985-00-00", "1985"),
    ("00.05.1985", "1985-05"),
    ("xx.05.1985", "1985-05"),
    ("??.??.1985", "1985"),
    ("12 мая", "XXXX-05-12"),
    ("1985-XX-12", "1985-XX-12"),
    ("unknown", "XXXX"),
    ("неизвестно", "XXXX"),
    ("00.00.0000", "XXXX"),
    ("-", None),
    ("n.a.", None),
    ("", None),
    (None, None),
    (1987, "1987"),
    (31747, "1986-12-01"),
    ("31747", "1986-12-01"),
    (536457600000, "1987-01-01"),
    (datetime.datetime(1987, 12, 31), "1987-12-31"),
    (datetime.date(1987, 12, 31), "1987-12-31"),
]


@pytest.mark.parametrize(("cell", "edtf"), PLAIN, ids=[str(cell) for cell, _ in PLAIN])
def test_a_date_of_any_style_is_read_without_complaint(cell: Any, edtf: str | None) -> None:
    result = column(EVENT, [cell])
    assert values(result) == [edtf]
    assert not reasons(result)


@pytest.mark.parametrize(
    ("cell", "edtf", "reason"),
    [
        ("31.02.1990", "1990?", "no such day"),
        ("32.01.1990", "1990?", "no such day"),
        ("1985-31-12", "1985-12-31?", "year, day, month"),
        ("۱۳۶۶/۰۵/۱۲", None, "Persian or the Islamic"),
        ("1408", None, "Persian or the Islamic"),
        ("12 رمضان 1408", None, "another calendar"),
        ("Ivanov", None, "no date"),
        ("35 years", None, "no date"),
        ("1993/1990", None, "ends before"),
        ("05.05.2031", "2031-05-05", "future"),
        ("5 listopada 1991", None, "no date"),
        ("12.03.19577", None, "no date"),
        ("12.03.195", None, "no date"),
        (True, None, "no date"),
        (float("nan"), None, "no date"),
        ("#REF!", None, "formula"),
        ("2005-07", "2005/2007", "both are kept open"),
    ],
)
def test_what_is_odd_is_said(cell: Any, edtf: str | None, reason: str) -> None:
    result = column(EVENT, [cell])
    assert values(result) == [edtf]
    assert any(reason in said for said in reasons(result)[0])


def test_day_and_month_that_nothing_tells_apart_stay_open() -> None:
    result = column(EVENT, ["03/04/1993", "05/05/1993"])
    assert values(result) == ["1993-03-04/1993-04-03", "1993-05-05"]
    assert list(reasons(result)) == [0]


@pytest.mark.parametrize(
    ("other", "edtf"), [("31/12/1993", "1993-04-03"), ("12/31/1993", "1993-03-04")]
)
def test_the_column_tells_day_and_month_apart(other: str, edtf: str) -> None:
    result = column(EVENT, ["03/04/1993", other])
    assert values(result)[0] == edtf
    assert not reasons(result)
    assert result.notes


def test_evidence_on_both_sides_decides_nothing() -> None:
    assert values(column(EVENT, ["03/04/1993", "31/12/1993", "12/31/1993"]))[0] == (
        "1993-03-04/1993-04-03"
    )


def test_people_who_know_settle_the_order() -> None:
    assert values(column(EVENT, ["03/04/1993"], date_order="mdy")) == ["1993-03-04"]


def test_days_that_a_spreadsheet_program_swapped_are_kept_open() -> None:
    texts = [f"{day}/03/1993" for day in range(13, 25)]
    dates = [datetime.datetime(1993, month, 4) for month in range(1, 11)]
    result = column(EVENT, [*texts, *dates])
    assert values(result)[0] == "1993-03-13"
    assert values(result)[12] == "1993-01-04/1993-04-01"
    assert values(result)[15] == "1993-04-04"
    assert any("swapped" in note for note in result.notes)


def test_two_digits_of_a_birth_year_may_be_of_two_centuries() -> None:
    result = column(BIRTH, ["12.05.87", "12.05.15"])
    assert values(result) == ["1987-05-12", "XXXX-05-12"]
    assert "that can mean several" in reasons(result)[1][0]
    assert values(column(EVENT, ["12.05.15"])) == ["2015-05-12"]


def test_day_numbers_count_from_two_epochs() -> None:
    assert values(column(EVENT, [31747], spreadsheet_epoch=1904)) == ["1990-12-02"]


def test_dates_in_parts() -> None:
    cells = {
        "year": ["1985", 1986, "85", None, "unknown", "1987~", "1985"],
        "month": [5, "мая", "0", None, None, None, "13"],
        "day": ["12", 99, "", None, None, None, "1"],
    }
    result = column(BIRTH, cells)
    assert values(result) == ["1985-05-12", "1986-05", "1985", None, "XXXX", "1987~", "1985?"]
    assert list(reasons(result)) == [6]


STYLES = ["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%Y/%m/%d", "%d-%b-%Y"]


@given(
    st.dates(datetime.date(1950, 1, 1), TODAY),
    st.sampled_from(STYLES),
)
def test_a_written_day_is_read_back(day: datetime.date, style: str) -> None:
    result = column(EVENT, [day.strftime(style)])
    assert values(result) == [day.isoformat()]
    assert not reasons(result)


@given(st.lists(st.dates(datetime.date(1950, 1, 1), TODAY), min_size=1), st.booleans())
def test_no_order_of_day_and_month_is_ever_guessed_wrong(
    days: list[datetime.date], day_first: bool
) -> None:
    style = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    for day, edtf in zip(
        days, values(column(EVENT, [d.strftime(style) for d in days])), strict=True
    ):
        span = Period.parse(edtf).days
        assert span is not None
        assert span[0] <= day <= span[1]


CELLS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789./- ?~XxIVг,:T+", max_size=16),
    st.lists(
        st.sampled_from(
            "12 5 1993 93 мая May до to между and spring early 00 - / . ? ~ г. IX 198X".split()
        ),
        max_size=7,
    ).map(" ".join),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@given(st.lists(CELLS, max_size=5), st.sampled_from([EVENT, BIRTH]))
def test_no_cell_raises_and_every_date_is_edtf(cells: list[Any], field: Field) -> None:
    for edtf in values(column(field, cells)):
        if edtf is not None:
            assert not Period.parse(edtf).impossible


@given(st.lists(CELLS, min_size=1, max_size=3), st.lists(CELLS, min_size=3, max_size=3))
def test_no_parts_raise(years: list[Any], others: list[Any]) -> None:
    column(BIRTH, {"year": years, "month": others[: len(years)], "day": others[: len(years)]})


@pytest.mark.parametrize(
    ("cells", "edtf"),
    [
        # One slip does not turn a column that has full stops between its numbers.
        (["05.08.1992", "12.13.1993"], ["1992-08-05", "1993-12-13?"]),
        (["05.08.1992", "14.03.1991", "12.13.1993"], ["1992-08-05", "1991-03-14", "1993-12-13?"]),
        (
            ["03.04.1992", "12.13.1993", "12.14.1993", "11.25.1993"],
            ["1992-03-04", "1993-12-13", "1993-12-14", "1993-11-25"],
        ),
        # One cell among many that tell nothing may be the slip itself.
        (
            ["13/04/1993", *(f"{n:02}/12/1993" for n in range(1, 10))],
            ["1993-04-13", *(f"1993-{n:02}-12/1993-12-{n:02}" for n in range(1, 10))],
        ),
    ],
)
def test_slips_do_not_decide_for_a_column(cells: list[str], edtf: list[str]) -> None:
    assert values(column(EVENT, cells)) == edtf


def test_months_in_words_between_strokes() -> None:
    assert values(column(EVENT, ["2/feb/2002", "12/мая/1993"])) == ["2002-02-02", "1993-05-12"]
