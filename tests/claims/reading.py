"""Reads the text of a test as a document's claims."""

from __future__ import annotations

import hashlib

from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.reader import read_claims
from muniment.documents.document import Document


def claims_of(text: str, language: str = "en") -> DocumentClaims:
    """The claims of a text."""
    return read_claims(
        Document(
            path="test.txt",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            media_type="text/plain",
            text=text,
            body=(0, len(text)),
            language=language,
        )
    )


def figures_of(text: str) -> list[Figure]:
    """The figures of an English text that are no durations, distances or sums of money."""
    figures = claims_of(text).figures
    return [figure for figure in figures if figure.klass in ("count", "share")]


def events_of(text: str) -> list[str]:
    """Number and event of each figure: "12 killed"."""
    return [f"{figure.number.text} {figure.event}" for figure in figures_of(text)]


def parts_of(text: str) -> list[str]:
    """Each link: "5 subset of 12"."""
    figures = {figure.id: figure for figure in claims_of(text).figures}
    return [
        f"{figure.number.text} {figure.part_kind} of {figures[figure.part_of].number.text}"
        for figure in figures.values()
        if figure.part_of is not None
    ]
