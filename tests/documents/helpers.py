"""What several tests of readers need."""

from __future__ import annotations

from muniment.documents.document import Document
from muniment.documents.limits import DEFAULT_LIMITS, Limits
from muniment.documents.reading import read_bytes


def read(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The first document in bytes, read in this process."""
    return next(read_bytes(name, data, limits))


def paragraphs(document: Document) -> list[str]:
    """The texts of a document's paragraphs, blanks and line feeds made one blank (TABs kept)."""
    return [
        "\n".join(
            " ".join(line.split(" ")).strip() for line in document.text[start:end].splitlines()
        )
        for start, end in document.paragraphs
    ]


def flat(document: Document) -> list[str]:
    """The texts of a document's paragraphs on one line each."""
    return [" ".join(document.text[start:end].split()) for start, end in document.paragraphs]
