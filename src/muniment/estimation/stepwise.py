"""Stepwise pairwise models for sparse tables, with bootstrap intervals.

Chan, Silverman and Vincent (2021, "Multiple systems estimation for sparse capture data:
inferential challenges when there are nonoverlapping lists", Journal of the American Statistical
Association 116, 1297-1306): from independent lists, the pair of lists whose overlap is least to be
expected is added, as long as its one-sided Poisson probability is below a threshold and the
extended maximum likelihood estimate exists and is identified. The interval is BCa (DiCiccio and
Efron 1996, Statistical Science 11, 189-228) over bootstrap samples, each searched anew, so that it
holds the uncertainty of the choice of model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import LEVEL, Estimate, Interval, Reason
from muniment.estimation.hierarchical import Model, describe, interactions, main_effects
from muniment.estimation.loglinear import misfit
from muniment.estimation.poisson import Cells, Fit, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muniment.estimation.overlaps import OverlapTable

METHOD = "stepwise"
THRESHOLD = 0.02
MOST_LISTS = 10
_KEPT = 0.9
"""With fewer of the bootstrap samples giving an estimate, the interval is not to be trusted."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The pairs that were added, in order, with their probabilities, and the last fit."""

    model: Model
    fit: Fit
    added: tuple[tuple[int, float], ...]


def step_up(cells: Cells, lists: int, threshold: float = THRESHOLD) -> Steps | None:
    """Add pairs while one is improbable enough; None where independence itself has no estimate."""
    from scipy.special import gammainc, pdtr

    model = main_effects(lists)
    here = fit(cells, model)
    if not _sound(here):
        return None
    added: list[tuple[int, float]] = []
    pairs = interactions(lists, 2)
    holds = {pair: (cells.masks & pair) == pair for pair in pairs}
    observed = {pair: float(cells.counts[holds[pair]].sum()) for pair in pairs}
    while True:
        chances = []
        for place, pair in enumerate(pairs):
            if pair in model:
                continue
            expected = float(here.fitted[holds[pair]].sum())
            chance = min(
                float(pdtr(observed[pair], expected)),
                # So many or more: the complement is a gamma distribution's.
                float(gammainc(observed[pair], expected)) if observed[pair] else 1.0,
            )
            if chance < threshold:
                chances.append((chance, place, pair))
        for chance, _, pair in sorted(chances):
            larger = tuple(sorted((*model, pair)))
            there = fit(cells, larger)
            if _sound(there):
                model, here = larger, there
                added.append((pair, chance))
                break
        else:
            return Steps(model, here, tuple(added))


def _sound(each: Fit) -> bool:
    return each.exists and each.identified


def stepwise(
    table: OverlapTable,
    threshold: float = THRESHOLD,
    samples: int = 1000,
    seed: int = 0,
    level: float = LEVEL,
    progress: Callable[[int, int], None] | None = None,
) -> Estimate:
    """The stepwise estimate with its bootstrap interval.

    ``progress`` is told how many samples of how many are done. It is refused above ``MOST_LISTS``
    lists, and where not even the model of independent lists has an estimate.
    """
    lists = len(table.lists)
    if lists > MOST_LISTS:
        reason = Reason(
            "too-many-lists",
            f"{lists} lists are too many for stepwise search ({MOST_LISTS} at most); join lists "
            "of one kind.",
        )
        return Estimate(METHOD, "none", table.documented, None, refusals=(reason,))
    cells = Cells.of(table)
    steps = step_up(cells, lists, threshold)
    if steps is None:
        reason = Reason(
            "undetermined",
            "Not even independent lists have a finite estimate here: the overlaps are too few.",
        )
        return Estimate(METHOD, "none", table.documented, None, refusals=(reason,))
    total = table.documented + steps.fit.unseen
    replicates = _bootstrap(cells, lists, threshold, samples, seed, progress)
    cautions = list(misfit(steps.fit))
    kept = replicates[np.isfinite(replicates)]
    interval = None
    if len(kept) > 1:
        interval = bca(kept, total, _acceleration(cells, lists, threshold), level)
    if len(kept) < _KEPT * samples:
        cautions.append(
            Reason(
                "bootstrap",
                f"{samples - len(kept)} of {samples} bootstrap samples have no finite estimate; "
                "the interval leaves them out and is too narrow.",
            )
        )
    empty = sum(1 for pair, _ in steps.added if not cells.counts[cells.masks & pair == pair].sum())
    if empty:
        cautions.append(
            Reason("boundary", f"{empty} pairs of lists in the model share nobody at all.")
        )
    return Estimate(
        METHOD,
        describe(steps.model, table.lists),
        table.documented,
        total,
        interval,
        cautions=tuple(cautions),
        measures={
            "deviance": steps.fit.deviance,
            "df": steps.fit.freedom,
            "pairs": len(steps.added),
            "samples": len(kept),
        },
    )


def _bootstrap(
    cells: Cells,
    lists: int,
    threshold: float,
    samples: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
) -> NDArray[np.float64]:
    """The totals of resampled tables (samples,); infinite where there is no estimate."""
    rng = np.random.default_rng(seed)
    documented = int(cells.counts.sum())
    totals = np.full(samples, np.inf)
    for number in range(samples):
        counts = rng.multinomial(documented, cells.counts / documented).astype(np.float64)
        steps = step_up(Cells(cells.masks, counts), lists, threshold)
        if steps is not None:
            totals[number] = documented + steps.fit.unseen
        if progress is not None:
            progress(number + 1, samples)
    return totals


def _acceleration(cells: Cells, lists: int, threshold: float) -> float:
    """How the estimate's error changes with its value, from leaving out one person at a time."""
    totals = np.zeros(len(cells.counts))
    for cell in np.flatnonzero(cells.counts):
        counts = cells.counts.copy()
        counts[cell] -= 1
        steps = step_up(Cells(cells.masks, counts), lists, threshold)
        if steps is None:
            return 0.0
        totals[cell] = counts.sum() + steps.fit.unseen
    weights = cells.counts
    gaps = weights @ totals / weights.sum() - totals
    second = float(weights @ gaps**2)
    return float(weights @ gaps**3) / (6 * second**1.5) if second > 0 else 0.0


def bca(
    replicates: NDArray[np.float64], total: float, acceleration: float, level: float = LEVEL
) -> Interval:
    """The bias-corrected and accelerated interval of bootstrap replicates."""
    from scipy.special import ndtr, ndtri

    share = float((replicates < total).mean())
    # All replicates on one side say no more than that the bias is large.
    share = min(max(share, 0.5 / len(replicates)), 1 - 0.5 / len(replicates))
    bias = float(ndtri(share))
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        shifted = bias + float(ndtri(tail))
        ends.append(float(ndtr(bias + shifted / (1 - acceleration * shifted))))
    low, high = np.quantile(replicates, ends)
    return Interval(float(low), float(high), "BCa bootstrap", level)
