"""Log-linear models of overlap tables: searched, compared, profiled and averaged.

Fienberg (1972, Biometrika 59, 591-603) and Bishop, Fienberg and Holland (1975, Discrete
Multivariate Analysis, chapter 6) for the models; Cormack (1992, Biometrics 48, 567-576) for the
profile likelihood of the total; Rivest and Baillargeon (2007, Biometrics 63, 999-1006) for the
Poisson estimate, its error and its AIC as R's Rcapture gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation import hierarchical
from muniment.estimation.answers import LEVEL, Estimate, Interval, Reason
from muniment.estimation.hierarchical import Model
from muniment.estimation.poisson import Cells, Fit, fit, fit_many, live_terms

if TYPE_CHECKING:
    from muniment.estimation.overlaps import OverlapTable

METHOD = "loglinear"
MOST_LISTS = 10
_FARTHEST = 1e6
"""How many times the estimate of the undocumented a profile is followed upwards."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A fitted model with its criteria; ``weight`` is its share by BIC among all candidates."""

    model: Model
    fit: Fit
    aic: float
    bic: float
    weight: float

    def total(self, documented: int) -> float:
        """The estimate of all people."""
        return documented + self.fit.unseen


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """The models of a table that were fitted and determine the total, best BIC first.

    ``exhaustive`` says whether these are all hierarchical models to ``order``;
    ``left_out`` counts the models that do not determine the total, or that have more terms than
    patterns hold anybody: they say nothing that the table does not.
    """

    table: OverlapTable
    order: int
    candidates: tuple[Candidate, ...]
    exhaustive: bool
    left_out: int

    def find(self, model: Model) -> Candidate | None:
        """The candidate of a model, if it was fitted and determines the total."""
        return next((each for each in self.candidates if each.model == model), None)

    def name(self, candidate: Candidate) -> str:
        """A candidate by its generators."""
        return hierarchical.describe(candidate.model, self.table.lists)


def search(
    table: OverlapTable, order: int = 3, progress: Callable[[int, int], None] | None = None
) -> Search:
    """Fit all hierarchical models with terms of at most ``order`` lists, below that of all lists.

    Where they are more than ``hierarchical.MOST_MODELS``, start from independent lists and from
    all pairs, and go to the neighbour of the lowest BIC until none is lower; all models fitted on
    the way are candidates; ``progress`` is told how many. Raises OverlapError above 16 lists.
    """
    cells = Cells.of(table)
    lists = len(table.lists)
    highest = max(1, min(order, lists - 1))
    models = hierarchical.models(lists, highest)
    exhaustive = models is not None
    fits: dict[Model, Fit] = {}
    number = 0
    if models is not None:
        number = len(models)
        models = _sparing(cells, models)
        fits = dict(zip(models, fit_many(cells, models), strict=True))
    else:
        for start in (hierarchical.main_effects(lists), hierarchical.full_model(lists, 2)):
            _descend(cells, lists, highest, start, fits, progress)
    documented = table.documented
    sound = [(model, each) for model, each in fits.items() if each.identified]
    saturated = _saturated_loglik(cells)
    rows = []
    for model, each in sound:
        twice = each.deviance - 2 * saturated
        bic = twice + np.log(documented) * each.parameters
        rows.append((model, each, twice + 2 * each.parameters, bic))
    rows.sort(key=lambda row: (row[3], row[0]))
    best = rows[0][3] if rows else 0.0
    weights = np.array([np.exp((best - row[3]) / 2) for row in rows])
    shares = weights / weights.sum() if rows else weights
    return Search(
        table,
        highest,
        tuple(Candidate(*row, float(share)) for row, share in zip(rows, shares, strict=True)),
        exhaustive,
        max(number, len(fits)) - len(sound),
    )


def _sparing(cells: Cells, models: Sequence[Model]) -> list[Model]:
    """The models of no more terms than patterns hold anybody."""
    every = sorted({term for model in models for term in model})
    live = set(live_terms(cells, every))
    most = int((cells.counts > 0).sum())
    return [model for model in models if sum(term in live for term in model) <= most]


def _saturated_loglik(cells: Cells) -> float:
    from scipy.special import gammaln, xlogy

    counts = cells.counts
    return float((xlogy(counts, counts) - counts - gammaln(counts + 1)).sum())


