"""Whether Markov chains agree: rank-normalised split R-hat and effective sample sizes.

After Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), "Rank-normalization, folding, and
localization: an improved R-hat for assessing convergence of MCMC", Bayesian Analysis 16(2),
667-718. Autocorrelations are summed over Geyer's initial monotone sequence (1992, "Practical
Markov chain Monte Carlo", Statistical Science 7(4), 473-483).

Everything takes draws as an array (chains, draws) of one quantity, at least four draws a chain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Draws = NDArray[np.float64]

R_HAT_LIMIT = 1.05
"""Above this chains do not agree. Vehtari et al. ask for 1.01; we refuse from 1.05 on."""
EFFECTIVE_LIMIT = 400
"""The least effective sample size, in bulk and tails, from which quantiles are given."""


@dataclass(frozen=True, slots=True)
class Mixing:
    """How well several chains of one quantity mixed.

    ``medians`` are those of the chains; ``r_hat`` is the larger of the bulk's and the folded one;
    ``bulk`` and ``tail`` are effective sample sizes.
    """

    chains: int
    draws: int
    r_hat: float
    bulk: float
    tail: float
    medians: tuple[float, ...]

    @property
    def shown(self) -> str:
        """The chains' medians as text, the lowest first."""
        return ", ".join(f"{median:,.0f}" for median in sorted(self.medians))

    @property
    def factor(self) -> float:
        """How many times the lowest median of a chain the highest is (of positive quantities)."""
        low, high = min(self.medians), max(self.medians)
        return high / low if low > 0 else float("inf")

    def trouble(self, least: float = EFFECTIVE_LIMIT) -> str | None:
        """Why the draws must not be used, in a clause, or None when they may.

        ``least`` is the effective sample size from which on they may.
        """
        if not self.r_hat <= R_HAT_LIMIT:
            return (
                f"R-hat is {self.r_hat:.2f}, over {R_HAT_LIMIT}; the medians of the "
                f"{self.chains} chains are {self.shown}"
            )
        if min(self.bulk, self.tail) < least:
            return (
                f"the effective sample size is {min(self.bulk, self.tail):,.0f}, "
                f"under {least:,.0f}; the medians of the {self.chains} chains are {self.shown}"
            )
        return None

    @property
    def mixed(self) -> bool:
        """True when R-hat and both effective sample sizes allow the draws to be used."""
        return self.trouble() is None


def mixing(draws: Draws) -> Mixing:
    """The diagnostics of several chains: ``draws`` is (chains, draws).

    Raises ValueError for fewer than two chains or four draws a chain.
    """
    draws = np.asarray(draws, np.float64)
    if draws.ndim != 2 or draws.shape[0] < 2 or draws.shape[1] < 4:
        raise ValueError("diagnostics need at least two chains of at least four draws")
    medians = np.median(draws, axis=1)
    return Mixing(
        chains=draws.shape[0],
        draws=draws.shape[1],
        r_hat=r_hat(draws),
        bulk=bulk_size(draws),
        tail=tail_size(draws),
        medians=tuple(float(median) for median in medians),
    )


def r_hat(draws: Draws) -> float:
    """Rank-normalised split R-hat: the larger of that of the draws and of their distances from
    the median (equations 4 and 6-13 of Vehtari et al.). 1 when nothing varies."""
    halves = _split(draws)
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_normal_scores(halves)), _plain_r_hat(_normal_scores(folded)))


def bulk_size(draws: Draws) -> float:
    """Effective sample size of the bulk: of the split, rank-normalised draws."""
    return _effective_size(_normal_scores(_split(draws)))


def tail_size(draws: Draws) -> float:
    """Effective sample size of the tails: the smaller of those of the 5 % and the 95 % quantile."""
    halves = _split(draws)
    return min(
        _effective_size((halves <= np.quantile(halves, q)).astype(np.float64)) for q in (0.05, 0.95)
    )


def effective_size(draws: Draws) -> float:
    """Effective sample size for the mean of ``draws`` (chains, draws), chains split in halves."""
    return _effective_size(_split(draws))


def _split(draws: Draws) -> Draws:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: Draws) -> Draws:
    # Equal draws share the mean of their ranks.
    _, places, counts = np.unique(draws, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places].reshape(draws.shape)
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def _plain_r_hat(draws: Draws) -> float:
    length = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = length * draws.mean(axis=1).var(ddof=1)
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    return float(np.sqrt((length - 1) / length + between / within / length))


def _effective_size(draws: Draws) -> float:
    """Equations 10 to 12 of Vehtari et al.; all draws are counted where nothing varies."""
    length = draws.shape[1]
    covariance = _autocovariance(draws)
    within = covariance[:, 0].mean() * length / (length - 1)
    pooled = within * (length - 1) / length + draws.mean(axis=1).var(ddof=1)
    if pooled <= 0:
        return float(draws.size)
    correlation = 1 - (within - covariance.mean(axis=0) * length / (length - 1)) / pooled
    correlation[0] = 1.0
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: ends[0]] if ends.size else pairs)
    time = max(2 * pairs.sum() - 1, 1 / np.log10(draws.size))
    return float(draws.size / time)


def _autocovariance(draws: Draws) -> Draws:
    """Autocovariances (chains, lags), each divided by the number of draws."""
    length = draws.shape[1]
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.fft.rfft(draws - draws.mean(axis=1, keepdims=True), size)
    whole = np.fft.irfft(spectrum * spectrum.conj(), size)
    return np.asarray(whole[:, :length] / length)
