"""The arithmetic rules on short texts, half of which only look wrong."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from muniment.checks.checking import check_document
from muniment.checks.model import Outcome, Result
from muniment.claims.model import Figure
from muniment.values.quantity import Quantity
from tests.checks.reading import claims_of, results

CODES = frozenset("A101 A102 A103 A104 A106 A107 A109 S406".split())
LINES = (Path(__file__).parent / "arithmetic_cases.txt").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split(" | ", 1)) for line in LINES if line and not line.startswith("#")]


def of_arithmetic(text: str) -> list[Result]:
    return [r for r in results((None, None, text)) if r.code in CODES]


@pytest.mark.parametrize(("code", "text"), CASES)
def test_case(code: str, text: str) -> None:
    found = {r.code for r in of_arithmetic(text.replace("¶", "\n")) if r.outcome is Outcome.FIRES}
    assert found == (set() if code == "-" else {code})


def working(text: str, code: str) -> str | None:
    return next(r.working for r in of_arithmetic(text) if r.code == code)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("They freed 1,250 people: 640 men and 600 women.", "A101", "640 + 600 = 1,240, not 1,250"),
        ("They freed 1 250 people: 650 men and 600 women.", "A101", "1 250 = 650 + 600"),
        ("Forty came. Forty-six of them were ill.", "A102", "46 is more than 40"),
        ("Eighty of the 200 wells, or one in four, are dry.", "A104", None),
    ],
)
def test_the_working_is_in_the_style_of_the_text(
    text: str, code: str, expected: str | None
) -> None:
    shown = working(text, code)
    assert shown == (expected or "80 of 200 is 40 percent, not one in four")


def test_what_holds_is_told_too() -> None:
    text = "In all 90 people, including 60 soldiers, and 30 civilians, went missing."
    held = [r for r in of_arithmetic(text) if r.outcome is Outcome.HOLDS]
    assert [r.working for r in held] == ["90 = 60 + 30"]


def test_an_open_whole_is_told_and_fires_nothing() -> None:
    text = (
        "In all 90 citizens, including 60 soldiers, and 30 civilians, vanished. "
        "Nine of them were minors."
    )
    told = [r for r in of_arithmetic(text) if r.code == "A102"]
    assert [r.outcome for r in told] == [Outcome.NOT_CHECKABLE]
    assert told[0].message.endswith("fits in any of them.")


def test_an_echo_from_afar_is_told_only_where_it_fits() -> None:
    text = "During the war 3,450 villagers went missing.\n\nWhere are the {} missing villagers?"
    held = [r for r in of_arithmetic(text.format("nearly 3,500")) if r.code == "A106"]
    assert [r.outcome for r in held] == [Outcome.HOLDS]
    assert not [r for r in of_arithmetic(text.format("nearly 9,000")) if r.code == "A106"]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("They burned 40 houses: 25 in Ardal and 16 in Berre.", 16, 15),
        ("Forty came. Forty-six of them were ill.", 46, 36),
        ("Arrests rose from 40 to 50, up 35 percent.", 35, 25),
        ("Eighty of the 200 wells, or 30 percent, are dry.", 30, 40),
        ("The mill ground exactly 8 tonnes a day for 25 days, 220 tonnes in all.", 220, 200),
        ("The bill came to 900 crowns, over a thousand.", 900, 1200),
    ],
)
def test_corrected_claims_give_corrected_findings(text: str, wrong: int, right: int) -> None:
    claims = claims_of(text)

    def fired() -> set[str]:
        return {
            r.code for r in check_document(claims) if r.outcome is Outcome.FIRES and r.code in CODES
        }

    assert len(fired()) == 1
    claims.figures = [_corrected(figure, wrong, right) for figure in claims.figures]
    assert fired() == set()


def _corrected(figure: Figure, wrong: int, right: int) -> Figure:
    if figure.quantity.low != wrong:
        return figure
    return dataclasses.replace(figure, quantity=Quantity(right, right))


def test_one_problem_is_one_finding() -> None:
    text = "The boat carried 12 people: 14 men and three women."
    fired = [r.code for r in of_arithmetic(text) if r.outcome is Outcome.FIRES]
    assert fired == ["A102"]
