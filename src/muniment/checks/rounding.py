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

# How far from the truth "nearly 200" and "barely 200" may be.
_TIGHT = Fraction(1, 4)


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
                tight = "tight" in relation.values
                to = relation.values.get("to")
                found = _check(roles["exact"], roles["rounded"], to, path, tight=tight)
                if "apart" not in relation.values or found.outcome is Outcome.HOLDS:
                    yield found


def _check(
    exact: Figure, rounded: Figure, to: str | None, path: tuple[str, ...], *, tight: bool
) -> Result:
    members = [rounded, exact]
    mark = separator([exact, rounded])
    if to is not None and exact.quantity.exact and exact.quantity.low is not None:
        nearest = round_half_up(Fraction(exact.quantity.low), Fraction(to))
        allowed = Amount(*(2 * (Range(nearest, nearest),)))
        answer = amount(rounded).compare(allowed)
        working = f"{shown(exact, mark)} to the nearest {written(Fraction(to), mark)} is "
        working += written(nearest, mark)
    else:
        answer = _loose(rounded, tight=tight).compare(amount(exact))
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


def _loose(rounded: Figure, *, tight: bool) -> Amount:
    """The rounded figure; "3.9 million" certainly holds what rounds to it."""
    base = amount(rounded)
    if rounded.quantity.exact and written_rounding(rounded):
        return Amount(base.possible, base.possible)
    low, high = rounded.quantity.low, rounded.quantity.high
    if tight and low is not None and low == high:
        room = Range(low * (1 - _TIGHT), low * (1 + _TIGHT))
        return Amount(_within(base.certain, room), _within(base.possible, room))
    return base


def _within(one: Range, other: Range) -> Range:
    """What two ranges share; ``other`` has both ends."""
    assert other.low is not None
    assert other.high is not None
    return Range(
        other.low if one.low is None else max(one.low, other.low),
        other.high if one.high is None else min(one.high, other.high),
    )


def round_half_up(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of ``step`` nearest to a value, the higher one where two are as near."""
    return (value / step + Fraction(1, 2)) // 1 * step
