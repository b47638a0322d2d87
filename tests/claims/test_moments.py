"""On which day or at what hour one thing is said to have happened."""

from __future__ import annotations

import pytest

from tests.checks.reading import claims_of


@pytest.mark.parametrize(
    ("text", "subject", "happened", "known"),
    [
        ("The truce came into force at 06:00 on 9 June.", "truc", "begun", None),
        ("Nobody slept after it began, at 05:00 on 9 June.", None, "begun", "yes"),
        ("The dam burst on 3 June 2021.", "dam", "burst", None),
        ("On the night of 3 June, when the dam burst, nobody slept.", "dam", "burst", "yes"),
    ],
)
def test_moments(text: str, subject: str | None, happened: str, known: str | None) -> None:
    (moment,) = [each for each in claims_of(text).relations if each.type == "moment"]
    values = moment.values
    assert values.get("subject") == subject
    assert (values["happened"], values.get("known")) == (happened, known)


@pytest.mark.parametrize(
    "text", ["The shells fell on 3 June.", "It will rain on 3 June.", "Two men died on 3 June."]
)
def test_no_moments(text: str) -> None:
    assert not [each for each in claims_of(text).relations if each.type == "moment"]


def test_one_more_of_a_kind_says_so() -> None:
    text = "The second truce began at 05:00 on 9 May."
    (moment,) = [each for each in claims_of(text).relations if each.type == "moment"]
    assert moment.values["another"] == "yes"
