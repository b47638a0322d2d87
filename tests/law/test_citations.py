"""Citations in all their forms, right and wrong in one way: resolved, found wrong, left alone.

``citations.jsonl`` holds them; rows marked as held out were not looked at while the code was made
to read the others, and are measured as a part of their own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from muniment.checks.law import check_law
from muniment.checks.model import Outcome
from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

ROWS = Path(__file__).with_name("citations.jsonl")
RESOLVED, FOUND, QUIET = 0.95, 0.93, 0.98
DATED = frozenset({"L302", "L308"})
"""The year of a resolution may be judged by its symbol or by its date."""


@dataclass
class Measured:
    """A row with what was read: the instruments of its citation and the codes that fired."""

    row: dict[str, Any]
    given: list[str | None]
    codes: dict[str, str]

    @property
    def resolved(self) -> bool:
        """Whether the citation has one of the instruments expected; "" stands for none."""
        expected = (self.row["instrument"] or "").split("|")
        if "" in expected and not any(self.given):
            return True
        return any(each in expected for each in self.given if each)

    @property
    def found(self) -> bool:
        """Whether the error planted was found."""
        wanted = self.row["error"]
        return bool(self.codes.keys() & (DATED if wanted in DATED else {wanted}))

    @property
    def quiet(self) -> bool:
        """Whether nothing above a note fired."""
        return not any(level != "note" for level in self.codes.values())


def read(text: str) -> DocumentClaims:
    """The claims of a text."""
    document = Document(
        path="text.txt",
        sha256="",
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        language="en",
    )
    return read_claims(document)


def measure(row: dict[str, Any]) -> Measured:
    """What is read and found in a row's text."""
    claims = read(row["text"])
    start = row["text"].index(row["quote"])
    end = start + len(row["quote"])
    given = [
        each.instrument
        for each in claims.citations
        if each.passage.start < end and start < each.passage.end
    ]
    fired = [each for each in check_law(claims) if each.outcome is Outcome.FIRES]
    return Measured(row, given, {each.code: str(each.level) for each in fired})


def rows(*, heldout: bool) -> list[dict[str, Any]]:
    """The rows of one part of the set."""
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    parsed = [json.loads(line) for line in lines]
    return [row for row in parsed if row.get("heldout", False) == heldout]


def shares(measured: list[Measured]) -> dict[str, tuple[int, int]]:
    """Of how many rows how many were resolved right, found wrong, left alone."""
    right = [each for each in measured if each.row["error"] is None]
    wrong = [each for each in measured if each.row["error"] is not None]
    return {
        "resolved": (sum(each.resolved for each in measured), len(measured)),
        "found": (sum(each.found for each in wrong), len(wrong)),
        "quiet": (sum(each.quiet for each in right), len(right)),
    }


def failures(measured: list[Measured]) -> str:
    """The rows that failed, by the code expected."""
    told = []
    for each in sorted(measured, key=lambda each: str(each.row["error"])):
        good = each.found if each.row["error"] else each.quiet
        if not (good and each.resolved):
            told.append(
                f"{each.row['error']} {each.row['id']} {each.row['text']!r}: expected "
                f"{each.row['instrument']}, given {each.given}, fired {each.codes}"
            )
    return "\n".join(told)


@pytest.mark.parametrize("heldout", [False, True])
def test_citations_are_resolved_and_judged(heldout: bool) -> None:
    """Each part of the set reaches the shares that are asked for."""
    measured = [measure(row) for row in rows(heldout=heldout)]
    told = shares(measured)
    report = f"{told}\n{'' if heldout else failures(measured)}"
    for name, least in (("resolved", RESOLVED), ("found", FOUND), ("quiet", QUIET)):
        good, total = told[name]
        assert good >= least * total, report
