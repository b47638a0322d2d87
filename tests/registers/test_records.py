from __future__ import annotations

import pyarrow as pa

from muniment.registers.kindfiles import kind, kinds
from muniment.registers.normalise import normalise_column
from muniment.registers.records import IDENTITY, linkable, records_schema


def test_every_kind_has_a_schema_that_its_columns_fit() -> None:
    for made in kinds().values():
        schema = records_schema(made)
        assert schema.names[: len(IDENTITY)] == ["record_id", "list", "sheet", "row"]
        assert len(set(schema.names)) == len(schema.names)
        for field in made.fields:
            for name, array in normalise_column(field, [None, "x"]).arrays.items():
                assert schema.field(name).type == array.type


def test_linkable_gives_roles_and_says_nothing_where_nothing_is_known() -> None:
    missing = kind("missing_person")
    cells = {
        "family_name": ["Orlan", "unknown"],
        "sex": ["f", "unknown"],
        "birth_date": ["1985", "unknown"],
        "age": ["30-34", "unknown"],
        "last_seen_date": ["5 May 1993", None],
        "last_seen_position": ["40.12345, 46.12345", "unknown"],
        "status": ["missing", "gone with the wind"],
    }
    columns = {"record_id": pa.array(["a:1", "a:2"]), "list": pa.array(["a", "a"])}
    for name, column in cells.items():
        columns |= normalise_column(missing.field(name), column).arrays
    table = linkable(missing, pa.table(columns))
    assert table.to_pylist()[0] == {
        "record_id": "a:1", "list": "a", "family_name": "Orlan", "sex": "female",
        "birth_date": "1985", "age": 32.0, "event_date": "1993-05-05", "status": "missing",
        "latitude": 40.12345, "longitude": 46.12345,
        "position_uncertainty_m": table["position_uncertainty_m"][0].as_py(),
    }  # fmt: skip
    second = table.to_pylist()[1]
    assert second["sex"] == "unknown"
    assert {name for name, value in second.items() if value is not None} == {
        "record_id", "list", "sex"
    }  # fmt: skip
