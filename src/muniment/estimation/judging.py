"""Whether data can carry an estimate: refusals and cautions, each with its reason."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import Estimate, Reason
from muniment.estimation.methods import methods
from muniment.estimation.overlaps import OverlapError

if TYPE_CHECKING:
    from muniment.estimation.overlaps import OverlapTable

FEWEST_LISTS = 3
_WITHIN = 0.95
"""A list with at least this share of its people in another one is nearly contained in it."""
_FULL = 0.9
"""A list with at least this share of the people of other lists holds nearly everybody."""
_SMALL = 10
"""Of lists of fewer people it is not asked whether another contains them, or shares any."""
_FEW_SHARED = 5
_MAGNITUDE = 10.0
"""An interval whose high end is so many times its low end is no answer."""
_WIDE = 3.0
_APART = 2.0
"""Models whose totals differ by this factor disagree hugely."""
_GAP = 1.1
"""Intervals of methods with so wide a gap between them flag the table."""
_HIGHER = 1.15
"""So many times higher an end with pairs free to depend on one another is worth telling."""
_TELLING = frozenset({"not-mixed", "magnitude", "prior-bound"})
"""Refusals of a method's main estimate that tell something of the whole table."""
_FEW_PEOPLE = 10
"""With fewer people in more than one list, chance alone makes the answer."""
_SHARE = 0.25
"""With a smaller share of the total documented, the answer rests on the model more than on data."""


@dataclass(frozen=True, slots=True)
class About:
    """What a list says it is a list of; empty where it does not say."""

    kind: str = ""
    period: str = ""
    place: str = ""


def read_about(path: Path) -> dict[str, About]:
    """Read what lists are of: a TOML file with a table a list, of kind, period and place.

    Raises OverlapError when the file cannot be read or says anything else.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OverlapError(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OverlapError(f"{path}: is no TOML file ({error}).") from error
    about = {}
    for name, said in found.items():
        if not isinstance(said, dict) or not said.keys() <= {"kind", "period", "place"}:
            raise OverlapError(
                f"{path}: “{name}” must be a table of kind, period and place, as in "
                f'[{name}] kind = "missing_person".'
            )
        about[name] = About(**{key: str(value).strip() for key, value in said.items()})
    return about


def judge_table(
    table: OverlapTable, about: Mapping[str, About] | None = None
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Why no estimate can be made of a table, and what to beware of. Empty lists count as none."""
    refusals = [*_of_different_things(about or {})]
    cautions: list[Reason] = []
    table = table.without_empty_lists()
    lists = len(table.lists)
    if not table.documented:
        refusals.append(Reason("nobody", "No list holds anybody."))
        return tuple(refusals), ()
    if lists < FEWEST_LISTS:
        refusals.append(
            Reason(
                "few-lists",
                f"{lists} {'list holds' if lists == 1 else 'lists hold'} people; with fewer than "
                f"{FEWEST_LISTS} nothing tells whether lists depend on one another, and the "
                "estimate would be whatever is assumed.",
            )
        )
        return tuple(refusals), ()
    shared = table.shared
    several = int(table.frequencies[2:].sum())
    if not several:
        refusals.append(
            Reason(
                "no-overlap",
                "The lists share nobody: either they are lists of different people, or records of "
                "one person were not recognised as such.",
            )
        )
        return tuple(refusals), ()
    if several < _FEW_PEOPLE:
        cautions.append(
            Reason(
                "few-shared",
                f"Only {several} of {table.documented:,} people are in more than one list; one "
                "more or less would change the answer a lot.",
            )
        )
    apart = [
        name
        for place, name in enumerate(table.lists)
        if shared[place].sum() == shared[place, place]
    ]
    contained = _contained(table)
    left = lists - len(apart) - len({inner for inner, _ in contained})
    if apart:
        reason = Reason(
            "list-apart",
            f"{_and(apart)} {'shares' if len(apart) == 1 else 'share'} nobody with any other "
            "list, as a list of other people would.",
        )
        if lists - len(apart) < FEWEST_LISTS:
            refusals.append(reason)
        elif any(table.sizes[name] >= _SMALL for name in apart):
            cautions.append(reason)
    for inner, outer in contained:
        place, other = table.lists.index(inner), table.lists.index(outer)
        reason = Reason(
            "contained",
            f"{shared[place, other]:,} of the {shared[place, place]:,} people of {inner} are in "
            f"{outer} too: {inner} may have been made from {outer}, and says nothing of its own "
            f"then. Estimate without {inner}, or join the two.",
        )
        (refusals if left < FEWEST_LISTS else cautions).append(reason)
    thin = [
        f"{table.lists[first]} and {table.lists[second]} ({shared[first, second]})"
        for first, second in itertools.combinations(range(lists), 2)
        if shared[first, second] < _FEW_SHARED
    ]
    if thin:
        pairs = lists * (lists - 1) // 2
        cautions.append(
            Reason(
                "thin-overlaps",
                f"{len(thin)} of {pairs} pairs of lists share fewer than {_FEW_SHARED} people: "
                f"{', '.join(thin[:4])}{', …' if len(thin) > 4 else ''}.",
            )
        )
    return tuple(refusals), tuple(cautions)


def _of_different_things(about: Mapping[str, About]) -> list[Reason]:
    """A refusal for each thing that the lists say of themselves differently."""
    reasons = []
    for what in ("kind", "period", "place"):
        said: dict[str, list[str]] = {}
        for name, each in about.items():
            value = " ".join(getattr(each, what).split())
            if value:
                said.setdefault(value.casefold(), [value]).append(name)
        if len(said) > 1:
            parts = "; ".join(f"{_and(names)}: {value}" for value, *names in said.values())
            reasons.append(
                Reason(
                    f"different-{what}",
                    f"The lists are not lists of the same thing; they differ in {what} ({parts}). "
                    "Take from each what all are about, and link again.",
                )
            )
    return reasons


