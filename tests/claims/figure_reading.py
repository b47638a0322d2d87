"""Reads figures of a plain text, for tests."""

from __future__ import annotations

from muniment.claims.citations import find_citations
from muniment.claims.dates import find_dates
from muniment.claims.figures import find_figures
from muniment.claims.language import load_language
from muniment.claims.model import Figure
from muniment.claims.sentences import split_sentences
from muniment.documents.document import Document
from muniment.values.quantity import Number


def document_of(text: str) -> Document:
    return Document(
        path="t.txt",
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        language="en",
    )


def figures_of(text: str) -> list[Figure]:
    document = document_of(text)
    language = load_language("en")
    sentences = split_sentences(document, language)
    dates = find_dates(document, sentences, language)
    citations = find_citations(document, sentences, language)
    return find_figures(document, sentences, language, dates, citations)


def shown(figure: Figure) -> str:
    """A figure in one line: number = value [class unit] counted."""
    low, high = figure.quantity.low, figure.quantity.high
    value = _end(low) if low == high else f"{_end(low)}..{_end(high)}"
    about = "~" if figure.quantity.approximate else ""
    unit = f" {figure.unit}" if figure.unit else ""
    counted = figure.counted.text if figure.counted else "-"
    return f"{figure.number.text} = {about}{value} [{figure.klass}{unit}] {counted}"


def _end(value: Number | None) -> str:
    return "–" if value is None else str(value)
