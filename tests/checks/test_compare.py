"""Whether two figures speak of the same thing, and what may never change the answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.checks.compare import (
    Comparable,
    NotComparable,
    across,
)
from muniment.checks.sides import (
    Side,
    fit,
    sides_of,
)
from muniment.values.quantity import Answer
from tests.checks.reading import Text, claims_of, fired, results


def side(text: str, issuer: str = "Office of the Vale", date: str = "2021-06-15") -> Side:
    return sides_of(claims_of(text, issuer, date))[0]


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("It lies 800 metres off.", "It lies 0.8 kilometres off.", Answer.FITS),
        ("It burned 40 hectares.", "It burned 0.4 square kilometres.", Answer.FITS),
        ("It lasted two days.", "It lasted 48 hours.", Answer.FITS),
        ("They took 40 tonnes of oil.", "They took 4,000 kilograms of oil.", Answer.DOES_NOT_FIT),
        ("It cost 40 crowns.", "It cost 40 dollars.", None),
        ("It lies 800 metres off.", "It burned 40 hectares.", None),
        ("At least 90 men came.", "Fewer than 60 men came.", Answer.DOES_NOT_FIT),
    ],
)
def test_values_in_any_unit(one: str, other: str, answer: Answer | None) -> None:
    assert fit(side(one), side(other)) is answer


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("On 3 May 14 women were killed in Kellin.", "one is of"),
        ("On 3 May 14 men were wounded in Kellin.", "something else happened"),
        ("On 3 May 14 men were killed in Sorrin.", "different places"),
        ("On 4 May 14 men were killed in Kellin.", "different times"),
        ("On 3 May a mine killed 14 men in Kellin.", "different causes"),
        ("On 3 May another 14 men were killed in Kellin.", "on top of another"),
    ],
)
def test_the_reason_is_told(other: str, reason: str) -> None:
    one = side("On 3 May shells killed 14 men in Kellin.")
    answer = across(one, side(other, issuer="League of Amber"))
    assert isinstance(answer, NotComparable)
    assert reason in answer.reason


PAIR: tuple[Text, Text] = (
    (
        "Ministry of Kellin",
        "2021-06-15",
        "On 3 May the army of Kellin shelled Ostrow; 40 houses burned in Ostrow. All 12 soldiers "
        "came back on 20 June 2021. They had marched off with 15 soldiers for four weeks, "
        "from 2 to 11 May 2021.",
    ),
    (
        "Ministry of Sorrin",
        "2021-06-15",
        "On 3 May 95 houses burned in Ostrow when the army of Kellin shelled it.",
    ),
)


def swapped(text: str) -> str:
    return text.replace("Kellin", "\0").replace("Sorrin", "Kellin").replace("\0", "Sorrin")


def test_swapping_the_parties_changes_no_finding() -> None:
    before = [(r.code, r.outcome, r.working) for r in results(*PAIR)]
    other = [(swapped(issuer or ""), date, swapped(text)) for issuer, date, text in PAIR]
    after = [(r.code, r.outcome, r.working) for r in results(*other)]
    assert before == after
    assert {"X501", "T204", "T205"} <= {code for code, _, _ in before}


@given(st.permutations(["Kellin", "Sorrin", "Ardal", "Loom"]))
def test_no_name_is_preferred(names: list[str]) -> None:
    texts = [
        (f"Council of {names[0]}", "2021-06-15", f"On 3 May 14 men were killed in {names[2]}."),
        (f"Council of {names[1]}", "2021-06-15", f"On 3 May 31 men were killed in {names[2]}."),
    ]
    assert fired(*texts, family="X") == ["X501"]


def test_the_comparison_is_symmetric() -> None:
    for _, _, text in PAIR:
        one, other = side(PAIR[0][2]), side(text, issuer="League of Amber")
        answers = across(one, other), across(other, one)
        assert [isinstance(each, Comparable) for each in answers] in ([True] * 2, [False] * 2)
