from __future__ import annotations

import pyarrow as pa
import pytest

from muniment.linkage.conflicts import conflicts

_ROLES = ("sex", "birth_date", "death_date", "event_date")
NO_PAIRS = pa.table({"a": pa.array([], pa.string()), "b": pa.array([], pa.string())}).append_column(
    "probability", pa.array([], pa.float64())
)


def _records(*rows: dict[str, str], alone: int = 0) -> pa.Table:
    """Records of one entity "e", of a list each unless said, and others that are alone."""
    columns: dict[str, list[str | None]] = {
        name: [] for name in ("record_id", "list", "entity", *_ROLES)
    }
    every = [{"entity": "e", **row} for row in rows]
    every += [{"entity": f"x{n}", "list": "north", "record_id": f"north:{n}"} for n in range(alone)]
    for number, row in enumerate(every):
        columns["record_id"].append(row.get("record_id", f"r{number}"))
        columns["list"].append(row.get("list", f"list{number}"))
        columns["entity"].append(row["entity"])
        for role in _ROLES:
            columns[role].append(row.get(role))
    return pa.table(columns, schema=pa.schema([(name, pa.string()) for name in columns]))


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({"sex": "male"}, {"sex": "female"}, "sex"),
        ({"birth_date": "1980"}, {"birth_date": "1983-02-01"}, "birth year"),
        ({"birth_date": "198X"}, {"birth_date": "1993"}, "birth year"),
        ({"death_date": "2020-01-03"}, {"event_date": "2020-02"}, "death"),
    ],
)
def test_contradictions_are_warned_of_with_their_records(
    first: dict[str, str], second: dict[str, str], kind: str
) -> None:
    (found,) = conflicts(_records(first, second), NO_PAIRS)
    assert found.kind == kind
    assert set(found.records) == {"r0", "r1"}
    assert "r0" in found.sentence
    assert "r1" in found.sentence


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"sex": "male"}, {"sex": "unknown"}),
        ({"sex": "male"}, {"sex": "male"}),
        ({"birth_date": "1980"}, {"birth_date": "1982"}),
        ({"birth_date": "198X"}, {"birth_date": "1989-05-01"}),
        ({"birth_date": "1980~"}, {"birth_date": "1984~"}),
        ({"birth_date": "1980/1986"}, {"birth_date": "1985"}),
        ({"birth_date": "no date"}, {"birth_date": "1985"}),
        ({"death_date": "2020-02"}, {"event_date": "2020-02-10"}),
        ({"death_date": "2020-02", "event_date": "2020-03"}, {}),
        ({}, {}),
    ],
)
def test_what_may_be_one_person_is_not_warned_of(
    first: dict[str, str], second: dict[str, str]
) -> None:
    assert conflicts(_records(first, second), NO_PAIRS) == []


def test_a_record_repeated_in_a_list_that_repeats_nobody_is_warned_of() -> None:
    twice = {"list": "north", "record_id": "north:a"}, {"list": "north", "record_id": "north:b"}
    (found,) = conflicts(_records(*twice, alone=40), NO_PAIRS)
    assert found.kind == "repeated in a list"
    assert found.records == ("north:a", "north:b")
    # In a list that repeats others too, it is nothing special.
    others = [
        {"list": "north", "record_id": f"north:{n}{side}", "entity": f"t{n}"}
        for n in range(3)
        for side in "cd"
    ]
    assert conflicts(_records(*twice, *others, alone=40), NO_PAIRS) == []


def test_records_that_are_one_only_through_others_are_warned_of() -> None:
    pairs = pa.table(
        {"a": ["r0", "r1", "r0"], "b": ["r1", "r2", "r2"], "probability": [0.99, 0.98, 0.01]}
    )
    (found,) = conflicts(_records({}, {}, {}), pairs)
    assert found.kind == "bridge"
    assert found.records == ("r0", "r2")
