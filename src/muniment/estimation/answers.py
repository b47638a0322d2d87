"""What estimation answers: several models side by side, each with its interval or its refusal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from muniment.estimation.overlaps import OverlapTable

GRAVE = frozenset(
    {
        "disagree",
        "intervals-apart",
        "not-mixed",
        "slow-mixing",
        "magnitude",
        "prior-bound",
        "few-shared",
        "contained",
        "list-apart",
    }
)
"""The codes of cautions that flag a whole table."""
UNFAIR = frozenset({"misfit", "low-coverage"})
"""The codes of cautions with which an estimate is not held against others."""
_HARDLY = 0.05
LEVEL = 0.95
"""How much of its distribution an interval covers unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number lies, both ends included; ``high`` is infinite where nothing bounds it.

    ``level`` is in (0, 1); ``kind`` says how it was made ("profile likelihood", "posterior",
    "BCa bootstrap", "log-normal", "total variance on the log scale").
    """

    low: float
    high: float
    kind: str
    level: float = LEVEL

    @property
    def spread(self) -> float:
        """How many times its low end the high end is."""
        return self.high / self.low if self.low > 0 else math.inf


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an estimate is refused, or what to beware of: a stable code and a plain sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """A distribution of a total: values (ascending or not) with weights that sum to one."""

    values: NDArray[np.float64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, values: ArrayLike, weights: ArrayLike | None = None) -> Posterior:
        """A distribution of draws, or of values with weights of any positive sum.

        Raises ValueError when there are no values or the weights have no positive, finite sum.
        """
        points = np.asarray(values, dtype=np.float64).ravel()
        if weights is None:
            shares = np.ones_like(points)
        else:
            shares = np.asarray(weights, dtype=np.float64).ravel()
        total = shares.sum()
        if not points.size or not total > 0 or not np.isfinite(total):
            raise ValueError("a distribution needs values with a positive, finite weight")
        return cls(points, shares / total)

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.values @ self.weights)

    @property
    def mode(self) -> float:
        """The value of the greatest weight (of a sample: its most frequent value)."""
        values, places = np.unique(self.values, return_inverse=True)
        return float(values[np.argmax(np.bincount(places, weights=self.weights))])

    @property
    def least_relative_loss(self) -> float:
        """The value of the least expected squared relative error (Madigan and York 1997)."""
        inverse = self.weights / self.values
        return float(inverse.sum() / (inverse / self.values).sum())

    def quantiles(self, at: Sequence[float]) -> tuple[float, ...]:
        """The smallest values below or at which the given shares of the distribution lie."""
        order = np.argsort(self.values, kind="stable")
        below = np.cumsum(self.weights[order])
        places = np.searchsorted(below, np.asarray(at) - 1e-12)
        return tuple(self.values[order][np.minimum(places, len(order) - 1)].tolist())

    def interval(self, level: float = LEVEL) -> Interval:
        """The central interval."""
        low, high = self.quantiles([(1 - level) / 2, (1 + level) / 2])
        return Interval(low, high, "posterior", level)

    def sample(self, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Independent draws (size,)."""
        return rng.choice(self.values, size=size, p=self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """What one model makes of one table.

    ``method`` is a method of ``data/methods.toml`` ("loglinear", "latent", …), ``model`` says
    which model of it; ``documented`` is the number of people whom some list holds. ``total`` is
    the estimate of all people, documented or not; None where nothing could be calculated.
    ``lower_bound`` tells that the total is a bound, not an estimate. With any refusal the
    estimate does not stand: what was calculated is kept but must not be shown as an answer.
    ``measures`` holds figures of the fit by their usual names (aic, bic, deviance, df, se, rhat,
    ess, …); ``posterior`` is there for Bayesian models. ``main`` marks the one estimate by which
    a method is summed over strata.
    """

    method: str
    model: str
    documented: int
    total: float | None
    interval: Interval | None = None
    lower_bound: bool = False
    refusals: tuple[Reason, ...] = ()
    cautions: tuple[Reason, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    posterior: Posterior | None = None
    main: bool = True

    @property
    def stands(self) -> bool:
        """Whether the estimate may be shown as an answer."""
        return self.total is not None and not self.refusals

    @property
    def comparable(self) -> bool:
        """Whether the estimate may be held against others.

        Not so are bounds, models that do not fit the documented, estimates that their own authors
        advise against here, and models of hardly any weight that are there for reference alone.
        """
        return (
            self.stands
            and not self.lower_bound
            and not any(caution.code in UNFAIR for caution in self.cautions)
            and not (self.measures.get("reference") and self.measures.get("weight", 0) < _HARDLY)
        )

    @property
    def undocumented(self) -> float | None:
        """The estimate of the people whom no list holds."""
        return None if self.total is None else self.total - self.documented

    def refused(self, *reasons: Reason) -> Estimate:
        """The same, refused for further reasons."""
        return replace(self, refusals=(*self.refusals, *reasons))

    def cautioned(self, *reasons: Reason) -> Estimate:
        """The same, with further cautions."""
        return replace(self, cautions=(*self.cautions, *reasons))


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people that was counted, with an interval where counting is uncertain.

    Uncertain is a count over draws of linkage or over replicates of imputation.
    """

    value: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What all models together say of one table, or of one stratum of it.

    ``documented``, ``imputed`` and the totals of ``estimates`` are never mixed. ``refusals`` hold
    for the whole table: with any of them no estimate stands.
    """

    stratum: str | None
    table: OverlapTable | None
    documented: Count
    estimates: tuple[Estimate, ...] = ()
    imputed: Count | None = None
    refusals: tuple[Reason, ...] = ()
    cautions: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> Literal["stands", "flagged", "refused"]:
        """Whether the table carries estimates: refused where none stands, flagged where a grave
        caution says that they are not to be relied on."""
        if not self.standing:
            return "refused"
        grave = any(reason.code in GRAVE for reason in self.cautions)
        return "flagged" if grave else "stands"

    @property
    def standing(self) -> tuple[Estimate, ...]:
        """The estimates that may be shown as answers."""
        if self.refusals:
            return ()
        return tuple(each for each in self.estimates if each.stands)
