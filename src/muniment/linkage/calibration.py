"""How far the probabilities of a model may be off, all together.

A model that is wrong is wrong for all pairs at once, so each draw (draws.py) shifts and stretches
the log odds of all pairs (logistic recalibration: Cox 1958; Platt 1999). How much is a belief about
models of this kind where the matches are clear. Where they are not, a model learns what matches
look like from pairs that it only believes to be matches, and its mistakes confirm themselves: with
expectation and maximisation a disturbance of one round grows to ``1 / (1 - r)`` of itself, ``r``
being the share of what is missing (Dempster, Laird and Rubin 1977, *JRSS B* 39, section 3; Meng and
Rubin 1991, *JASA* 86). Matches that are not clear are what is missing here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLEAR = 0.9
"""The probability from which a pair is clear."""
_FURTHEST = 3.0
"""Beyond this standard deviation of the shift anything goes already."""


@dataclass(frozen=True)
class Calibration:
    """How far the model's log odds may be off for all pairs together.

    The shift is normal with ``centre`` and ``shift`` as standard deviation, in natural log odds;
    the slope is log-normal around ``slope`` with ``stretch`` as standard deviation of its log.
    ``astray`` is the mean share of matches, of those found, whose records are so wrong that nothing
    they say shows it (exponential, so that none is the likeliest).
    """

    shift: float = 0.6
    stretch: float = 0.15
    centre: float = -0.1
    slope: float = 1.0
    astray: float = 0.002


def unsettled(probability: NDArray[np.float64]) -> float:
    """The share, from 0 to 1, of the matches expected that lie in pairs which are not clear."""
    total = float(probability.sum())
    return float(probability[probability < CLEAR].sum()) / total if total else 0.0


def calibration(probability: NDArray[np.float64]) -> Calibration:
    """What to believe of a model that gives these probabilities (pairs,)."""
    usual = Calibration()
    missing = unsettled(probability)
    shift = min(usual.shift / max(1 - missing, 1e-9), _FURTHEST)
    return Calibration(shift=shift)
