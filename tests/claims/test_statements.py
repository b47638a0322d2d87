"""What a figure's sentence says that bears on comparing it."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import pytest

from tests.checks.reading import claims_of


def values(text: str, number: int = 0) -> Mapping[str, str]:
    found = [each for each in claims_of(text).relations if each.type == "statement"]
    return found[number].values


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Shells destroyed 40 dwellings in Kellin.", "thing", "house"),
        ("Shells destroyed 40 dwellings in Kellin.", "happened", "destroyed"),
        ("Shells destroyed 40 dwellings in Kellin.", "names", "kellin"),
        ("In Kellin, 31 people lost their lives.", "happened", "killed"),
        ("Civilians killed since 1 January 2021: 212.", "since", "2021-01-01"),
        ("Civilians killed since 1 January 2021: 212.", "running", "yes"),
        ("Deaths since the outbreak began: 58.", "running", "yes"),
        ("At present 400 people are held.", "standing", "yes"),
        ("We lost 14 tanks.", "side", "own"),
        ("The enemy lost 14 tanks.", "side", "other"),
        ("We found that at least 70 shops had been looted.", "side", None),
        ("In the county without the city 121 barns were burned.", "without", "city"),
        ("All 24 lorries came.", "definite", "all"),
        ("The 24 lorries came.", "definite", "the"),
        ("Captain Orla's sentence of 15 years is long.", "definite", "owned"),
        ("We have read that 30 boats were burned.", "heard", "yes"),
        ("According to the Front, 40 lorries were burned.", "cited_source", "front"),
        ("Another 40 lorries were burned.", "further", "yes"),
        ("More than 40 lorries were burned.", "further", None),
        ("The town should give 40 lorries.", "unreal", "yes"),
        ("In May 40 lorries were burned.", "unreal", None),
        ("It landed 250 metres from the old clinic.", "anchor", "from clinic"),
    ],
)
def test_values(text: str, name: str, value: str | None) -> None:
    assert values(text).get(name) == value


def test_a_sentence_borrows_place_and_day_from_those_before_it() -> None:
    text = "Kellin, 3 May 2021. Our men counted the dead. There were 40 of them."
    assert values(text)["near_names"] == "kellin"
    assert values(text)["near_dates"] == "2021-05-03"


def test_each_figure_keeps_the_name_beside_it() -> None:
    text = "Shells killed 12 people in Kellin and nine people in Sorrin."
    assert [values(text, number)["names"] for number in (0, 1)] == ["kellin", "sorrin"]


def test_values_are_read_when_asked_for_and_go_to_other_processes_as_they_are() -> None:
    statement = next(r for r in claims_of("We lost 14 tanks.").relations if r.type == "statement")
    assert statement.values["side"] == "own"
    assert "standing" not in statement.values
    with pytest.raises(KeyError):
        statement.values["standing"]
    copy = pickle.loads(pickle.dumps(statement))
    assert copy.values == dict(statement.values)
    assert type(copy.values) is dict


def test_corrected_claims_are_what_is_said_of_them() -> None:
    claims = claims_of("Shells  killed 12 people in Kellin.")
    claims.figures[0].number = claims.figures[0].passage = None  # type: ignore[assignment]
    statement = next(each for each in claims.relations if each.type == "statement")
    assert statement.values["names"] == "kellin"
