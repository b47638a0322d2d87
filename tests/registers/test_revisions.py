"""Revisions compared: by key, by content, and honestly where nobody can tell."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.registers.kind import Field, Kind
from muniment.registers.revisions import Comparison, carry_ids, compare


def field(name: str, type: Any = "text", role: Any = None) -> Field:
    return Field(name=name, type=type, role=role, labels={"en": name}, identifies=role is not None)


KIND = Kind(
    name="person",
    labels={"en": "Person"},
    fields=(
        field("given", "name", "given_name"),
        field("family", "name", "family_name"),
        field("father", "name", "father_name"),
        field("born", "date", "birth_date"),
        field("status"),
        field("children", "quantity"),
    ),
)
Row = dict[str, Any]


def person(given: str, family: str = "Arden", father: str | None = "Ilan", **more: Any) -> Row:
    row = {"given": given, "family": family, "father": father, "born": None, "status": "missing"}
    return {**row, "children": None, "children.low": None, "children.high": None, **more}


def table(rows: list[Row], ids: list[str] | None = None) -> pa.Table:
    names = list(person("x"))
    columns: dict[str, Any] = {
        "record_id": ids or [f"north:{n}" for n in range(2, len(rows) + 2)],
        "list": ["north"] * len(rows),
        "sheet": pa.array([None] * len(rows), pa.string()),
        "row": pa.array(range(2, len(rows) + 2), pa.int32()),
    }
    for name in names:
        kind = pa.float64() if "." in name else pa.string()
        columns[name] = pa.array([row[name] for row in rows], kind)
    return pa.table(columns)


def test_by_key_each_record_is_added_changed_gone_or_unchanged() -> None:
    old = table([person("Ana"), person("Ben"), person("Cy")], ["north:A", "north:B", "north:C"])
    new = table(
        [person("Ben", status="closed"), person("Dan"), person("Ana")],
        ["north:B", "north:D", "north:A"],
    )
    found = compare(old, new, KIND, keyed=True)
    assert found.counts == {"added": 1, "changed": 1, "gone": 1, "unchanged": 1}
    assert found.added["record_id"].to_pylist() == ["north:D"]
    assert found.gone["record_id"].to_pylist() == ["north:C"]
    assert found.changes.to_pylist() == [
        {
            "record_id": "north:B",
            "was": "north:B",
            "field": "status",
            "before": "missing",
            "after": "closed",
        }
    ]


def test_a_number_understood_otherwise_is_a_change_of_its_field() -> None:
    five = {**person("Ana"), "children": "5", "children.low": 5, "children.high": 5}
    old, new = table([five]), table([{**five, "children.high": None}])
    found = compare(old, new, KIND, keyed=True)
    assert found.changes["field"].to_pylist() == ["children"]


def test_a_doubled_key_is_reported_and_loses_nobody() -> None:
    old = table([person("Ana"), person("Ben")], ["north:A", "north:A"])
    new = table([person("Ben"), person("Ana"), person("Cy")], ["north:A"] * 3)
    found = compare(old, new, KIND, keyed=True)
    assert found.doubled.to_pylist() == [{"record_id": "north:A", "old": 2, "new": 3}]
    assert found.counts == {"added": 1, "changed": 0, "gone": 0, "unchanged": 2}


def by_content(old: list[Row], new: list[Row]) -> Comparison:
    return compare(table(old), table(new), KIND, keyed=False)


def test_without_a_key_rows_may_move() -> None:
    found = by_content([person("Ana"), person("Ben")], [person("Ben"), person("Cy"), person("Ana")])
    assert found.counts == {"added": 1, "changed": 0, "gone": 0, "unchanged": 2}


def test_without_a_key_one_corrected_field_is_a_change() -> None:
    found = by_content([person("Ana", born="1970")], [person("Ana", born="1970-05-01")])
    assert found.counts["changed"] == 1
    found = by_content([person("Ana")], [person("Ana", status="returned")])
    assert found.counts["changed"] == 1


def test_two_brothers_are_not_taken_for_one_another() -> None:
    found = by_content([person("Ana", born="1970")], [person("Eva", born="1975")])
    assert found.counts == {"added": 1, "changed": 0, "gone": 1, "unchanged": 0}


def test_of_namesakes_that_changed_nobody_can_tell() -> None:
    old = [person("Ana", status="missing"), person("Ana", status="missing")]
    new = [person("Ana", status="returned"), person("Ana", status="closed")]
    found = by_content(old, new)
    assert found.counts == {"added": 2, "changed": 0, "gone": 2, "unchanged": 0}
    assert found.ambiguous == 2


def test_ids_follow_the_records_where_there_is_no_key() -> None:
    old = table([person("Ana"), person("Ben")])
    new = table([person("Cy"), person("Ben", status="closed"), person("Ana")])
    found = compare(old, new, KIND, keyed=False)
    assert carry_ids(new, found, "0a1b")["record_id"].to_pylist() == [
        "north:2-0a1b",
        "north:3",
        "north:2",
    ]


def test_cells_written_otherwise_are_told() -> None:
    records = table([person("Ana", born="1970-05-01"), person("Ben")])
    ids = records["record_id"]
    old = pa.table({"record_id": ids, "born": ["1 May 1970", None]})
    new = pa.table({"record_id": ids, "born": ["01.05.1970", None]})
    found = compare(records, records, KIND, keyed=True, cells=(old, new))
    assert (found.unchanged, found.rewritten, found.same) == (2, 1, False)
    assert compare(records, records, KIND, keyed=True, cells=(old, old)).same


def test_a_column_that_is_new_is_a_change() -> None:
    old, new = table([person("Ana")]), table([person("Ana")])
    new = new.append_column("alias", pa.array(["Anushka"]))
    found = compare(old, new, KIND, keyed=False)
    assert found.changes.select(["field", "before", "after"]).to_pylist() == [
        {"field": "alias", "before": None, "after": "Anushka"}
    ]


def test_columns_may_be_called_as_they_like() -> None:
    records = table([person("Ana")])
    names = ["i", "I", "row", "o", 'a "b"', "said", "list", "file row"]
    before = pa.table({"record_id": records["record_id"], **{name: ["1"] for name in names}})
    after = before.set_column(1, "i", pa.array(["2"]))
    assert compare(records, records, KIND, keyed=True, cells=(before, after)).rewritten == 1


rows = st.lists(
    st.builds(
        person,
        st.sampled_from(["Ana", "Ben", "Cy", "Eva"]),
        st.sampled_from(["Arden", "Belo"]),
        st.sampled_from(["Ilan", None]),
        status=st.sampled_from(["missing", "closed", None, 'a "b" ,', "NULL"]),
    ),
    max_size=6,
)


@settings(max_examples=12, deadline=None)
@given(rows, rows)
def test_every_record_is_told_of_once(old: list[Row], new: list[Row]) -> None:
    found = by_content(old, new)
    assert found.pairs.num_rows + found.gone.num_rows == len(old)
    assert found.pairs.num_rows + found.added.num_rows == len(new)
    assert len(set(found.pairs["old"].to_pylist())) == found.pairs.num_rows
    assert len(set(found.pairs["new"].to_pylist())) == found.pairs.num_rows
    same = Counter(str(row) for row in old) & Counter(str(row) for row in new)
    assert found.unchanged == same.total()
    back = by_content(new, old)
    assert found.counts == {**back.counts, "added": back.gone.num_rows, "gone": back.added.num_rows}