def _contained(table: OverlapTable) -> list[tuple[str, str]]:
    """Lists nearly contained in another one, with that one; of two alike the smaller.

    A list that holds nearly everybody of the third lists as well contains none: it is nearly full.
    """
    shared = table.shared
    held = table.patterns.astype(bool)
    pairs = []
    for first, second in itertools.permutations(range(len(table.lists)), 2):
        size, other = int(shared[first, first]), int(shared[second, second])
        if size < _SMALL or shared[first, second] < _WITHIN * size:
            continue
        thirds = np.delete(held, [first, second], axis=1).any(axis=1) & ~held[:, first]
        elsewhere = int(table.counts[thirds].sum())
        both = int(table.counts[thirds & held[:, second]].sum())
        if elsewhere >= _SMALL and both >= _FULL * elsewhere:
            continue
        if (size, table.lists[first]) < (other, table.lists[second]):
            pairs.append((table.lists[first], table.lists[second]))
    return pairs


def judge_estimate(estimate: Estimate) -> Estimate:
    """The estimate with the refusals and cautions that its numbers call for."""
    total, interval = estimate.total, estimate.interval
    if total is None or estimate.refusals:
        return estimate
    if not math.isfinite(total):
        return estimate.refused(Reason("not-finite", "The estimate has no finite value."))
    if interval is None:
        return estimate.refused(
            Reason("no-interval", "No interval could be made, and a number alone is no answer.")
        )
    if interval.spread >= _MAGNITUDE:
        high = f"{interval.high:,.0f}" if math.isfinite(interval.high) else "without end"
        return estimate.refused(
            Reason(
                "magnitude",
                f"The interval spans an order of magnitude ({interval.low:,.0f} to {high}): the "
                "data do not carry an estimate by this model.",
            )
        )
    cautions = []
    if interval.spread >= _WIDE:
        cautions.append(
            Reason(
                "wide",
                f"The interval is wide: its high end is {interval.spread:.1f} times its low end.",
            )
        )
    if not estimate.lower_bound and estimate.documented < _SHARE * total:
        cautions.append(
            Reason(
                "mostly-model",
                f"Only {estimate.documented / total:.0%} of the total is documented; the rest is "
                "the model's.",
            )
        )
    return estimate.cautioned(*cautions) if cautions else estimate


def judge_together(estimates: Sequence[Estimate]) -> tuple[Reason, ...]:
    """What to beware of in estimates side by side: huge disagreement, chains that do not mix.

    Only estimates that are comparable count for disagreement.
    """
    reasons = []
    totals = [each.total for each in estimates if each.comparable and each.total is not None]
    if totals and max(totals) >= _APART * min(totals):
        reasons.append(
            Reason(
                "disagree",
                f"Models that fit the lists alike disagree hugely: from {min(totals):,.0f} to "
                f"{max(totals):,.0f}. The lists do not settle how many there are.",
            )
        )
    else:
        reasons += _intervals_apart(estimates)
    reasons += _dependence(estimates)
    for each in estimates:
        if each.main:
            reasons += [reason for reason in each.refusals if reason.code in _TELLING]
            reasons += [caution for caution in each.cautions if caution.code == "slow-mixing"]
    return tuple(reasons)


def _intervals_apart(estimates: Sequence[Estimate]) -> list[Reason]:
    """A caution where the main intervals of two methods do not meet: one of the two is wrong.

    Intervals know the chance in the data, not the choice of the model; where the gap between them
    is more than ``_GAP``, that choice makes the answer.
    """
    found = [(each, each.interval) for each in estimates if each.main and each.comparable]
    ends = [(each.method, interval) for each, interval in found if interval is not None]
    if len(ends) < 2:
        return []
    lower = min(ends, key=lambda end: end[1].high)
    upper = max(ends, key=lambda end: end[1].low)
    gap = upper[1].low / lower[1].high if lower[1].high > 0 else math.inf
    if gap <= 1:
        return []
    return [
        Reason(
            "intervals-apart" if gap >= _GAP else "intervals-differ",
            f"The intervals of models that fit do not meet: {methods()[lower[0]].name} ends at "
            f"{lower[1].high:,.0f}, {methods()[upper[0]].name} begins at {upper[1].low:,.0f}. At "
            "least one of them is wrong, and the lists do not tell which: no interval alone says "
            "how uncertain the total is.",
        )
    ]


def _dependence(estimates: Sequence[Estimate]) -> list[Reason]:
    """A caution where dependence in pairs, which fits, would let the total be clearly higher.

    People who differ in how easily they are listed make all lists depend on one another a little;
    few overlaps cannot show it, and a choice by BIC then takes it as absent (Hook and Regal 1995).
    """
    free = [
        each.interval.high
        for each in estimates
        if each.stands
        and each.interval is not None
        and each.measures.get("pairs_free")
        and not any(caution.code == "misfit" for caution in each.cautions)
    ]
    ends = [
        each.interval.high for each in estimates if each.main and each.comparable and each.interval
    ]
    if not free or not ends or max(free) < _HIGHER * max(ends):
        return []
    return [
        Reason(
            "dependence",
            "The overlaps do not tell whether all pairs of lists depend on one another a little, "
            "as they do when people differ in how easily they are listed. Should they, the total "
            f"may be as high as {max(free):,.0f}; the intervals that end at {max(ends):,.0f} or "
            "below take it as absent.",
        )
    ]


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
