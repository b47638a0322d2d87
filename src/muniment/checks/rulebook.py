"""The rule book: every rule's code, name, level and page, and the functions that apply them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from muniment.checks.model import Result
from muniment.claims.model import DocumentClaims

Check = Callable[[DocumentClaims], Iterable[Result]]
CrossCheck = Callable[[Sequence[DocumentClaims]], Iterable[Result]]

CHECKS: list[Check] = []
CROSS_CHECKS: list[CrossCheck] = []


def check(function: Check) -> Check:
    """Register a check that looks at one document."""
    CHECKS.append(function)
    return function


def cross_check(function: CrossCheck) -> CrossCheck:
    """Register a check that looks at several documents together."""
    CROSS_CHECKS.append(function)
    return function
