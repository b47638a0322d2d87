"""Counts: rows that add up, intervals where a value is uncertain, records behind each count."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.registers.counting import ALL, Count
from muniment.registers.groups import NOT_GIVEN, SEVERAL, UNKNOWN
from muniment.registers.kind import Field, Kind, Term, Vocabulary
from muniment.registers.objects import StoreProblem

SEX = Vocabulary(
    name="sex",
    terms=tuple(
        Term(code=code, labels={"en": code.title()}) for code in ("male", "female", "unknown")
    ),
)


def field(name: str, type: Any = "text", **more: Any) -> Field:
    return Field(name=name, type=type, labels={"en": name}, **more)


KIND = Kind(
    name="incident",
    labels={"en": "Incident"},
    fields=(
        field("date", "date"),
        field("sex", "choice", vocabulary=SEX),
        field("age", "integer", role="age"),
        field("killed", "quantity", minimum=0),
        field("place", "position"),
    ),
)
Number = tuple[float | None, float | None, bool]


def records(rows: list[dict[str, Any]]) -> pa.Table:
    columns: dict[str, Any] = {
        "record_id": [f"north:{n}" for n in range(1, len(rows) + 1)],
        "list": ["north"] * len(rows),
        "date": pa.array([row.get("date") for row in rows], pa.string()),
        "sex": pa.array([row.get("sex") for row in rows], pa.string()),
    }
    for name in ("age", "killed"):
        numbers = [row.get(name) for row in rows]
        given = [None if n is None else str(n) for n in numbers]
        columns[name] = pa.array(given, pa.string())
        columns[f"{name}.low"] = pa.array([n[0] if n else None for n in numbers], pa.float64())
        columns[f"{name}.high"] = pa.array([n[1] if n else None for n in numbers], pa.float64())
        columns[f"{name}.approximate"] = pa.array(
            [n[2] if n else None for n in numbers], pa.bool_()
        )
    return pa.table(columns)


def count(rows: list[dict[str, Any]], *by: str, sums: tuple[str, ...] = ()) -> dict[Any, Any]:
    table = Count(records(rows), KIND, by, sums).table()
    cells = {cell.rows: (cell.count, cell.most) for cell in (*table.cells, table.total)}
    return {rows[0] if len(rows) == 1 else rows: value for rows, value in cells.items()}


def test_unknown_and_not_given_are_rows_of_their_own() -> None:
    found = count([{"sex": "male"}, {"sex": "unknown"}, {}, {"sex": "male"}], "sex")
    assert found == {"male": (2, 2), UNKNOWN: (1, 1), NOT_GIVEN: (1, 1), ALL: (4, 4)}
    assert list(found) == ["male", UNKNOWN, NOT_GIVEN, ALL]


def test_an_uncertain_year_may_fall_in_several_rows() -> None:
    dates = ["1993-05-02", "1993", "1992/1993", "1994", "1993~", "XXXX", None, "2021-02-30"]
    found = count([{"date": date} for date in dates], "date")
    assert found == {
        "1993": (2, 4),
        "1994": (1, 2),
        "before 1993": (0, 2),
        SEVERAL: (2, 2),
        UNKNOWN: (1, 1),
        "impossible date": (1, 1),
        NOT_GIVEN: (1, 1),
        ALL: (8, 8),
    }


def test_months_have_rows_between() -> None:
    found = count([{"date": "1993-05-02"}, {"date": "1993-07"}, {"date": "1993"}], "date:month")
    assert found["1993-06"] == (0, 1)
    assert found["before 1993-05"] == (0, 1)
    assert found["after 1993-07"] == (0, 1)


def test_ages_fall_in_groups_as_far_as_they_are_known() -> None:
    rows: list[dict[str, Any]] = [
        {"age": (30, 30, False)},
        {"age": (17, 20, False)},
        {"age": (60, None, False)},
        {},
    ]
    assert count(rows, "age") == {
        "0–17": (0, 1),
        "18–59": (1, 2),
        "60+": (1, 1),
        SEVERAL: (1, 1),
        NOT_GIVEN: (1, 1),
        ALL: (4, 4),
    }
    assert "5–9" in count([{"age": (7, 7, False)}], "age:0,5,10")


def test_sums_are_intervals_with_open_ends() -> None:
    rows: list[dict[str, Any]] = [
        {"date": "1993", "killed": (4, 4, False)},
        {"date": "1993", "killed": (2, 3, False)},
        {"date": "1994", "killed": (95, None, False)},
        {"date": "1993/1994", "killed": (1, 1, False)},
        {"date": "1994"},
    ]
    table = Count(records(rows), KIND, ["date"], ["killed"]).table()
    sums = {cell.rows[0]: (cell.sums or {})["killed"] for cell in (*table.cells, table.total)}
    assert (sums["1993"].low, sums["1993"].high, sums["1993"].without) == (6, 8, 0)
    assert (sums["1994"].low, sums["1994"].high, sums["1994"].without) == (95, None, 1)
    assert (sums[SEVERAL].low, sums[SEVERAL].high) == (1, 1)
    assert (sums[ALL].low, sums[ALL].high, sums[ALL].without) == (102, None, 1)


def test_about_forty_has_its_margin_in_a_sum() -> None:
    table = Count(records([{"killed": (40, 40, True)}]), KIND, [], ["killed"]).table()
    assert (table.total.sums or {})["killed"].low < 40
    assert ((table.total.sums or {})["killed"].high or 0) > 40


def test_each_count_lists_its_records() -> None:
    rows = [{"date": "1993", "sex": "male"}, {"date": "1993/1994", "sex": "male"}, {}]
    counted = Count(records(rows), KIND, ["date", "sex"])
    assert counted.members(("1993", "male")) == (["north:1"], ["north:2"])
    assert counted.members((ALL, "male")) == (["north:1", "north:2"], [])
    assert counted.members((SEVERAL, ALL)) == (["north:2"], [])
    assert counted.members((NOT_GIVEN, NOT_GIVEN)) == (["north:3"], [])


def test_nothing_to_count_is_a_total_of_none() -> None:
    assert count([], "sex") == {ALL: (0, 0)}
    assert count([]) == {(): (0, 0)}


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("colour", "no field"),
        ("place", "is a position"),
        ("date:week", "year, month, day"),
        ("sex:year", "counted as it is"),
        ("age:18,0", "first number of each group"),
    ],
)
def test_what_cannot_be_counted_by_is_told(by: str, words: str) -> None:
    with pytest.raises(StoreProblem, match=words):
        Count(records([{}]), KIND, [by])
    with pytest.raises(StoreProblem, match="no number"):
        Count(records([{}]), KIND, [], ["sex"])


dates = st.sampled_from(
    [None, "1993", "1993-05", "199X", "1992/1994", "1995/..", "../1991", "1994?"]
)
ages = st.sampled_from([None, (3, 3, False), (16, 20, False), (40, 40, True), (None, 10, False)])
people = st.fixed_dictionaries(
    {"date": dates, "sex": st.sampled_from(["male", "female", "unknown", None]), "age": ages}
)


@settings(max_examples=40, deadline=None)
@given(st.lists(people, max_size=12))
def test_rows_add_up_and_bound_what_they_count(rows: list[dict[str, Any]]) -> None:
    for by in (["date", "age"], ["age", "sex"], ["date", "sex", "age"]):
        counted = Count(records(rows), KIND, by)
        table = counted.table()
        inner = [cell for cell in table.cells if ALL not in cell.rows]
        assert sum(cell.count or 0 for cell in inner) == len(rows) == table.total.count
        for cell in table.cells:
            sure, maybe = counted.members(cell.rows)
            assert len(sure) == cell.count
            assert len(sure) + len(maybe) == cell.most
            if len(by) == 2 and cell.rows[1] == ALL:
                row = [each.count or 0 for each in inner if each.rows[0] == cell.rows[0]]
                assert sum(row) == cell.count
