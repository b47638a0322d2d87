"""Simulation-based calibration: whether a sampler draws from the posterior that it says.

After Talts, Betancourt, Simpson, Vehtari and Gelman (2018), "Validating Bayesian inference
algorithms with simulation-based calibration", arXiv 1804.06788. Parameters are drawn from the
prior, data from the parameters, and the posterior from the data; the rank of the true parameter
among the posterior's draws is then uniform, whatever the model.

The prior 1/N of the latent-class model cannot be drawn from. It is cut to a range of N here, and
the posterior's draws outside it are thrown away, which gives the posterior under the cut prior.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.decomposable import average, graphs
from muniment.estimation.latent import LatentSettings, fit_latent
from muniment.estimation.overlaps import OverlapTable


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks of true values among posterior draws, each from 0 to ``draws``, of each quantity."""

    draws: int
    ranks: dict[str, NDArray[np.int64]]

    def p_value(self, quantity: str, bins: int = 10) -> float:
        """How likely so uneven a histogram of ranks is when they are uniform (chi-squared)."""
        from scipy.stats import chisquare

        ranks = self.ranks[quantity]
        edges = np.linspace(0, self.draws + 1, bins + 1).round()
        seen = np.histogram(ranks, bins=edges - 0.5)[0]
        expected = np.diff(edges) / (self.draws + 1) * len(ranks)
        return float(chisquare(seen, expected).pvalue)


def draw_people(
    lists: int, low: int, high: int, settings: LatentSettings, rng: np.random.Generator
) -> tuple[OverlapTable, int, float]:
    """A table from the prior of the latent-class model with the total in [low, high].

    Gives the table, the true total and the true concentration. Tables that hold nobody occur.
    """
    totals = np.arange(low, high + 1)
    total = int(rng.choice(totals, p=(1 / totals) / (1 / totals).sum()))
    alpha = float(max(rng.gamma(settings.a, 1 / settings.b), 1e-300))
    # Beta(1, alpha) by inversion, for alpha may be next to nothing.
    sticks = -np.expm1(np.log1p(-rng.random(settings.classes)) / alpha)
    sticks[-1] = 1.0
    shares = sticks * np.concatenate([[1.0], np.cumprod(1 - sticks[:-1])])
    chances = rng.random((settings.classes, lists))
    people = rng.choice(settings.classes, size=total, p=shares / shares.sum())
    memberships = rng.random((total, lists)) < chances[people]
    names = [f"list {number}" for number in range(1, lists + 1)]
    return OverlapTable.from_memberships(names, memberships), total, alpha


def calibrate_latent(
    simulations: int,
    *,
    lists: int = 4,
    low: int = 50,
    high: int = 400,
    settings: LatentSettings,
    draws: int = 99,
    seed: int = 0,
    jobs: int = 2,
    progress: Callable[[int], None] | None = None,
) -> Ranks:
    """Ranks of the total and of the concentration over simulations from the prior.

    Each simulation's posterior is thinned to ``draws`` draws; the chains are run as ``settings``
    say, whether they mix or not, and longer where too few draws lie in the range. Ties between a
    true total and draws are broken at random. Tables that document fewer than half of ``low`` are
    drawn again: what is asked of the data alone leaves the ranks uniform.
    """
    seeds = np.random.SeedSequence(seed).spawn(simulations)

    def simulate(source: np.random.SeedSequence) -> tuple[int, int]:
        rng = np.random.default_rng(source)
        while True:
            table, total, alpha = draw_people(lists, low, high, settings, rng)
            if table.documented >= low / 2:
                break
        inside, run = np.array([]), settings
        while len(inside) < draws:
            fit = fit_latent(table, run, seed=int(rng.integers(2**31)), jobs=1)
            totals, alphas = fit.totals.ravel(), fit.concentrations.ravel()
            inside = np.flatnonzero((totals >= low) & (totals <= high))
            run = replace(run, first_sweeps=2 * run.first_sweeps, most_sweeps=2 * run.most_sweeps)
        chosen = inside[np.linspace(0, len(inside) - 1, draws).round().astype(int)]
        return _rank(total, totals[chosen], rng), _rank(alpha, alphas[chosen], rng)

    found: list[tuple[int, int]] = []
    with ThreadPoolExecutor(jobs) as pool:
        for done, ranks in enumerate(pool.map(simulate, seeds), start=1):
            found.append(ranks)
            if progress:
                progress(done)
    return Ranks(draws, _columns(found))


