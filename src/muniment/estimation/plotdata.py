"""The numbers behind the pictures of an answer: overlaps, models, posteriors, sensitivity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import Estimate, Posterior

if TYPE_CHECKING:
    from muniment.estimation.loglinear import Search
    from muniment.estimation.overlaps import OverlapTable


@dataclass(frozen=True, slots=True)
class OverlapBar:
    """A bar of an UpSet picture: the people of exactly these lists."""

    lists: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ModelPoint:
    """A model's total with its interval and its share among the models, from 0 to 1.

    ``at`` are the values of the thresholds at which it was estimated; none where models differ.
    """

    label: str
    total: float
    low: float
    high: float
    weight: float
    at: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Density:
    """A histogram of a distribution: ``edges`` (bins + 1) and the share of each bin."""

    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How an answer moves with something that had to be chosen: one point a choice.

    ``axes`` are the names of the thresholds that the points' ``at`` are values of.
    """

    what: str
    points: tuple[ModelPoint, ...]
    axes: tuple[str, ...] = ()


def overlap_bars(table: OverlapTable) -> tuple[OverlapBar, ...]:
    """The bars of a table, the longest first."""
    bars = [
        OverlapBar(
            tuple(name for name, held in zip(table.lists, pattern, strict=True) if held), count
        )
        for pattern, count in table.cells().items()
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.count, len(bar.lists), bar.lists)))


def density(posterior: Posterior, bins: int = 60) -> Density:
    """A histogram between the .1st and 99.9th percentile."""
    low, high = posterior.quantiles([0.001, 0.999])
    shares, edges = np.histogram(
        posterior.values, bins=bins, range=(low, max(high, low + 1)), weights=posterior.weights
    )
    return Density(tuple(edges.tolist()), tuple(shares.tolist()))


def by_model(found: Search, most: int = 40) -> Sensitivity:
    """The log-linear models of the greatest weight, each with a log-normal interval."""
    from muniment.estimation.chao import log_normal

    documented = found.table.documented
    points = []
    for each in found.candidates[:most]:
        interval = log_normal(documented, each.fit.unseen, each.fit.error**2)
        total = each.total(documented)
        points.append(ModelPoint(found.name(each), total, interval.low, interval.high, each.weight))
    return Sensitivity("log-linear model", tuple(points))


def by_prior(table: OverlapTable, usual: Estimate) -> Sensitivity | None:
    """How the average over graphs moves with the prior count of a pattern; None above 5 lists.

    ``usual`` is the average by the usual prior count, the first of the points.
    """
    from muniment.estimation.decomposable import average

    lists = len(table.lists)
    if lists > 5 or usual.total is None or usual.interval is None:
        return None
    ends = usual.interval
    points = [ModelPoint(f"delta {2.0**-lists:g}", usual.total, ends.low, ends.high, 0.0)]
    for delta in (0.5, 1.0):
        totals = average(table, delta, points=6_000).totals
        interval = totals.interval()
        points.append(
            ModelPoint(
                f"delta {delta:g}", totals.quantiles([0.5])[0], interval.low, interval.high, 0.0
            )
        )
    return Sensitivity("prior count of a pattern (decomposable graphs)", tuple(points))
