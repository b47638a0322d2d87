"""The latent-class model: people differ in how likely each list is to hold them.

Model and prior are those of Manrique-Vallier (2016), "Bayesian population size estimation using
Dirichlet process mixtures", Biometrics 72(4), 1246-1254, as in R's LCMCR. Each person belongs to
one of K classes; within a class the lists hold people independently of each other:

    x_ij | z_i = k  ~  Bernoulli(lambda_jk),   lambda_jk ~ Uniform(0, 1)
    z_i  ~  pi,   pi_k = V_k prod_(l<k) (1 - V_l),   V_k ~ Beta(1, alpha),   V_K = 1
    alpha ~ Gamma(a, rate b),   p(N) proportional to 1/N

Assumptions: a closed population, one and the same for all lists; nobody twice in a list and
everybody matched (see ``linkage_draws``); people of one class are alike; nobody is beyond the
reach of every list, for of such people no overlap says anything. With few people in three or more
lists the prior decides how far beyond the data the estimate goes (Aleshin-Guendel, Sadinle and
Wakefield 2024, "The central role of the identifying assumption in population size estimation",
Biometrics 80(1), ujad028).

How it is drawn. The published sampler draws the unlisted given lambda and pi and these given the
unlisted, and each follows the other in small steps. Here the unlisted of each class (by slice
sampling, Neal 2003, Annals of Statistics 31), alpha, and the order of the sticks (Papaspiliopoulos
and Roberts 2008, Biometrika 95, 169-186) are drawn with lambda and pi integrated out, then lambda
and pi given all counts, then which class the listed belong to (van Dyk and Park 2008, JASA 103,
790-796, for the order of such steps). The posterior is the same: the tests enumerate a small case
exactly, and the bench runs simulation-based calibration.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.answers import LEVEL, Estimate, Posterior, Reason
from muniment.estimation.latent_kernels import run_chain
from muniment.estimation.mixing import EFFECTIVE_LIMIT, R_HAT_LIMIT, Mixing, mixing
from muniment.estimation.overlaps import OverlapTable

_KEPT = 8_000
_DISCARDED = 1 / 3
_LONGER = 1.5
_APART = 1.7
"""Chains whose medians differ by this factor early on found separate parts of the posterior."""
_SETTLED = 1.1
"""Chains whose medians differ by less tell the same total, if not yet its interval."""
_LEAST_EFFECTIVE = 100
"""With fewer effective draws no interval is given."""


@dataclass(frozen=True, slots=True)
class LatentSettings:
    """How the model is set and how long it may be drawn.

    ``classes`` is the K at which sticks are cut; ``a`` and ``b`` are shape and rate of the prior
    of the concentration. Chains are lengthened from ``early`` sweeps each to ``first_sweeps``, and
    from there by half as much again, until R-hat is at most ``r_hat`` and the effective sample size
    at least ``effective``, or until ``most_sweeps`` each are done; draws of an effective size below
    ``least`` are refused, below 400 cautioned. Every ``thin``-th sweep is kept; the first third is
    thrown away.
    ``exchange`` lets classes change places in the order of the sticks, which the posterior asks
    for. Without it they keep the order of who holds the most unlisted after ``early`` sweeps (which
    are thrown away), as R's LCMCR's classes stay in the order they begin with: it is there to
    compare with LCMCR's published numbers.
    """

    classes: int = 10
    a: float = 0.25
    b: float = 0.25
    chains: int = 8
    early: int = 3_000
    first_sweeps: int = 20_000
    most_sweeps: int = 120_000
    thin: int = 4
    r_hat: float = 1.015
    effective: float = 600.0
    least: float = _LEAST_EFFECTIVE
    exchange: bool = True

    def __post_init__(self) -> None:
        if self.classes < 2 or self.chains < 2 or self.a <= 0 or self.b <= 0:
            raise ValueError("a latent-class model needs two classes and chains, and a, b above 0")
        if not 12 * self.thin <= self.early <= self.first_sweeps <= self.most_sweeps:
            raise ValueError(
                "early must hold twelve kept draws; early, first_sweeps, most_sweeps must ascend"
            )
        if not self.exchange and self.early == self.first_sweeps:
            raise ValueError("classes that keep their order need sweeps after the early ones")


@dataclass(frozen=True, slots=True, eq=False)
class LatentFit:
    """Draws from the posterior of one table.

    ``totals``, ``concentrations`` and ``occupied`` (classes that hold somebody) are arrays
    (chains, draws) without the warm-up; ``sweeps`` is how many each chain took, ``mixing`` judges
    the totals, and ``early`` judges them as they were after the first few thousand sweeps.
    """

    totals: NDArray[np.float64]
    concentrations: NDArray[np.float64]
    occupied: NDArray[np.float64]
    sweeps: int
    mixing: Mixing
    early: Mixing

    @property
    def posterior(self) -> Posterior:
        """The posterior of the total, thinned to a few thousand draws."""
        every = max(1, self.totals.size // _KEPT)
        return Posterior.of(self.totals.T.ravel()[::every])


class _Chain:
    """One chain: its state between rounds and what it has kept."""

    def __init__(
        self,
        table: OverlapTable,
        settings: LatentSettings,
        number: int,
        seed: np.random.SeedSequence,
    ) -> None:
        self._settings = settings
        self._seeds = seed
        rng = np.random.default_rng(seed.spawn(1)[0])
        patterns = table.patterns.astype(bool)
        self._counts = table.counts.astype(np.int64)
        self._lists = patterns.shape[1]
        self._members = np.nonzero(patterns)[1].astype(np.int64)
        self._starts = np.concatenate([[0], np.cumsum(patterns.sum(axis=1))]).astype(np.int64)
        # Starts far apart, so that chains which agree have found each other: from a tenth to ten
        # times as many unlisted as listed people, spread over the classes at random.
        place = (number + rng.random()) / settings.chains
        unlisted = int(table.documented * 10 ** (2 * place - 1))
        shares = rng.dirichlet(np.ones(settings.classes), size=len(self._counts))
        self._m = np.array(
            [rng.multinomial(n, p) for n, p in zip(self._counts, shares, strict=True)], np.int64
        )
        self._n0 = rng.multinomial(unlisted, rng.dirichlet(np.ones(settings.classes)))
        self._alpha = float(10 ** rng.uniform(-1, 1))
        self._exchanges = settings.classes
        self.kept: list[NDArray[np.float64]] = []

    def fix_order(self) -> None:
        """Put the classes of the most unlisted first, and forget the draws so far."""
        order = np.argsort(-self._n0, kind="stable")
        self._m = np.ascontiguousarray(self._m[:, order])
        self._n0 = self._n0[order]
        self.kept.clear()
        self._exchanges = 0

    def lengthen(self, sweeps: int) -> None:
        """Run further sweeps; the same sweeps follow whatever else runs."""
        seed = int(self._seeds.spawn(1)[0].generate_state(1)[0])
        kept = np.empty((sweeps // self._settings.thin, 3))
        self._alpha = run_chain(
            seed,
            sweeps,
            self._settings.thin,
            self._members,
            self._starts,
            self._counts,
            self._lists,
            self._m,
            self._n0,
            self._alpha,
            self._settings.a,
            self._settings.b,
            self._exchanges,
            kept,
        )
        self.kept.append(kept)


def fit_latent(
    table: OverlapTable,
    settings: LatentSettings | None = None,
    *,
    seed: int = 1,
    jobs: int = 2,
    progress: Callable[[int, Mixing], None] | None = None,
) -> LatentFit:
    """Draw from the posterior of the total until the chains mix or the budget is used.

    ``jobs`` chains run at a time; draws depend on ``seed`` alone. ``progress`` is told after each
    round how many sweeps each chain has done and how they mix. Whether the draws may be used is
    said by the fit's ``mixing``. Raises ValueError for a table that holds nobody.
    """
    settings = settings or LatentSettings()
    if table.documented == 0:
        raise ValueError("a table that holds nobody says nothing of those it does not hold")
    seeds = np.random.SeedSequence(seed).spawn(settings.chains)
    chains = [_Chain(table, settings, number, each) for number, each in enumerate(seeds)]
    done, goal = 0, settings.early
    early: Mixing | None = None
    with ThreadPoolExecutor(max(1, min(jobs, settings.chains))) as pool:
        while True:
            list(pool.map(lambda chain, more=goal - done: chain.lengthen(more), chains))
            done = goal
            draws = np.stack([np.concatenate(chain.kept) for chain in chains])
            draws = draws[:, int(draws.shape[1] * _DISCARDED) :]
            found = mixing(draws[:, :, 0] + table.documented)
            if early is None:
                early = found
                if not settings.exchange:
                    for chain in chains:
                        chain.fix_order()
            if progress:
                progress(done, found)
            enough = found.r_hat <= settings.r_hat and (
                min(found.bulk, found.tail) >= settings.effective
            )
            if done >= settings.most_sweeps or (enough and done >= settings.first_sweeps):
                break
            longer = int(done * _LONGER) // settings.thin * settings.thin
            goal = min(max(longer, settings.first_sweeps), settings.most_sweeps)
    return LatentFit(
        totals=draws[:, :, 0] + table.documented,
        concentrations=draws[:, :, 1],
        occupied=draws[:, :, 2],
        sweeps=done,
        mixing=found,
        early=early,
    )


def estimate_latent(
    table: OverlapTable,
    settings: LatentSettings | None = None,
    *,
    level: float = LEVEL,
    seed: int = 1,
    jobs: int = 2,
    progress: Callable[[int, Mixing], None] | None = None,
) -> Estimate:
    """The model's answer on one table: the posterior's median and central interval.

    Refused, with the figures, where the chains do not mix within the budget and where there are
    fewer than three lists; cautioned where they mixed only after having stood apart. ``measures``
    holds rhat, ess (bulk), ess_tail, chains, sweeps (each chain's), mean, sd, alpha and classes
    (posterior means), and the chains' medians as median_1, median_2, …
    """
    settings = settings or LatentSettings()
    model = f"{settings.classes} classes, Dirichlet process"
    if not settings.exchange:
        model += ", in one order as by LCMCR"
    filled = int((table.patterns.sum(axis=0) > 0).sum())
    if filled < 3:
        return Estimate(
            "latent",
            model,
            table.documented,
            None,
            refusals=(
                Reason(
                    "few-lists",
                    f"{filled} lists hold people; classes of people can be told apart only with "
                    "three lists or more.",
                ),
            ),
        )
    fit = fit_latent(table, settings, seed=seed, jobs=jobs, progress=progress)
    posterior = fit.posterior
    found = fit.mixing
    measures = {
        "rhat": found.r_hat,
        "ess": found.bulk,
        "ess_tail": found.tail,
        "chains": float(found.chains),
        "sweeps": float(fit.sweeps),
        "mean": posterior.mean,
        "sd": float(fit.totals.std()),
        "alpha": float(fit.concentrations.mean()),
        "classes": float(fit.occupied.mean()),
        **{f"median_{n}": median for n, median in enumerate(found.medians, 1)},
    }
    trouble = found.trouble(settings.least)
    early = fit.early
    refusals: tuple[Reason, ...] = ()
    if trouble:
        # Chains that agree on the middle say no ends yet, but nothing against the table either.
        apart = found.factor > _SETTLED or early.factor > _APART
        code = "not-mixed" if apart else "not-settled"
        refusals = (
            Reason(code, f"The chains do not mix after {fit.sweeps:,} sweeps each: {trouble}."),
        )
    estimate = Estimate(
        "latent",
        model,
        table.documented,
        posterior.quantiles([0.5])[0],
        posterior.interval(level),
        refusals=refusals,
        measures=measures,
        posterior=posterior,
    )
    least = min(found.bulk, found.tail)
    if not trouble and least < min(settings.effective, EFFECTIVE_LIMIT):
        estimate = estimate.cautioned(
            Reason(
                "few-effective",
                f"The chains agree (R-hat {found.r_hat:.2f}) but move slowly: the ends of the "
                f"interval rest on {least:,.0f} effective draws, and another run would give "
                "somewhat other ones.",
            )
        )
    if early.r_hat > R_HAT_LIMIT and early.factor > _APART and not trouble:
        estimate = estimate.cautioned(
            Reason(
                "slow-mixing",
                f"The chains did not mix at first: after {settings.early:,} sweeps each they stood "
                f"apart (R-hat {early.r_hat:.2f}, medians {early.shown}), and agreed only in "
                f"{fit.sweeps:,} (R-hat {found.r_hat:.2f}). The posterior has separate parts; "
                "a shorter run would have answered with one of them.",
            )
        )
    return estimate
