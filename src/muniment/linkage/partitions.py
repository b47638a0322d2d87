"""All ways to part a few records, and what each weighs.

With up to ``EXACT`` records all partitions can be looked at (877 of seven), so that small
components, which are nearly all, are clustered and drawn from exactly and many at a time.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

EXACT = 7
"""The most nodes of a component of which all partitions are looked at."""


@dataclass(frozen=True)
class Batch:
    """Components of one size, and what speaks for each of their pairs.

    ``nodes`` (components, size) ascending; ``prior`` (components, pairs); ``evidence`` and
    ``given`` (components, pairs, fields).
    """

    size: int
    nodes: Ints
    prior: Floats
    evidence: NDArray[np.float32]
    given: NDArray[np.bool_]

    def weights(self, start: int = 0, stop: int | None = None) -> Floats:
        """What every partition of some of the components weighs (components, partitions)."""
        table = partitions(self.size)
        prior = self.prior[start:stop] @ (table.within * (2 / table.members))
        total = np.asarray(prior, dtype=np.float64)
        for field in range(self.evidence.shape[2]):
            given = self.given[start:stop, :, field].astype(np.float64)
            summed = (given * self.evidence[start:stop, :, field]) @ table.within
            # So many records give the field as make this number of pairs that do.
            records = (1 + np.sqrt(1 + 8 * (given @ table.within))) / 2
            total += summed * 2 / records
        found: Floats = total @ table.blocks_of
        return found


@dataclass(frozen=True)
class Partitions:
    """The partitions of ``size`` nodes, all apart first, and the subsets they are made of.

    ``first`` (partitions, size): the first node of each node's block; ``blocks`` (partitions,):
    their number; ``pair`` (size, size): the number of a pair; ``within`` (pairs, subsets): 1 where
    a subset of two nodes or more holds the pair; ``members`` (subsets,): its size; ``blocks_of``
    (subsets, partitions): 1 where the subset is a block.
    """

    first: Ints
    blocks: Ints
    pair: Ints
    within: Floats
    members: Ints
    blocks_of: Floats


@functools.lru_cache(maxsize=EXACT)
def partitions(size: int) -> Partitions:
    """The partitions of ``size`` nodes (2 to ``EXACT``)."""
    labels = np.asarray(sorted(_growing(size), key=lambda row: (-max(row), row)), dtype=np.int64)
    first = np.argmax(labels[:, :, None] == labels[:, None, :], axis=2)
    low, high = np.triu_indices(size, 1)
    pair = np.zeros((size, size), dtype=np.int64)
    pair[low, high] = pair[high, low] = np.arange(len(low))
    every = np.arange(1 << size)
    subsets = every[np.bitwise_count(every) > 1]
    within = ((subsets >> low[:, None]) & (subsets >> high[:, None]) & 1).astype(np.float64)
    bits = (labels[:, :, None] == np.arange(size)) * (1 << np.arange(size))[:, None]
    blocks_of = (bits.sum(axis=1)[:, :, None] == subsets).any(axis=1).T.astype(np.float64)
    members = np.bitwise_count(subsets).astype(np.int64)
    return Partitions(first, labels.max(axis=1) + 1, pair, within, members, blocks_of)


def _growing(size: int) -> Iterator[tuple[int, ...]]:
    """Restricted growth strings: each partition once."""
    if size == 1:
        yield (0,)
        return
    for row in _growing(size - 1):
        for label in range(max(row) + 2):
            yield (*row, label)
