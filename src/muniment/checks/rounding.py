"""A106: a rounded or bounded restatement against the exact figure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from muniment.checks.amounts import (
    Amount,
    Range,
    amount,
    named,
    separator,
    shown,
    written,
    written_rounding,
)
from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims, Figure
from muniment.values.quantity import Answer


@check
def check_rounding(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "rounded-restatement": members "exact" and "rounded".

    The value "to" is what the text says it rounds to ("1000"), where it says so; "apart" marks
    figures far from each other, which may speak of two things, so that only a fit is told.
    """
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    for relation in claims.relations:
        if relation.type == "rounded-restatement":
            roles = {role: figures[m] for role, m in relation.members if m in figures}
            if roles.keys() >= {"exact", "rounded"}:
                found = _check(roles["exact"], roles["rounded"], relation.values.get("to"), path)
                if "apart" not in relation.values or found.outcome is Outcome.HOLDS:
                    yield found


def _check(exact: Figure, rounded: Figure, to: str | None, path: tuple[str, ...]) -> Result:
    members = [rounded, exact]
    mark = separator([exact, rounded])
    if to is not None and exact.quantity.exact and exact.quantity.low is not None:
        nearest = round_half_up(Fraction(exact.quantity.low), Fraction(to))
        allowed = Amount(*(2 * (Range(nearest, nearest),)))
        answer = amount(rounded).compare(allowed)
        working = f"{shown(exact, mark)} to the nearest {written(Fraction(to), mark)} is "
        working += written(nearest, mark)
    else:
        answer = _loose(rounded).compare(amount(exact))
        working = ""
    if answer is Answer.FITS:
        return result(
            "A106",
            Outcome.HOLDS,
            f"{named(rounded, mark)} fits {named(exact, mark)}.",
            members,
            path,
            working=working or f"{shown(rounded, mark)} fits {shown(exact, mark)}",
        )
    if answer is Answer.DOES_NOT_FIT:
        return result(
            "A106",
            Outcome.FIRES,
            f"“{shown(rounded, mark)}” does not fit the exact figure, {named(exact, mark)}.",
            members,
            path,
            working=f"{working}, not {shown(rounded, mark)}"
            if working
            else f"{shown(exact, mark)} is not {shown(rounded, mark)}",
        )
    return result(
        "A106",
        Outcome.NOT_CHECKABLE,
        f"{shown(exact, mark)} may or may not pass for {shown(rounded, mark)}.",
        members,
        path,
    )


def _loose(rounded: Figure) -> Amount:
    """The rounded figure; "3.9 million" certainly holds what rounds to it."""
    base = amount(rounded)
    if rounded.quantity.exact and written_rounding(rounded):
        return Amount(base.possible, base.possible)
    return base


def round_half_up(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of ``step`` nearest to a value, the higher one where two are as near."""
    return (value / step + Fraction(1, 2)) // 1 * step
