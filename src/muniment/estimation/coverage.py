"""The sample coverage estimate: how much of the people the lists reach, dependence included.

Chao and Tsay (1998, Journal of the American Statistical Association 93, 283-293) and, for lists
of epidemiology, Chao, Tsay, Lin, Shau and Chao (2001, Statistics in Medicine 20, 3123-3157). The
coverage is one less the mean share of a list's people whom no other list holds. For three lists
the pairwise dependence is estimated with it; for more the estimate is that of lists which do not
depend on one another, given the coverage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import LEVEL, Estimate, Reason
from muniment.estimation.chao import log_normal
from muniment.estimation.hierarchical import main_effects
from muniment.estimation.loglinear import MOST_LISTS, misfit
from muniment.estimation.poisson import Cells, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muniment.estimation.overlaps import OverlapTable

METHOD = "coverage"
_LOW = 0.55
"""Below this coverage the authors advise against the estimate."""


def coverage(table: OverlapTable, level: float = LEVEL) -> Estimate:
    """The sample coverage estimate with a log-normal interval by the delta method.

    It is refused where the coverage is zero or the estimate below the documented, for then the
    dependence of the lists is more than it can undo.
    """
    counts = table.counts.astype(np.float64)
    share = _coverage(table.patterns, counts)
    dependent = len(table.lists) == 3
    model = "dependent lists" if dependent else "lists independent given coverage"
    total = _total(table.patterns, counts)
    measures = {"coverage": share}
    refusals, cautions = [], []
    if share <= 0 or not total > table.documented or not np.isfinite(total):
        refusals.append(
            Reason(
                "coverage",
                "The lists share too few people, or too unevenly, for the sample coverage "
                f"estimate (coverage {share:.0%}).",
            )
        )
        return Estimate(
            METHOD, model, table.documented, None, refusals=tuple(refusals), measures=measures
        )
    if share < _LOW:
        cautions.append(
            Reason(
                "low-coverage",
                f"The sample coverage is {share:.0%}; below {_LOW:.0%} its authors advise "
                "against the estimate.",
            )
        )
    if not dependent:
        cautions += _contradicted(table)
    variance = _variance(table.patterns, counts, total)
    measures["se"] = float(np.sqrt(variance))
    return Estimate(
        METHOD,
        model,
        table.documented,
        total,
        log_normal(table.documented, total - table.documented, variance, level),
        cautions=tuple(cautions),
        measures=measures,
    )


def _contradicted(table: OverlapTable) -> tuple[Reason, ...]:
    """A caution where the overlaps contradict lists that do not depend on one another."""
    lists = len(table.lists)
    if lists > MOST_LISTS:
        return ()
    found = misfit(fit(Cells.of(table), main_effects(lists)))
    return tuple(
        Reason(
            each.code,
            "The overlaps contradict lists that do not depend on one another, which this estimate "
            f"takes for granted for more than three lists. {each.message}",
        )
        for each in found
    )


def _coverage(patterns: NDArray[np.int8], counts: NDArray[np.float64]) -> float:
    """One less the mean share of a list's people whom no other list holds."""
    sizes = counts @ patterns
    alone = patterns.sum(axis=1) == 1
    singles = counts[alone] @ patterns[alone]
    return 1 - float((singles / np.maximum(sizes, 1e-300)).mean())


def _total(patterns: NDArray[np.int8], counts: NDArray[np.float64]) -> float:
    """The estimate; not a number where it does not exist."""
    lists = patterns.shape[1]
    share = _coverage(patterns, counts)
    if share <= 0:
        return np.nan
    if lists != 3:
        singles = float(counts[patterns.sum(axis=1) == 1].sum())
        return float((counts.sum() - singles / lists) / share)
    sizes = counts @ patterns
    overlaps, correction = 0.0, 0.0
    for first, second, third in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        both = float(counts[(patterns[:, first] & patterns[:, second]) == 1].sum())
        outside = counts * (patterns[:, third] == 0)
        reach = float(outside @ patterns[:, first] + outside @ patterns[:, second])
        overlaps += both
        correction += reach * both / (sizes[first] * sizes[second])
    left = 1 - correction / (3 * share)
    return overlaps / (3 * share) / left if left > 0 else np.nan


def _variance(patterns: NDArray[np.int8], counts: NDArray[np.float64], total: float) -> float:
    """The variance of the total under a multinomial table, by central differences."""
    second = 0.0
    for cell, count in enumerate(counts):
        step = min(0.5, count / 2)
        more, less = counts.copy(), counts.copy()
        more[cell] += step
        less[cell] -= step
        slope = (_total(patterns, more) - _total(patterns, less)) / (2 * step)
        second += slope**2 * count
    return max(float(second - total), 0.0) if np.isfinite(second) else np.inf
