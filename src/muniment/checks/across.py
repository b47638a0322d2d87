"""Rules across documents: A108, X501 to X504."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction

from muniment.checks.amounts import named, shown
from muniment.checks.compare import (
    Comparable,
    across,
    running_on,
)
from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import cross_check, result
from muniment.checks.sides import (
    Side,
    fit,
    is_issuer,
    origins,
    sides_of,
    spoken_for,
    value_of,
)
from muniment.claims.model import DocumentClaims
from muniment.values.quantity import Answer, last_place

# An announced correction counts for the figures this many sentences around it; in a document of
# this length it counts for all.
NEAR = 6
SHORT = 40
# From this place on a number with zeros may be a rounded one.
ROUND = 100
# So many days later a toll may have grown.
FRESH = 2
# Quantities that may agree by chance alone.
_CHANCE = frozenset({"share", "score"})


@cross_check
def totals_over_time(documents: Sequence[DocumentClaims]) -> Iterator[Result]:
    """A108 and X502: a cumulative total of one issuer in an earlier and a later document."""
    series: dict[str, list[DocumentClaims]] = {}
    for claims in documents:
        document = claims.document
        if document.issuer and document.date:
            series.setdefault(_issuer(claims), []).append(claims)
    for issued in series.values():
        issued.sort(key=lambda claims: (claims.document.date or "", claims.document.path))
        latest: dict[tuple[str, str], list[Side]] = {}
        for claims in issued:
            fresh: dict[tuple[str, str], list[Side]] = {}
            for side in sides_of(claims):
                if not side.get("running"):
                    continue
                key = _total_key(side)
                for earlier in latest.get(key, ()):
                    if earlier.claims.document.date == claims.document.date:
                        continue
                    if isinstance(running_on(earlier, side), Comparable):
                        yield from _later(earlier, side)
                        break
                fresh.setdefault(key, []).append(side)
            latest |= fresh


def _issuer(claims: DocumentClaims) -> str:
    return " ".join((claims.document.issuer or "").lower().split())


def _total_key(side: Side) -> tuple[str, str]:
    value = value_of(side)
    happened = "" if side.get("loosely") else side.get("happened")
    return (value[0] if value else "", happened)


def _later(earlier: Side, later: Side) -> Iterator[Result]:
    """What an earlier and a later value of the same total give."""
    before, after = _least(earlier), _least(later)
    if before is None or after is None or before == after:
        return
    paths = [earlier.claims.document.path, later.claims.document.path]
    figures = [earlier.figure, later.figure]
    dates = f"{earlier.claims.document.date} and {later.claims.document.date}"
    working = f"{shown(earlier.figure)}, then {shown(later.figure)}"
    if after > before:
        if fit(earlier, later) is Answer.FITS and earlier.figure.quantity.approximate:
            return
        yield result(
            "X502",
            Outcome.FIRES,
            f"{earlier.claims.document.issuer} brought this total up to date between {dates}.",
            figures,
            paths,
            working=working,
        )
        return
    if later.get("named_only") and not earlier.get("named_only"):
        return  # So many reported, then so many of them verified.
    if _corrected(earlier, later):
        yield result(
            "A108",
            Outcome.NOT_CHECKABLE,
            "The total is lower than before, and the later document announces a correction.",
            figures,
            paths,
            working=working,
        )
    elif fit(earlier, later) is Answer.DOES_NOT_FIT or _both_bounds(earlier, later):
        yield result(
            "A108",
            Outcome.FIRES,
            f"This running total is lower in the later document of {later.claims.document.issuer}, "
            "which does not say why.",
            figures,
            paths,
            working=working,
        )


def _least(side: Side) -> Fraction | None:
    """The number that a figure names: its low end, or its high end where it has no other."""
    quantity = side.figure.quantity
    value = quantity.low if quantity.low is not None else quantity.high
    return None if value is None else Fraction(value)


def _both_bounds(earlier: Side, later: Side) -> bool:
    """True for "at least 116", then "at least 109": the same kind of bound has been lowered."""
    one, other = earlier.figure.quantity, later.figure.quantity
    return not (one.approximate or other.approximate) and (
        (one.high is None and other.high is None) or (one.low is None and other.low is None)
    )


def _corrected(earlier: Side, side: Side) -> bool:
    """Whether the document announces near the figure that an earlier one no longer holds.

    A number near it that is just what is missing tells what has become of it.
    """
    claims = side.claims
    least, was = _least(side), _least(earlier)
    drop = was - least if least is not None and was is not None else None
    for figure in claims.figures:
        near = abs(figure.sentence - side.figure.sentence) <= NEAR
        if near and figure.quantity.exact and figure.quantity.low == drop:
            return True
    last = max((figure.sentence for figure in claims.figures), default=0)
    return any(
        relation.type in ("announced-correction", "correction")
        and (last < SHORT or abs(relation.sentence - side.figure.sentence) <= NEAR)
        for relation in claims.relations
    )


@cross_check
def issuers_compared(documents: Sequence[DocumentClaims]) -> Iterator[Result]:
    """X501, X503 and X504: two issuers on the same thing, place and time."""
    shelves: dict[str, list[Side]] = {}
    for claims in documents:
        if not claims.document.issuer:
            continue
        for side in sides_of(claims):
            value = value_of(side)
            if value is not None and side.figure.klass not in _CHANCE:
                shelves.setdefault(value[0], []).append(side)
    for shelf in shelves.values():
        yield from _pairs(shelf)


def _pairs(shelf: list[Side]) -> Iterator[Result]:
    """The findings on one kind of quantity: for each two documents, each figure at most once."""
    found: dict[tuple[str, str], list[tuple[Comparable, Side, Side]]] = {}
    by_time: dict[str, list[Side]] = {}
    for side in shelf:
        for key in _time_keys(side):
            by_time.setdefault(key, []).append(side)
    seen: set[tuple[str, str]] = set()
    for together in by_time.values():
        for one, other in _candidates(together):
            pair = (one.figure.id, other.figure.id)
            if pair in seen or _issuer(one.claims) == _issuer(other.claims):
                continue
            seen.add(pair)
            answer = across(one, other)
            if isinstance(answer, Comparable):
                paths = (one.claims.document.path, other.claims.document.path)
                found.setdefault(paths, []).append((answer, one, other))
    for candidates in found.values():
        yield from _best(candidates)


def _candidates(together: list[Side]) -> Iterator[tuple[Side, Side]]:
    """Pairs of figures of one time that may count the same thing, in order."""
    things: dict[str, list[Side]] = {}
    for side in together:
        # What leaves out its thing may be of any.
        others = set(things) if not side.get("thing") else {side.get("thing"), ""}
        if side.get("side") and side.get("thing") in side.vocabulary.either_side:
            others |= side.vocabulary.either_side
        for thing in others:
            for earlier in things.get(thing, ()):
                yield earlier, side
        things.setdefault(side.get("thing"), []).append(side)


def _time_keys(side: Side) -> frozenset[str]:
    """Days by which figures of the same time find each other."""
    return side.moment | side.near_days | side.since | frozenset([""] if side.get("since") else ())


def _best(candidates: list[tuple[Comparable, Side, Side]]) -> Iterator[Result]:
    """Of the comparable figures of two documents, those that fit first, then the likest."""
    ordered = sorted(
        ((_answer(one, other, alike), alike, one, other) for alike, one, other in candidates),
        key=lambda row: (
            row[0] is not Answer.FITS,
            -row[1].likeness,
            row[2].figure.passage.start,
        ),
    )
    taken: set[str] = set()
    for answer, alike, one, other in ordered:
        if {one.figure.id, other.figure.id} & taken or answer is None:
            continue
        taken |= {one.figure.id, other.figure.id}
        finding = _compared(answer, one, other, alike.part)
        if finding is not None:
            yield finding


def _answer(one: Side, other: Side, alike: Comparable) -> Answer | None:
    """Whether two values fit; "1.2 million" fits every number that rounds to it.

    Where one may count only some of what the other counts, only the same exact number fits, and
    only a part that is larger than the whole does not; of all others nothing can be said.
    """
    answer = fit(one, other)
    if answer is Answer.DOES_NOT_FIT and (_rounds(one, other) or _rounds(other, one)):
        return Answer.CANNOT_TELL
    part = alike.part
    if alike.loosely and answer is Answer.DOES_NOT_FIT:
        return None
    if part is not None:
        whole = other if part is one else one
        if answer is Answer.DOES_NOT_FIT and _exceeds(part, whole):
            return answer
        exact = one.figure.quantity.exact and other.figure.quantity.exact
        return answer if answer is Answer.FITS and exact else None
    rounded = not (one.figure.quantity.approximate or other.figure.quantity.approximate)
    return Answer.FITS if answer is Answer.CANNOT_TELL and rounded else answer


def _rounds(one: Side, other: Side) -> bool:
    """Whether the one is a full hundred or more and the other rounds to it: 9,800 and 9,812."""
    mine, theirs = one.figure.quantity, other.figure.quantity
    if not (mine.exact and theirs.exact) or one.figure.unit != other.figure.unit:
        return False
    if mine.low is None or theirs.low is None:
        return False
    place = last_place(mine.low)
    return place >= ROUND and abs(Fraction(mine.low) - Fraction(theirs.low)) * 2 <= place


def _exceeds(part: Side, whole: Side) -> bool:
    """Whether the least that the part can be is more than the most that the whole can be."""
    least, most = part.figure.quantity.low, whole.figure.quantity.high
    if part.figure.unit != whole.figure.unit:
        return False
    return least is not None and most is not None and least > most


def _compared(answer: Answer, one: Side, other: Side, part: Side | None) -> Result | None:
    """What two comparable figures give; nothing where one only repeats a third party's."""
    issuers = f"{one.claims.document.issuer} and {other.claims.document.issuer}"
    values = (named(one.figure), named(other.figure))
    if not (spoken_for(one) and spoken_for(other)):
        origin = _common_origin(one, other)
        if origin is None or answer is not Answer.FITS:
            return None
        return _cross(
            "X504",
            Outcome.FIRES,
            f"{issuers} give the same value, but it rests on one origin: {origin}.",
            f"{values[0]} and {values[1]}",
            one,
            other,
        )
    if answer is Answer.DOES_NOT_FIT and _brought_up_to_date(one, other):
        return None
    if answer is Answer.DOES_NOT_FIT:
        return _cross(
            "X501",
            Outcome.FIRES,
            f"{issuers} give different values for the same thing, place and time."
            if part is None
            else f"What {part.claims.document.issuer} counts is at most a part of what the other "
            "counts at the same place and time, and is more.",
            f"{values[0]} against {values[1]}",
            one,
            other,
        )
    if answer is Answer.CANNOT_TELL:
        return _cross(
            "X501",
            Outcome.NOT_CHECKABLE,
            f"Whether {issuers} agree is a matter of rounding.",
            f"{values[0]} and {values[1]}",
            one,
            other,
        )
    return _cross(
        "X503",
        Outcome.FIRES,
        f"{issuers} agree on this.",
        f"{values[0]} and {values[1]}",
        one,
        other,
    )


