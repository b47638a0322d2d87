"""How an estimate moves with the thresholds of linkage, and tables of what linkage may be.

Where pairs of records are linked above a threshold, the threshold decides the answer: more links
make fewer people, more of them in several lists. ``Thresholds`` holds the tables of a grid of
thresholds. ``sweep`` estimates each: the curve. ``draw_tables`` makes tables of draws of linkage
from the grid and from how likely a pair of each score is to be a true match, for ``linkage_draws``
to average over.

The draws follow the estimates of deaths in Khartoum State (Dahab and others 2024, data and code by
F. Checchi, sdn_mortality_2024, MIT licence), where each pair of a score was linked with the
probability that such a pair is a true match. Records are not needed: between the tables of
threshold t and t + 1 lie the pairs of score t, so that linking a share f_t of them gives

    T = T(top) + sum over t below top of f_t (T(t) - T(t + 1)),   f_t ~ Binomial(pairs, p_t) / pairs

for one threshold, and its product for several. ``pairs`` is the number of people that the step
moves in any cell, the most that the tables tell of the pairs of that score. p_t has a distribution
of its own where it is uncertain: one quantile a draw, the same for all scores, as in the source.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muniment.estimation.answers import Estimate
from muniment.estimation.estimating import Settings, estimate_table
from muniment.estimation.overlaps import OverlapError, OverlapTable

Levels = tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Thresholds:
    """Tables of one register by the thresholds of its linkage.

    ``names`` are the thresholds, ``levels`` their values, ascending, and ``tables`` the table of
    each combination of values; a higher threshold links fewer pairs.
    """

    names: tuple[str, ...]
    levels: tuple[Levels, ...]
    tables: Mapping[Levels, OverlapTable]

    @classmethod
    def of(cls, names: Sequence[str], tables: Mapping[Levels, OverlapTable]) -> Thresholds:
        """A grid of tables. Raises OverlapError when a combination of values has no table."""
        if not tables:
            raise OverlapError("There are no tables by thresholds.")
        levels = tuple(tuple(sorted(set(values))) for values in zip(*tables, strict=True))
        for combination in itertools.product(*levels):
            if combination not in tables:
                missing = ", ".join(
                    f"{name} {value:g}" for name, value in zip(names, combination, strict=True)
                )
                raise OverlapError(f"No table has the thresholds {missing}.")
        return cls(tuple(names), levels, dict(tables))

    @classmethod
    def from_strata(
        cls, names: Sequence[str], tables: Mapping[str | None, OverlapTable]
    ) -> Thresholds:
        """A grid of the tables of a file read with the thresholds as its strata.

        Raises OverlapError when a value is no number or a combination is missing.
        """
        grid: dict[Levels, OverlapTable] = {}
        for stratum, table in tables.items():
            written = str(stratum).split(", ")
            try:
                grid[tuple(float(value) for value in written)] = table
            except ValueError:
                raise OverlapError(
                    f"“{stratum}” is no combination of numbers for {', '.join(names)}."
                ) from None
        return cls.of(names, grid)


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The main estimates of all methods asked for, by method, at one combination of values."""

    levels: Levels
    documented: int
    estimates: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """How each method's answer moves over a grid of thresholds: the data of the picture."""

    names: tuple[str, ...]
    levels: tuple[Levels, ...]
    points: tuple[Point, ...]

    def spread(self, method: str) -> float | None:
        """How many times its lowest standing total the highest is; None with fewer than two."""
        totals = [
            point.estimates[method].total
            for point in self.points
            if method in point.estimates and point.estimates[method].stands
        ]
        found = [total for total in totals if total]
        return max(found) / min(found) if len(found) > 1 else None


def sweep(grid: Thresholds, settings: Settings) -> Curve:
    """Estimate the table of every combination of thresholds by every method asked for."""
    points = []
    for done, (levels, table) in enumerate(sorted(grid.tables.items()), start=1):
        answer, _ = estimate_table(table, replace(settings, progress=_silent))
        estimates = {each.method: each for each in answer.estimates if each.main}
        points.append(Point(levels, table.documented, estimates))
        settings.progress("thresholds", done, len(grid.tables))
    return Curve(grid.names, grid.levels, tuple(points))


def _silent(method: str, done: int, of: int) -> None:
    """Tells nobody of progress."""


