"""Texts to measure on: our own documents, repeated to a length."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "corpus"


def own_documents() -> list[str]:
    """The text of every own labelled document, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*/docs/*.txt"))]


def of_length(characters: int) -> str:
    """Own documents one after the other, over and over, cut at a number of characters."""
    whole = "\n\n".join(own_documents())
    return (whole + "\n\n") * (characters // len(whole)) + whole[: characters % len(whole)]
