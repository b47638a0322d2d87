"""How many matches blocking did not reach.

Blocking finds pairs that agree on two fields or more. Among the matches that it found, those that
agree on two, on three and so on tell how many agree on one or on none: the capture-recapture that
estimates people nobody listed, with fields in the place of lists. Matches differ in how well they
agree, so the number of agreeing fields is a mixture of binomials of F trials, for which f_s/C(F,s)
is convex on the log scale (Cauchy and Schwarz; Chao 1987, *Biometrics* 43; with the form for counts
cut off below two, Böhning and others 2013, *Metrika* 76). That bounds from below the matches that
agree on one field, ``f1 >= F C(F,3) / C(F,2)^2 * f2^2 / f3``, and likewise on none.

Pairs that are not clear agree on little because matches differ, or because they are no matches: the
number is taken half from all pairs and half from the clear ones, and how far these two are from
each other is part of its deviation. With two fields nothing tells how often one of them differs.

A match that was missed matters for the count only where no other record joins the two: as often as
pairs lie in clusters of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.calibration import CLEAR

_AGREES = float(np.log(2))
"""A field agrees when it speaks for a match by one bit or more."""
_SPREAD = 0.5
"""The standard deviation of the estimate relative to it, on top of chance."""
_OF_TWO = 0.1
"""Of two fields nothing tells how often one differs; so many matches are missed, or none, or many.
"""


@dataclass(frozen=True)
class Missed:
    """The number of entities counted too often for it: its mean and its standard deviation."""

    mean: float
    deviation: float

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """``count`` draws: Poisson around a log-normal mean; none where the mean is none."""
        if self.mean <= 0:
            return np.zeros(count, dtype=np.int64)
        spread = np.sqrt(np.log1p((self.deviation / self.mean) ** 2))
        means = np.exp(rng.normal(np.log(self.mean) - spread**2 / 2, spread, size=count))
        return np.asarray(rng.poisson(means), dtype=np.int64)


NOTHING_MISSED = Missed(0.0, 0.0)


def missed(
    probability: NDArray[np.float64], evidence: NDArray[np.float32], sizes: NDArray[np.int64]
) -> Missed:
    """What blocking missed.

    ``probability`` (pairs,) is that of a match and ``evidence`` (pairs, fields) the natural
    logarithm of what each field says; ``sizes`` (clusters,) the sizes of the clusters.
    """
    fields = evidence.shape[1]
    pairs = float((sizes * (sizes - 1) / 2).sum())
    agreeing = (evidence > _AGREES).sum(axis=1)
    if fields < 2 or pairs == 0:
        return NOTHING_MISSED
    alone = float((sizes == 2).sum()) / pairs
    if fields == 2:
        mean = alone * _OF_TWO * float(probability.sum())
        return Missed(mean, mean)
    clear = probability >= CLEAR
    every, surest = (
        _unseen(np.bincount(agreeing, weight, fields + 1).astype(np.float64), fields)
        for weight in (probability, probability * clear)
    )
    mean = alone * (every + surest) / 2
    return Missed(mean, float(np.hypot(_SPREAD * mean, alone * (every - surest) / 2)))


def _unseen(found: NDArray[np.float64], fields: int) -> float:
    """How many matches agree on one field or none and were not found.

    ``found`` (fields + 1,) are those found that agree on none, one, two and so on.
    """
    if found[3] < 1 or found[2] < 1:
        return 0.0
    two = comb(fields, 2)
    one = fields * comb(fields, 3) / two**2 * found[2] ** 2 / found[3]
    one = max(one, found[1])
    none = two / fields**2 * one**2 / found[2]
    return float(one - found[1] + max(none - found[0], 0.0))
