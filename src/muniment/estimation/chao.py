"""Chao's lower bounds: how many people there are at least.

Chao (1987, Biometrics 43, 783-791) for lists alike, Chao (1989, Biometrics 45, 427-438) for lists
of different sizes. Both hold where people differ in how easily they are listed, if the lists are
otherwise independent; lists that help one another make the bound lower still, lists that avoid
one another can push it above the truth. The intervals are log-normal for the undocumented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import LEVEL, Estimate, Interval, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muniment.estimation.overlaps import OverlapTable

METHOD = "chao"
_RARE = 0.001


def chao(table: OverlapTable, level: float = LEVEL) -> tuple[Estimate, ...]:
    """The bound for lists of different sizes, and that for lists alike.

    Both are refused where nobody is in exactly two lists, for then nothing bounds the
    undocumented.
    """
    once, twice = int(table.frequencies[1]), int(table.frequencies[2])
    if not twice:
        reason = Reason(
            "no-doubles",
            "Nobody is in exactly two lists, so that nothing tells how many are in none.",
        )
        return (Estimate(METHOD, "none", table.documented, None, None, True, (reason,)),)
    singles = _singles(table)
    products = (once**2 - float(singles @ singles)) / 2
    # The change of each bound by one more person in list i alone, and by one more in two lists.
    by_single = (once - singles) / (twice + 1)
    different = _bound(
        table,
        "lists of different sizes",
        products / (twice + 1),
        singles,
        by_single,
        -products / (twice + 1) ** 2,
        level,
    )
    # Among k lists alike, k - 1 of k pairs of hits fall on different lists (Chao 1987).
    share = (len(table.lists) - 1) / len(table.lists)
    alike = _bound(
        table,
        "lists alike",
        share * once * (once - 1) / (2 * (twice + 1)),
        np.array([float(once)]),
        np.array([share * (2 * once - 1) / (2 * (twice + 1))]),
        -share * once * (once - 1) / (2 * (twice + 1) ** 2),
        level,
    )
    return different, alike.cautioned(*_unlike(singles))


def _unlike(singles: NDArray[np.float64]) -> tuple[Reason, ...]:
    """A caution where so unequal numbers in one list only would be rare were the lists alike."""
    from scipy.special import chdtrc

    even = float(singles.mean())
    if even <= 0:
        return ()
    distance = float(((singles - even) ** 2).sum()) / even
    if float(chdtrc(len(singles) - 1, distance)) >= _RARE:
        return ()
    return (
        Reason(
            "unlike",
            "The lists are not alike in how many they reach, so that this bound may be above the "
            "truth; read the other one.",
        ),
    )


def _singles(table: OverlapTable) -> NDArray[np.float64]:
    """How many people each list alone holds (lists,)."""
    alone = table.patterns.sum(axis=1) == 1
    held: NDArray[np.float64] = (
        table.counts[alone] @ table.patterns[alone].astype(np.int64)
    ).astype(np.float64)
    return held


def _bound(
    table: OverlapTable,
    model: str,
    unseen: float,
    singles: NDArray[np.float64],
    by_single: NDArray[np.float64],
    by_double: float,
    level: float,
) -> Estimate:
    """A bound with the interval that its derivatives give under a multinomial table."""
    documented, twice = table.documented, float(table.frequencies[2])
    rest = documented - float(singles.sum()) - twice
    second = float(((1 + by_single) ** 2) @ singles) + (1 + by_double) ** 2 * twice + rest
    variance = max(second - (documented + unseen), 0.0)
    return Estimate(
        METHOD,
        model,
        documented,
        documented + unseen,
        log_normal(documented, unseen, variance, level),
        lower_bound=True,
        measures={"se": float(np.sqrt(variance))},
        main=model != "lists alike",
    )


def log_normal(documented: int, unseen: float, variance: float, level: float = LEVEL) -> Interval:
    """The interval of a total whose undocumented part is log-normal (Chao 1987, formula 12)."""
    from scipy.special import ndtri

    if unseen <= 0:
        return Interval(documented, documented, "log-normal", level)
    width = float(ndtri((1 + level) / 2)) * float(np.sqrt(np.log1p(variance / unseen**2)))
    factor = float(np.exp(width))
    return Interval(documented + unseen / factor, documented + unseen * factor, "log-normal", level)
