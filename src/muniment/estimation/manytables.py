"""The methods on many tables of one register: draws of linkage, or replicates of imputation.

Each table is estimated by the main estimate of each method; ``linkage_draws`` pools what comes out
and ``overreplicates`` combines it.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.answers import Estimate, Posterior, Reason
from muniment.estimation.estimating import Settings, estimate_table
from muniment.estimation.judging import judge_estimate
from muniment.estimation.latent import LatentSettings, estimate_latent
from muniment.estimation.mixing import R_HAT_LIMIT
from muniment.estimation.overlaps import OverlapTable

METHODS = ("loglinear", "chao", "coverage", "decomposable", "latent")
"""The methods for many tables unless others are asked for: bootstraps of each take too long."""
PER_TABLE = LatentSettings(
    chains=4, first_sweeps=5_000, most_sweeps=80_000, r_hat=R_HAT_LIMIT, effective=60, least=60
)
"""How the latent classes of one table are drawn: as long as it takes not to be refused, for the
draws of all tables are put together."""
MOST_REFUSED = 0.1
"""A method that fails in a greater share of the tables has no answer over all of them."""
_SUMMED = 2_000
LEAST_UNDOCUMENTED = 0.1
"""What stands for no undocumented people on the logarithmic scale."""
_ONLY_WIDE = frozenset({"magnitude"})
"""Refusals that do not keep a table out: how wide the answer is, is asked of all together."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the methods make of one table: documented people and main estimates by method."""

    documented: int
    estimates: tuple[Estimate, ...]
    refusals: tuple[Reason, ...]

    def by(self, method: str) -> Estimate | None:
        """The main estimate of a method, if there is one."""
        return next((each for each in self.estimates if each.method == method), None)


def estimate_each(
    tables: Sequence[OverlapTable], settings: Settings, latent: LatentSettings, step: str
) -> list[Drawn]:
    """What the methods make of every table; equal tables are estimated once.

    ``settings.jobs`` tables are estimated at a time; progress is told of as ``step``.
    """
    keys = [(table.lists, table.patterns.tobytes(), table.counts.tobytes()) for table in tables]
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    places = sorted(first.values())
    # Processes take no callbacks along.
    work = functools.partial(
        _one, settings=replace(settings, jobs=1, progress=_silent), latent=latent
    )
    chosen = [tables[place] for place in places]
    results = []
    with _workers(min(settings.jobs, len(places))) as run:
        for drawn in run(work, chosen):
            results.append(drawn)
            settings.progress(step, len(results), len(places))
    by_place = dict(zip(places, results, strict=True))
    return [by_place[first[key]] for key in keys]


Run = Callable[[Callable[[OverlapTable], Drawn], Sequence[OverlapTable]], Iterable[Drawn]]


@contextmanager
def _workers(jobs: int) -> Iterator[Run]:
    """A map over tables in ``jobs`` processes, or in this one."""
    if jobs <= 1:
        yield map
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield pool.map


def _silent(method: str, done: int, of: int) -> None:
    """Tells nobody of progress."""


def _one(table: OverlapTable, settings: Settings, latent: LatentSettings) -> Drawn:
    """The main estimate of each method on one table, or the refusals of the table."""
    others = tuple(method for method in settings.methods if method != "latent")
    answer, _ = estimate_table(table, replace(settings, methods=others))
    refusals = tuple(reason for reason in answer.refusals if reason.code != "none-stands")
    mains = [each for each in answer.estimates if each.main]
    if "latent" in settings.methods and not refusals:
        found = estimate_latent(
            table.without_empty_lists(),
            replace(latent, classes=settings.classes, exchange=not settings.as_lcmcr),
            level=settings.level,
            seed=settings.seed,
            jobs=settings.jobs,
        )
        mains.append(judge_estimate(found))
    return Drawn(table.documented, tuple(mains), refusals)


def sum_of_strata(rows: Sequence[Drawn], settings: Settings, place: int) -> Drawn:
    """One draw's strata added: the totals of each method that stands in all, draw by draw."""
    refusals = tuple(reason for row in rows for reason in row.refusals)
    documented = sum(row.documented for row in rows)
    rng = np.random.default_rng([settings.seed, place])
    summed = []
    for method in settings.methods:
        parts = [each for row in rows for each in row.estimates if each.method == method]
        failed = [each for each in parts if not usable(each)]
        if len(parts) < len(rows) or failed:
            reasons = tuple(reason for each in failed for reason in each.refusals)
            summed.append(Estimate(method, "sum", documented, None, refusals=reasons))
            continue
        total = np.sum([sample_total(each, _SUMMED, rng) for each in parts], axis=0)
        posterior = Posterior.of(total)
        summed.append(
            Estimate(
                method,
                "sum",
                documented,
                posterior.quantiles([0.5])[0],
                posterior.interval(settings.level),
                lower_bound=parts[0].lower_bound,
                posterior=posterior,
            )
        )
    return Drawn(documented, tuple(summed), refusals)


def usable(estimate: Estimate) -> bool:
    """Whether the estimate of one draw stands for a distribution that can be pooled."""
    if {reason.code for reason in estimate.refusals} - _ONLY_WIDE or estimate.total is None:
        return False
    interval = estimate.interval
    return estimate.posterior is not None or (
        interval is not None and bool(np.isfinite(interval.high))
    )


def most_frequent_reason(by_draw: Sequence[Estimate | None], rows: Sequence[Drawn]) -> str:
    """The most frequent reason for which a draw has no estimate."""
    reasons: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for estimate, row in zip(by_draw, rows, strict=True):
        for reason in (*row.refusals, *(estimate.refusals if estimate else ())):
            if reason.code in _ONLY_WIDE:
                continue
            reasons.setdefault(reason.code, reason.message)
            seen[reason.code] += 1
    return reasons[seen.most_common(1)[0][0]] if seen else "nothing could be calculated."


def sample_total(estimate: Estimate, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draws (size,) of the total that an estimate and its interval stand for.

    From its posterior where there is one. Else the undocumented are log-normal on either side of
    the estimate, each side with the spread that gives its end of the interval. Raises ValueError
    for an estimate without a finite total and interval.
    """
    if estimate.posterior is not None:
        return estimate.posterior.sample(size, rng)
    if estimate.total is None or estimate.interval is None:
        raise ValueError("an estimate without an interval stands for no distribution")
    if not np.isfinite(estimate.interval.high):
        raise ValueError("an interval without an end stands for no distribution")
    from scipy.special import ndtri

    unseen = [
        np.log(max(value - estimate.documented, LEAST_UNDOCUMENTED))
        for value in (estimate.interval.low, estimate.total, estimate.interval.high)
    ]
    reach = float(ndtri((1 + estimate.interval.level) / 2))
    below, above = (unseen[1] - unseen[0]) / reach, (unseen[2] - unseen[1]) / reach
    scores = rng.standard_normal(size)
    logs = unseen[1] + np.where(scores < 0, below, above) * scores
    return np.asarray(estimate.documented + np.exp(logs))
