"""A107: a rate, a time and a total."""

from __future__ import annotations

import math
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
from muniment.claims.rateterms import base_unit
from muniment.values.quantity import Answer
from muniment.values.scales import units_in
from muniment.values.spans import in_units


@check
def check_rates(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "rate-over-time".

    Its members are "rate" (left out where it is one of something), "total" and, where the text
    gives them, "duration", "often" and "number"; its values "low" and "high" say how many units
    of time passed, "per" and "times" how often the rate counts in them, "least" what part of them
    was used at least (5/7 where work is done on working days), "manner" whether the rate is
    "steady" or an "average", or nothing is said ("").
    """
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    for relation in claims.relations:
        if relation.type == "rate-over-time":
            roles = {role: figures[m] for role, m in relation.members if m in figures}
            if len(roles) == len(relation.members):
                yield _check(relation, roles, path)


def _check(relation: Relation, roles: dict[str, Figure], path: tuple[str, ...]) -> Result:
    whole = roles["total"]
    members = [roles[role] for role in ("total", "rate", "number", "often", "duration")
               if role in roles]  # fmt: skip
    manner = relation.values["manner"]
    rate = roles.get("rate")
    mark = separator([whole, *([rate] if rate is not None else [])])
    time = _time(relation, roles)
    each = exactly(1) if rate is None else _per_unit(rate, manner)
    readings = [_product(each, time, roles.get("often"), relation)]
    if "number" in roles:
        # "Each of the 60 families gets 5 kilos a week": the total may be of one or of all.
        readings.append(readings[0].times(amount(roles["number"])))
    scale = units_in(base_unit(rate), base_unit(whole)) or Fraction(1)
    # A total in a coarser unit is good to half of it: "2 kilograms" of 2,100 grams.
    plain = whole.quantity.exact and not decimals(whole.number.text)
    room = HALF if scale < 1 and plain else Fraction(0)
    loose = [_loose(reading.times(exactly(scale)), room) for reading in readings]
    product = loose[-1]
    answers = [reading.compare(amount(whole)) for reading in loose]
    units = [sum_shown(Amount(time, time), mark)]
    units += [shown(roles[role], mark) for role in ("often", "number") if role in roles]
    base = base_unit(rate) if scale != 1 else ""
    said = shown(rate, mark) if rate is not None else "1"
    working = " × ".join([*units, f"{said} {base}".strip()])
    total = sum_shown(product, mark)
    working = f"{working} = {total} {base_unit(whole) if scale != 1 else ''}".rstrip()
    if Answer.FITS in answers:
        return result(
            "A107", Outcome.HOLDS, "The rate gives the total.", members, path, working=working
        )
    if manner and all(answer is Answer.DOES_NOT_FIT for answer in answers):
        return result(
            "A107",
            Outcome.FIRES,
            f"At this rate the total would be {total}.",
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


def _product(each: Amount, time: Range, often: Figure | None, relation: Relation) -> Amount:
    """How much comes together over the time, at so much each time."""
    product = each.times(Amount(time, time)).times(exactly(Fraction(relation.values["times"])))
    return product if often is None else product.times(amount(often))


def _loose(product: Amount, room: Fraction) -> Amount:
    return Amount(product.certain, product.possible.plus(Range(-room, room)))


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
    """How often the rate counts in the time: by the duration's figure where there is one."""
    values = relation.values
    low, high = Fraction(values["low"]), Fraction(values["high"])
    duration = roles.get("duration")
    if duration is not None and duration.quantity.low == duration.quantity.high:
        unit, amount_of_time = duration.unit or "", Fraction(duration.quantity.low or 0)
        times = in_units(amount_of_time, unit, values["unit"])
        low, high = times if times is not None else (low, high)
    per = Fraction(values["per"])
    if per != 1:
        # Every third day of ten: three times, or four where it begins with the first.
        low, high = Fraction(math.floor(low / per)), Fraction(math.floor(high / per) + 1)
    return Range(low * Fraction(values["least"]), high)


def _per_unit(rate: Figure, manner: str) -> Amount:
    """The rate, as loose as its last place where it is an average."""
    low, high = rate.quantity.low, rate.quantity.high
    if manner != "average" or low is None or low != high:
        return amount(rate)
    room = HALF / 10 ** decimals(rate.number.text)
    loose = Range(low - room, low + room)
    return Amount(loose, loose)
