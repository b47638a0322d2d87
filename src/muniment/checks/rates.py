"""A107: a rate, a time and a total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from muniment.checks.amounts import (
    Amount,
    Range,
    amount,
    exactly,
    separator,
    shown,
    sum_shown,
)
from muniment.checks.model import Outcome, Result
from muniment.checks.proportions import HALF, decimals
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims, Figure, Relation
from muniment.claims.rates import base_unit, time_unit
from muniment.values.quantity import Answer
from muniment.values.scales import units_in
from muniment.values.spans import in_units


@check
def check_rates(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "rate-over-time".

    Its members are "rate", "total" and, where the text gives one, "duration"; its values "low"
    and "high" say how many of the rate's units of time passed, "least" what part
    of them was used at least (5/7 where work is done on working days), "manner" whether the rate
    is "steady" or an "average", or nothing is said ("").
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
    mark = separator([whole, rate])
    time = _time(relation, roles)
    product = _per_unit(rate, manner).times(Amount(time, time))
    scale = units_in(base_unit(rate), base_unit(whole)) or Fraction(1)
    # A total in a coarser unit is good to half of it: "2 kilograms" of 2,100 grams.
    plain = whole.quantity.exact and not decimals(whole.number.text)
    room = HALF if scale < 1 and plain else Fraction(0)
    product = product.times(exactly(scale))
    product = Amount(product.certain, product.possible.plus(Range(-room, room)))
    answer = product.compare(amount(whole))
    units = sum_shown(Amount(time, time), mark)
    working = f"{units} × {shown(rate, mark)} = {sum_shown(product, mark)}"
    if scale != 1:
        working = (
            f"{units} × {shown(rate, mark)} {base_unit(rate)} = "
            f"{sum_shown(product, mark)} {base_unit(whole)}"
        )
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


@check
def check_products(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "product": so many things at so much each against the total."""
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    for relation in claims.relations:
        roles = {role: figures[m] for role, m in relation.members if m in figures}
        if relation.type != "product" or not roles.keys() >= {"number", "unit", "total"}:
            continue
        number, unit, whole = roles["number"], roles["unit"], roles["total"]
        mark = separator([whole, unit, number])
        product = amount(number).times(amount(unit))
        working = f"{shown(number, mark)} × {shown(unit, mark)} = {sum_shown(product, mark)}"
        answer = product.compare(amount(whole))
        members = [whole, number, unit]
        if answer is Answer.FITS:
            message = f"{shown(number, mark)} times {shown(unit, mark)} gives the total."
            yield result("A107", Outcome.HOLDS, message, members, path, working=working)
        elif answer is Answer.DOES_NOT_FIT:
            yield result(
                "A107",
                Outcome.FIRES,
                f"At {shown(unit, mark)} each the total would be {sum_shown(product, mark)}.",
                members,
                path,
                working=f"{working}, not {shown(whole, mark)}",
            )


def _time(relation: Relation, roles: dict[str, Figure]) -> Range:
    """How many of the rate's units of time passed: by the duration's figure where there is one."""
    low, high = Fraction(relation.values["low"]), Fraction(relation.values["high"])
    duration = roles.get("duration")
    if duration is not None and duration.quantity.low == duration.quantity.high:
        unit, amount_of_time = duration.unit or "", Fraction(duration.quantity.low or 0)
        times = in_units(amount_of_time, unit, time_unit(roles["rate"]))
        low, high = times if times is not None else (low, high)
    return Range(low * Fraction(relation.values["least"]), high)


def _per_unit(rate: Figure, manner: str) -> Amount:
    """The rate, as loose as its last place where it is an average."""
    low, high = rate.quantity.low, rate.quantity.high
    if manner != "average" or low is None or low != high:
        return amount(rate)
    room = HALF / 10 ** decimals(rate.number.text)
    loose = Range(low - room, low + room)
    return Amount(loose, loose)
