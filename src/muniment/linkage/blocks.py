"""Blocks as sorted numbers: an entry is a key and a record in 64 bits, and sorting makes blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Entries = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
RULE_BITS = np.uint64(8)
"""Of a pair's number the lowest bits are the rule that found it."""


@dataclass(frozen=True)
class Blocks:
    """Entries sorted by key and record, and of each block the first place and the size."""

    entries: Entries
    starts: Places
    sizes: Places

    def of_sizes(self, least: int, most: int | None = None) -> Blocks:
        """The blocks that have so many records."""
        wanted = self.sizes >= least
        if most is not None:
            wanted &= self.sizes <= most
        sizes = self.sizes[wanted]
        starts = np.cumsum(sizes) - sizes
        inside = np.repeat(wanted, self.sizes)
        return Blocks(self.entries[inside], starts, sizes)

    def pairs_by_size(self) -> npt.NDArray[np.float64]:
        """How many pairs the blocks of each size have, from size 0."""
        times = np.bincount(self.sizes) if len(self.sizes) else np.zeros(1)
        size = np.arange(len(times), dtype=np.float64)
        pairs: npt.NDArray[np.float64] = times * size * (size - 1) / 2
        return pairs


def width(records: int) -> np.uint64:
    """How many bits the number of a record takes."""
    return np.uint64(max(records - 1, 1).bit_length())


def packed(keys: Entries, records: npt.NDArray[np.int64], bits: np.uint64) -> Entries:
    """Entries of these keys, whose lowest bits give way to the record."""
    entries: Entries = (keys >> bits << bits) | records.astype(np.uint64)
    return entries


def grouped(entries: Entries, bits: np.uint64) -> Blocks:
    """The blocks of two and more records; ``entries`` is sorted in place."""
    entries.sort()
    if len(entries):
        # A record may come to one key by several ways.
        entries = entries[np.concatenate([[True], entries[1:] != entries[:-1]])]
    keys = entries >> bits
    bounds = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1], [True]]))
    if not len(entries):
        bounds = np.zeros(1, dtype=np.int64)
    sizes = np.diff(bounds)
    return Blocks(entries, bounds[:-1], sizes).of_sizes(2)


def pairs(blocks: Blocks, bits: np.uint64, rule: int) -> Entries:
    """All pairs within blocks as one number each: the lower record, the higher, the rule."""
    mask = np.uint64((1 << int(bits)) - 1)
    records = blocks.entries & mask
    left = np.repeat(blocks.sizes, blocks.sizes)
    left -= np.arange(len(records)) - np.repeat(blocks.starts, blocks.sizes)
    place = np.arange(len(records))
    found: list[Entries] = []
    distance = 1
    while True:
        place = place[left[place] > distance]
        if not len(place):
            break
        low, high = records[place], records[place + distance]
        found.append((((low << bits) | high) << RULE_BITS) | np.uint64(rule))
        distance += 1
    return np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)
