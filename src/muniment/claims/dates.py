"""Dates: every calendar date, month, year or period that a text states, as EDTF."""

from __future__ import annotations

from muniment.claims.language import Language
from muniment.claims.model import DateClaim
from muniment.claims.sentences import Sentence
from muniment.documents.document import Document


def find_dates(
    document: Document, sentences: list[Sentence], language: Language
) -> list[DateClaim]:
    """The dates of a document, in order."""
    return []
