"""A109 and S406: changes, and multiples of something that is not given."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from fractions import Fraction

from muniment.checks.amounts import (
    Amount,
    Range,
    amount,
    capital,
    exactly,
    separator,
    shown,
    written,
)
from muniment.checks.model import Outcome, Result
from muniment.checks.proportions import decimals, ratio, share_words, stated_factor, stated_share
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims, Figure, Relation
from muniment.values.quantity import Answer

# No thing said to have changed by a percentage or a factor grows to more times than this.
_LARGEST = 12
_KINDNESS = (Answer.FITS, Answer.CANNOT_TELL, Answer.DOES_NOT_FIT)


@check
def check_changes(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "change", and "change-reading" for the other pairs that it may be about.

    Its members are "from" and "to" and, where a figure says it, "by". Its value "kind" is
    "absolute", "percent", "points", "share", "left" or "factor"; "direction" is "up", "down" or "";
    for a factor, "factor" is its number and "lean" what bounds it.
    """
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    fired: list[tuple[Relation, Result]] = []
    excused: dict[str, Result] = {}
    held: collections.Counter[str] = collections.Counter()
    for relation in claims.relations:
        if relation.type not in ("change", "change-reading"):
            continue
        roles = {role: figures[m] for role, m in relation.members if m in figures}
        if not roles.keys() >= {"from", "to"}:
            continue
        for found in _check(relation, roles, path):
            if relation.type == "change-reading":
                if found.outcome is Outcome.HOLDS:
                    excused.setdefault(relation.values["step"], found)
            elif found.outcome is Outcome.FIRES:
                fired.append((relation, found))
            else:
                held[relation.values.get("table", "")] += found.outcome is Outcome.HOLDS
                yield found
    wrong = collections.Counter(relation.values.get("table", "") for relation, _ in fired)
    for relation, found in fired:
        table = relation.values.get("table", "")
        if table and wrong[table] > max(1, held[table]):
            # Where most of a table's rows do not fit, its columns mean something else.
            continue
        # What does not fit the two values that it seems to be about may fit two others nearby.
        yield excused.get(relation.values["step"], found)


def _check(relation: Relation, roles: dict[str, Figure], path: tuple[str, ...]) -> Iterator[Result]:
    start, end = roles["from"], roles["to"]
    mark = separator([start, end])
    kind = relation.values["kind"]
    direction = relation.values["direction"] or _way(start, end)
    members = [*([roles["by"]] if "by" in roles else []), start, end]
    change = f"from {shown(start, mark)} to {shown(end, mark)}"
    if _reversed(start, end, direction):
        other = "fall" if direction == "up" else "rise"
        yield result(
            "A109",
            Outcome.FIRES,
            f"{capital(change)} is a {other}, not a {'rise' if direction == 'up' else 'fall'}.",
            members,
            path,
            working=f"{shown(end, mark)} is {'less' if direction == 'up' else 'more'} than "
            f"{shown(start, mark)}",
        )
        return
    readings = [
        (reading, actual, actual.compare(stated))
        for reading in (("percent", "points") if kind == "share" else (kind,))
        if (actual := _actual(reading, direction, _end(start), _end(end))) is not None
        for stated in _stated(relation, roles, reading)
    ]
    if not readings:
        return
    # The text has the benefit of every reading that it leaves open.
    reading, actual, answer = min(readings, key=lambda each: _KINDNESS.index(each[2]))
    words = _words(relation, roles, mark)
    if answer is Answer.DOES_NOT_FIT and _doubtful(reading, actual):
        return
    working = f"{change} is {_shown_actual(reading, actual, mark)}"
    if answer is Answer.FITS:
        yield result(
            "A109",
            Outcome.HOLDS,
            f"{capital(change)} fits {words}.",
            members,
            path,
            working=working,
        )
    elif answer is Answer.DOES_NOT_FIT:
        yield result(
            "A109",
            Outcome.FIRES,
            f"{capital(change)} is not {words}.",
            members,
            path,
            working=f"{working}, not {words}",
        )
    else:
        yield result(
            "A109",
            Outcome.NOT_CHECKABLE,
            f"{capital(change)} may or may not pass for {words}.",
            members,
            path,
            working=working,
        )


