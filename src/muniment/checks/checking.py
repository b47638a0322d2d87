"""Applies the rule book to the claims of one or several documents."""

from __future__ import annotations

from collections.abc import Sequence

# Each family registers its rules when it is imported.
from muniment.checks import (  # noqa: F401
    across,
    arithmetic,
    completeness,
    impossible,
    lifetimes,
    restated,
    time,
)
from muniment.checks.model import Result
from muniment.checks.rulebook import CHECKS, CROSS_CHECKS
from muniment.claims.model import DocumentClaims


def check_document(claims: DocumentClaims) -> list[Result]:
    """Every result of the rules that look at one document."""
    return [result for function in CHECKS for result in function(claims)]


def check_together(documents: Sequence[DocumentClaims]) -> list[Result]:
    """Every result of the rules that look at several documents together."""
    return [result for function in CROSS_CHECKS for result in function(documents)]
