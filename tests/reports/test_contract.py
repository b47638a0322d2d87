"""The JSON output keeps its contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from muniment.documents.document import Page
from muniment.reports.contract import dump_json, render_json
from muniment.reports.report import Report
from tests.reports import examples

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def output() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render_json(examples.both()))
    return loaded


def test_the_output_validates(
    validator: jsonschema.Draft202012Validator, output: dict[str, Any]
) -> None:
    validator.validate(output)


def test_an_empty_run_validates(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(render_json(Report())))


@pytest.mark.parametrize(
    ("claim", "key", "value"),
    [(0, "event", "exploded"), (0, "part_of", "whole"), (0, "id", "1"), (0, "low", "24")],
)
def test_the_schema_refuses_what_is_not_in_the_contract(
    validator: jsonschema.Draft202012Validator,
    output: dict[str, Any],
    claim: int,
    key: str,
    value: object,
) -> None:
    output["documents"][0]["claims"][claim][key] = value
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(output)


def test_findings_and_what_was_checked_stand_apart(output: dict[str, Any]) -> None:
    document = output["documents"][0]
    assert [f["code"] for f in document["findings"]] == ["A101", "T202"]
    assert [(c["code"], c["outcome"]) for c in document["checked"]] == [
        ("A101", "holds"),
        ("A105", "not checkable"),
    ]
    assert document["dismissed"][0]["reason"] == "It is a working title."
    assert [f["code"] for f in output["findings"]] == ["X501"]


def test_recognised_pages_keep_their_confidence(
    validator: jsonschema.Draft202012Validator,
) -> None:
    checked = examples.appeal()
    checked.claims.document.pages = (
        Page(1, 0, 9, 1, 1),
        Page(2, 9, 99, 1, 1, confidence=86.6),
    )
    output = json.loads(render_json(Report(documents=[checked])))
    validator.validate(output)
    assert output["documents"][0]["recognised"] == [{"page": 2, "confidence": 86.6}]


def test_passages_quote_the_text_exactly(output: dict[str, Any]) -> None:
    for row, text in zip(output["documents"], (examples.APPEAL, examples.ANSWER), strict=True):
        for claim in row["claims"]:
            passage = claim["passage"]
            assert text[passage["start"] : passage["end"]] == passage["quote"]


def test_lone_surrogates_are_escaped_so_that_the_output_is_utf8() -> None:
    text = dump_json({"quote": "a\ud800b ü"})
    assert text.encode("utf-8")
    assert json.loads(text) == {"quote": "a\ud800b ü"}


def test_the_instruments_cited_stand_with_their_standings(
    validator: jsonschema.Draft202012Validator,
) -> None:
    output = json.loads(render_json(Report(documents=[examples.lawful()])))
    validator.validate(output)
    document = output["documents"][0]
    by_id = {row["id"]: row for row in document["instruments"]}
    enmod = by_id["ENMOD"]
    assert enmod["dates"]["adopted"]["value"] == "1976-12-10"
    assert enmod["dates"]["adopted"]["verified"] is True
    cited = [claim["id"] for claim in document["claims"] if claim["kind"] == "citation"]
    assert set(enmod["citations"]) <= set(cited)
    assert len(enmod["citations"]) == 2
    norway = next(row for row in enmod["standings"] if row["state"] == "NOR")
    assert (norway["status"], norway["since"], norway["day"]) == (
        "bound",
        "1979-02-15",
        "2020-05-01",
    )
    assert by_id["A60285"]["standings"] == []
    assert by_id["GC1"]["standings"][0]["status"] == "unknown"


def test_a_document_that_cites_nothing_known_lists_no_instruments(output: dict[str, Any]) -> None:
    assert [document["instruments"] for document in output["documents"]] == [[], []]
