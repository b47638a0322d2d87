"""What may leave for whom: fields, positions, records that are too few to hide among."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.registers.exporting.release import release
from muniment.registers.kind import Field, Kind
from muniment.registers.records import field_columns


def field(name: str, type: Any = "text", **more: Any) -> Field:
    return Field(name=name, type=type, labels={"en": name}, **more)


PEOPLE = Kind(
    name="person",
    labels={"en": "Person"},
    fields=(
        field("family", "name", role="family_name", sensitivity="restricted"),
        field("seen", "date", sensitivity="public"),
        field("region", sensitivity="public"),
        field("phone", sensitivity="internal"),
    ),
)
SITES = Kind(
    name="site",
    labels={"en": "Site"},
    fields=(
        field("what", sensitivity="public"),
        field("where", "position", sensitivity="internal"),
        field("store", "position", sensitivity="restricted"),
    ),
)


def records(kind: Kind, rows: list[dict[str, Any]], list_id: str = "north") -> pa.Table:
    columns: dict[str, Any] = {
        "record_id": [f"{list_id}:{n}" for n in range(1, len(rows) + 1)],
        "list": pa.array([list_id] * len(rows), pa.string()),
    }
    for each in kind.fields:
        for name, type_ in field_columns(each).items():
            columns[name] = pa.array([row.get(name) for row in rows], type_)
    return pa.table(columns)


def test_each_audience_gets_its_fields() -> None:
    table = records(PEOPLE, [{"family": "Arden", "phone": "1", "region": "Velm"}] * 6)
    assert release(table, PEOPLE, "public").table.column_names == ["record", "seen", "region"]
    internal = release(table, PEOPLE, "internal").table.column_names
    assert "phone" in internal
    assert "family" not in internal
    assert "family" in release(table, PEOPLE, "restricted").table.column_names


def test_no_id_of_a_record_leaves_for_the_public() -> None:
    table = records(PEOPLE, [{"region": "Velm"}] * 6, "ministry")
    public = release(table, PEOPLE, "public")
    assert public.table["record"].to_pylist() == ["1", "2", "3", "4", "5", "6"]
    assert "ministry" not in str(public.table.to_pylist())
    assert "ministry" not in release(table, PEOPLE, "restricted").table["record"][0].as_py()
    both = pa.concat_tables([table, records(PEOPLE, [{}], "other")])
    assert release(both, PEOPLE, "restricted").table["record"][0].as_py() == "ministry:1"


def test_dates_of_people_become_years() -> None:
    dates = ["1993-05-02", "1993", "1993-07", "1993~", "1992-12/1993-02", "XXXX", None]
    table = records(PEOPLE, [{"seen": date} for date in dates for _ in range(5)])
    seen = release(table, PEOPLE, "public").table["seen"].to_pylist()[::5]
    assert seen == ["1992/1993", "1993", "1993", "1993", "1993~", "XXXX", None]


def test_positions_are_coarsened_and_say_so() -> None:
    spot = {"where": "41.5012 45.2499", "where.lat": 41.5012, "where.lon": 45.2499}
    table = records(SITES, [{**spot, "where.uncertainty_m": 10.0, "store": "41, 45"}, {}])
    public = release(table, SITES, "public").table.to_pylist()
    assert public[0]["where.lat"] == 41.55
    assert public[0]["where.lon"] == 45.25
    assert public[0]["where"] == "41.55, 45.25"
    assert public[0]["where.uncertainty_m"] == 10_000
    assert "store" not in public[0]
    assert public[1]["where"] is None
    internal = release(table, SITES, "internal").table.to_pylist()
    assert internal[0]["where"] == "41.5012 45.2499"


def test_the_order_of_a_list_does_not_leave() -> None:
    regions = ["Velm", "Tarn", "Oru"] * 5
    table = records(PEOPLE, [{"region": each} for each in regions])
    public = release(table, PEOPLE, "public").table
    assert public["region"].to_pylist() == sorted(regions)
    assert public["record"].to_pylist() == [str(n) for n in range(1, 16)]


def test_nobody_is_alone_in_a_cell_of_the_map() -> None:
    kind = Kind(
        name="casualty",
        labels={"en": "Casualty"},
        fields=(
            field("family", "name", role="family_name", sensitivity="restricted"),
            field("where", "position", sensitivity="internal"),
        ),
    )
    spots = [(41.0, 45.0)] * 6 + [(43.0, 47.0)]
    rows = [
        {
            "where": f"{lat}, {lon}",
            "where.lat": lat,
            "where.lon": lon,
            "where.uncertainty_m": 10.0 * n,
        }
        for n, (lat, lon) in enumerate(spots)
    ]
    public = release(records(kind, rows), kind, "public").table
    assert public["where.lat"].unique().to_pylist() == [41.05]
    assert public["where.uncertainty_m"].unique().to_pylist() == [10_000.0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "seen": st.sampled_from(["1993", "1994-05-01", None]),
                "region": st.sampled_from(["Velm", "Tarn", "Oru", None]),
            }
        ),
        max_size=30,
    ),
    st.integers(2, 6),
)
def test_nobody_stands_in_a_group_that_is_too_small(
    rows: list[dict[str, Any]], threshold: int
) -> None:
    public = release(records(PEOPLE, rows), PEOPLE, "public", threshold=threshold).table
    groups = Counter((row["seen"], row["region"]) for row in public.to_pylist())
    assert all(count >= threshold for count in groups.values())
    asked = Counter((row["seen"], row["region"]) for row in rows)
    if all(count >= threshold for count in asked.values()):
        assert public.num_rows == len(rows)
