"""How far probabilities may be off grows with what is not settled."""

import numpy as np
import pytest

from muniment.linkage.calibration import Calibration, calibration, unsettled


def test_unsettled_is_the_share_of_matches_expected_in_pairs_that_are_not_clear() -> None:
    assert unsettled(np.array([0.99, 0.95, 0.5, 0.2])) == pytest.approx(0.7 / 2.64)
    assert unsettled(np.zeros(0)) == 0.0


def test_clear_matches_leave_the_usual_belief() -> None:
    assert calibration(np.full(100, 0.999)) == Calibration()


def test_the_shift_is_as_uncertain_again_as_matches_are_unsettled() -> None:
    half = calibration(np.array([0.99, 0.33, 0.33, 0.33]))
    assert half.shift == pytest.approx(2 * Calibration().shift)
    assert half.stretch == Calibration().stretch


def test_where_nothing_is_settled_the_shift_stays_finite() -> None:
    assert calibration(np.full(50, 0.4)).shift == 3.0
