"""A107: a rate, a time and a total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from muniment.checks.amounts import Amount, Range, amount, separator, shown, sum_shown
from muniment.checks.model import Outcome, Result
from muniment.checks.proportions import HALF, decimals
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims, Figure, Relation
from muniment.values.quantity import Answer


@check
def check_rates(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "rate-over-time".

    Its members are "rate", "total" and, where the text gives one, "duration"; its values "low"
    and "high" say how many of the rate's units of time passed, "manner" whether the rate is
    "steady", an "average" or a "peak", or nothing is said ("").
    """
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    for relation in claims.relations:
        if relation.type == "rate-over-time":
            roles = {role: figures[m] for role, m in relation.members if m in figures}
            if roles.keys() >= {"rate", "total"}:
                yield _check(relation, roles, path)


def _check(relation: Relation, roles: dict[str, Figure], path: tuple[str, ...]) -> Result:
    rate, whole = roles["rate"], roles["total"]
    members = [whole, rate, *([roles["duration"]] if "duration" in roles else [])]
    manner = relation.values["manner"]
    if manner == "peak":
        return result(
            "A107",
            Outcome.NOT_CHECKABLE,
            "The rate is a peak, so it does not give the total.",
            members,
            path,
        )
    mark = separator([whole, rate])
    time = Range(Fraction(relation.values["low"]), Fraction(relation.values["high"]))
    product = _per_unit(rate, manner).times(Amount(time, time))
    answer = product.compare(amount(whole))
    units = sum_shown(Amount(time, time), mark)
    working = f"{units} × {shown(rate, mark)} = {sum_shown(product, mark)}"
    if answer is Answer.FITS:
        return result(
            "A107", Outcome.HOLDS, "The rate gives the total.", members, path, working=working
        )
    if answer is Answer.DOES_NOT_FIT and manner:
        return result(
            "A107",
            Outcome.FIRES,
            f"At this rate the total would be {sum_shown(product, mark)}.",
            members,
            path,
            working=f"{working}, not {shown(whole, mark)}",
        )
    return result(
        "A107",
        Outcome.NOT_CHECKABLE,
        "The text does not say that the rate was the same all the time.",
        members,
        path,
        working=f"{working} against {shown(whole, mark)}",
    )


def _per_unit(rate: Figure, manner: str) -> Amount:
    """The rate, as loose as its last place where it is an average."""
    base = amount(rate)
    low, high = base.certain.low, base.certain.high
    if manner != "average" or not rate.quantity.exact or low is None or high is None:
        return base
    room = HALF / 10 ** decimals(rate.number.text)
    loose = Range(low - room, high + room)
    return Amount(loose, loose)
