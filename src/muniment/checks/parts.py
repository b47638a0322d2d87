"""A101, A102, A103: parts and their wholes.

The relation "breakdown" names a whole and parts of it that the text sets side by side, and says
whether they are all of it ("exhaustive") and whether they exclude each other ("exclusive").
Breakdowns that cross, by sex and by place, are two relations and never added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from muniment.checks.amounts import (
    Amount,
    Range,
    amount,
    capital,
    exactly,
    named,
    separator,
    shown,
    sum_shown,
    total,
)
from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.claims.comparable import comparable
from muniment.claims.model import DocumentClaims, Figure, Relation
from muniment.values.quantity import Answer

_HALF = Fraction(1, 2)


@check
def check_parts(claims: DocumentClaims) -> Iterator[Result]:
    """Parts against their wholes: too large, too many together, or not adding up."""
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    breakdowns = [r for r in claims.relations if r.type == "breakdown"]
    restated = {
        frozenset(member for _, member in relation.members)
        for relation in claims.relations
        if relation.type == "rounded-restatement"
    }
    too_large = set()
    for owner, part in _links(claims.figures, breakdowns, figures):
        if {owner.id, part.id} in restated:
            continue
        if comparable(owner, part) and amount(owner).possible.below(amount(part).possible):
            too_large.add((owner.id, part.id))
            yield _part_exceeds_whole(owner, part, path)
    for relation in breakdowns:
        whole, parts = _members(relation, figures)
        if whole is None:
            yield from _check_shares(relation, parts, path)
        elif parts and not any((whole.id, part.id) in too_large for part in parts):
            yield from _check_breakdown(relation, whole, parts, path)
    yield from _ambiguous_wholes(claims, figures, path)


def _links(
    claims: Sequence[Figure], breakdowns: Sequence[Relation], figures: dict[str, Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Every (whole, part), each once, in the order of the parts."""
    pairs = {(part.part_of, part.id) for part in claims if part.part_of is not None}
    for relation in breakdowns:
        whole, parts = _members(relation, figures)
        if whole is not None:
            pairs |= {(whole.id, part.id) for part in parts}
    for part in claims:
        for whole_id in sorted(w for w, p in pairs if p == part.id and w is not None):
            if whole_id in figures and whole_id != part.id:
                yield figures[whole_id], part


def _members(relation: Relation, figures: dict[str, Figure]) -> tuple[Figure | None, list[Figure]]:
    """The whole and the parts of a breakdown that are still claimed to be its parts."""
    whole = next(
        (figures.get(member) for role, member in relation.members if role == "whole"), None
    )
    parts = [
        figures[member] for role, member in relation.members if role == "part" and member in figures
    ]
    return whole, parts


def _part_exceeds_whole(whole: Figure, part: Figure, path: Sequence[str]) -> Result:
    mark = separator([whole, part])
    return result(
        "A102",
        Outcome.FIRES,
        f"{capital(named(part, mark))} cannot be a part of {named(whole, mark)}.",
        [whole, part],
        path,
        working=f"{shown(part, mark)} is more than {shown(whole, mark)}",
    )


