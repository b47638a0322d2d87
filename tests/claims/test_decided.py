"""What people decided of figures stands in place of what was read."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from muniment.checks.checking import check_together
from muniment.checks.model import Outcome
from muniment.claims.decided import Decided
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

NORTH = "On 2 March 2021, 14 people were killed in the village of Alder."
SOUTH = "On 2 March 2021, 11 people were killed in the village of Alder."
WRAPPED = NORTH.replace(" in the", "\n   in  the")


def made(text: str, issuer: str) -> Document:
    return Document(
        path=issuer,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        issuer=issuer,
        date="2021-03-04",
        language="en",
    )


def figure(claims: DocumentClaims) -> Figure:
    return next(each for each in claims.figures if each.quantity.low is not None)


def said(text: str, there: bool = True, **fields: Any) -> Decided:
    read = figure(read_claims(made(text, "Norland")))
    return Decided(read.id, there, said=fields)


def codes(*decided: Decided, text: str = NORTH, other: str = SOUTH) -> list[str]:
    north = read_claims(made(text, "Norland"), decided=decided)
    south = read_claims(made(other, "Sudland"))
    return [each.code for each in check_together([north, south]) if each.outcome is Outcome.FIRES]


@pytest.mark.parametrize("text", [NORTH, WRAPPED])
def test_rules_compare_what_people_decided(text: str) -> None:
    assert codes(text=text) == ["X501"]
    assert codes(said(text, low=11, high=11), text=text) == ["X503"]
    assert codes(said(text, low=12, high=15), text=text) == ["X501"]
    assert codes(said(text, low=10, high=None), text=text) == ["X503"]
    assert codes(said(text, there=False), text=text) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"event": "injured"},
        {"place": {"text": "the village of Birch"}},
        {"period": {"text": "2021-03-09", "edtf": "2021-03-09"}},
        {"counted": {"text": "houses"}},
    ],
)
def test_a_corrected_field_sets_figures_apart(fields: dict[str, Any]) -> None:
    assert codes(said(NORTH, **fields)) == []


def test_what_people_corrected_is_what_the_rules_repeat() -> None:
    north = read_claims(made(NORTH, "Norland"), decided=[said(NORTH, low=12, high=None)])
    south = read_claims(made(SOUTH, "Sudland"))
    (result,) = check_together([north, south])
    assert "at least 12" in (result.working or "")
    assert "14" not in (result.working or "")


@pytest.mark.parametrize("gap", [" ", "\n  "])
def test_a_figure_that_a_person_added_is_compared(gap: str) -> None:
    text = "On 2 March 2021, a whole family perished in the village of Alder."
    text = text.replace("a whole family ", f"a{gap}whole{gap}family ")
    start = text.index("a" + gap)
    fields = {"low": 4, "high": 4, "event": "killed", "counted": {"text": "people"}}
    added = Decided("p1", added=True, start=start, end=text.index("perished") - 1, said=fields)
    claims = read_claims(made(text, "Norland"), decided=[added])
    (own,) = (each for each in claims.figures if each.id == "p1")
    assert own.passage.quote.split() == ["a", "whole", "family"]
    assert codes(added, text=text) == ["X501"]


def test_nothing_that_people_sent_can_break_the_reading() -> None:
    for start, end in ((0, 0), (5, 3), (10, 10**6), (-4, 2)):
        added = Decided("p1", added=True, start=start, end=end, said={"low": 3, "high": 1})
        read_claims(made(NORTH, "Norland"), decided=[added])
    odd: dict[str, Any] = {
        "low": "x",
        "period": {"edtf": "last spring"},
        "said_by": [{}],
        "unit": 0,
        "class": "z",
    }
    read_claims(made(NORTH, "Norland"), decided=[said(NORTH, **odd)])
