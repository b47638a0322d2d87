"""Bayesian averaging over decomposable graphs of lists.

Madigan and York (1997, "Bayesian methods for estimation of the size of a closed population",
Biometrika 84, 19-31): each graph says which lists depend on one another; with a hyper-Dirichlet
prior on the probabilities of the patterns (Dawid and Lauritzen 1993, Annals of Statistics 21,
1272-1317) the likelihood of each graph and each number of undocumented people has a closed form.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import LEVEL, Estimate, Posterior, Reason
from muniment.estimation.hierarchical import describe, main_effects

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muniment.estimation.overlaps import OverlapTable

    Floats = NDArray[np.float64]

METHOD = "decomposable"
MOST_LISTS = 6
_POINTS = 60_000
"""Up to so many undocumented every number is looked at; above, ever wider steps are."""
_LEAST_POINTS = 4_000
_WORK = 80_000_000
"""With many graphs fewer numbers are looked at: about so many pairs of both."""
_TIMES = 50
"""How many times the documented the undocumented may be, unless said otherwise."""
_AT_END = 0.005
"""With more of the posterior than this in the last tenth, the limit shapes the answer."""
_CHUNK = 4_000_000


def graphs(lists: int) -> tuple[tuple[int, ...], ...]:
    """All decomposable graphs on some lists, each as its neighbours' bit masks by list.

    There are 8 on three lists, 61 on four, 822 on five and 18,154 on six. Raises ValueError above
    ``MOST_LISTS``.
    """
    if not 1 <= lists <= MOST_LISTS:
        raise ValueError(f"graphs are made for 1 to {MOST_LISTS} lists, not {lists}")
    return tuple(graph for graph, _ in _expansions(lists))


@functools.cache
def _expansions(lists: int) -> tuple[tuple[tuple[int, ...], dict[int, int]], ...]:
    """The decomposable graphs, each with how often its likelihood holds each set of lists."""
    edges = list(itertools.combinations(range(lists), 2))
    found = []
    for chosen in itertools.product((False, True), repeat=len(edges)):
        neighbours = [0] * lists
        for (first, second), there in zip(edges, chosen, strict=True):
            if there:
                neighbours[first] |= 1 << second
                neighbours[second] |= 1 << first
        expansion = _eliminate(neighbours)
        if expansion is not None:
            found.append((tuple(neighbours), expansion))
    return tuple(found)


def _eliminate(neighbours: list[int]) -> dict[int, int] | None:
    """How often each set of lists enters the likelihood; None for a graph not decomposable.

    A list whose neighbours are all joined can be taken away: it gives a factor for itself with
    its neighbours, divided by one for the neighbours alone. A graph that is used up so is
    decomposable, and the factors left over are its cliques and separators.
    """
    left = set(range(len(neighbours)))
    factors: dict[int, int] = {}
    while left:
        present = sum(1 << each for each in left)
        for each in sorted(left):
            near = neighbours[each] & present
            if all(
                near & ~(neighbours[other] | 1 << other) == 0 for other in left if near >> other & 1
            ):
                factors[near | 1 << each] = factors.get(near | 1 << each, 0) + 1
                factors[near] = factors.get(near, 0) - 1
                left.remove(each)
                break
        else:
            return None
    return {part: times for part, times in factors.items() if times}


@dataclass(frozen=True, slots=True, eq=False)
class Averaged:
    """The posterior over graphs and totals.

    ``weights`` (graphs,) are the graphs' probabilities, in the order of ``graphs``; ``totals``
    is the distribution of all people; ``by_graph`` (graphs,) the mean total under each;
    ``names`` are the graphs by their cliques. ``at_end`` is the share of the posterior in the
    last tenth of the numbers looked at.
    """

    weights: Floats
    totals: Posterior
    by_graph: Floats
    names: tuple[str, ...]
    at_end: float


def average(
    table: OverlapTable,
    delta: float | None = None,
    most_unseen: int | None = None,
    log_prior: Callable[[Floats], Floats] | None = None,
    points: int = _POINTS,
) -> Averaged:
    """Average over all decomposable graphs.

    ``delta`` is the prior count of each pattern, 2^-lists by default; ``most_unseen`` the
    greatest number of undocumented people looked at, fifty times the documented by default;
    ``log_prior`` gives the log of the prior of totals, 1/total by default; of more than
    ``points`` numbers some are looked at for the others beside them. Raises ValueError
    above ``MOST_LISTS`` lists or for a delta that is not positive.
    """
    lists = len(table.lists)
    if delta is None:
        delta = 2.0**-lists
    if not delta > 0:
        raise ValueError(f"the prior count of a pattern must be positive, not {delta}")
    documented = table.documented
    expansions = _expansions(lists) if lists <= MOST_LISTS else None
    if expansions is None:
        raise ValueError(f"graphs are made for 1 to {MOST_LISTS} lists, not {lists}")
    points = max(_LEAST_POINTS, min(points, _WORK // len(expansions)))
    unseen, widths = _grid(most_unseen or max(_TIMES * documented, 100), points)
    totals = documented + unseen
    prior = -np.log(totals) if log_prior is None else log_prior(totals)
    common = prior + np.log(widths) + _log_multinomial(table, unseen)
    factors = _factors(table, unseen, delta)
    coefficients = np.zeros((len(expansions), 2**lists))
    for row, (_, expansion) in enumerate(expansions):
        for part, times in expansion.items():
            coefficients[row, part] = times
    share = max(1, _CHUNK // len(unseen))
    logs: list[Floats] = [
        coefficients[begin : begin + share] @ factors + common
        for begin in range(0, len(expansions), share)
    ]
    highest = max(float(each.max()) for each in logs)
    by_total = np.zeros(len(unseen))
    by_graph, means = [], []
    for each in logs:
        likelihood = np.exp(each - highest)
        by_total += likelihood.sum(axis=0)
        sums = likelihood.sum(axis=1)
        by_graph.append(sums)
        means.append(likelihood @ totals / np.maximum(sums, 1e-300))
    weights = np.concatenate(by_graph)
    posterior = Posterior.of(totals, by_total)
    return Averaged(
        weights / weights.sum(),
        posterior,
        np.concatenate(means),
        tuple(_name(neighbours, expansion, table.lists) for neighbours, expansion in expansions),
        float(posterior.weights[unseen > 0.9 * unseen[-1]].sum()),
    )


def _grid(most: int, points: int) -> tuple[Floats, Floats]:
    """About ``points`` numbers of undocumented people and how many numbers each stands for.

    They begin with one: the prior's weight on a complete register would be an artefact of its
    counts by pattern (Madigan and York's program does so too).
    """
    if most <= points:
        return np.arange(1, most + 1, dtype=np.float64), np.ones(most)
    dense = points * 2 // 3
    wide = np.unique(np.geomspace(dense, most, points - dense).round())[1:]
    unseen = np.concatenate([np.arange(1, dense + 1, dtype=np.float64), wide])
    widths: Floats = np.gradient(unseen)
    return unseen, widths


def _log_multinomial(table: OverlapTable, unseen: Floats) -> Floats:
    """The log of the number of ways to fill the table, save what does not depend on ``unseen``."""
    from scipy.special import gammaln

    ways: Floats = gammaln(table.documented + unseen + 1) - gammaln(unseen + 1)
    return ways


def _factors(table: OverlapTable, unseen: Floats, delta: float) -> Floats:
    """The log marginal likelihood of each set of lists' own table (2^lists, unseen)."""
    from scipy.special import gammaln

    lists = len(table.lists)
    powers = 1 << np.arange(lists)
    masks = table.patterns.astype(np.int64) @ powers
    factors = np.zeros((2**lists, len(unseen)))
    for part in range(2**lists):
        size = part.bit_count()
        prior = delta * 2.0 ** (lists - size)
        sums = np.bincount(masks & part, weights=table.counts, minlength=2**lists)
        known = sums[[cell for cell in range(1, 2**lists) if cell & part == cell]]
        fixed = float(gammaln(known + prior).sum())
        factors[part] = fixed + gammaln(sums[0] + unseen + prior) - 2**size * gammaln(prior)
    return factors


def _name(neighbours: tuple[int, ...], expansion: dict[int, int], lists: tuple[str, ...]) -> str:
    cliques = [part for part, times in expansion.items() if times > 0]
    return describe(tuple(sorted({*main_effects(len(neighbours)), *cliques})), lists)


def decomposable(
    table: OverlapTable,
    delta: float | None = None,
    most_unseen: int | None = None,
    level: float = LEVEL,
) -> Estimate:
    """The median and central interval of the total over all decomposable graphs.

    It is refused above ``MOST_LISTS`` lists, and where the limit put on the undocumented, not
    the data, ends the posterior.
    """
    lists = len(table.lists)
    if lists > MOST_LISTS:
        reason = Reason(
            "too-many-lists",
            f"{lists} lists have too many graphs to average over ({MOST_LISTS} at most); join "
            "lists of one kind.",
        )
        return Estimate(METHOD, "none", table.documented, None, refusals=(reason,))
    found = average(table, delta, most_unseen)
    best = int(np.argmax(found.weights))
    estimate = Estimate(
        METHOD,
        f"average over {len(found.weights)} graphs of lists",
        table.documented,
        found.totals.quantiles([0.5])[0],
        found.totals.interval(level),
        measures={
            "mean": found.totals.mean,
            "mode": found.totals.mode,
            "bayes": found.totals.least_relative_loss,
            "delta": 2.0**-lists if delta is None else delta,
            "greatest_weight": float(found.weights[best]),
        },
        posterior=found.totals,
    )
    if found.at_end > _AT_END:
        return estimate.refused(
            Reason(
                "prior-bound",
                f"{found.at_end:.0%} of the posterior lies at the greatest number looked at "
                f"({found.totals.values.max():,.0f}): the data do not bound the total from above.",
            )
        )
    return estimate
