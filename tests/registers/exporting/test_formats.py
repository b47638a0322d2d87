"""Each format: what it writes, and what it says that it cannot carry."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from lxml import etree

from muniment.registers.exporting import ftm
from muniment.registers.exporting.ftm import write_ftm
from muniment.registers.exporting.geojson import geometry, write_geojson
from muniment.registers.exporting.pfif import NAMESPACE, PERSON, write_pfif
from muniment.registers.exporting.release import Release, release
from muniment.registers.exporting.tables import write_csv, write_json, write_xlsx
from muniment.registers.importing import import_file
from muniment.registers.kind import Field, Kind, Term, Vocabulary
from muniment.registers.kindfiles import kinds
from muniment.registers.objects import StoreProblem
from muniment.registers.revisions import compare

SEX = Vocabulary(
    name="sex",
    terms=tuple(
        Term(code=code, labels={"en": code.title()}) for code in ("male", "female", "unknown")
    ),
)
STATUS = Vocabulary(
    name="status",
    terms=(
        Term(code="missing", labels={"en": "Missing"}, standards={"pfif": "believed_missing"}),
        Term(code="unknown", labels={"en": "Unknown"}),
    ),
)


def field(name: str, type: Any = "text", **more: Any) -> Field:
    return Field(name=name, type=type, labels={"en": name.replace("_", " ")}, **more)


KIND = Kind(
    name="person",
    labels={"en": "Person"},
    standards={"ftm": "Person", "pfif": "person"},
    fields=(
        field(
            "given_name",
            "name",
            role="given_name",
            standards={"ftm": "firstName", "pfif": "given_name"},
        ),
        field(
            "family_name",
            "name",
            role="family_name",
            standards={"ftm": "lastName", "pfif": "family_name"},
        ),
        field(
            "sex", "choice", vocabulary=SEX, standards={"ftm": "gender", "pfif": "sex"}, role="sex"
        ),
        field(
            "birth_date",
            "date",
            role="birth_date",
            standards={"ftm": "birthDate", "pfif": "date_of_birth"},
        ),
        field("age", "integer", role="age", standards={"pfif": "age"}),
        field("status", "choice", vocabulary=STATUS, standards={"pfif": "status"}),
        field("seen_at", "position"),
        field("remark", standards={"ftm": "notes", "pfif": "description"}),
    ),
)
LIST = """No,given name,family name,sex,birth date,age,status,seen at,remark
7,Ana,Arden,female,1970-05-12,40,missing,"41°30'N 45°15'E",@home
8,=Ben,Arden,unknown,199X,17-20,unknown,,"two
lines, <b>"
9,Cy,Belo,male,,about 60,missing,"41.5, 45.2",'=quoted
"""
NOW = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
Write = Callable[[Release, BinaryIO], list[str]]


def released(folder: Path, text: str = LIST) -> tuple[Any, Release]:
    source = folder / "list.csv"
    source.write_text(text, encoding="utf-8")
    mapping = replace(import_file(source, KIND, list_id="north").mapping, key="No")
    records = import_file(source, KIND, mapping, list_id="north").records
    return records, release(records, KIND, "restricted")


def written(write: Write, leaving: Release) -> tuple[bytes, list[str]]:
    stream = io.BytesIO()
    told = write(leaving, stream)
    return stream.getvalue(), told


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_csv, "out.csv"),
        (write_xlsx, "out.xlsx"),
        (write_json, "out.json"),
        (write_geojson, "out.geojson"),
    ],
)
def test_what_leaves_comes_back_unchanged(write: Write, name: str, tmp_path: Path) -> None:
    records, leaving = released(tmp_path)
    content, told = written(write, leaving)
    assert all("geometry" in sentence for sentence in told)
    out = tmp_path / name
    out.write_bytes(content)
    back = import_file(out, KIND, list_id="north")
    found = compare(records, back.records, KIND, keyed=back.mapping.key == "record")
    assert found.changes.to_pylist() == []
    assert found.counts == {"added": 0, "changed": 0, "gone": 0, "unchanged": 3}


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    content, _ = written(write_csv, released(tmp_path)[1])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["given_name"] for row in rows] == ["Ana", "'=Ben", "Cy"]
    assert [row["remark"] for row in rows] == ["'@home", "two lines, <b>", "'=quoted"]


def test_a_feature_stands_at_its_position_or_has_none(tmp_path: Path) -> None:
    content, told = written(write_geojson, released(tmp_path)[1])
    features = json.loads(content)["features"]
    assert [each["geometry"] and each["geometry"]["coordinates"] for each in features] == [
        [45.25, 41.5],
        None,
        [45.2, 41.5],
    ]
    assert told == ["1 records have no position: they are features without a geometry."]


def test_nothing_is_a_collection_too(tmp_path: Path) -> None:
    _, leaving = released(tmp_path)
    nothing = Release(KIND, "restricted", leaving.fields, leaving.table.slice(0, 0), ())
    assert json.loads(written(write_geojson, nothing)[0])["features"] == []
    assert json.loads(written(write_json, nothing)[0]) == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("POINT (45 41)", {"type": "Point", "coordinates": [45.0, 41.0]}),
        (
            "POLYGON((0 0, 1 0, 1 1, 0 0),(.1 .1, .2 .1, .2 .2, .1 .1))",
            {
                "type": "Polygon",
                "coordinates": [
                    [[0, 0], [1, 0], [1, 1], [0, 0]],
                    [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.1]],
                ],
            },
        ),
        ("MULTIPOINT (1 2, 3 4)", {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}),
        ('{"type": "Point", "coordinates": [1, 2]}', {"type": "Point", "coordinates": [1, 2]}),
        ("POLYGON((0 0, 1", None),
        ("POINT (x y)", None),
        ("by the river", None),
    ],
)
def test_geometries_are_read_as_wkt_or_geojson(text: str, shape: Any) -> None:
    assert geometry(text) == shape


def test_entities_have_what_the_schema_has(tmp_path: Path) -> None:
    content, told = written(write_ftm, released(tmp_path)[1])
    entities = [json.loads(line) for line in content.splitlines()]
    assert entities[0] == {
        "id": "muniment-north-7",
        "schema": "Person",
        "properties": {
            "firstName": ["Ana"],
            "lastName": ["Arden"],
            "gender": ["female"],
            "birthDate": ["1970-05-12"],
            "notes": ["@home"],
            "name": ["Ana Arden"],
        },
    }
    assert "birthDate" not in entities[1]["properties"]
    assert told[0] == "1 values of birth_date that birthDate cannot carry."
    assert "age, status, seen_at" in told[1]


@pytest.mark.parametrize("kind_name", sorted(kinds()))
def test_kinds_name_schemata_and_properties_that_exist(kind_name: str) -> None:
    known = tomllib.loads(Path(ftm.__file__).with_name("ftm.toml").read_text(encoding="utf-8"))
    each = kinds()[kind_name]
    schema = each.standards.get("ftm")
    if schema is None:
        return
    properties = set(known["schemata"][schema])
    own = [field for field in each.fields if field.standards.get("ftm")]
    assert any(set(field.standards["ftm"].split(", ")) & properties for field in own)


def test_ids_of_entities_are_of_one_record_each() -> None:
    assert len({ftm.entity_id("a", each) for each in ("A/1", "A-1", "A 1")}) == 3
    assert ftm.entity_id("a", "1") != ftm.entity_id("b", "1")


def pfif(leaving: Release, **options: Any) -> tuple[Any, list[str]]:
    stream = io.BytesIO()
    told = write_pfif(leaving, stream, domain="muniment.example", now=NOW, **options)
    return etree.fromstring(stream.getvalue()), told


def texts(root: Any, name: str) -> list[str]:
    return [each.text for each in root.iter(f"{{{NAMESPACE}}}{name}")]


def test_pfif_has_persons_with_notes(tmp_path: Path) -> None:
    root, told = pfif(released(tmp_path)[1])
    assert texts(root, "full_name") == ["Ana Arden", "=Ben Arden", "Cy Belo"]
    assert texts(root, "status") == ["believed_missing", "believed_missing"]
    assert texts(root, "age")[:2] == ["40", "17-20"]
    ids = [f"muniment.example/{n}" for n in (7, 8, 9)]
    persons = root.findall(f"{{{NAMESPACE}}}person")
    assert [person[0].text for person in persons] == ids
    for person in persons:
        names = [etree.QName(each).localname for each in person]
        assert names == sorted(names, key=PERSON.index)
    assert told[0] == "1 values of birth_date that date_of_birth cannot carry."
    assert "seen_at" in told[-1]


def test_pfif_that_has_expired_holds_no_name(tmp_path: Path) -> None:
    _, leaving = released(tmp_path)
    root, told = pfif(leaving, expiries={"7": "2026-04-30T00:00:00Z", "8": "2026-05-02T00:00:00Z"})
    assert texts(root, "given_name") == ["=Ben", "Cy"]
    assert texts(root, "expiry_date") == ["2026-04-30T00:00:00Z", "2026-05-02T00:00:00Z"]
    assert len(root.find(f"{{{NAMESPACE}}}person")) == 3
    assert told[-1].startswith("1 records have expired")
    root, _ = pfif(leaving, expires=datetime.date(2027, 1, 1))
    assert texts(root, "expiry_date") == ["2027-01-01T00:00:00Z"] * 3


def test_pfif_needs_names(tmp_path: Path) -> None:
    records, _ = released(tmp_path)
    with pytest.raises(StoreProblem, match="names may not leave"):
        pfif(release(records, KIND, "public"))