def _brought_up_to_date(one: Side, other: Side) -> bool:
    """Whether the later of two texts gives a higher number "now"."""
    earlier, later = sorted((one, other), key=lambda each: each.claims.document.date or "")
    before, after = _least(earlier), _least(later)
    apart = earlier.claims.document.date != later.claims.document.date
    grown = before is not None and after is not None and after > before
    if not (apart and grown):
        return False
    if _days_between(earlier, later) > FRESH and (earlier.get("running") or later.get("running")):
        return True
    return bool(later.get("changing")) and not earlier.get("changing")


def _days_between(earlier: Side, later: Side) -> int:
    """The days from one document to the other, 0 where one gives no full date."""
    try:
        days = [
            datetime.date.fromisoformat(side.claims.document.date or "")
            for side in (earlier, later)
        ]
    except ValueError:
        return 0
    return (days[1] - days[0]).days


def _cross(
    code: str, outcome: Outcome, message: str, working: str, one: Side, other: Side
) -> Result:
    return result(
        code,
        outcome,
        message,
        [one.figure, other.figure],
        [one.claims.document.path, other.claims.document.path],
        working=working,
    )


def _common_origin(one: Side, other: Side) -> str | None:
    """Whom both figures rest on, where one cites the other's issuer or both cite the same."""
    mine, theirs = origins(one), origins(other)
    shared = sorted(mine & theirs)
    if shared:
        return shared[0]
    for cited, cites in ((one, theirs), (other, mine)):
        if any(is_issuer(name, cited) for name in cites):
            return cited.claims.document.issuer
    return None
