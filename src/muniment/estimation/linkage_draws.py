"""One answer over many draws of who is who: linkage averaging.

Linkage that is uncertain gives not one table of overlaps but many. Each is estimated by each
method, and the distributions are pooled: the posterior of the total is the mixture of those of the
draws (Sadinle 2018, "Bayesian propagation of record linkage uncertainty into population size
estimation of human rights violations", Annals of Applied Statistics 12(2), 1013-1038, arXiv
1812.09590; Tancredi and Liseo 2011, Annals of Applied Statistics 5, 1553-1585). Pooling is not the
same as the median of the draws' bounds, which forgets how far apart the draws lie.

A method without a posterior is given one: the undocumented are log-normal on either side of the
estimate, with spreads that give the ends of its interval (Chao 1987 for the log-normal).

Assumption: the draws reflect how sure the linkage is. Errors that all draws share, such as pairs
that were never compared, are in no interval.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.answers import Answer, Count, Estimate, Interval, Posterior, Reason
from muniment.estimation.estimating import Settings, estimate_table
from muniment.estimation.judging import judge_estimate, judge_together
from muniment.estimation.latent import LatentSettings, estimate_latent
from muniment.estimation.overlaps import OverlapTable

Tables = Mapping[Any, OverlapTable]
"""Tables by stratum: a name, or None where there are no strata."""

PER_DRAW = LatentSettings(
    chains=4, first_sweeps=5_000, most_sweeps=80_000, r_hat=1.03, effective=200, least=100
)
"""How the latent classes of one draw are drawn: fewer suffice, for all draws are pooled."""
_POOLED = 20_000
_MOST_REFUSED = 0.1
_FEW = 20
_LEAST_UNDOCUMENTED = 0.1
_ONLY_WIDE = frozenset({"magnitude"})
"""Refusals that do not keep a draw out: how wide the answer is, is asked of the pooled one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What the methods make of one table: documented people and main estimates by method."""

    documented: int
    estimates: tuple[Estimate, ...]
    refusals: tuple[Reason, ...]


def estimate_over_draws(
    draws: Sequence[Tables],
    settings: Settings,
    *,
    weights: Sequence[float] | None = None,
    latent: LatentSettings = PER_DRAW,
) -> tuple[Answer, ...]:
    """The pooled answer of each stratum and, with two strata or more, of their sum.

    ``draws`` are the tables of each draw by stratum (None where there are none), all of the same
    strata; ``weights`` how likely each draw is (alike unless given). ``settings.jobs`` draws are
    estimated at a time, and the answer depends on the seed alone. Each pooled estimate measures
    ``draws``, ``refused`` (the share of draws in which it does not stand, and which are left
    out) and ``linkage_share``, the part of the variance of the logarithm of the undocumented that
    comes from linkage. It is refused when it fails in more than a tenth of the draws.

    Raises ValueError for no draws, draws of different strata or weights that do not fit.
    """
    if not draws or any(each.keys() != draws[0].keys() for each in draws):
        raise ValueError("draws of linkage must be one or more, all of the same strata")
    shares = np.ones(len(draws)) if weights is None else np.asarray(weights, np.float64)
    if shares.shape != (len(draws),) or (shares < 0).any() or not 0 < shares.sum() < np.inf:
        raise ValueError("each draw needs a weight of 0 or more, and one must be above 0")
    shares = shares / shares.sum()
    strata = list(draws[0])
    tasks = [each[stratum] for each in draws for stratum in strata]
    found = _all(tasks, settings, latent)
    per_stratum = [found[place :: len(strata)] for place in range(len(strata))]
    answers = [
        _answer(None if stratum is None else str(stratum), rows, shares, settings)
        for stratum, rows in zip(strata, per_stratum, strict=True)
    ]
    if len(strata) > 1:
        summed = [
            _sum(rows, settings, place) for place, rows in enumerate(zip(*per_stratum, strict=True))
        ]
        answers.append(_answer("sum over strata", summed, shares, settings))
    return tuple(answers)


def _all(
    tables: Sequence[OverlapTable], settings: Settings, latent: LatentSettings
) -> list[_Drawn]:
    """What the methods make of every table; equal tables are estimated once."""
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
            settings.progress("linkage", len(results), len(places))
    by_place = dict(zip(places, results, strict=True))
    return [by_place[first[key]] for key in keys]


Run = Callable[[Callable[[OverlapTable], _Drawn], Sequence[OverlapTable]], Iterable[_Drawn]]


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


def _one(table: OverlapTable, settings: Settings, latent: LatentSettings) -> _Drawn:
    """The main estimate of each method on one table, or the refusals of the table."""
    others = tuple(method for method in settings.methods if method != "latent")
    answer, _ = estimate_table(table, replace(settings, methods=others))
    refusals = tuple(reason for reason in answer.refusals if reason.code != "none-stands")
    mains = [each for each in answer.estimates if each.main]
    if "latent" in settings.methods and not refusals:
        found = estimate_latent(
            table.without_empty_lists(),
            latent,
            level=settings.level,
            seed=settings.seed,
            jobs=settings.jobs,
        )
        mains.append(judge_estimate(found))
    return _Drawn(table.documented, tuple(mains), refusals)


def _sum(rows: Sequence[_Drawn], settings: Settings, place: int) -> _Drawn:
    """One draw's strata added: the totals of each method that stands in all, draw by draw."""
    refusals = tuple(reason for row in rows for reason in row.refusals)
    documented = sum(row.documented for row in rows)
    rng = np.random.default_rng([settings.seed, place])
    summed = []
    for method in settings.methods:
        parts = [each for row in rows for each in row.estimates if each.method == method]
        failed = [each for each in parts if not _usable(each)]
        if len(parts) < len(rows) or failed:
            reasons = tuple(reason for each in failed for reason in each.refusals)
            summed.append(Estimate(method, "sum", documented, None, refusals=reasons))
            continue
        total = np.sum([sample_total(each, _POOLED // 10, rng) for each in parts], axis=0)
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
    return _Drawn(documented, tuple(summed), refusals)


def _answer(
    stratum: str | None, rows: Sequence[_Drawn], weights: NDArray[np.float64], settings: Settings
) -> Answer:
    """The pooled answer of one stratum: ``rows`` are what the methods make of each draw."""
    documented = Posterior.of([row.documented for row in rows], weights)
    ends = documented.interval(settings.level)
    count = Count(
        documented.quantiles([0.5])[0],
        Interval(ends.low, ends.high, "draws of linkage", settings.level),
    )
    estimates = [
        judge_estimate(_pooled(method, rows, weights, settings)) for method in settings.methods
    ]
    refusals = []
    if not any(each.stands for each in estimates):
        refusals.append(Reason("none-stands", "No method gives an estimate that stands."))
    cautions = list(judge_together(estimates))
    if len(rows) < _FEW:
        cautions.append(
            Reason(
                "few-draws",
                f"{len(rows)} draws of linkage are few: how much linkage moves the answer is "
                f"itself uncertain; make {_FEW} or more.",
            )
        )
    return Answer(
        stratum,
        None,
        count,
        tuple(estimates),
        refusals=tuple(refusals),
        cautions=tuple(cautions),
    )


def _pooled(
    method: str, rows: Sequence[_Drawn], weights: NDArray[np.float64], settings: Settings
) -> Estimate:
    """One method's totals over all draws in which it stands, as one distribution."""
    by_draw = [
        next((each for each in row.estimates if each.method == method), None) for row in rows
    ]
    standing = [place for place, each in enumerate(by_draw) if each is not None and _usable(each)]
    documented = Posterior.of([row.documented for row in rows], weights)
    middle = int(documented.quantiles([0.5])[0])
    model = f"averaged over {len(rows)} draws of linkage"
    refused = float(1 - weights[standing].sum())
    reasons = _why(by_draw, rows) if refused > 0 else ""
    if refused > _MOST_REFUSED:
        return Estimate(
            method,
            model,
            middle,
            None,
            refusals=(
                Reason(
                    "draws-refused",
                    f"In {refused:.0%} of the draws of linkage there is no estimate that stands: "
                    f"{reasons}",
                ),
            ),
            measures={"draws": float(len(rows)), "refused": refused},
        )
    rng = np.random.default_rng([settings.seed, 1])
    shares = weights[standing] / weights[standing].sum()
    sizes = rng.multinomial(_POOLED, shares)
    totals = []
    means, spreads = np.zeros(len(standing)), np.zeros(len(standing))
    for at, place in enumerate(standing):
        estimate = by_draw[place]
        assert estimate is not None
        drawn = sample_total(estimate, max(int(sizes[at]), 200), rng)
        logs = np.log(np.maximum(drawn - rows[place].documented, _LEAST_UNDOCUMENTED))
        means[at], spreads[at] = logs.mean(), logs.var()
        totals.append(drawn[: sizes[at]])
    within = float(shares @ spreads)
    between = float(shares @ (means - shares @ means) ** 2)
    posterior = Posterior.of(np.concatenate(totals))
    first = by_draw[standing[0]]
    assert first is not None
    pooled = Estimate(
        method,
        model,
        middle,
        posterior.quantiles([0.5])[0],
        replace(posterior.interval(settings.level), kind="pooled over draws of linkage"),
        lower_bound=first.lower_bound,
        measures={
            "draws": float(len(rows)),
            "refused": refused,
            "linkage_share": between / (within + between) if within + between > 0 else 0.0,
        },
        posterior=posterior,
    )
    if refused > 0:
        return pooled.cautioned(
            Reason(
                "draws-left-out",
                f"{refused:.1%} of the draws of linkage are left out, for in them there is no "
                f"estimate that stands: {reasons}",
            )
        )
    return pooled


def _usable(estimate: Estimate) -> bool:
    """Whether the estimate of one draw stands for a distribution that can be pooled."""
    if {reason.code for reason in estimate.refusals} - _ONLY_WIDE or estimate.total is None:
        return False
    interval = estimate.interval
    return estimate.posterior is not None or (
        interval is not None and bool(np.isfinite(interval.high))
    )


def _why(by_draw: Sequence[Estimate | None], rows: Sequence[_Drawn]) -> str:
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
        np.log(max(value - estimate.documented, _LEAST_UNDOCUMENTED))
        for value in (estimate.interval.low, estimate.total, estimate.interval.high)
    ]
    reach = float(ndtri((1 + estimate.interval.level) / 2))
    below, above = (unseen[1] - unseen[0]) / reach, (unseen[2] - unseen[1]) / reach
    scores = rng.standard_normal(size)
    logs = unseen[1] + np.where(scores < 0, below, above) * scores
    return np.asarray(estimate.documented + np.exp(logs))
