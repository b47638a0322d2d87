"""Citations: treaties, laws, resolutions, judgments and statements that a text names."""

from __future__ import annotations

from muniment.claims.language import Language
from muniment.claims.model import Citation
from muniment.claims.sentences import Sentence
from muniment.documents.document import Document


def find_citations(
    document: Document, sentences: list[Sentence], language: Language
) -> list[Citation]:
    """The citations of a document, in order."""
    return []
