"""Applies the rule book to the claims of one or several documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

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
from muniment.checks.rulebook import CHECKS, CROSS_CHECKS, NOTES
from muniment.checks.sides import shared_sides
from muniment.claims.model import DocumentClaims


def check_document(
    claims: DocumentClaims, wanted: Callable[[str], bool] = lambda code: True
) -> list[Result]:
    """Every result of the rules that look at one document.

    ``wanted`` tells of a rule's code whether anybody asks for it; work is only spared where that
    is possible, so that other results may be given too.
    """
    notes = (function for code, function in NOTES.items() if wanted(code))
    with shared_sides():
        return [result for function in (*CHECKS, _law, *notes) for result in function(claims)]


def _law(claims: DocumentClaims) -> Iterable[Result]:
    """The rules on law; the register of instruments is loaded only for a text that cites one."""
    if not claims.citations:
        return ()
    from muniment.checks.law import check_law

    return check_law(claims)


def check_together(documents: Sequence[DocumentClaims]) -> list[Result]:
    """Every result of the rules that look at several documents together."""
    with shared_sides():
        return [result for function in CROSS_CHECKS for result in function(documents)]
