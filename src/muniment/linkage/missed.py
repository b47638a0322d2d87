"""How many matches no blocking rule reached.

Each blocking rule is a list of matches, and matches that one rule reached and not the other tell
how many none did: the same capture-recapture that estimates people nobody listed. Easy matches are
reached by many rules, hard ones by few, so rules are never independent; Chao's lower bound (1987,
*Estimating the population size for capture-recapture data with unequal catchability*, Biometrics
43), ``f1^2 / (2 f2)`` with ``f1`` matches reached by one rule alone and ``f2`` by two, holds up
under such differences. It is a bound from below, and is drawn with its variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Missed:
    """The number of matches that were not reached: its mean and its standard deviation."""

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


def missed(probability: NDArray[np.float64], rules: NDArray[np.int64]) -> Missed:
    """What the rules missed.

    ``probability`` (pairs,) is that of a match, ``rules`` (pairs,) the number of rules that
    reached the pair (at least 1). Uses the bias-corrected form of Chao's bound.
    """
    once = float(probability[rules == 1].sum())
    twice = float(probability[rules == 2].sum())
    mean = once * max(once - 1, 0.0) / (2 * (twice + 1))
    ratio = once / (twice + 1)
    variance = mean + (twice + 1) * (ratio**4 / 4 + ratio**3)
    return Missed(mean, float(np.sqrt(variance)))
