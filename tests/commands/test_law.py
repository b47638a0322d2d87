"""``muniment law``: what it answers, in each form, and what it says of bad input."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main
from muniment.law.instruments import instruments


def asked(*words: str) -> Result:
    return CliRunner().invoke(main, ["law", *words])


def told(*words: str) -> str:
    result = asked(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def as_json(*words: str) -> Any:
    return json.loads(told(*words, "--format", "json"))


def as_csv(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(told(*words, "--format", "csv"))))


def test_an_instrument_is_shown_with_its_dates_each_with_its_source() -> None:
    text = told("ENMOD")
    assert "adopted: 10 December 1976  [UN Treaty Collection status page]" in text
    assert "opened for signature: 18 May 1977" in text
    assert "in force from: 5 October 1978" in text
    row = as_json("enmod")["instruments"][0]
    assert row["adopted"] == {
        "value": "1976-12-10",
        "source": "UNTC-2026-02-03",
        "verified": True,
    }
    assert as_csv("ENMOD")[0]["opened"] == "1977-05-18"


def test_without_a_question_it_says_how_to_ask_and_how_many_instruments_there_are() -> None:
    text = told()
    assert "--between DAY DAY" in text
    assert f"{len(instruments())} instruments; `muniment law --list` names them." in text
    assert len(text.splitlines()) < 40


def test_every_instrument_is_listed_when_asked_for() -> None:
    assert len(told("--list").splitlines()) == len(instruments())
    assert [row["id"] for row in as_csv("--list")] == list(instruments())


def test_a_citation_is_resolved_and_compared() -> None:
    text = told("1984 Convention against Torture")
    assert "CAT: by its name" in text
    assert "fits: Convention against Torture: adopted 10 December 1984." in text
    wrong = as_json("1974 Convention against Torture")
    assert wrong["id"] == "CAT"
    assert [each["answer"] for each in wrong["verdicts"]] == ["does not fit"]
    assert as_csv("1974 Convention against Torture")[0]["id"] == "CAT"


def test_what_bound_a_state_on_a_day() -> None:
    text = told("--state", "ISL", "--on", "2020-05-01")
    bound, _, rest = text.partition("\nsigned only (")
    signed, _, rest = rest.partition("\nnot bound (")
    assert "  Convention against Torture: ratified it on " in bound
    assert "  ENMOD Convention: signed it on 18 May 1977" in signed
    assert "as of 3 February 2026" in signed
    assert "--all names them" in rest
    assert "Rome Statute" not in rest


def test_what_a_state_had_left_is_a_group_of_its_own() -> None:
    text = told("--state", "FIN", "--on", "2026-01-20")
    left = text.partition("\nwithdrawn (")[2].partition("\n\n")[0]
    assert "gave notice of withdrawal from it on 10 July 2025" in left


def test_what_cannot_be_said_is_listed_when_asked_for_and_always_in_data() -> None:
    every = told("--state", "NOR", "--on", "2020-05-01", "--all")
    assert every.count("No list of the parties to") > 10
    rows = as_csv("--state", "NOR", "--on", "2020-05-01")
    assert {row["status"] for row in rows} >= {"bound", "not bound", "unknown"}
    data = as_json("--state", "NOR", "--on", "2020-05-01")["standings"]
    assert [row["instrument"] for row in data] == [row["instrument"] for row in rows]
    assert all(row["sources"] for row in data if row["status"] in ("bound", "not bound"))


def test_treaties_that_did_not_exist_on_the_day_are_no_part_of_the_answer() -> None:
    rows = as_csv("--state", "NOR", "--on", "1977-01-01")
    named = {row["instrument"] for row in rows}
    assert "ENMOD" in named
    assert "CAT" not in named


def test_one_instrument_and_one_state() -> None:
    text = told("ENMOD", "--state", "Norway", "--on", "2020-05-01")
    assert text.startswith(
        "Norway and ENMOD Convention on 1 May 2020: bound since 15 February 1979"
    )
    assert "As of 3 February 2026." in text
    none = told("ENMOD", "--state", "AZE", "--on", "2023-01-25")
    assert "not bound\n" in none
    assert "neither signed nor joined" in none
    assert "(UN Treaty Collection status page)" in none
    assert as_json("ENMOD", "--state", "AZE", "--on", "2023-01-25")["standings"][0]["sources"] == [
        "UNTC-2026-02-03"
    ]


def test_what_a_state_did_between_two_years() -> None:
    text = told("BASEL", "--state", "ARM", "--between", "1995", "2005")
    assert text.index("1 January 1995: not bound") < text.index("acceded to it on 1 October 1999")
    assert "31 December 2005: bound" in text
    rows = as_csv("BASEL", "--state", "ARM", "--between", "1995", "2005")
    assert [row["what"] for row in rows] == ["not bound", "accession", "bound"]
    assert all(row["source"] and row["as_of"] for row in rows)
    course = as_json("BASEL", "--state", "ARM", "--between", "1995", "2005")["between"][0]
    assert [each["status"] for each in course["standings"]] == ["not bound", "bound"]


def test_several_instruments_of_one_name_make_one_answer() -> None:
    several = as_json("Geneva Conventions", "--state", "NOR", "--between", "1949", "1950")
    assert len(several["between"]) == 4


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--state", "Norwey"], 2, "no state of this name or code is in the register; is Norway"),
        (["--state", "Qxz"], 2, "--state Qxz: no state of this name or code is in the register."),
        (["--state", "CZE", "--on", "1985-01-01"], 2, "before it there was Czechoslovakia"),
        (["--on", "2020-01-01"], 2, "name it with --state"),
        (["--state", "NOR", "--on", "soon"], 2, "“soon” is no day"),
        (["--state", "NOR", "--on", "2023-02-30"], 2, "“2023-02-30” is no day of the calendar"),
        (["--state", "NOR", "--between", "1995", "2005"], 2, "--between needs the instrument"),
        (["CAT", "--state", "NOR", "--between", "2005", "1995"], 2, "the first day is after"),
        (
            ["CAT", "--state", "NOR", "--on", "2000", "--between", "1990", "1995"],
            2,
            "not with both",
        ),
        (["A/RES/ABC"], 2, "“A/RES/ABC” is no symbol of a document"),
        (["Convention on Nothing", "--state", "NOR"], 1, "`muniment law --list` names all"),
        (["Vienna Convention", "--state", "NOR"], 1, "may be one of several: "),
    ],
)
def test_bad_input_gets_one_clear_sentence(words: list[str], code: int, sentence: str) -> None:
    result = asked(*words)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith("muniment: ")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Convention on Nothing Whatever", "no instrument in the register has such a name"),
        ("A/RES/160/285", "session 160 of the General Assembly begins only in 2105"),
        ("Vienna Convention", "may be one of several"),
    ],
)
def test_what_resolves_to_no_one_instrument_says_so(words: str, sentence: str) -> None:
    result = asked(words)
    assert result.exit_code == 1
    assert sentence in result.stdout


def test_an_ambiguous_name_lists_its_candidates() -> None:
    lines = asked("Vienna Convention").stdout.splitlines()
    assert "VCDR" in {line.split()[0] for line in lines[2:]}
    assert len(lines) < 20


def test_a_day_before_the_treaty_is_told() -> None:
    text = told("ENMOD", "--state", "NOR", "--on", "1970-01-01")
    assert "not bound" in text
    assert "ENMOD Convention was adopted on 10 December 1976, after 1 January 1970." in text


def test_a_state_that_did_not_exist_on_the_day_is_told() -> None:
    text = told("ICCPR", "--state", "CZE", "--on", "1985-01-01")
    assert "unknown" in text
    assert "Czechia begins in the register on 1 January 1993" in text


@pytest.mark.parametrize("day", ["0000-01-01", "0000", "2023-02-30", "0000-00-00"])
def test_a_day_that_no_calendar_has_is_refused_in_one_sentence(day: str) -> None:
    result = asked("ENMOD", "--state", "ISL", "--on", day)
    assert result.exit_code != 0
    assert "is no day" in result.output
    assert not isinstance(result.exception, ValueError)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_have_an_answer(day: str) -> None:
    assert as_json("ENMOD", "--state", "ISL", "--on", day)
