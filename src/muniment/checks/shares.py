"""A104: a percentage or fraction against the numbers it is said of."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.checks.amounts import Amount, Range, amount, exactly, named, separator, shown, written
from muniment.checks.model import Outcome, Result
from muniment.checks.proportions import ratio, share_words, stated_share
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims, Figure, Relation
from muniment.values.quantity import Answer

# A share so many times too large or small is more likely said of something else.
_FAR = 5


@check
def check_shares(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "share-of": a share, a whole, and the part it is said to come to.

    The relations "share-reading" are other numbers that the share may be of.
    """
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    excused: dict[str, Result] = {}
    told: list[tuple[Relation, str, Result]] = []
    for relation in claims.relations:
        if relation.type not in ("share-of", "share-reading"):
            continue
        roles = {role: figures[m] for role, m in relation.members if m in figures}
        if not roles.keys() >= {"share", "whole", "part"}:
            continue
        found = _check(relation, roles, path)
        if found is None:
            continue
        share = roles["share"].id
        if relation.type == "share-of":
            told.append((relation, share, found))
        elif found.outcome is Outcome.HOLDS:
            excused.setdefault(share, found)
    for relation, share, found in told:
        searched = relation.values.get("found") == "search"
        # What was only searched for is no slip where other numbers nearby fit the share.
        yield excused.get(share, found) if searched and found.outcome is Outcome.FIRES else found


def _check(relation: Relation, roles: dict[str, Figure], path: tuple[str, ...]) -> Result | None:
    """The share against part / whole; "equal" where every part is said to be that share."""
    share, whole, part = roles["share"], roles["whole"], roles["part"]
    certain = ratio(amount(part).certain, amount(whole).certain)
    possible = ratio(amount(part).possible, amount(whole).possible)
    if certain is None or possible is None:
        return None
    if _doubtful(certain, stated_share(share, relation.values["form"]).certain):
        return None
    allowed = stated_share(share, relation.values["form"])
    equal = relation.values.get("equal") == "yes"
    if equal and part.quantity.exact and whole.quantity.exact and share.quantity.exact:
        allowed = exactly(share.quantity.low or 0)
    mark = separator([whole, part])
    words = share_words(share, relation.values["form"])
    quotient = f"{shown(part, mark)} of {shown(whole, mark)}"
    actual = (
        f"{written(round(certain.low, 1), mark)} percent"
        if certain.low is not None and certain.low == certain.high
        else "some other share"
    )
    answer = Amount(certain, possible).compare(allowed)
    members = [share, whole, part]
    if answer is Answer.FITS:
        return result(
            "A104",
            Outcome.HOLDS,
            f"{quotient} fits {words}.",
            members,
            path,
            working=f"{quotient} is {actual}",
        )
    if answer is Answer.DOES_NOT_FIT:
        return result(
            "A104",
            Outcome.FIRES,
            f"{shown(part, mark)} out of {named(whole, mark)} is not {words}.",
            members,
            path,
            working=f"{quotient} is {actual}, not {words}",
        )
    return result(
        "A104",
        Outcome.NOT_CHECKABLE,
        f"{quotient} may or may not pass for {words}.",
        members,
        path,
        working=f"{quotient} is {actual}",
    )


def _doubtful(actual: Range, stated: Range) -> bool:
    """True when a share is so far from the numbers that it is hardly said of them."""
    low, high = actual.low, actual.high
    if low is None or high is None:
        return False
    return (stated.low is not None and high * _FAR < stated.low) or (
        stated.high is not None and low > stated.high * _FAR
    )