def _doubtful(kind: str, actual: Amount) -> bool:
    """True for a change so large that the two values are hardly of one thing."""
    low = actual.certain.low
    return low is not None and (
        (kind == "percent" and low > _LARGEST * 100) or (kind == "factor" and low > _LARGEST)
    )


def _end(figure: Figure) -> Amount:
    """One end of a change; "6 million" is taken at its word, "6.2 million" may be rounded."""
    if figure.quantity.exact and decimals(figure.number.text) == 0:
        return exactly(figure.quantity.low or 0)
    return amount(figure)


def _way(start: Figure, end: Figure) -> str:
    """The way that exact numbers go: "up" or "down"."""
    low, high = start.quantity.low, end.quantity.low
    return "down" if low is not None and high is not None and high < low else "up"


def _reversed(start: Figure, end: Figure, direction: str) -> bool:
    """True when exact numbers go the other way than the words say."""
    low, high = start.quantity, end.quantity
    if not (low.exact and high.exact) or low.low is None or high.low is None:
        return False
    return (direction == "up" and high.low < low.low) or (
        direction == "down" and high.low > low.low
    )


def _stated(relation: Relation, roles: dict[str, Figure], kind: str) -> Iterator[Amount]:
    """What the text states, in each way that it can be read."""
    values = relation.values
    if kind == "factor":
        for name in ("factor", "or"):
            if name in values:
                yield stated_factor(Fraction(values[name]), values.get("lean", ""))
    elif "by" in roles:
        yield (
            stated_share(roles["by"], values["form"]) if kind == "percent" else amount(roles["by"])
        )


def _actual(kind: str, direction: str, start: Amount, end: Amount) -> Amount | None:
    """The change that the two ends give, in the terms of the statement."""
    pairs = ((start.certain, end.certain), (start.possible, end.possible))
    ranges = [_change(kind, direction, one, two) for one, two in pairs]
    certain, possible = ranges
    return None if certain is None or possible is None else Amount(certain, possible)


def _change(kind: str, direction: str, start: Range, end: Range) -> Range | None:
    if direction == "down":
        small, large = end, start
    else:
        small, large = start, end
    if kind == "left":
        return ratio(end, start)
    if kind in ("absolute", "points"):
        return Range(
            None if large.low is None or small.high is None else large.low - small.high,
            None if large.high is None or small.low is None else large.high - small.low,
        )
    base = start if kind == "percent" else small
    if base.low is None or base.low <= 0:
        return None
    if kind == "factor":
        return Range(
            None if large.low is None or small.high is None else large.low / small.high,
            None if large.high is None else large.high / base.low,
        )
    sign = -1 if direction == "down" else 1
    if start.high is None or end.low is None or end.high is None:
        return None
    ends = sorted(
        sign * (to - begin) * 100 / begin
        for begin in (base.low, start.high)
        for to in (end.low, end.high)
    )
    return Range(ends[0], ends[-1])


def _words(relation: Relation, roles: dict[str, Figure], mark: str) -> str:
    """What the text states, for a sentence: "a rise of 40 percent", "doubled"."""
    kind = relation.values["kind"]
    name = {"up": "a rise", "down": "a fall"}.get(relation.values["direction"], "a change")
    if kind == "factor":
        return f"“{relation.values['words']}”"
    by = roles["by"]
    if kind == "left":
        return f"{share_words(by, relation.values['form'])} of it"
    if kind in ("percent", "share"):
        return f"{name} of {share_words(by, relation.values['form'])}"
    if kind == "points":
        return f"{name} of {shown(by, mark)} points"
    return f"{name} of {shown(by, mark)}"


def _shown_actual(kind: str, actual: Amount, mark: str) -> str:
    low, high = actual.certain.low, actual.certain.high
    if low is None or low != high:
        return "some other change"
    number = written(round(low, 2 if kind == "factor" else 1), mark)
    return {
        "percent": f"{number} percent",
        "left": f"{number} percent of it",
        "points": f"{number} points",
        "factor": f"{number} times",
    }.get(kind, number)
