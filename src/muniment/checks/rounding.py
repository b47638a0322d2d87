"""A106: a rounded or bounded restatement against the exact figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from muniment.checks.sameness import signs
from muniment.checks.sides import Side, fit, of_one_dimension, sides_of
from muniment.claims.language import load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.restatements import is_collective, is_rough, promises_much
from muniment.values.quantity import Answer

_CLASSES = ("count", "measure", "money", "duration")
# How many figures and sentences around a rough figure the exact one is looked for.
_LOOK = 40
_REACH = 30
# Two values of one thing in sentences of their own are seldom further apart than this.
_APART = 2
# So many signs make two figures one quantity.
_ENOUGH = 4
# How far from the truth "nearly 200" and "barely 200" may be.
_TIGHT = Fraction(1, 4)
# How far from the truth a number in words of magnitude may be.
_IN_WORDS = Fraction(1, 20)
_HEAP = Fraction(3, 20)


@check
def check_rounding(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "rounded-restatement": members "exact" and "rounded".

    The value "to" is what the text says it rounds to ("1000"), where it says so; "apart" marks
    figures far from each other, which may speak of two things, so that only a fit is told.
    """
    figures = {figure.id: figure for figure in claims.figures}
    path, code = (claims.document.path,), load_language(claims.document.language).code
    for relation in claims.relations:
        if relation.type == "rounded-restatement":
            roles = {role: figures[m] for role, m in relation.members if m in figures}
            if roles.keys() >= {"exact", "rounded"}:
                tight = "tight" in relation.values
                to = relation.values.get("to")
                found = _check(roles["exact"], roles["rounded"], to, path, code, tight=tight)
                if "apart" not in relation.values or found.outcome is Outcome.HOLDS:
                    yield found


@check
def rounded_elsewhere(claims: DocumentClaims) -> Iterator[Result]:
    """A106 for a rough and an exact figure of one thing in sentences of their own."""
    tied = {
        frozenset(member for _, member in relation.members)
        for relation in claims.relations
        if relation.type == "rounded-restatement"
    }
    told = {member for pair in tied for member in pair}
    figures = [figure for figure in claims.figures if figure.klass in _CLASSES]
    code = load_language(claims.document.language).code
    if not any(is_rough(figure, code) for figure in figures):
        return
    ids = {figure.id for figure in figures}
    sides = [side for side in sides_of(claims) if side.figure.id in ids]
    for number, side in enumerate(sides):
        if not is_rough(side.figure, code) or side.figure.id in told:
            continue
        found = _other(side, sides[max(0, number - _LOOK) : number + _LOOK + 1], code)
        if found is None or found.figure.id in told:
            continue
        tight = promises_much(side.figure, code)
        paths = (claims.document.path,)
        each = _check(found.figure, side.figure, None, paths, code, tight=tight)
        if each.outcome is Outcome.FIRES:
            yield each


def _other(rough: Side, near: Sequence[Side], code: str) -> Side | None:
    """The only exact figure that must be what a rough one rounds or bounds, if there is one."""
    found: list[Side] = []
    for side in near:
        if side is rough or is_rough(side.figure, code):
            continue
        apart = abs(side.figure.sentence - rough.figure.sentence)
        if not 0 < apart <= _REACH or not of_one_dimension(side, rough):
            continue
        if side.get("thing") == rough.get("thing") and fit(side, rough) is not Answer.DOES_NOT_FIT:
            return None
        if not _same_size(rough, side):
            continue
        first, later = sorted((rough, side), key=lambda each: each.figure.passage.start)
        strength = signs(first, later)
        if strength is not None and strength >= _ENOUGH:
            found.append(side)
    values = {side.figure.quantity.low for side in found}
    return found[0] if len(values) == 1 else None


def _same_size(rough: Side, exact: Side) -> bool:
    """False for two values so far apart that they are hardly of one thing."""
    ends = (rough.figure.quantity.low, rough.figure.quantity.high)
    values = [value for value in ends if value is not None]
    value = exact.figure.quantity.low
    return value is not None and max(values) <= _APART * value and value <= _APART * max(values)


def _check(
    exact: Figure,
    rounded: Figure,
    to: str | None,
    path: tuple[str, ...],
    code: str,
    *,
    tight: bool,
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
        answer = _loose(rounded, code, tight=tight).compare(amount(exact))
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


def _loose(rounded: Figure, code: str, *, tight: bool) -> Amount:
    """The rounded figure; "3.9 million" certainly holds what rounds to it."""
    base = amount(rounded)
    if rounded.quantity.exact and written_rounding(rounded):
        return Amount(base.possible, base.possible)
    if rounded.quantity.exact and is_rough(rounded, code):
        # "Half a million", "a dozen": a size, not a count.
        whole = Fraction(rounded.quantity.low or 0)
        near = whole * (_HEAP if is_collective(rounded, code) else _IN_WORDS)
        far = near * 2
        return Amount(Range(whole - near, whole + near), Range(whole - far, whole + far))
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
