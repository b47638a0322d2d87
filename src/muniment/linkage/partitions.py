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
        total += _left(table, self.evidence[start:stop, :, -1])
        for field in range(self.evidence.shape[2] - 1):
            given = self.given[start:stop, :, field]
            total += _said(table, self.evidence[start:stop, :, field], given)
        found: Floats = total @ table.blocks_of
        return found


@dataclass(frozen=True)
class Partitions:
    """The partitions of ``size`` nodes, all apart first, and the subsets they are made of.

    ``first`` (partitions, size): the first node of each node's block; ``blocks`` (partitions,):
    their number; ``pair`` (size, size): the number of a pair; ``within`` (pairs, subsets): 1 where
    a subset of two nodes or more holds the pair; ``members`` (subsets,): its size; ``blocks_of``
    (subsets, partitions): 1 where the subset is a block; ``holds`` (size, subsets): 1 where a
    subset holds the node; ``proper`` (size, size): false on the diagonal.
    """

    first: Ints
    blocks: Ints
    pair: Ints
    within: Floats
    members: Ints
    blocks_of: Floats
    holds: NDArray[np.float32]
    proper: NDArray[np.bool_]


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
    holds = ((subsets >> np.arange(size)[:, None]) & 1).astype(np.float32)
    proper = ~np.eye(size, dtype=np.bool_)
    return Partitions(
        first, labels.max(axis=1) + 1, pair, within, members, blocks_of, holds, proper
    )


def _growing(size: int) -> Iterator[tuple[int, ...]]:
    """Restricted growth strings: each partition once."""
    if size == 1:
        yield (0,)
        return
    for row in _growing(size - 1):
        for label in range(max(row) + 2):
            yield (*row, label)


def _said(table: Partitions, evidence: NDArray[np.float32], given: NDArray[np.bool_]) -> Floats:
    """What one field says for each subset being one (components, subsets).

    The truth is what one of the records gives, each as likely, and what the others give is held
    against it. Of a field that no two records give, nothing is said.
    """
    told = given[:, table.pair] & table.proper
    against = np.where(told, evidence[:, table.pair], 0.0) @ table.holds
    centre = (told.astype(np.float32) @ table.holds > 0) & (table.holds > 0)
    number = centre.sum(axis=1)
    top = np.where(centre, against, -np.inf).max(axis=1)
    top = np.where(number > 0, top, 0.0)
    chance = np.where(centre, np.exp(np.minimum(against - top[:, None], 0.0)), 0.0).sum(axis=1)
    mean = np.where(number > 0, chance, 1.0) / np.maximum(number, 1)
    return np.asarray(top + np.log(mean), dtype=np.float64)


def _left(table: Partitions, evidence: NDArray[np.float32]) -> Floats:
    """What fields leave to be said for each subset being one (components, subsets).

    That fields are not independent speaks mostly against a match. Summed around each record, it is
    taken half from the mean of these sums and half from the least.
    """
    around = np.where(table.proper, evidence[:, table.pair], 0.0) @ table.holds
    mean = (around * table.holds).sum(axis=1) / table.members
    least = np.where(table.holds > 0, around, np.inf).min(axis=1)
    return np.asarray((mean + least) / 2, dtype=np.float64)
