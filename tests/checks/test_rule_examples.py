"""Every rule's page is true: its first example makes the rule fire, its second does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.checks.checking import check_document, check_together
from muniment.checks.model import Outcome
from muniment.checks.rulebook import Rule, rules
from muniment.claims.reader import read_claims
from muniment.documents.reading import read_document


def fired(documents: tuple[str, ...], folder: Path) -> set[str]:
    """The codes of the findings on these documents, written to a folder and checked together."""
    claims = []
    for number, text in enumerate(documents, 1):
        path = folder / f"example-{number}.md"
        path.write_text(text + "\n", encoding="utf-8")
        claims.append(read_claims(read_document(path)))
    results = [r for each in claims for r in check_document(each)] + check_together(claims)
    return {r.code for r in results if r.outcome is Outcome.FIRES}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_the_first_example_fires(rule: Rule, tmp_path: Path) -> None:
    assert rule.code in fired(rule.firing, tmp_path)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_the_second_example_does_not(rule: Rule, tmp_path: Path) -> None:
    assert rule.code not in fired(rule.silent, tmp_path)