def _check_breakdown(
    relation: Relation, whole: Figure, parts: list[Figure], path: Sequence[str]
) -> Iterator[Result]:
    if not all(comparable(whole, part) for part in parts):
        return
    mark = separator([whole, *parts])
    together = total(amount(part) for part in parts)
    terms = " + ".join(shown(part, mark) for part in parts)
    figures = [whole, *parts]
    if relation.values.get("exhaustive") == "yes":
        answer = together.compare(amount(whole))
        said = f"The parts of {named(whole, mark)}"
        if answer is Answer.FITS:
            working = (
                f"{shown(whole, mark)} = {terms}"
                if _all_exact(figures)
                else f"{terms} fits {shown(whole, mark)}"
            )
            yield result("A101", Outcome.HOLDS, f"{said} add up.", figures, path, working=working)
        elif answer is Answer.DOES_NOT_FIT:
            given = sum_shown(together, mark)
            yield result(
                "A101",
                Outcome.FIRES,
                f"{said} add up to {given}.",
                figures,
                path,
                working=f"{terms} = {given}, not {shown(whole, mark)}",
            )
        else:
            yield result(
                "A101",
                Outcome.NOT_CHECKABLE,
                f"{said} are rounded or approximate, so their sum does not decide.",
                figures,
                path,
                working=f"{terms} against {shown(whole, mark)}",
            )
    elif (
        relation.values.get("exclusive") == "yes"
        and len(parts) > 1
        and amount(whole).possible.below(together.possible)
    ):
        given = sum_shown(together, mark)
        yield result(
            "A103",
            Outcome.FIRES,
            f"These parts exclude each other and add up to {given}, more than the whole, "
            f"{named(whole, mark)}.",
            figures,
            path,
            working=f"{terms} = {given}, more than {shown(whole, mark)}",
        )


def _check_shares(relation: Relation, parts: list[Figure], path: Sequence[str]) -> Iterator[Result]:
    """Shares of one whole against 100 percent, with what rounding explains."""
    if len(parts) < 2:
        return
    mark = separator(parts)
    points = [_share_room(part, relation.values.get("rounded", "")) for part in parts]
    together = total(points)
    hundred = exactly(100)
    terms = " + ".join(shown(part, mark) for part in parts)
    given = sum_shown(total(amount(part) for part in parts), mark)
    if relation.values.get("exhaustive") == "yes":
        answer = together.compare(hundred)
        if answer is Answer.DOES_NOT_FIT:
            yield result(
                "A101",
                Outcome.FIRES,
                f"These shares are said to be all, but they add up to {given} percent.",
                parts,
                path,
                working=f"{terms} = {given} percent, not 100",
            )
        elif answer is Answer.FITS:
            yield result(
                "A101",
                Outcome.HOLDS,
                "The shares add up to 100 percent, allowing for their rounding.",
                parts,
                path,
                working=f"{terms} = {given} percent",
            )
    elif relation.values.get("exclusive") == "yes" and hundred.possible.below(together.possible):
        yield result(
            "A103",
            Outcome.FIRES,
            f"These shares exclude each other and add up to {given} percent.",
            parts,
            path,
            working=f"{terms} = {given} percent, more than 100",
        )


def _share_room(part: Figure, rounded: str) -> Amount:
    """What a rounded percentage may stand for: half a unit of its last place either way."""
    base = amount(part)
    if not part.quantity.exact or not part.number.text[0].isdigit():
        return base
    digits = part.number.text.replace(",", ".").partition(".")[2]
    step = Fraction(1, 10 ** sum(c.isdigit() for c in digits))
    low = step * (0 if rounded == "down" else _HALF)
    high = step * (1 if rounded == "down" else 0 if rounded == "up" else _HALF)
    low = step if rounded == "up" else low
    value = base.certain.low or Fraction(0)
    room = Range(value - low, value + high)
    return Amount(room, room)


def _ambiguous_wholes(
    claims: DocumentClaims, figures: dict[str, Figure], path: Sequence[str]
) -> Iterator[Result]:
    for relation in claims.relations:
        if relation.type != "ambiguous-whole":
            continue
        part = next(figures[m] for role, m in relation.members if role == "part")
        wholes = [figures[m] for role, m in relation.members if role == "whole"]
        mark = separator([part, *wholes])
        fits = all(not amount(w).possible.below(amount(part).possible) for w in wholes)
        choice = " or ".join(named(whole, mark) for whole in wholes)
        yield result(
            "A102",
            Outcome.NOT_CHECKABLE,
            f"The text does not say whether {named(part, mark)} belongs to {choice}"
            + (", but it fits in either." if fits else "."),
            [part, *wholes],
            path,
        )


def _all_exact(figures: Sequence[Figure]) -> bool:
    return all(figure.quantity.exact for figure in figures)
