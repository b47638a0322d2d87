"""Which records may be one with which: components of likely pairs, and all pairs within them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.partitions import EXACT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_LEAST, _STEP = -7.0, 0.5
"""Pairs with lower log odds do not join components; by what step too large ones are parted."""
_MANY, _FEW = 200_000, 4
"""Registers of so many nodes are parted into components of fewer nodes, to be drawn in time."""
_LARGEST = 60
"""Within larger components pairs that were not candidates stay uncompared."""


def components(count: int, a: Ints, b: Ints) -> Ints:
    """For each of ``count`` nodes the least node that the pairs ``a``-``b`` connect it with."""
    label = np.arange(count, dtype=np.int64)
    while len(a):
        low = np.minimum(label[a], label[b])
        high = np.maximum(label[a], label[b])
        open_ = low != high
        if not open_.any():
            break
        np.minimum.at(label, high[open_], low[open_])
        while True:
            jumped = label[label]
            if np.array_equal(jumped, label):
                break
            label = jumped
    return label


def joining(count: int, a: Ints, b: Ints, logodds: Floats) -> NDArray[np.bool_]:
    """The pairs (pairs,) that make the components of ``count`` nodes that are looked at whole.

    Where a component is too large to look at all its partitions, its least likely pairs are set
    aside until it falls apart or only likely ones are left.
    """
    most = EXACT if count < _MANY else _FEW
    least = _LEAST
    joins = logodds > least
    while least < 0:
        label = components(count, a[joins], b[joins])
        large = np.bincount(label, minlength=count)[label] > most
        if not large.any():
            break
        least += _STEP
        joins &= ~large[a] | (logodds > least)
    return np.asarray(joins)


def between(
    count: int, lo: NDArray[np.int32], hi: NDArray[np.int32], logodds: Floats
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pairs, ``lo`` < ``hi``, within components of the given ones that are not among them."""
    a, b = lo.astype(np.int64), hi.astype(np.int64)
    joins = joining(count, a, b, logodds)
    label = components(count, a[joins], b[joins])
    size = np.bincount(label, minlength=count)
    known = np.sort(a * count + b)
    found = [np.empty(0, dtype=np.int64)]
    ordered = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[ordered], np.arange(count))
    for k in range(3, min(int(size.max(initial=0)), _LARGEST) + 1):
        roots = np.flatnonzero(size == k)
        members = np.sort(ordered[starts[roots][:, None] + np.arange(k)], axis=1)
        first, second = np.triu_indices(k, 1)
        found.append((members[:, first] * count + members[:, second]).ravel())
    codes = np.setdiff1d(np.concatenate(found), known, assume_unique=True)
    return (codes // count).astype(np.int32), (codes % count).astype(np.int32)
