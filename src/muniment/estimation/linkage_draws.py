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

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.answers import Answer, Count, Estimate, Interval, Posterior, Reason
from muniment.estimation.estimating import Settings
from muniment.estimation.judging import judge_estimate, judge_together
from muniment.estimation.latent import LatentSettings
from muniment.estimation.manytables import (
    LEAST_UNDOCUMENTED,
    MOST_REFUSED,
    PER_TABLE,
    Drawn,
    estimate_each,
    most_frequent_reason,
    sample_total,
    sum_of_strata,
    usable,
)
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.wholes import cautioned, left_out, wholes

Tables = Mapping[Any, OverlapTable]
"""Tables by stratum: a name, or None where there are no strata."""

_POOLED = 20_000
_FEW = 20


def estimate_over_draws(
    draws: Sequence[Tables],
    settings: Settings,
    *,
    weights: Sequence[float] | None = None,
    latent: LatentSettings = PER_TABLE,
) -> tuple[Answer, ...]:
    """The pooled answer of each stratum and, with two strata or more, of their sum.

    Strata that hold others (see ``wholes``) are no part of the sum; with fewer than two others
    there is none. ``draws`` are the tables of each draw by stratum (None where there are none),
    all of the same strata; ``weights`` how likely each draw is (alike unless given).
    ``settings.jobs`` draws are estimated at a time, and the answer depends on the seed alone.
    Each pooled estimate measures ``draws``, ``refused`` (the share of draws in which it does not
    stand, and which are left out) and ``linkage_share``, the part of the variance of the logarithm
    of the undocumented that comes from linkage. It is refused when it fails in more than a tenth
    of the draws.

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
    found = estimate_each(tasks, settings, latent, "linkage")
    per_stratum = [found[place :: len(strata)] for place in range(len(strata))]
    held = wholes(draws[0])
    answers = [
        cautioned(
            _answer(None if stratum is None else str(stratum), rows, shares, settings),
            held.get(stratum),
        )
        for stratum, rows in zip(strata, per_stratum, strict=True)
    ]
    parts = [rows for stratum, rows in zip(strata, per_stratum, strict=True) if stratum not in held]
    if len(parts) > 1:
        summed = [
            sum_of_strata(rows, settings, place)
            for place, rows in enumerate(zip(*parts, strict=True))
        ]
        answers.append(left_out(_answer("sum over strata", summed, shares, settings), held))
    return tuple(answers)


def _answer(
    stratum: str | None, rows: Sequence[Drawn], weights: NDArray[np.float64], settings: Settings
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
    method: str, rows: Sequence[Drawn], weights: NDArray[np.float64], settings: Settings
) -> Estimate:
    """One method's totals over all draws in which it stands, as one distribution."""
    by_draw = [row.by(method) for row in rows]
    standing = [place for place, each in enumerate(by_draw) if each is not None and usable(each)]
    documented = Posterior.of([row.documented for row in rows], weights)
    middle = int(documented.quantiles([0.5])[0])
    model = f"averaged over {len(rows)} draws of linkage"
    failed = sorted(set(range(len(rows))) - set(standing))
    refused = float(weights[failed].sum())
    reasons = most_frequent_reason(by_draw, rows) if refused > 0 else ""
    if refused > MOST_REFUSED:
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
        logs = np.log(np.maximum(drawn - rows[place].documented, LEAST_UNDOCUMENTED))
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
