"""Texts to measure on: our own documents, repeated to a length."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "corpus"


def own_documents() -> list[str]:
    """The text of every own labelled document, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*/docs/*.txt"))]


def own_pages() -> list[str]:
    """Our documentation and the pages of the rule book, in the order of their names."""
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "src" / "muniment").rglob("rules/*.md")]
    return [path.read_text(encoding="utf-8") for path in sorted(pages)]


def of_length(characters: int) -> str:
    """Own documents one after the other, over and over, cut at a number of characters."""
    whole = "\n\n".join(own_documents())
    return (whole + "\n\n") * (characters // len(whole)) + whole[: characters % len(whole)]