def draw_from_graph(
    lists: int, low: int, high: int, delta: float, rng: np.random.Generator
) -> tuple[OverlapTable, int]:
    """A table from the prior of the average over decomposable graphs, the total in [low, high].

    Each graph is as likely as another, and its probabilities are hyper-Dirichlet: each list given
    its earlier neighbours is Beta, so that every pattern has a prior count of ``delta``. At least
    one person is in no list. Gives the table and the true total.
    """
    every = graphs(lists)
    totals = np.arange(low, high + 1)
    while True:
        order, parents = _ordered(every[rng.integers(len(every))])
        total = int(rng.choice(totals, p=(1 / totals) / (1 / totals).sum()))
        held = np.zeros((total, lists), dtype=np.bool_)
        for each in order:
            near = parents[each]
            half = delta * 2.0 ** (lists - len(near) - 1)
            chances = rng.beta(half, half, size=2 ** len(near))
            cells = held[:, near] @ (1 << np.arange(len(near)))
            held[:, each] = rng.random(total) < chances[cells.astype(np.int64)]
        names = [f"list {number}" for number in range(1, lists + 1)]
        table = OverlapTable.from_memberships(names, held)
        if low / 2 <= table.documented < total:
            return table, total


def _ordered(neighbours: tuple[int, ...]) -> tuple[list[int], dict[int, list[int]]]:
    """The lists in an order in which the earlier neighbours of each are all joined, with these."""
    left, order, parents = set(range(len(neighbours))), list[int](), dict[int, list[int]]()
    while left:
        for each in sorted(left):
            near = [other for other in left if neighbours[each] >> other & 1]
            if all(neighbours[a] >> b & 1 for a in near for b in near if a != b):
                left.remove(each)
                order.insert(0, each)
                parents[each] = near
                break
    return order, parents


def calibrate_decomposable(
    simulations: int,
    *,
    lists: int = 3,
    low: int = 50,
    high: int = 400,
    delta: float = 1.0,
    draws: int = 99,
    seed: int = 0,
) -> Ranks:
    """Ranks of the total under the average over decomposable graphs, over simulations of it.

    The posterior is exact, so that the rank among ``draws`` draws is read from its distribution.
    """
    ranks = []
    for source in np.random.SeedSequence(seed).spawn(simulations):
        rng = np.random.default_rng(source)
        table, total = draw_from_graph(lists, low, high, delta, rng)

        def prior(totals: NDArray[np.float64]) -> NDArray[np.float64]:
            inside = (totals >= low) & (totals <= high)
            return np.where(inside, -np.log(totals), -np.inf)

        found = average(table, delta, high, prior).totals
        below = float(found.weights[found.values < total].sum())
        there = float(found.weights[found.values == total].sum())
        ranks.append(min(int((below + there * rng.random()) * (draws + 1)), draws))
    return Ranks(draws, {"total": np.array(ranks, dtype=np.int64)})


def _rank(truth: float, draws: NDArray[np.float64], rng: np.random.Generator) -> int:
    ties = int((draws == truth).sum())
    return int((draws < truth).sum()) + int(rng.integers(ties + 1))


def _columns(found: Sequence[tuple[int, int]]) -> dict[str, NDArray[np.int64]]:
    array = np.array(found, dtype=np.int64)
    return {"total": array[:, 0], "concentration": array[:, 1]}