def _descend(
    cells: Cells,
    lists: int,
    order: int,
    start: Model,
    fits: dict[Model, Fit],
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Fit a model and its neighbours, go to the best, and so on; all fits go into ``fits``."""
    logs = float(np.log(cells.counts.sum()))

    def bic(model: Model) -> float:
        each = fits[model]
        return each.deviance + logs * each.parameters if each.identified else np.inf

    if start not in fits:
        fits[start] = fit(cells, start)
    here = start
    while True:
        near = _sparing(cells, hierarchical.neighbours(here, lists, order))
        if not near:
            return
        new = [model for model in near if model not in fits]
        fits.update(zip(new, fit_many(cells, new), strict=True))
        if progress is not None:
            progress(len(fits), 0)
        best = min(near, key=bic)
        if bic(best) >= bic(here):
            return
        here = best


def profile(table: OverlapTable, candidate: Candidate, level: float = LEVEL) -> Interval:
    """The interval of the total by its multinomial profile likelihood (Cormack 1992).

    It reaches down to the documented where no undocumented would not contradict the model, and
    is open upwards where no number is too high for it.
    """
    return profiled(Cells.of(table), candidate.model, candidate.fit.unseen, level)[1]


def profiled(
    cells: Cells, model: Sequence[int], unseen: float, level: float = LEVEL
) -> tuple[float, Interval]:
    """The total of the greatest multinomial likelihood, and the interval around it."""
    from scipy.optimize import brentq, minimize_scalar
    from scipy.special import chdtri

    documented = float(cells.counts.sum())

    def loglik(log_unseen: float) -> float:
        return _multinomial_loglik(cells, model, float(np.exp(log_unseen)))

    centre = float(np.log(max(unseen, 0.1)))
    bottom, top = np.log(1e-3), centre + np.log(_FARTHEST)
    peak = minimize_scalar(
        lambda x: -loglik(x), bounds=(max(bottom, centre - 3), centre + 1), method="bounded"
    )
    mode, highest = float(peak.x), -float(peak.fun)
    cut = highest - chdtri(1, 1 - level) / 2

    def root(far: float) -> float:
        """Where the likelihood falls to the cut between the mode and ``far``, step by step."""
        near, step = mode, 0.25 if far > mode else -0.25
        while (far - near) * step > 0:
            beyond = min(near + step, far) if step > 0 else max(near + step, far)
            if loglik(beyond) < cut:
                ends = sorted((near, beyond))
                return float(brentq(lambda x: loglik(x) - cut, *ends, xtol=1e-7))
            near, step = beyond, step * 1.5
        return np.nan

    low, high = root(bottom), root(top)
    return documented + float(np.exp(mode)), Interval(
        documented if np.isnan(low) else documented + float(np.exp(low)),
        np.inf if np.isnan(high) else documented + float(np.exp(high)),
        "profile likelihood",
        level,
    )


def _multinomial_loglik(cells: Cells, model: Sequence[int], unseen: float) -> float:
    """The greatest log-likelihood of a total, save a constant; -inf where nothing fits it."""
    from scipy.special import gammaln, xlogy

    full = cells.with_unseen(unseen)
    total = full.counts.sum()
    fitted = fit(full, model).fitted
    return float(
        gammaln(total + 1) - gammaln(unseen + 1) + xlogy(full.counts, fitted / total).sum()
    )


def averaged(found: Search, level: float = LEVEL) -> tuple[float, Interval]:
    """The median and interval of the total over all candidates, each by its weight.

    The weights exp(-BIC/2) approximate posterior probabilities under equal prior ones (Raftery
    1995, Sociological Methodology 25, 111-163); each candidate's undocumented are taken as
    log-normal (Chao 1987).
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    weights = np.array([each.weight for each in found.candidates])
    kept = weights > 1e-9 * weights.max()
    unseen = np.array([each.fit.unseen for each in found.candidates])[kept]
    variances = np.array([each.fit.variance for each in found.candidates])[kept]
    weights = weights[kept] / weights[kept].sum()
    centres = np.log(np.maximum(unseen, 1e-9))
    widths = np.sqrt(np.log1p(1 / np.maximum(unseen, 1e-9) + variances))

    def quantile(share: float) -> float:
        ends = centres + ndtri(share) * widths
        if len(ends) == 1 or ends.max() - ends.min() < 1e-12:
            return float(np.exp(ends[0]))
        root = brentq(
            lambda x: float(weights @ ndtr((x - centres) / widths)) - share,
            float(ends.min()),
            float(ends.max()),
        )
        return float(np.exp(root))

    low, middle, high = (quantile(share) for share in ((1 - level) / 2, 0.5, (1 + level) / 2))
    documented = found.table.documented
    return documented + middle, Interval(
        documented + low, documented + high, "log-normal mixture over models", level
    )


def loglinear(
    table: OverlapTable,
    order: int = 3,
    level: float = LEVEL,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[tuple[Estimate, ...], Search | None]:
    """Log-linear estimates: independence, all pairs, …, best by AIC and BIC, and their average.

    Also gives the search, for a picture of how the total moves with the model; None above
    ``MOST_LISTS`` lists, where the one estimate is a refusal.
    """
    if len(table.lists) > MOST_LISTS:
        return (_too_many(table),), None
    found = search(table, order, progress)
    if not found.candidates:
        reason = Reason(
            "undetermined",
            "No log-linear model determines the number of undocumented people: too many "
            "combinations of lists hold nobody.",
        )
        return (Estimate(METHOD, "none", table.documented, None, refusals=(reason,)),), found
    chosen: dict[Model, list[str]] = {}

    def choose(model: Model, role: str) -> None:
        chosen.setdefault(model, []).append(role)

    choose(found.candidates[0].model, "lowest BIC")
    choose(min(found.candidates, key=lambda each: each.aic).model, "lowest AIC")
    choose(hierarchical.main_effects(len(table.lists)), "independent lists")
    for size in range(2, found.order + 1):
        if size < len(table.lists):
            choose(hierarchical.full_model(len(table.lists), size), f"all terms of {size} lists")
    estimates = []
    for model, roles in chosen.items():
        candidate = found.find(model)
        if candidate is not None:
            estimates.append(_estimate(found, candidate, roles, level))
    total, interval = averaged(found, level)
    estimates.insert(
        1,
        Estimate(
            METHOD,
            f"average over {len(found.candidates)} models by BIC",
            table.documented,
            total,
            interval,
            cautions=() if found.exhaustive else (_not_all(found),),
            measures={
                "models": len(found.candidates),
                "left_out": found.left_out,
                "greatest_weight": found.candidates[0].weight,
            },
        ),
    )
    return tuple(estimates), found


def _estimate(found: Search, candidate: Candidate, roles: Sequence[str], level: float) -> Estimate:
    table, fitted = found.table, candidate.fit
    cautions = list(misfit(fitted))
    zero = int((fitted.fitted == 0).sum())
    if zero:
        cautions.append(
            Reason(
                "boundary",
                f"{zero} of {len(fitted.fitted)} combinations of lists hold nobody and are fitted "
                "as impossible; the estimate rests on the others.",
            )
        )
    chosen = any(role.startswith("lowest") for role in roles)
    if chosen and not found.exhaustive:
        cautions.append(_not_all(found))
    return Estimate(
        METHOD,
        f"{', '.join(roles)}: {found.name(candidate)}",
        table.documented,
        candidate.total(table.documented),
        profile(table, candidate, level),
        cautions=tuple(cautions),
        measures={
            "se": fitted.error,
            "deviance": fitted.deviance,
            "df": fitted.freedom,
            "aic": candidate.aic,
            "bic": candidate.bic,
            "weight": candidate.weight,
            "reference": float(not chosen),
            "pairs_free": float(_pairs_free(candidate.model, len(table.lists))),
        },
        main=False,
    )


def _pairs_free(model: Model, lists: int) -> bool:
    """Whether a model leaves each pair of lists free to depend, and no more."""
    return model == hierarchical.full_model(lists, 2)


def misfit(fitted: Fit) -> tuple[Reason, ...]:
    """A caution where a model does not fit the overlaps."""
    if not fitted.misfits:
        return ()
    return (
        Reason(
            "misfit",
            f"The model does not fit the overlaps: deviance {fitted.deviance:.1f} on "
            f"{fitted.freedom} degrees of freedom.",
        ),
    )


def _not_all(found: Search) -> Reason:
    return Reason(
        "not-all-models",
        f"{len(found.table.lists)} lists have too many models to fit them all; "
        f"{len(found.candidates)} were, step by step towards the lowest BIC.",
    )


def _too_many(table: OverlapTable) -> Estimate:
    reason = Reason(
        "too-many-lists",
        f"{len(table.lists)} lists are too many for log-linear models ({MOST_LISTS} at most); "
        "join lists of one kind, or read the latent-class model.",
    )
    return Estimate(METHOD, "none", table.documented, None, refusals=(reason,))
