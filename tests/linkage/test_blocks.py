from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from muniment.linkage.blocks import RULE_BITS, grouped, packed, pairs, width


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 99)), max_size=40))
def test_pairs_are_those_of_records_that_share_a_key(rows: list[tuple[int, int]]) -> None:
    bits = width(100)
    keys = np.array([(key + 1) << 40 for key, _ in rows], dtype=np.uint64)
    blocks = grouped(packed(keys, np.array([row for _, row in rows], dtype=np.int64), bits), bits)
    found = pairs(blocks, bits, 3)
    assert set((found & np.uint64((1 << int(RULE_BITS)) - 1)).tolist()) <= {3}
    codes = (found >> RULE_BITS).tolist()
    low_high = sorted((code >> int(bits), code & ((1 << int(bits)) - 1)) for code in codes)
    expected = sorted(
        pair
        for key in range(5)
        for pair in combinations(sorted({row for k, row in rows if k == key}), 2)
    )
    assert low_high == expected
    assert blocks.pairs_by_size().sum() == len(expected)


def test_blocks_of_some_sizes_keep_their_entries() -> None:
    bits = width(8)
    keys = np.array([1, 1, 2, 2, 2, 3], dtype=np.uint64) << np.uint64(8)
    blocks = grouped(packed(keys, np.array([0, 1, 2, 3, 4, 5]), bits), bits)
    assert blocks.sizes.tolist() == [2, 3]
    three = blocks.of_sizes(3)
    assert (three.entries & np.uint64(7)).tolist() == [2, 3, 4]
    assert three.starts.tolist() == [0]
    assert not len(blocks.of_sizes(4).entries)
