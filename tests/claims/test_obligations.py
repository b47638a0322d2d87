"""Who is said to have broken, joined or signed an instrument, or to be held by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.claims.reader import read_claims
from muniment.documents.document import Document

CASES = Path(__file__).parent / "obligation_cases.txt"
SWAP = {"ISL": "NOR", "Iceland": "Norway", "Icelandic": "Norwegian"}
SWAP |= {there: here for here, there in SWAP.items()}


def swapped(words: str) -> str:
    """Words with the two states exchanged."""
    for number, name in enumerate(sorted(SWAP, key=len, reverse=True)):
        words = words.replace(name, f"\0{number}\0")
    for number, name in enumerate(sorted(SWAP, key=len, reverse=True)):
        words = words.replace(f"\0{number}\0", SWAP[name])
    return words


def cases() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def roles(text: str, issuer_state: str | None) -> list[str]:
    """The roles that a text gives, as the file of cases writes them."""
    document = Document(
        path="case.txt",
        sha256="",
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        issuer_state=issuer_state,
        date="2020-05-01",
        language="en",
    )
    found = (r for r in read_claims(document).relations if r.type in ("breach", "legal-role"))
    return sorted(
        f"{r.values['role']}:{r.values['state']}" if r.type == "legal-role" else r.type
        for r in found
    )


def expected(case: str) -> tuple[list[str], str, str | None]:
    wanted, _, text = case.partition("|")
    issuer, at, rest = text.partition(" @ ")
    return sorted(wanted.split()), (rest if at else text).strip(), issuer.strip() if at else None


@pytest.mark.parametrize("case", cases())
def test_roles_are_given_to_whom_the_text_names_and_to_nobody_else(case: str) -> None:
    wanted, text, issuer = expected(case)
    assert roles(text, issuer) == wanted


@pytest.mark.parametrize("case", cases())
def test_the_other_state_is_read_alike(case: str) -> None:
    wanted, text, issuer = expected(swapped(case))
    assert roles(text, issuer) == wanted


def test_every_role_and_silence_is_among_the_cases() -> None:
    wanted = {word.partition(":")[0] for case in cases() for word in expected(case)[0]}
    assert wanted == {"accused", "breach", "held", "joined", "signed"}
    assert sum(not expected(case)[0] for case in cases()) > 15
