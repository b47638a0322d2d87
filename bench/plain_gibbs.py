"""The Gibbs sampler as published, to measure ours against: every quantity drawn given all others.

Manrique-Vallier (2016), "Bayesian population size estimation using Dirichlet process mixtures",
Biometrics 72(4), 1246-1254: the sweep that R's LCMCR runs, written anew from the paper. Its
effective sample size a sweep is that of LCMCR; its time a sweep is not (see ``bench.latent``).
"""

from __future__ import annotations

from math import exp, log

import numba
import numpy as np
from numpy.typing import NDArray

from muniment.estimation.latent_kernels import binomial


@numba.njit(nogil=True, cache=True)
def plain_chain(
    seed: int,
    sweeps: int,
    patterns: NDArray[np.int8],
    counts: NDArray[np.int64],
    classes: int,
    a: float,
    b: float,
    kept: NDArray[np.float64],
) -> None:
    """Run ``sweeps`` sweeps; ``kept`` (sweeps,) receives the people in no list."""
    np.random.seed(seed)
    cells, lists = patterns.shape
    listed = counts.sum()
    shares = np.empty(classes)
    for k in range(classes):
        shares[k] = 0.9 / 4 if k < 4 else 0.1 / (classes - 4)
    chances = np.empty((lists, classes))
    for j in range(lists):
        for k in range(classes):
            chances[j, k] = (patterns[:, j] * counts).sum() / listed
    weights = np.empty(classes)
    alpha, unlisted = 0.3 / classes, 0
    n0 = np.zeros(classes, np.int64)
    for sweep in range(sweeps):
        yes = np.zeros((lists, classes), np.int64)
        sizes = n0.copy()
        for c in range(cells):
            total = 0.0
            for k in range(classes):
                weight = shares[k]
                for j in range(lists):
                    weight *= chances[j, k] if patterns[c, j] else 1.0 - chances[j, k]
                weights[k] = weight
                total += weight
            left = counts[c]
            for k in range(classes):
                here = left
                if k < classes - 1:
                    here = binomial(left, min(1.0, weights[k] / total)) if total > 0 else 0
                left -= here
                total -= weights[k]
                sizes[k] += here
                for j in range(lists):
                    if patterns[c, j]:
                        yes[j, k] += here
        for j in range(lists):
            for k in range(classes):
                one = np.random.gamma(1.0 + yes[j, k])
                chances[j, k] = one / (one + np.random.gamma(1.0 + sizes[k] - yes[j, k]))
        left_log, tail = 0.0, sizes.sum()
        for k in range(classes - 1):
            tail -= sizes[k]
            piece = np.random.gamma(1.0 + sizes[k])
            # A gamma of small shape in logarithms: G(s) = G(s + 1) U^(1/s).
            rest = log(np.random.gamma(alpha + tail + 1.0))
            rest += log(1.0 - np.random.random()) / (alpha + tail)
            both = max(log(piece), rest)
            both += log(exp(log(piece) - both) + exp(rest - both))
            shares[k] = exp(log(piece) - both + left_log)
            left_log += rest - both
        shares[classes - 1] = exp(left_log)
        missed = 0.0
        for k in range(classes):
            weight = shares[k]
            for j in range(lists):
                weight *= 1.0 - chances[j, k]
            weights[k] = weight
            missed += weight
        unlisted = np.random.poisson(np.random.gamma(float(listed)) * missed / (1.0 - missed))
        left, total = unlisted, missed
        for k in range(classes):
            n0[k] = left
            if k < classes - 1:
                n0[k] = binomial(left, min(1.0, weights[k] / total)) if total > 0 else 0
            left -= n0[k]
            total -= weights[k]
        alpha = np.random.gamma(a + classes - 1.0) / (b - left_log)
        kept[sweep] = unlisted
