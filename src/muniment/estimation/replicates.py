"""One estimate from several replicates of a register whose missing fields were imputed.

The laws of total expectation and total variance with Rubin's degrees of freedom, on the log of
the undocumented (Gelman et al. 2013, Bayesian Data Analysis, 3rd ed., section 18.2; as in the
Colombian truth commission's estimates, JEP-CEV-HRDAG 2022).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from muniment.estimation.answers import LEVEL, Count, Estimate, Interval, Reason

FEW = 10
"""Below so many replicates the combination is said to be unreliable."""


def combine(
    replicates: Sequence[tuple[int, ArrayLike]],
    model: str = "replicates",
    level: float = LEVEL,
    *,
    method: str = "replicates",
) -> Estimate:
    """Combine replicates into one estimate of ``method``.

    Each replicate is the number of people documented in it and draws of the total from its
    posterior distribution. The total and its interval are rounded to whole people. One replicate
    alone is refused: it does not tell how much imputation moves the answer. Raises ValueError
    for no replicates, fewer than two draws in one, or a total below the documented.
    """
    from scipy.special import ndtri, stdtrit

    if not replicates:
        raise ValueError("there are no replicates to combine")
    unseen = [
        np.asarray(draws, dtype=np.float64).ravel() - documented for documented, draws in replicates
    ]
    if any(len(each) < 2 for each in unseen):
        raise ValueError("a replicate needs two draws or more")
    if any((each < 0).any() for each in unseen):
        raise ValueError("a replicate's total is below what it documents")
    number = len(replicates)
    documented = round(float(np.mean([documented for documented, _ in replicates])))
    mean = round(float(np.mean([each.mean() for each in unseen])))
    estimate = Estimate(method, model, documented, documented + mean)
    if number == 1:
        return estimate.refused(
            Reason(
                "one-replicate",
                "One replicate does not tell how much the imputation moves the answer; "
                f"make {FEW} or more.",
            )
        )
    # A draw of no undocumented has no logarithm; the tenth of a person stands for it.
    logs = [np.log(np.where(each == 0, 0.1, each)) for each in unseen]
    means = np.array([each.mean() for each in logs])
    within = float(np.mean([each.var(ddof=1) for each in logs]))
    between = float(means.var(ddof=1))
    spread = float(np.sqrt(within + (number + 1) / number * between))
    freedom = (number - 1) * (1 + within / between / (number + 1)) ** 2 if between > 0 else np.inf
    share = (1 + level) / 2
    quantile = stdtrit(freedom, share) if np.isfinite(freedom) else ndtri(share)
    width = float(quantile) * spread
    centre = float(means.mean())
    interval = Interval(
        documented + round(float(np.exp(centre - width))),
        documented + round(float(np.exp(centre + width))),
        "total variance on the log scale",
        level,
    )
    combined = Estimate(
        method,
        model,
        documented,
        documented + mean,
        interval,
        measures={"replicates": number, "within": within, "between": between},
    )
    if number < FEW:
        return combined.cautioned(
            Reason(
                "few-replicates",
                f"{number} replicates are few; with fewer than {FEW} the interval is unreliable.",
            )
        )
    return combined


def imputed_count(counts: Sequence[int], documented: int, level: float = LEVEL) -> Count:
    """How many people a stratum holds once missing fields are imputed, with its interval.

    ``counts`` are the people of each replicate, ``documented`` those who needed no imputation:
    the interval does not reach below them. Raises ValueError for no counts.
    """
    from scipy.special import ndtri

    if not counts:
        raise ValueError("there are no replicates to count")
    values = np.asarray(counts, dtype=np.float64)
    mean = float(values.mean())
    if len(values) == 1:
        return Count(mean)
    spread = float(np.sqrt((len(values) + 1) / len(values) * values.var(ddof=1)))
    width = float(ndtri((1 + level) / 2)) * spread
    low = max(float(documented), mean - width)
    return Count(mean, Interval(low, mean + width, "between replicates", level))
