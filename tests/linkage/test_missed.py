"""Matches that blocking did not reach."""

import numpy as np

from muniment.linkage.missed import NOTHING_MISSED, missed

TWOS = np.full(100, 2)


def evidence(*agreeing: int, fields: int = 4) -> np.ndarray:
    """Pairs that agree on so many of the fields."""
    return np.where(np.arange(fields) < np.array(agreeing)[:, None], 3.0, -1.0).astype(np.float32)


def test_pairs_that_agree_on_all_fields_leave_none_out() -> None:
    assert missed(np.full(100, 0.99), evidence(*[4] * 100), TWOS) == NOTHING_MISSED


def test_the_more_matches_agree_on_little_the_more_are_missed() -> None:
    few = missed(np.full(100, 0.99), evidence(*[2] * 10, *[3] * 90), TWOS)
    many = missed(np.full(100, 0.99), evidence(*[2] * 40, *[3] * 60), TWOS)
    assert 0 < few.mean < many.mean


def test_pairs_that_are_not_clear_say_half_and_widen_it() -> None:
    clear = missed(np.full(100, 0.95), evidence(*[2] * 40, *[3] * 60), TWOS)
    doubted = np.where(np.arange(100) < 40, 0.85, 0.95)
    unclear = missed(doubted, evidence(*[2] * 40, *[3] * 60), TWOS)
    assert unclear.mean < 0.7 * clear.mean
    assert unclear.deviation / unclear.mean > clear.deviation / clear.mean


def test_of_two_fields_many_may_be_missed_or_none() -> None:
    found = missed(np.full(100, 0.99), evidence(*[2] * 100, fields=2), TWOS)
    assert found.mean > 5
    assert found.deviation >= found.mean


def test_of_one_field_nothing_is_said() -> None:
    assert missed(np.full(100, 0.99), evidence(*[1] * 100, fields=1), TWOS) == NOTHING_MISSED
