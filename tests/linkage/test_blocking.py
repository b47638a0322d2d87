from __future__ import annotations

import pyarrow as pa

from muniment.linkage.blocking import block, budget
from muniment.linkage.preparing import prepare


def _candidates(rows: list[dict[str, str]]) -> set[tuple[int, int]]:
    names = sorted({name for row in rows for name in row})
    table = pa.table(
        {
            "record_id": [f"r{number}" for number in range(len(rows))],
            "list": ["one"] * len(rows),
            **{name: pa.array([row.get(name) for row in rows], pa.string()) for name in names},
        }
    )
    candidates = block(prepare(table))
    report = candidates.report
    found = set(zip(candidates.lo.tolist(), candidates.hi.tolist(), strict=True))
    assert report.candidates == len(found)
    assert all(rule.alone <= rule.candidates for rule in report.rules)
    return found


def test_names_in_each_others_column_are_found() -> None:
    assert (0, 1) in _candidates(
        [
            {"given_name": "Aran", "family_name": "Velmik"},
            {"given_name": "Velmik", "family_name": "Aran"},
            {"given_name": "Tolo", "family_name": "Gurdan"},
        ]
    )


def test_day_and_month_in_each_others_place_are_found_with_a_name() -> None:
    assert (0, 1) in _candidates(
        [
            {"given_name": "Aran", "birth_date": "1980-03-07"},
            {"given_name": "Aran", "birth_date": "1981-07-03"},
            {"given_name": "Tolo", "birth_date": "1950-01-01"},
        ]
    )


def test_large_blocks_are_refined_not_dropped() -> None:
    crowd = [
        {
            "given_name": "Aran",
            "family_name": "Velmik",
            "event_place": f"Place{'abcdefghij'[n % 10] * 3}",
            "birth_date": f"{1930 + n % 60}",
        }
        for n in range(1_500)
    ]
    twins = [{**crowd[0], "event_date": "1992-02-02"}, {**crowd[0], "event_date": "1992-02-02"}]
    assert (1_500, 1_501) in _candidates([*crowd, *twins])


def test_the_budget_grows_with_the_register() -> None:
    sizes = [100, 10_000, 100_000, 1_000_000]
    budgets = [budget(size) for size in sizes]
    assert budgets == sorted(budgets)
    assert budgets[-1] <= 10 * sizes[-1]
