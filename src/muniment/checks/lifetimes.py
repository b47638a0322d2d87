"""T205 for the age at which somebody died, against the dates of birth and death."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.checks.time import period_of
from muniment.claims.model import DateClaim, DocumentClaims
from muniment.values.period import Point


@check
def age_at_death(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "lifetime": the age must be one that the two dates allow."""
    dates = {date.id: date for date in claims.dates}
    for relation in claims.relations:
        if relation.type != "lifetime":
            continue
        members = dict(relation.members)
        born, died = _point(dates[members["born"]]), _point(dates[members["died"]])
        if born is None or died is None or born.year is None or died.year is None:
            continue
        years, age = died.year - born.year, int(relation.values["age"])
        allowed = {years - 1, years}
        if born.month is not None and died.month is not None and born.month != died.month:
            allowed = {years - (died.month < born.month)}
        elif born.day is not None and died.day is not None:
            allowed = {years - (died.day < born.day)}
        held = age in allowed
        span = " or ".join(str(each) for each in sorted(allowed))
        working = f"{born.year} to {died.year} is {span} years"
        yield result(
            "T205",
            Outcome.HOLDS if held else Outcome.FIRES,
            f"The age of {age} {'agrees' if held else 'does not agree'} with the years given.",
            [relation, dates[members["born"]], dates[members["died"]]],
            [claims.document.path],
            working=working if held else f"{working}, not {age}",
        )


def _point(date: DateClaim) -> Point | None:
    period = period_of(date)
    if period is None or period.interval or period.impossible:
        return None
    return period.start
