"""SARIF that validates against the standard's schema and points at the right characters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from muniment.checks.model import Outcome
from muniment.reports.report import CheckedDocument, Report
from muniment.reports.sarif import file_uri, render_sarif
from tests.reports import examples

SCHEMA = Path(__file__).parent / "sarif_schema" / "sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run_of(report: Report) -> dict[str, Any]:
    (run,) = json.loads(render_sarif(report))["runs"]
    assert isinstance(run, dict)
    return run


def test_the_log_validates(validator: jsonschema.Draft4Validator) -> None:
    for report in (examples.both(), Report(), Report(documents=[examples.right_to_left()])):
        validator.validate(json.loads(render_sarif(report)))


def test_regions_quote_the_file() -> None:
    lines = examples.APPEAL.split("\n")
    for result in run_of(Report(documents=[examples.appeal()]))["results"]:
        for location in [*result["locations"], *result["relatedLocations"]]:
            region = location["physicalLocation"]["region"]
            start = region["charOffset"]
            words = examples.APPEAL[start : start + region["charLength"]]
            assert words == region["snippet"]["text"]
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 :].startswith(words.split("\n")[0])
            last = lines[region["endLine"] - 1]
            assert last[: region["endColumn"] - 1].endswith(words.split("\n")[-1])


def test_other_formats_tell_the_place_in_words_and_no_offset() -> None:
    checked = examples.appeal()
    checked.claims.document.media_type = "application/pdf"
    result = run_of(Report(documents=[checked]))["results"][0]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "paragraph 2"
    assert "24 persons" in location["message"]["text"]


def test_rules_carry_their_pages() -> None:
    run = run_of(examples.both())
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    (rule,) = (rule for rule in rules if rule["id"] == "A101")
    assert rule["name"] == "parts-miss-total"
    assert "## What it checks" in rule["help"]["markdown"]
    assert "##" not in rule["help"]["text"]


def test_dismissed_findings_are_suppressed_with_their_reason() -> None:
    results = run_of(Report(documents=[examples.appeal()]))["results"]
    suppressed = [r for r in results if r["suppressions"]]
    assert [r["ruleId"] for r in suppressed] == ["L301"]
    assert suppressed[0]["suppressions"][0]["justification"] == "It is a working title."


def test_fingerprints_are_those_of_the_finding() -> None:
    first = run_of(Report(documents=[examples.appeal()]))["results"]
    again = run_of(examples.both())["results"]
    assert first[0]["fingerprints"] == again[0]["fingerprints"]
    prints = [r["fingerprints"]["claims/v1"] for r in again]
    assert len(set(prints)) == len(prints)


def test_files_that_could_not_be_read_are_told() -> None:
    (invocation,) = run_of(examples.both())["invocations"]
    assert not invocation["executionSuccessful"]
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("annex.pdf: the file ends")


def test_lines_end_where_the_standard_says() -> None:
    make = examples.Maker(examples.document("One\r\ntwo\r\nheld 24 persons there"))
    figure = make.figure("24 persons", "24", 24)
    make.result("A101", "error", Outcome.FIRES, "Bad.", None, figure)
    run = run_of(Report(documents=[CheckedDocument(claims=make.claims, results=make.results)]))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 6)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("appeal.txt", "appeal.txt"),
        ("two words/ü#1?.md", "two%20words/%C3%BC%231%3F.md"),
        ("/srv/a.txt", "file:///srv/a.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("-", "stdin"),
        ("bad\udcff.txt", "bad%FF.txt"),
    ],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    assert file_uri(path) == uri
