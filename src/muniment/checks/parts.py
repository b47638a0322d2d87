"""A101, A102, A103: parts and their wholes.

The parts of one whole fall into breakdowns (``Figure.breakdown``); one by sex and one by place
cross and are never added. A breakdown that the text makes complete (``part_kind`` "partition")
must add up; one that it does not may not exceed the whole where its parts exclude each other,
which the relation "exclusive-parts" says. Shares of 100 percent that the text lists without
naming a whole are the relation "shares-of-all".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from muniment.claims.model import DocumentClaims, Figure, PartKind, Relation
from muniment.values.quantity import Answer

_HALF = Fraction(1, 2)
# A "part" so many times its whole is no part: the link is doubtful, not the author's sum.
_DOUBTFUL, _DOUBTFUL_ELIDED = 5, Fraction(3, 2)
# A list whose sum lies outside these parts of a whole was not meant to make it up.
_LEAST_LIST, _MOST_LIST = Fraction(7, 10), Fraction(13, 10)
# A list that may be open was meant to make up its whole if its sum comes as near as this.
_REST, _ECHO = 50, 500
# A sum so much too large is no slip: the parts exceed a whole that they need not make up.
_SLIP = Fraction(4, 100)
_NEAR_BELOW, _NEAR_ABOVE, _MANY, _SOME = Fraction(3, 100), Fraction(6, 100), 10, 5


@check
def check_parts(claims: DocumentClaims) -> Iterator[Result]:
    """Parts against their wholes: too large, too many together, or not adding up."""
    figures = {figure.id: figure for figure in claims.figures}
    path = (claims.document.path,)
    spoken_for = _spoken_for(claims.relations)
    exclusive = _exclusive_lists(claims.relations)
    crossing = {
        member
        for relation in claims.relations
        if relation.type == "crossing-parts"
        for role, member in relation.members
        if role == "part"
    }
    too_large = set()
    ambiguous: dict[tuple[str, tuple[str, ...]], list[Figure]] = {}
    for part in claims.figures:
        whole = figures.get(part.part_of or "")
        if whole is None or not comparable(whole, part):
            continue
        if part.part_of_alternatives:
            ambiguous.setdefault((whole.id, part.part_of_alternatives), []).append(part)
        elif frozenset((whole.id, part.id)) not in spoken_for and _exceeds(whole, part):
            too_large.add(whole.id)
            yield _part_exceeds_whole(whole, part, path)
    for (whole_id, alternatives), parts in ambiguous.items():
        wholes = [figures[each] for each in (whole_id, *alternatives) if each in figures]
        yield _ambiguous(parts, wholes, path)
    for whole, parts, kind in breakdowns(claims):
        if whole.id in too_large or not all(comparable(whole, part) for part in parts):
            continue
        if crossing & {part.id for part in parts}:
            continue
        if kind == "partition":
            yield from _check_partition(whole, parts, path)
        elif _exclusive(parts, exclusive):
            yield from _check_exclusive(whole, parts, path)
    for relation in claims.relations:
        if relation.type == "subset":
            yield from _check_elided(relation, figures, path)
        if relation.type == "breakdown":
            yield from _check_list(relation, figures, exclusive, path)
        if relation.type == "shares-of-all":
            shares = [figures[member] for _, member in relation.members if member in figures]
            yield from _check_shares(relation, shares, path)


def _spoken_for(relations: Sequence[Relation]) -> set[frozenset[str]]:
    """Pairs of figures that say one thing twice: another rule speaks of them."""
    return {
        frozenset(member for _, member in relation.members)
        for relation in relations
        if relation.type == "rounded-restatement"
    }


def breakdowns(claims: DocumentClaims) -> Iterator[tuple[Figure, list[Figure], PartKind]]:
    """Each whole with the parts of one breakdown of it and their kind, in the document's order.

    Partitions of one part each are one list ("soldiers, of whom there were 17, and guards, of
    whom there were 21").
    """
    figures = {figure.id: figure for figure in claims.figures}
    groups: dict[tuple[str, int | None, PartKind], list[Figure]] = {}
    for part in claims.figures:
        if part.part_of in figures and part.part_kind is not None and part.klass != "share":
            key = (part.part_of or "", part.breakdown, part.part_kind)
            groups.setdefault(key, []).append(part)
    alone: dict[str, list[tuple[str, int | None, PartKind]]] = {}
    for key, parts in groups.items():
        if key[2] == "partition" and len(parts) == 1:
            alone.setdefault(key[0], []).append(key)
    for first, *others in alone.values():
        for other in others:
            groups[first] += groups[other]
            groups[other] = []
    for (whole, _, kind), parts in groups.items():
        if parts:
            yield figures[whole], parts, kind


def _exceeds(whole: Figure, part: Figure) -> bool:
    """True when a part is certainly larger than its whole, and the link is not doubtful."""
    if not amount(whole).possible.below(amount(part).possible):
        return False
    if any(a.text != b.text for a, b in zip(whole.said_by, part.said_by, strict=False)):
        return False
    if _is_range(whole) and (_is_range(part) or part.quantity.high is None):
        return False  # "15 to 24, 25 to 34": the groups of a scale
    if whole.part_of is not None and whole.sentence != part.sentence:
        told = part.reasons.get("part")
        if told is not None and told == whole.reasons.get("part"):
            return False  # "- of which by air: 61 - of which by night: 130": one beside the other
    high, low = whole.quantity.high, part.quantity.low
    return high is not None and low is not None and high > 1 and low <= high * _DOUBTFUL


def _is_range(figure: Figure) -> bool:
    low, high = figure.quantity.low, figure.quantity.high
    return low is not None and high is not None and low < high and not figure.quantity.approximate


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


def _ambiguous(parts: list[Figure], wholes: list[Figure], path: Sequence[str]) -> Result:
    """Parts whose whole the text leaves open: they may fit in each, or in some of them only."""
    wholes = sorted(wholes, key=lambda figure: figure.passage.start)
    mark = separator([*parts, *wholes])
    fits = all(
        not amount(whole).possible.below(amount(part).possible)
        for whole in wholes
        for part in parts
    )
    said = " and ".join(
        filter(None, (", ".join(named(p, mark) for p in parts[:-1]), named(parts[-1], mark)))
    )
    choice = " or ".join(named(each, mark) for each in wholes)
    verdict = "in either" if len(wholes) == 2 else "in any of them"
    subject, does = ("it", "does") if len(parts) == 1 else ("they", "do")
    fit = "fits" if len(parts) == 1 else "fit"
    return result(
        "A102",
        Outcome.NOT_CHECKABLE,
        f"{capital(said)} may belong to {choice}; "
        + (f"{subject} {fit} {verdict}." if fits else f"{subject} {does} not fit in all of them."),
        [*parts, *wholes],
        path,
    )


def _check_partition(whole: Figure, parts: list[Figure], path: Sequence[str]) -> Iterator[Result]:
    top = whole.quantity.high
    scale = _is_range(whole) and any(
        _is_range(part) and top is not None and (part.quantity.low or 0) >= top for part in parts
    )
    if len(parts) < 2 or scale:
        return
    mark = separator([whole, *parts])
    single = unnumbered(parts)
    together = total([*(amount(part) for part in parts), exactly(single)])
    terms = " + ".join([*(shown(part, mark) for part in parts), *(["1"] * single)])
    figures = [whole, *parts]
    said = f"The parts of {named(whole, mark)}"
    answer = together.compare(amount(whole))
    if answer is Answer.FITS:
        exact = all(figure.quantity.exact for figure in figures)
        working = (
            f"{shown(whole, mark)} = {terms}" if exact else f"{terms} fits {shown(whole, mark)}"
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


def _check_elided(
    relation: Relation, figures: dict[str, Figure], path: Sequence[str]
) -> Iterator[Result]:
    """A bare number that speaks of things just counted must not be larger than their number."""
    roles = {role: figures[member] for role, member in relation.members if member in figures}
    whole, part = roles.get("whole"), roles.get("part")
    if whole is None or part is None or not comparable(whole, part):
        return
    # A part that has a whole already belongs to another only where a clause tells so.
    if part.part_of is not None and relation.values["exhaustive"] != "clause":
        return
    if part.part_of == whole.id:
        return
    high, low = whole.quantity.high, part.quantity.low
    close = high is not None and low is not None and low <= high * _DOUBTFUL_ELIDED
    if close and _exceeds(whole, part):
        yield _part_exceeds_whole(whole, part, path)


def _check_list(
    relation: Relation,
    figures: dict[str, Figure],
    lists: Mapping[str, list[frozenset[str]]],
    path: Sequence[str],
) -> Iterator[Result]:
    """A list that makes up a whole by its marks, or that comes too near it not to be meant so."""
    roles = [(role, figures[member]) for role, member in relation.members if member in figures]
    whole = next((figure for role, figure in roles if role == "whole"), None)
    parts = [figure for role, figure in roles if role == "part"]
    if whole is None or not all(comparable(whole, part) for part in parts):
        return
    exhaustive = relation.values["exhaustive"]
    linked = any(part.part_of not in (None, whole.id) for part in parts)
    linked_here = any(part.part_of == whole.id for part in parts)
    if any(part.part_kind == "partition" for part in parts) or (
        linked and exhaustive in ("yes", "near", "linked")
    ):
        return
    together, target = (
        total(amount(part) for part in parts).certain.low,
        amount(whole).certain.low,
    )
    if together is None or not target:
        return
    if exhaustive in ("rest", "echo"):
        slack = target / (_REST if exhaustive == "rest" else _ECHO)
        meant = abs(together - target) <= max(Fraction(1), slack)
    elif exhaustive in ("yes", "closed"):
        meant = _LEAST_LIST <= together / target <= _MOST_LIST
    else:
        exact = all(figure.quantity.exact for figure in (whole, *parts))
        one = Fraction(1 if target >= (_MANY if exhaustive == "linked" else _SOME) else 0)
        below, above = max(target * _NEAR_BELOW, one), max(target * _NEAR_ABOVE, one)
        meant = exact and target - below <= together <= target + above
    marked = exhaustive in ("yes", "closed") and together <= target * 2
    larger = [part for part in parts if (meant or marked) and _exceeds(whole, part)]
    if larger:
        yield _part_exceeds_whole(whole, larger[0], path)
        return
    over = together - target > max(Fraction(1), target * _SLIP)
    if over and exhaustive in ("near", "linked"):
        # Linked parts that exclude each other have been looked at as such.
        exclusive = _exclusive(parts, lists)
        if (meant and not exclusive) or (exclusive and not linked_here):
            yield from _check_exclusive(whole, parts, path)
    elif meant:
        yield from _check_partition(whole, parts, path)


def unnumbered(parts: Sequence[Figure]) -> int:
    """How many things a list names without a number: one in "five men, six women and a child"."""
    return max(int(part.reasons.get("unnumbered", "0")) for part in parts)


def _exclusive_lists(relations: Sequence[Relation]) -> dict[str, list[frozenset[str]]]:
    """The lists of which the text shows that nothing is counted in two parts, by each part."""
    lists: dict[str, list[frozenset[str]]] = {}
    for relation in relations:
        if relation.type == "exclusive-parts":
            members = frozenset(member for _, member in relation.members)
            for member in members:
                lists.setdefault(member, []).append(members)
    return lists


def _exclusive(parts: Sequence[Figure], lists: Mapping[str, list[frozenset[str]]]) -> bool:
    """True when the text shows that no thing is counted in two of these parts."""
    ids = {part.id for part in parts}
    return len(parts) > 1 and any(ids <= members for members in lists.get(parts[0].id, ()))


def _check_exclusive(whole: Figure, parts: list[Figure], path: Sequence[str]) -> Iterator[Result]:
    together = total(amount(part) for part in parts)
    if not amount(whole).possible.below(together.possible):
        return
    low, target = together.certain.low, amount(whole).certain.high
    if low is not None and target is not None and low - target <= max(Fraction(1), target * _SLIP):
        # So small an excess is a slip in a sum that was meant to be the whole.
        yield from _check_partition(whole, parts, path)
        return
    mark = separator([whole, *parts])
    terms = " + ".join(shown(part, mark) for part in parts)
    given = sum_shown(together, mark)
    yield result(
        "A103",
        Outcome.FIRES,
        f"These parts exclude each other and add up to {given}, more than the whole, "
        f"{named(whole, mark)}.",
        [whole, *parts],
        path,
        working=f"{terms} = {given}, more than {shown(whole, mark)}",
    )


def _check_shares(relation: Relation, parts: list[Figure], path: Sequence[str]) -> Iterator[Result]:
    """Shares of one whole against 100 percent, with what rounding explains.

    The relation's value "exhaustive" is "yes" where they are said to be all, else they only
    exclude each other; "rounded" is "down" or "up" where the text says so.
    """
    if len(parts) < 2:
        return
    mark = separator(parts)
    together = total(_share_room(part, relation.values.get("rounded", "")) for part in parts)
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
    elif hundred.possible.below(together.possible):
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
    value = base.certain.low
    if not part.quantity.exact or value is None:
        return base
    # A fraction in words, or a whole percentage, is good to the point.
    digits = part.number.text.replace(",", ".").partition(".")[2]
    step = Fraction(1, 10 ** sum(c.isdigit() for c in digits))
    below = {"down": Fraction(0), "up": step}.get(rounded, step * _HALF)
    above = {"down": step, "up": Fraction(0)}.get(rounded, step * _HALF)
    room = Range(value - below, value + above)
    return Amount(room, room)
