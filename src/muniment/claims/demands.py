"""Demands: clauses that ask somebody to do or to stop something."""

from __future__ import annotations

from muniment.claims.language import Language
from muniment.claims.model import Demand
from muniment.claims.sentences import Sentence
from muniment.documents.document import Document


def find_demands(document: Document, sentences: list[Sentence], language: Language) -> list[Demand]:
    """The demands of a document, in order."""
    return []
