from __future__ import annotations

import pyarrow as pa

from muniment.linkage.preparing import prepare
from muniment.linkage.stocks import Stock, stocks


def _stocks(**columns: list[str | None]) -> dict[str, Stock]:
    size = len(next(iter(columns.values())))
    table = pa.table(
        {
            "record_id": [f"r{number}" for number in range(size)],
            "list": ["one"] * size,
            **{name: pa.array(values, pa.string()) for name, values in columns.items()},
        }
    )
    return {stock.name: stock for stock in stocks(prepare(table))}


def test_names_are_one_stock_whichever_column_they_stand_in() -> None:
    names = _stocks(given_name=["Aran", "Velmik"], family_name=["Velmik", None])["name"]
    family_of_first = {
        column[0] for column, word in zip(names.columns, names.words, strict=True) if word == 1
    }
    given_of_second = {
        column[1] for column, word in zip(names.columns, names.words, strict=True) if word == 0
    }
    assert family_of_first & given_of_second
    assert all(
        column[1] == -1
        for column, word in zip(names.columns, names.words, strict=True)
        if word == 1
    )


def test_day_and_month_in_each_others_place_are_one_day() -> None:
    found = _stocks(birth_date=["1980-03-07", "1981-07-03", "1980"])
    (day,), (year,) = found["birth day"].columns, found["birth year"].columns
    assert day[0] == day[1] >= 0
    assert day[2] == -1
    assert year.tolist() == [0, 1, 0]


def test_events_a_week_apart_share_a_window() -> None:
    days = [f"1992-05-{day:02}" for day in range(1, 25)]
    event = _stocks(event_date=[*days, "1992"])["event_date"]
    for first in range(24 - 7):
        assert any(column[first] == column[first + 7] for column in event.columns)
    assert all(column[24] == -1 for column in event.columns)
    assert not set(event.columns[0][:24].tolist()) & set(event.columns[1][:24].tolist())


def test_an_identifier_is_a_stock_like_others() -> None:
    found = _stocks(national_id=["A1", "A1", None])
    assert found["national_id"].columns[0].tolist() == [0, 0, -1]
