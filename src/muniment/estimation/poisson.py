"""Poisson log-linear models of overlap tables: fitting, existence and identifiability.

A model is a set of terms, a term a set of lists, both written as bit masks: bit i is list i, the
empty term 0 the intercept. The expected count of a pattern is exp of the sum of the parameters of
the terms within it; that of nobody's list is exp(intercept) (Fienberg 1972; Cormack 1989).

In sparse tables the maximum of the likelihood may lie at infinity. Then some cells' fitted values
are zero and the rest is fitted without them: the extended maximum likelihood estimate (Fienberg
and Rinaldo 2012, Annals of Statistics 40, 996-1023). Which cells these are is a linear program;
whether the intercept is still determined is a question of rank (Chan, Silverman and Vincent 2021,
Journal of the American Statistical Association 116, 1297-1306).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muniment.estimation.overlaps import OverlapTable

    Floats = NDArray[np.float64]
    Masks = NDArray[np.int64]

_STEPS = 60
_MOST_STEPS = 500
_NEAR_ZERO = 1e-7
"""A fitted value below this share of the greatest count may be on its way to zero."""
_RARE = 0.001
_BATCH_BYTES = 100_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The observable cells of a table: ``masks`` (cells,) of lists, ``counts`` (cells,)."""

    masks: Masks
    counts: Floats

    @classmethod
    def of(cls, table: OverlapTable) -> Cells:
        """All cells of a table, empty ones included. Raises OverlapError above 16 lists."""
        patterns, counts = table.full()
        powers = 1 << np.arange(len(table.lists), dtype=np.int64)
        return cls(patterns.astype(np.int64) @ powers, counts.astype(np.float64))

    def with_unseen(self, count: float) -> Cells:
        """The cells with that of no list, holding ``count`` people (a real number)."""
        return Cells(np.append(self.masks, 0), np.append(self.counts, count))


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted model.

    ``intercept`` is the log of the expected count of no list, ``variance`` the variance of it;
    ``fitted`` (cells,) the expected counts. ``exists`` tells that the maximum likelihood estimate
    is finite save for terms that no one was observed in; ``identified`` that the intercept is
    determined: where it is not, intercept and variance are not numbers. ``parameters`` counts the
    terms, intercept included.
    """

    intercept: float
    variance: float
    fitted: Floats
    deviance: float
    parameters: int
    exists: bool
    identified: bool

    @property
    def unseen(self) -> float:
        """The expected count of people of no list."""
        return float(np.exp(self.intercept))

    @property
    def freedom(self) -> int:
        """The degrees of freedom that are left."""
        return len(self.fitted) - self.parameters

    @property
    def misfits(self) -> bool:
        """Whether so great a deviance would be rare (one in a thousand) if the model held."""
        from scipy.special import chdtrc

        return self.freedom > 0 and float(chdtrc(self.freedom, self.deviance)) < _RARE

    @property
    def error(self) -> float:
        """The standard error of the total (Rivest and Baillargeon 2007)."""
        return float(np.sqrt(self.unseen + self.unseen**2 * self.variance))


def design(masks: Masks, terms: Sequence[int]) -> Floats:
    """The design matrix (cells, terms): 1 where a cell's pattern holds all lists of a term."""
    wanted = np.asarray(terms, dtype=np.int64)
    held: Floats = ((masks[:, None] & wanted) == wanted).astype(np.float64)
    return held


def fit(cells: Cells, terms: Sequence[int]) -> Fit:
    """Fit a model whose ``terms`` begin with the intercept 0.

    Raises ArithmeticError where the maximum cannot be found, which no table is known to bring
    about.
    """
    matrix = design(cells.masks, terms)
    alive = matrix.T @ cells.counts > 0
    rows: NDArray[np.bool_] = np.array(~matrix[:, ~alive].any(axis=1))
    reduced, counts = matrix[np.ix_(rows, alive)], cells.counts[rows]
    return _finish(cells, terms, rows, reduced, counts, bool(alive[0]), _newton(reduced, counts))


def _finish(
    cells: Cells,
    terms: Sequence[int],
    rows: NDArray[np.bool_],
    matrix: Floats,
    counts: Floats,
    has_intercept: bool,
    expected: Floats | None,
) -> Fit:
    """The fit of the ``rows`` of a table that terms without people leave open.

    ``matrix`` (rows, terms) and ``counts`` (rows,) are theirs; ``expected`` (rows,) the fitted
    values where Newton's method found them, the ones that vanish included.
    """
    driven: NDArray[np.bool_] = np.zeros(len(counts), dtype=bool)
    if expected is not None:
        driven = _driven_among(matrix, counts, (counts == 0) & (expected < _near(counts)))
    if expected is None:
        driven = _driven_to_zero(matrix, counts)
        expected = np.zeros(len(counts))
        expected[~driven] = _surely(_full_rank(matrix[~driven])[0], counts[~driven])
    basis, start, identified = _full_rank(matrix[~driven])
    kept = expected[~driven]
    fitted = np.zeros(len(cells.counts))
    fitted[np.flatnonzero(rows)[~driven]] = kept
    coefficients = np.linalg.lstsq(basis, np.log(kept), rcond=None)[0]
    variance = float(start @ np.linalg.solve(basis.T @ (kept[:, None] * basis), start))
    identified = identified and has_intercept
    return Fit(
        float(start @ coefficients) if identified else np.nan,
        variance if identified else np.nan,
        fitted,
        deviance(cells.counts, fitted),
        len(terms),
        not driven.any(),
        identified,
    )


