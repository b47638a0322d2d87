"""Clock times, stretches of time, their lengths, and what is said to have happened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.claims.model import Relation
from tests.checks.reading import claims_of


def relations(text: str, kind: str) -> list[Relation]:
    return [each for each in claims_of(text).relations if each.type == kind]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("It began at 06:00 and ended at 23.45.", ["06:00", "23:45"]),
        ("The shell fell at 8.12 near the well.", ["08:12"]),
        ("They came at 3 p.m. and left at 11:30 pm.", ["15:00", "23:30"]),
        ("Shells fell from noon to midnight.", ["12:00", "24:00"]),
        ("She left at six in the evening.", ["18:00"]),
        ("The doors close at ten o'clock.", ["10:00"]),
        ("PATROLS WERE FIRED ON FROM 1710 TO 2250.", ["17:10", "22:50"]),
        ("Fire was opened at 0430 hours.", ["04:30"]),
        ("The rate rose to 8.12 percent.", []),
        ("It weighs 30.02 tonnes.", []),
        ("From 1998 to 2010 nobody came.", []),
        ("See paragraph 31.4 and annex 12.15.", []),
    ],
)
def test_clock_times(text: str, times: list[str]) -> None:
    assert [each.values["time"] for each in relations(text, "clock")] == times


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("It held from 3 May to 9 May 2021.", ["from 3 May to 9 May 2021"]),
        (
            "It began on 3 May 2021 and ended on 9 May 2021.",
            ["began on 3 May 2021 and ended on 9 May 2021"],
        ),
        ("The letters fell from 2017 to 1988 overnight.", []),
        ("On 3 May 2021 it rained.", []),
    ],
)
def test_intervals(text: str, quotes: list[str]) -> None:
    assert [each.passage.quote for each in relations(text, "interval")] == quotes


def test_one_day_is_only_what_the_text_says_is_one_day() -> None:
    assert relations("On that day the gate stayed closed from 09:30 to 08:15.", "interval")[
        0
    ].values
    assert not relations("It is shut from 22:00 to 05:00.", "interval")[0].values
    assert not relations("On 3 May each night from 14:00 to 05:00.", "interval")[0].values


@pytest.mark.parametrize(
    ("text", "happened"),
    [
        ("Two guards were arrested on 3 May 2021.", True),
        ("On 3 May 2021 two guards were arrested.", True),
        ("The guards will be tried on 3 May 2021.", False),
        ("The permit was extended until 3 May 2021.", False),
        ("They agreed to meet on 3 May 2021.", False),
        ("The label said 'best before 3 May 2021'.", False),
        ("The hearing on 3 May 2021 was cancelled.", False),
    ],
)
def test_what_happened(text: str, happened: bool) -> None:
    assert bool(relations(text, "happened")) is happened


@given(st.text(alphabet="from to until between 3 May 2021 lasted 09:30 at noon , ( )", max_size=80))
def test_any_text_can_be_read_and_every_passage_is_exact(text: str) -> None:
    claims = claims_of(text)
    for each in claims.relations:
        passage = each.passage
        assert claims.document.text[passage.start : passage.end] == passage.quote
