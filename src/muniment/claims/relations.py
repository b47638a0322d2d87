"""Relations: what the text says of several figures together, and remarks that bear on them."""

from __future__ import annotations

from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims, Relation
from muniment.claims.sentences import Sentence


def find_relations(
    claims: DocumentClaims, sentences: list[Sentence], language: Language
) -> list[Relation]:
    """The relations of a document's claims, in order."""
    return []
