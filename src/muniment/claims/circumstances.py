"""Circumstances: when, where, by whom as alleged, and who says so."""

from __future__ import annotations

from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims
from muniment.claims.sentences import Sentence


def assign_circumstances(
    claims: DocumentClaims, sentences: list[Sentence], language: Language
) -> None:
    """Fill in the fields that this module owns on every figure of the document."""