@dataclass(frozen=True, slots=True, eq=False)
class MatchCurve:
    """How likely a pair of each score is to be a true match, and how sure that is.

    ``scores`` ascend; ``quantiles`` (q,) ascend from 0 to 1, and ``probabilities`` (q, scores) are
    the quantiles of the distribution of each score's probability. One row, at any quantile, says
    that the probabilities are known.
    """

    scores: Levels
    quantiles: NDArray[np.float64]
    probabilities: NDArray[np.float64]

    def at(self, quantile: float, scores: Sequence[float]) -> NDArray[np.float64]:
        """The probabilities of some scores at one quantile of their distributions.

        Raises OverlapError for a score that the curve does not have.
        """
        for score in scores:
            if score not in self.scores:
                raise OverlapError(f"The curve of matches has no probability for score {score:g}.")
        columns = [self.scores.index(score) for score in scores]
        return np.array(
            [
                float(np.interp(quantile, self.quantiles, self.probabilities[:, at]))
                for at in columns
            ]
        )


def read_match_curves(path: Path) -> dict[str, MatchCurve]:
    """Read curves of matches from a CSV file with columns par, score, p_cum and prob.

    ``par`` names the threshold that the curve belongs to, ``p_cum`` is the quantile (0 to 1;
    the column may be absent) of the distribution of ``prob``, the probability of a true match.
    Raises OverlapError, naming the row, for anything else.
    """
    found: dict[str, dict[tuple[float, float], float]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                try:
                    score, probability = float(row["score"]), float(row["prob"])
                    quantile = float(row.get("p_cum") or 0.5)
                    name = row["par"]
                except (KeyError, TypeError, ValueError):
                    raise OverlapError(
                        f"{path}, row {number}: a curve of matches needs numbers in the columns "
                        "score and prob (and p_cum, if there), and a name in par."
                    ) from None
                if not (0 <= probability <= 1 and 0 <= quantile <= 1):
                    raise OverlapError(
                        f"{path}, row {number}: prob and p_cum must lie between 0 and 1."
                    )
                found.setdefault(name, {})[quantile, score] = probability
    except (OSError, UnicodeDecodeError) as error:
        raise OverlapError(f"{path}: cannot be read ({error}).") from error
    if not found:
        raise OverlapError(f"{path}: the file holds no rows besides its header.")
    curves = {}
    for name, cells in found.items():
        scores = tuple(sorted({score for _, score in cells}))
        quantiles = sorted({quantile for quantile, _ in cells})
        if len(cells) < len(scores) * len(quantiles):
            raise OverlapError(f"{path}: “{name}” does not have every score at every p_cum.")
        curves[name] = MatchCurve(
            scores,
            np.array(quantiles),
            np.array([[cells[quantile, score] for score in scores] for quantile in quantiles]),
        )
    return curves


def draw_tables(
    grid: Thresholds, curves: Mapping[str, MatchCurve], draws: int, seed: int = 0
) -> list[OverlapTable]:
    """Tables of ``draws`` draws of linkage from the tables of a grid of thresholds.

    ``curves`` gives the probability of a true match by the name of the threshold. Pairs below the
    lowest threshold of the grid are never linked, for no table tells of them; pairs at or above
    the highest always are. The draws depend on the seed alone. Raises OverlapError when a
    threshold has no curve.
    """
    for name in grid.names:
        if name not in curves:
            raise OverlapError(f"The threshold “{name}” has no curve of matches.")
    lists = next(iter(grid.tables.values())).lists
    patterns = sorted({cell for table in grid.tables.values() for cell in table.cells()})
    shape = tuple(len(levels) for levels in grid.levels)
    cube = np.zeros((*shape, len(patterns)))
    for place in itertools.product(*(range(size) for size in shape)):
        cells = grid.tables[
            tuple(levels[at] for levels, at in zip(grid.levels, place, strict=True))
        ].cells()
        cube[place] = [cells.get(pattern, 0) for pattern in patterns]
    rng = np.random.default_rng(seed)
    tables = []
    for _ in range(draws):
        counts = cube
        for name, levels in zip(grid.names, grid.levels, strict=True):
            chances = curves[name].at(rng.random(), levels[:-1])
            counts = _one_threshold(counts, chances, rng)
        whole = _whole(np.maximum(counts, 0), rng)
        tables.append(OverlapTable.from_cells(lists, zip(patterns, whole.tolist(), strict=True)))
    return tables


def _one_threshold(
    cube: NDArray[np.float64], chances: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw away the first axis of the counts: link a share of the pairs of each score below top."""
    counts = cube[-1]
    for at, chance in enumerate(chances):
        step = cube[at] - cube[at + 1]
        pairs = round(float(np.abs(step).max()))
        if pairs:
            counts = counts + rng.binomial(pairs, chance) / pairs * step
    return np.asarray(counts)


def _whole(counts: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Whole people with the given means: each count is rounded up as often as its fraction says."""
    floor = np.floor(counts)
    up = rng.random(counts.shape) < counts - floor
    whole: NDArray[np.int64] = (floor + up).astype(np.int64)
    return whole
