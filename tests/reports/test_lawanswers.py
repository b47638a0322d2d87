"""Answers on law as text, JSON and CSV."""

from __future__ import annotations

import csv
import datetime
import io
import json

from muniment.law.instruments import instruments
from muniment.law.resolving import Cited, resolve
from muniment.law.standing import standing
from muniment.law.states import states
from muniment.reports.lawanswers import (
    render_instruments,
    render_resolution,
    render_standings,
)

DAY = datetime.date(2020, 5, 1)


def test_one_instrument_is_a_sheet_and_several_are_lines() -> None:
    register = instruments()
    sheet = render_instruments([register["CAT"]], "text")
    assert "depositary: " in sheet
    lines = render_instruments([register["CAT"], register["ENMOD"]], "text").splitlines()
    assert [line.split()[0] for line in lines] == ["CAT", "ENMOD"]


def test_a_field_that_nobody_verified_says_so() -> None:
    doubtful = next(
        each
        for each in instruments().values()
        if each.adopted and each.sources["adopted"] == "MEMORY"
    )
    assert "not verified" in render_instruments([doubtful], "text")
    row = json.loads(render_instruments([doubtful], "json"))["instruments"][0]
    assert row["adopted"]["verified"] is False


def test_what_is_unknown_is_only_counted_unless_all_is() -> None:
    norway = states()["NOR"]
    known = [standing(instruments()[each], norway, DAY) for each in ("CAT", "GC1")]
    assert "unknown (1): " in render_standings(known, "text")
    assert "No list of the parties" in render_standings(known, "text", every=True)
    unknown = [standing(instruments()[each], norway, DAY) for each in ("GC1", "GC2")]
    assert render_standings(unknown, "text").count("No list of the parties") == 2
    assert render_standings([], "text") == ""


def test_csv_and_json_say_the_same_of_a_standing() -> None:
    found = [standing(instruments()["ENMOD"], states()[each], DAY) for each in ("NOR", "ISL")]
    rows = list(csv.DictReader(io.StringIO(render_standings(found, "csv"))))
    data = json.loads(render_standings(found, "json"))["standings"]
    for row, each in zip(rows, data, strict=True):
        assert row["status"] == each["status"]
        assert row["since"] == (each["since"] or "")
        assert row["sources"] == "|".join(each["sources"])
        assert row["reasons"] == " ".join(each["reasons"])


def test_candidates_are_listed_by_name() -> None:
    words = "Vienna Convention"
    text = render_resolution(words, resolve(Cited(words)), [], "text")
    assert "VCDR" in text
    assert "depositary" not in text
