"""Records with known truth and pairs whose probabilities are right, or wrong by a known amount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.clustering import Evidence


@dataclass(frozen=True)
class Simulated:
    ids: tuple[str, ...]
    entity: NDArray[np.int64]
    pairs: Evidence

    @property
    def entities(self) -> int:
        return len(np.unique(self.entity))


def simulate(seed: int, records: int = 1000, people: int = 600, shift: float = 0.0) -> Simulated:
    """Log odds are normal around ±6 with variance 12, which makes them calibrated; ``shift`` is
    added to what the model says of every pair."""
    rng = np.random.default_rng(seed)
    entity = rng.permutation(np.arange(records) % people)
    a, b = np.triu_indices(records, 1)
    same = entity[a] == entity[b]
    others = rng.choice(np.flatnonzero(~same), size=int(same.sum()) // 2, replace=False)
    chosen = np.concatenate([np.flatnonzero(same), others])
    a, b, same = a[chosen], b[chosen], same[chosen]
    base = np.log(same.sum() / (~same).sum())
    odds = np.where(same, 6.0, -6.0) + rng.normal(0, np.sqrt(12.0), len(a)) + base + shift
    ids = tuple(f"r{number:05}" for number in range(records))
    return Simulated(ids, entity, Evidence.of_probabilities(a, b, 1 / (1 + np.exp(-odds))))