def live_terms(cells: Cells, terms: Sequence[int]) -> list[int]:
    """The terms whose lists share somebody; the others are at minus infinity."""
    held = design(cells.masks, terms).T @ cells.counts > 0
    return [term for term, alive in zip(terms, held, strict=True) if alive]


def deviance(counts: Floats, fitted: Floats) -> float:
    """Twice the log-likelihood that fitted values lose against the counts themselves."""
    positive = counts > 0
    logs = counts[positive] @ np.log(counts[positive] / fitted[positive])
    return float(2 * (logs - counts.sum() + fitted.sum()))


def _newton(matrix: Floats, counts: Floats) -> Floats | None:
    """The fitted values at the maximum, those that vanish included; None where not reached."""
    _, expected, reached = _newton_batch(matrix[None], counts, np.ones((1, len(counts))))
    return expected[0] if reached[0] else None


def _surely(matrix: Floats, counts: Floats) -> Floats:
    """The fitted values of a model of full rank whose maximum is finite, by damped steps."""
    coefficients: Floats = np.zeros(matrix.shape[1])
    coefficients += np.linalg.lstsq(matrix, np.log(counts + 0.5), rcond=None)[0]
    tolerance = 1e-12 * (1 + counts.sum())

    def loss(at: Floats) -> float:
        predictor = matrix @ at
        if predictor.max(initial=0) > 60:
            return float(np.inf)
        return float(np.exp(predictor).sum() - counts @ predictor)

    here = loss(coefficients)
    for _ in range(_MOST_STEPS):
        expected: Floats = np.exp(matrix @ coefficients)
        score = matrix.T @ (counts - expected)
        step = np.linalg.lstsq(matrix.T @ (expected[:, None] * matrix), score, rcond=None)[0]
        gain = float(score @ step)
        if gain < tolerance:
            return expected
        share = 1.0
        while loss(coefficients + share * step) > here - 0.25 * share * gain and share > 1e-10:
            share /= 2
        coefficients = coefficients + share * step
        here = loss(coefficients)
    raise ArithmeticError("the log-linear fit did not converge")


def _near(counts: Floats) -> float:
    """A fitted value below this may be on its way to zero."""
    return _NEAR_ZERO * (1 + float(counts.max(initial=0)))


