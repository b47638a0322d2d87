"""Runs check cases and counts what was found, missed and found too much."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.checks.checking import check_document, check_together
from muniment.checks.model import Outcome, Result
from muniment.claims.reader import read_claims
from muniment.documents.document import Document

HERE = Path(__file__).parent
CODES = (
    *(f"A{n}" for n in range(101, 110)),
    *(f"T{n}" for n in range(201, 206)),
    *("S406", "X501", "X502", "X503"),
)


@dataclass(slots=True)
class Score:
    """Findings right, expected and given, by code; clean cases and those left in peace."""

    right: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    silent: int = 0

    @property
    def recall(self) -> float:
        """Expected findings that were given, 0 to 1."""
        return self.right.total() / max(self.expected.total(), 1)

    @property
    def precision(self) -> float:
        """Given findings that were expected, 0 to 1."""
        return self.right.total() / max(self.given.total(), 1)

    @property
    def silence(self) -> float:
        """Clean cases without any finding, 0 to 1."""
        return self.silent / max(self.clean, 1)


def measure(name: str) -> Score:
    """The score over all cases of a file ("dev", "dev_more", "heldout")."""
    score = Score()
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        _measure_case(json.loads(line), score)
    return score


def findings(case: dict[str, Any]) -> list[Result]:
    """What the rules find in the documents of a case, alone and together."""
    read = [
        read_claims(
            Document(
                path=f"{case['id']}-{number}",
                sha256="",
                media_type="text/plain",
                text=row["text"],
                body=(0, len(row["text"])),
                issuer=row["issuer"],
                date=row["date"],
                language="en",
            )
        )
        for number, row in enumerate(case["documents"], 1)
    ]
    results = [r for claims in read for r in check_document(claims)] + check_together(read)
    return [r for r in results if r.outcome is Outcome.FIRES and r.code in CODES]


def _measure_case(case: dict[str, Any], score: Score) -> None:
    given = findings(case)
    open_ = list(case["expect"])
    score.expected.update(wanted["code"] for wanted in open_)
    score.given.update(result.code for result in given)
    for result in given:
        hit = next((w for w in open_ if w["code"] == result.code and _touches(result, w)), None)
        if hit:
            open_.remove(hit)
            score.right[result.code] += 1
    if not case["expect"]:
        score.clean += 1
        score.silent += not given


def _touches(result: Result, wanted: dict[str, Any]) -> bool:
    """Whether a finding quotes, or stands within, one of the expected quotes."""
    quotes = [_squeeze(passage.quote) for passage in result.passages]
    said = " ".join([*quotes, _squeeze(result.message), _squeeze(result.working or "")])
    return any(
        _squeeze(quote) in said or any(q in _squeeze(quote) for q in quotes)
        for quote in wanted["quotes"]
    )


def _squeeze(text: str) -> str:
    return " ".join(text.lower().split())
