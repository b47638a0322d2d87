from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.linkage.partitions import Batch, partitions

AGREE, DIFFER = 6.0, -3.0


def _weight(size: int, said: list[float], given_: list[bool] | None = None) -> float:
    """What a single field says of all ``size`` records being one."""
    pairs = size * (size - 1) // 2
    evidence = np.zeros((1, pairs, 2), dtype=np.float32)
    evidence[0, :, 0] = said
    told = np.ones((1, pairs, 2), dtype=np.bool_)
    if given_ is not None:
        told[0, :, 0] = given_
    batch = Batch(size, np.arange(size)[None], np.zeros((1, pairs)), evidence, told)
    return float(batch.weights()[0, np.flatnonzero(partitions(size).blocks == 1)[0]])


def test_three_who_agree_say_twice_that_a_value_was_drawn_once() -> None:
    assert _weight(3, [AGREE] * 3) == pytest.approx(2 * AGREE)


def test_one_slip_among_three_speaks_once_against() -> None:
    # Pairs in the order 0-1, 0-2, 1-2: the third record differs from both others.
    slip = _weight(3, [AGREE, DIFFER, DIFFER])
    assert slip == pytest.approx(AGREE + DIFFER + np.log(2 / 3), abs=0.01)


def test_two_values_of_two_records_each_speak_twice_against() -> None:
    two = _weight(4, [AGREE, DIFFER, DIFFER, DIFFER, DIFFER, AGREE])
    assert two == pytest.approx(AGREE + 2 * DIFFER, abs=0.01)


def test_a_record_that_says_nothing_of_a_field_changes_nothing() -> None:
    said = _weight(3, [AGREE, 0.0, 0.0], [True, False, False])
    assert said == pytest.approx(AGREE)


@given(st.floats(-20, 20))
def test_of_two_records_a_field_says_its_weight(weight: float) -> None:
    assert _weight(2, [weight]) == pytest.approx(weight, abs=1e-4)


@given(st.permutations(range(4)), st.lists(st.floats(-9, 9), min_size=6, max_size=6))
def test_the_order_of_records_changes_nothing(order: list[int], said: list[float]) -> None:
    number = partitions(4).pair
    moved = [0.0] * 6
    for a in range(4):
        for b in range(a):
            moved[int(number[order[a], order[b]])] = said[int(number[a, b])]
    assert _weight(4, moved) == pytest.approx(_weight(4, said), abs=1e-4)
