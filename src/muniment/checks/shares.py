"""A104: a percentage or fraction against the numbers it is said of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from muniment.checks.amounts import Amount, Range, amount, exactly, named, separator, shown, written
from muniment.checks.model import Outcome, Result
from muniment.checks.proportions import ratio, share_words, stated_share
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims, Figure, Relation
from muniment.values.quantity import Answer

# A share so many times too large or small is more likely said of something else.
_FAR = 5
# What a share is of may be worked out from numbers so many sentences before it.
_BEFORE = 2


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
        if found.outcome is Outcome.FIRES and _of_something_derived(roles, claims, relation):
            continue
        if relation.type == "share-of":
            told.append((relation, share, found))
        elif found.outcome is Outcome.HOLDS:
            excused.setdefault(share, found)
    for relation, share, found in told:
        searched = relation.values.get("found") == "search"
        # What was only searched for is no slip where other numbers nearby fit the share.
        yield excused.get(share, found) if searched and found.outcome is Outcome.FIRES else found


def _of_something_derived(
    roles: dict[str, Figure], claims: DocumentClaims, relation: Relation
) -> bool:
    """True where a share named otherwise than its whole fits the sum or difference of others.

    "Of 500 pupils 300 are girls; a fifth of the boys, 40": of 200. "Sixty percent of 500 flats
    were damaged; a tenth of these, 30": of 300.
    """
    share, whole, part = roles["share"], roles["whole"], roles["part"]
    apart = share.counted is None and share.sentence != whole.sentence
    if not apart and (not share.counted or not whole.counted or _stems(share) & _stems(whole)):
        return False
    owners = {whole.id, whole.part_of} - {None}
    near = [
        figure
        for figure in claims.figures
        if -_BEFORE <= figure.sentence - share.sentence <= 0
        and figure.quantity.exact
        and figure.passage.start < share.passage.start
        and figure not in (whole, part)
        and (figure.klass == "share" or figure.part_of in owners)
    ]
    allowed = stated_share(share, relation.values["form"])
    kin = [figure for figure in claims.figures if figure.id == whole.part_of]
    for one, other in itertools.product([whole, *kin], [*near, whole]):
        for value in _derived(one, other):
            if value <= 0:
                continue
            certain = ratio(amount(part).certain, exactly(value).certain)
            possible = ratio(amount(part).possible, exactly(value).possible)
            if certain is None or possible is None:
                continue
            if Amount(certain, possible).compare(allowed) is not Answer.DOES_NOT_FIT:
                return True
    return False


def _derived(one: Figure, other: Figure) -> Iterator[Fraction]:
    """The sum and the difference of two numbers, or a share of the one."""
    mine, theirs = (Fraction(figure.quantity.low or 0) for figure in (one, other))
    if other.klass != "share":
        yield mine + theirs
        yield abs(mine - theirs)
    else:
        yield mine * theirs / 100
        yield mine * (100 - theirs) / 100


def _stems(figure: Figure) -> set[str]:
    """The beginnings of the words by which a figure names what it counts."""
    return {word[:5] for word in figure.counted.text.lower().split()} if figure.counted else set()


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