def _newton_batch(
    matrices: Floats, counts: Floats, open_rows: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Fit models of equally many terms at once by Newton's method.

    ``matrices`` (models, cells, terms), ``counts`` (cells,), ``open_rows`` (models, cells) is 0
    for cells that a model leaves out. Gives coefficients (models, terms), fitted values and
    whether the maximum was reached. The small ridge keeps steps finite where the maximum is at
    infinity; it does not move a maximum.
    """
    weights = (counts + 0.5) * open_rows
    transposed = matrices.transpose(0, 2, 1)
    ridge = (1e-10 + 1e-13 * float(counts.sum())) * np.eye(matrices.shape[2])
    response = weights * np.log(counts + 0.5)
    coefficients: Floats = np.empty((len(matrices), matrices.shape[2]))
    coefficients[:] = np.linalg.solve(
        transposed @ (weights[:, :, None] * matrices) + ridge,
        transposed @ response[:, :, None],
    )[:, :, 0]
    observed = counts * open_rows
    target = (transposed @ observed[:, :, None])[:, :, 0]
    scale = 1 + np.abs(target).max(axis=1, initial=0)
    expected = open_rows
    reached: NDArray[np.bool_] = np.zeros(len(matrices), dtype=bool)
    for _ in range(_STEPS):
        predictor = (matrices @ coefficients[:, :, None])[:, :, 0]
        expected = np.exp(np.clip(predictor, -40, 40)) * open_rows
        score = target - (transposed @ expected[:, :, None])[:, :, 0]
        reached = np.abs(score).max(axis=1, initial=0) < 1e-9 * scale
        if reached.all():
            break
        information = transposed @ (expected[:, :, None] * matrices) + ridge
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        longest = np.abs(step).max(axis=1, initial=0)
        coefficients += step / np.maximum(1, longest / 3)[:, None]
    return coefficients, expected, reached


def fit_many(cells: Cells, models: Sequence[Sequence[int]]) -> list[Fit]:
    """Fit many models; equal to ``fit`` of each, but many times faster."""
    found: dict[int, Fit] = {}
    groups: dict[int, list[int]] = {}
    every = sorted({term for model in models for term in model})
    place = {term: column for column, term in enumerate(every)}
    wide = design(cells.masks, every)
    alive = wide.T @ cells.counts > 0
    for number, model in enumerate(models):
        live = sum(alive[place[term]] for term in model)
        groups.setdefault(int(live), []).append(number)
    for size, numbers in groups.items():
        share = max(1, _BATCH_BYTES // (8 * max(1, size) * len(cells.counts)))
        for begin in range(0, len(numbers), share):
            part = numbers[begin : begin + share]
            columns = [[place[term] for term in models[number]] for number in part]
            kept = np.array([[c for c in row if alive[c]] for row in columns], dtype=np.intp)
            open_rows = np.array(
                [~wide[:, [c for c in row if not alive[c]]].any(axis=1) for row in columns],
                dtype=np.float64,
            )
            matrices = np.ascontiguousarray(wide[:, kept].transpose(1, 0, 2))
            matrices *= open_rows[:, :, None]
            for number, result in zip(
                part, _fits(cells, matrices, open_rows, [models[n] for n in part]), strict=True
            ):
                found[number] = result
    return [found[number] for number in range(len(models))]


def _fits(
    cells: Cells, matrices: Floats, open_rows: Floats, models: list[Sequence[int]]
) -> list[Fit]:
    coefficients, expected, reached = _newton_batch(matrices, cells.counts, open_rows)
    smallest = np.where(open_rows > 0, expected, np.inf).min(axis=1)
    information = matrices.transpose(0, 2, 1) @ (expected[:, :, None] * matrices)
    spectrum = np.linalg.eigvalsh(information)
    sound = reached & (smallest >= _near(cells.counts))
    sound &= spectrum[:, 0] > 1e-9 * spectrum[:, -1]
    first = np.zeros(matrices.shape[2])
    first[:1] = 1
    fits = []
    for number, terms in enumerate(models):
        if sound[number]:
            fits.append(
                Fit(
                    float(coefficients[number, 0]),
                    float(np.linalg.solve(information[number], first)[0]),
                    expected[number],
                    deviance(cells.counts, expected[number]),
                    len(terms),
                    True,
                    True,
                )
            )
            continue
        rows = open_rows[number] > 0
        fits.append(
            _finish(
                cells,
                terms,
                rows,
                matrices[number][rows],
                cells.counts[rows],
                True,
                expected[number][rows] if reached[number] else None,
            )
        )
    return fits


def _driven_among(matrix: Floats, counts: Floats, near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which cells the likelihood wants at zero, if only those ``near`` zero may be.

    Directions that leave all other cells as they are form a space, mostly of no or one dimension:
    then a look at the signs is enough.
    """
    if not near.any():
        return near
    rest = matrix[~near]
    _, singular, right = np.linalg.svd(rest, full_matrices=True)
    rank = int((singular > 1e-9 * max(1.0, float(singular.max(initial=0)))).sum())
    free = right[rank:].T
    if not free.shape[1]:
        return np.zeros(len(near), dtype=bool)
    if free.shape[1] > 1:
        return _driven_to_zero(matrix, counts)
    change = matrix[near] @ free[:, 0]
    change[np.abs(change) < 1e-9] = 0
    found = np.zeros(len(near), dtype=bool)
    if (change <= 0).all() or (change >= 0).all():
        found[near] = change != 0
    return found


def _driven_to_zero(matrix: Floats, counts: Floats) -> NDArray[np.bool_]:
    """Which cells the likelihood wants at zero: those off the face that holds the counts.

    A direction that leaves every observed cell as it is and lowers others raises the likelihood
    for ever; the linear program finds the direction that lowers the most cells.
    """
    from scipy.optimize import linprog

    empty = counts == 0
    number, terms = int(empty.sum()), matrix.shape[1]
    found = np.zeros(len(counts), dtype=bool)
    if not number:
        return found
    _, singular, right = np.linalg.svd(matrix[~empty], full_matrices=True)
    rank = int((singular > 1e-9 * max(1.0, float(singular.max(initial=0)))).sum())
    free = right[rank:].T
    if not free.shape[1]:
        return found
    result = linprog(
        np.concatenate([np.zeros(terms - rank), -np.ones(number)]),
        A_ub=np.hstack([matrix[empty] @ free, np.eye(number)]),
        b_ub=np.zeros(number),
        bounds=[(None, None)] * (terms - rank) + [(0, 1)] * number,
        method="highs",
    )
    if result.x is None:
        raise ArithmeticError(f"the linear program of existence failed: {result.message}")
    found[np.flatnonzero(empty)[result.x[terms - rank :] > 0.5]] = True
    return found


def _full_rank(matrix: Floats) -> tuple[Floats, Floats, bool]:
    """A basis of the columns' span, the intercept in its coordinates, and whether it is in it."""
    left, singular, right = np.linalg.svd(matrix, full_matrices=False)
    kept = singular > 1e-9 * max(1.0, float(singular[0]) if len(singular) else 0.0)
    basis = left[:, kept]
    start = right[kept, 0] / singular[kept]
    # The intercept is determined when the unit vector of its term is a sum of rows.
    return basis, start, bool(abs(float((right[kept, 0] ** 2).sum()) - 1) < 1e-8)
