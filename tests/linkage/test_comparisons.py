"""How fields are compared: through the engine, on records of a few words."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from muniment.linkage.comparisons import Comparison, comparisons
from muniment.linkage.preparing import Prepared, prepare


def _prepared(**columns: list[str | None]) -> Prepared:
    size = len(next(iter(columns.values())))
    fixed = {"record_id": [f"{n:03}" for n in range(size)], "list": ["a"] * size}
    return prepare(pa.table(fixed | columns))


def _level(prepared: Prepared, field: str, left: int = 0, right: int = 1) -> str | None:
    """The name of the level of two records, without its step of rareness; None: no evidence."""
    found = next(each for each in comparisons(prepared) if each.field == field)
    return _of(found, prepared, left, right)


def _of(found: Comparison, prepared: Prepared, left: int, right: int) -> str | None:
    cases = [f"WHEN {found.missing} THEN -1"]
    for place, outcome in enumerate(found.outcomes):
        condition = "true" if outcome.condition == "ELSE" else outcome.condition
        cases.append(f"WHEN {condition} THEN {place}")
    names = prepared.table.column_names
    sides = [", ".join(f'"{name}" AS "{name}_{side}"' for name in names) for side in "lr"]
    with duckdb.connect() as database:
        database.register("records", prepared.table)
        row = database.execute(
            f"SELECT CASE {' '.join(cases)} END"
            f" FROM (SELECT {sides[0]} FROM records WHERE rid = {left}),"
            f" (SELECT {sides[1]} FROM records WHERE rid = {right})"
        ).fetchone()
    assert row is not None
    name = found.levels[found.outcomes[row[0]].levels[0]].name
    return None if row[0] < 0 else name.rstrip("0123456789").strip()


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Nikolay", "Kolya", "short form"),
        ("Nikolay", "N.", "initial"),
        ("Christopher", "C.", "initial"),
        ("Nikolay", "Zurab", "different"),
        ("Nikolay", "nikolay", "same"),
    ],
)
def test_given_names(one: str, other: str, level: str) -> None:
    assert _level(_prepared(given_name=[one, other]), "given_name") == level


def test_sex_says_nothing_of_namesakes_where_names_tell_it() -> None:
    given: list[str | None] = ["Anna", "Anna", "Aram", "Aram", "Nina", "Nina", "Fuad", "Fuad"]
    sexes: list[str | None] = ["female", "female", "male", "male"] * 2
    prepared = _prepared(given_name=given, sex=sexes)
    assert _level(prepared, "sex", 0, 1) is None
    assert _level(prepared, "sex", 0, 2) == "different"
    assert _level(prepared, "sex", 0, 4) == "same"


def test_sex_says_something_of_namesakes_where_both_sexes_bear_a_name() -> None:
    given: list[str | None] = ["Su", "Su", "Su", "Su", "Min", "Min", "Min", "Min"]
    sexes: list[str | None] = ["female", "male"] * 4
    assert _level(_prepared(given_name=given, sex=sexes), "sex", 0, 1) == "different"


def test_a_whole_name_made_of_a_given_name_says_it_once() -> None:
    prepared = _prepared(
        given_name=["Anna", "Anna", None, None], full_name=[None, None, "Anna Levonli", "Zauk Moru"]
    )
    assert _level(prepared, "full_name", 0, 1) is None
    assert _level(prepared, "full_name", 0, 2) == "one name"
