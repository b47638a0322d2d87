"""Lists of parts: what was listed of one whole, and whether it is meant to be all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from muniment.claims.model import Figure
from muniment.values.quantity import Number

_NEAR = Fraction(1, 100)
_SMALL = 10


@dataclass(slots=True)
class PartList:
    """Parts listed together of one whole.

    ``exhaustive`` is True when the words say that the list is complete; ``singles`` counts items
    that the list names without a number ("two women and a man"); ``extras`` are other wholes
    that the words may mean.
    """

    whole: Figure
    rule: str
    exhaustive: bool = False
    clausal: bool = False
    inclusive: bool = False
    singles: int = 0
    parts: list[Figure] = field(default_factory=list)
    extras: tuple[str, ...] = ()
    words: list[list[str]] = field(default_factory=list)


def exact(figure: Figure) -> Number | None:
    """A figure's value where the words allow only one, else None."""
    quantity = figure.quantity
    return quantity.low if quantity.low == quantity.high else None


def total(figures: Iterable[Figure]) -> tuple[Number, Number] | None:
    """The least and the greatest sum of some figures; None when an end is open."""
    low: Number = 0
    high: Number = 0
    for figure in figures:
        if figure.quantity.low is None or figure.quantity.high is None:
            return None
        low, high = low + figure.quantity.low, high + figure.quantity.high
    return low, high


def ratio_fits(
    parts: list[Figure], singles: int, whole: Figure, tolerance: Fraction = Fraction(1, 4)
) -> bool:
    """Whether parts come close enough to a whole to be meant as all of it."""
    summed = total(parts)
    ends = total([whole])
    if summed is None or ends is None:
        return False
    low, high = summed[0] + singles, summed[1] + singles
    slack = max(Fraction(ends[1]) * tolerance, Fraction(2))
    if tolerance == 0:
        slack = Fraction(0)
    return low <= ends[1] + slack and high >= ends[0] - slack


def exact_sum(figures: Iterable[Figure]) -> Number | None:
    """The sum of figures, None where one is not exact."""
    summed: Number = 0
    for figure in figures:
        value = exact(figure)
        if value is None:
            return None
        summed += value
    return summed


def adds_up(parts: list[Figure], singles: int, whole: Figure) -> bool:
    """Whether exact parts add up exactly to an exact whole."""
    target = exact(whole)
    summed = None if target is None else exact_sum(parts)
    return summed is not None and summed + singles == target


def complementary(words: list[list[str]], groups: list[list[frozenset[str]]]) -> bool:
    """Whether the parts name groups that together cover everybody ("soldiers", "civilians")."""
    for complement in groups:
        named = [{n for n, group in enumerate(complement) if group & set(w)} for w in words]
        if len(named) >= 2 and all(named) and len(set().union(*named)) == len(complement):
            return True
    return False


def breakdowns(parts: list[Figure], singles: int, whole: Figure) -> list[list[Figure]]:
    """The parts as one list, or as several each of which makes up the whole exactly.

    "40 boys and 30 girls, 25 from the coast and 45 from inland" are two lists of 70.
    """
    target = exact(whole)
    if target is None or singles or adds_up(parts, 0, whole):
        return [parts]
    found: list[list[Figure]] = []
    current: list[Figure] = []
    running: Number = 0
    for part in parts:
        value = exact(part)
        if value is None:
            return [parts]
        current.append(part)
        running += value
        if running == target:
            found.append(current)
            current, running = [], 0
        elif running > target:
            break
    if not found:
        return [parts]
    rest = [part for part in parts if all(part not in group for group in found)]
    return [*found, rest] if rest else found


def is_partition(parts: list[Figure], plist: PartList, groups: list[list[frozenset[str]]]) -> bool:
    """Whether some parts of a list are meant to make up its whole.

    Parts that add up are; so are groups that cover everybody (soldiers and civilians) and miss
    by very little. Of any other list only the words can say that it is complete.
    """
    if plist.exhaustive:
        return True
    whole = plist.whole
    if all(part.klass == "share" for part in parts):
        summed = total(parts)
        return len(parts) > 1 and summed is not None and 99 <= summed[0] <= 101
    if any(part.klass == "share" for part in parts) or len(parts) + plist.singles < 2:
        return False
    if adds_up(parts, plist.singles, whole):
        return True
    target, values = exact(whole), [exact(part) for part in parts]
    if target is None or any(value is None for value in values):
        return False
    off = abs(
        Fraction(sum(value for value in values if value is not None))
        + plist.singles
        - Fraction(target)
    )
    if not complementary(plist.words, groups):
        return False
    near = max(Fraction(target) * _NEAR, Fraction(1 if target >= _SMALL else 0))
    return 0 < off <= near
