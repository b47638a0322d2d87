from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from muniment.linkage.neighbours import between, components, joining

PAIRS = st.sets(
    st.tuples(st.integers(0, 19), st.integers(0, 19)).filter(lambda pair: pair[0] < pair[1])
)


def _arrays(pairs: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    ordered = np.asarray(sorted(pairs), dtype=np.int32).reshape(-1, 2)
    return ordered[:, 0], ordered[:, 1]


@given(PAIRS)
def test_with_the_pairs_between_every_component_is_whole(pairs: set[tuple[int, int]]) -> None:
    lo, hi = _arrays(pairs)
    more = set(zip(*(each.tolist() for each in between(20, lo, hi, np.ones(len(lo)))), strict=True))
    label = components(20, lo.astype(np.int64), hi.astype(np.int64))
    whole = {(a, b) for a, b in combinations(range(20), 2) if label[a] == label[b]}
    assert not more & pairs
    assert more | pairs == whole


def test_unlikely_pairs_are_set_aside_until_components_are_small() -> None:
    chain = np.arange(11, dtype=np.int64)
    odds = np.where(np.arange(11) == 5, -3.0, 2.0)
    joins = joining(12, chain, chain + 1, odds)
    assert joins.tolist() == [place != 5 for place in range(11)]
    assert joining(6, chain[:5], chain[:5] + 1, np.full(5, -3.0)).all()


def test_pairs_that_cannot_be_join_nothing() -> None:
    lo, hi = np.asarray([0, 1], dtype=np.int32), np.asarray([1, 2], dtype=np.int32)
    assert not len(between(3, lo, hi, np.full(2, -9.0))[0])
