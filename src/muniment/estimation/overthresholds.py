"""One answer for tables by thresholds of linkage: the average, and how it moves with them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from muniment.estimation.estimating import Estimated, Settings
from muniment.estimation.linkage_draws import estimate_over_draws
from muniment.estimation.overlaps import OverlapError, OverlapTable
from muniment.estimation.plotdata import ModelPoint, Sensitivity
from muniment.estimation.sensitivity import Curve, MatchCurve, Thresholds, draw_tables, sweep

SLOW = ("stepwise", "latent")
"""Methods that take seconds a table: by default they are not used on every one of a grid."""


def estimate_over_thresholds(
    tables: Mapping[str | None, OverlapTable],
    names: Sequence[str],
    settings: Settings,
    *,
    matches: Mapping[str, MatchCurve] | None = None,
    draws: int = 100,
) -> tuple[Estimated, tuple[str, ...]]:
    """The average over linkage of tables read with the thresholds ``names`` as their last strata.

    With ``matches``, how likely a pair of each score is a true match, tables of ``draws`` draws of
    linkage are made and averaged; without it, every combination of thresholds is taken to be as
    likely as another, which is said. The curve of every method is among the sensitivities, for the
    first stratum where there are several. Gives the answers and remarks for the user. Raises
    OverlapError for a grid that has gaps or values that are no numbers.
    """
    grids = {
        stratum: Thresholds.from_strata(names, found)
        for stratum, found in _by_stratum(tables, len(names)).items()
    }
    if matches is not None:
        curves = {name: _curve_of(name, matches) for name in names}
        drawn = {
            stratum: draw_tables(grid, curves, draws, settings.seed)
            for stratum, grid in grids.items()
        }
        note = f"Averaged over {draws} draws of linkage made from the curve of matches."
    else:
        drawn = {stratum: list(grid.tables.values()) for stratum, grid in grids.items()}
        note = (
            "Every combination of thresholds is taken to be as likely as another; a file of how "
            "likely a pair of each score is a true match would weigh them."
        )
    number = min(len(each) for each in drawn.values())
    answers = list(
        estimate_over_draws(
            [{stratum: each[place] for stratum, each in drawn.items()} for place in range(number)],
            settings,
        )
    )
    together = answers.pop() if len(answers) > len(grids) else None
    curve = sweep(next(iter(grids.values())), settings)
    sensitivities = tuple(
        found for method in settings.methods if (found := by_thresholds(curve, method)) is not None
    )
    # The picture of the overlaps shows the table in the middle of the grid.
    shown = tuple(
        replace(answer, table=_middle(grid))
        for answer, grid in zip(answers, grids.values(), strict=True)
    )
    grid_texts = (grid_text(curve, method) for method in settings.methods)
    return Estimated(shown, together, None, sensitivities), (note, *filter(None, grid_texts))


def grid_text(curve: Curve, method: str) -> str:
    """One method's totals over the thresholds as a table of text; empty where it has none.

    Rows are the values of all thresholds but the last, columns those of the last.
    """
    rows: dict[tuple[float, ...], list[str]] = {}
    for point in curve.points:
        estimate = point.estimates.get(method)
        shown = "–"
        if estimate is not None and estimate.total is not None and estimate.interval is not None:
            low, high = estimate.interval.low, estimate.interval.high
            end = f"{high:,.0f}" if math.isfinite(high) else "…"
            shown = f"{estimate.total:,.0f} ({low:,.0f}–{end})"
        rows.setdefault(point.levels[:-1], []).append(shown)
    if all(cell == "–" for row in rows.values() for cell in row):
        return ""
    *others, last = curve.names
    head = [", ".join(others), *(f"{last} {level:g}" for level in curve.levels[-1])]
    body = [[", ".join(f"{level:g}" for level in key), *row] for key, row in rows.items()]
    widths = [max(len(line[at]) for line in (head, *body)) for at in range(len(head))]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in (head, *body)
    ]
    return f"totals by thresholds of linkage, {method}:\n" + "\n".join(lines)


def _curve_of(name: str, matches: Mapping[str, MatchCurve]) -> MatchCurve:
    """The curve of a threshold: of its name, or the only one whose name its own begins with."""
    if name in matches:
        return matches[name]
    begins = [key for key in matches if key and name.startswith(key)]
    if len(begins) != 1:
        raise OverlapError(
            f"The curves of matches are of {', '.join(matches)}; none is of “{name}”."
        )
    return matches[begins[0]]


def by_thresholds(curve: Curve, method: str) -> Sensitivity | None:
    """One method's curve for the picture; None where it has a total at no combination.

    Answers that are refused for being wide are points too, for they are what the curve shows.
    """
    points = []
    for point in curve.points:
        estimate = point.estimates.get(method)
        if estimate is None or estimate.total is None or estimate.interval is None:
            continue
        label = ", ".join(
            f"{name} {level:g}" for name, level in zip(curve.names, point.levels, strict=True)
        )
        interval = estimate.interval
        points.append(
            ModelPoint(label, estimate.total, interval.low, interval.high, 0.0, point.levels)
        )
    if not points:
        return None
    return Sensitivity(f"thresholds of linkage ({method})", tuple(points), curve.names)


def _by_stratum(
    tables: Mapping[str | None, OverlapTable], thresholds: int
) -> dict[str | None, dict[str | None, OverlapTable]]:
    """The tables by stratum and then by the values of the thresholds, which stand last."""
    found: dict[str | None, dict[str | None, OverlapTable]] = {}
    for key, table in tables.items():
        parts = str(key).split(", ")
        stratum = ", ".join(parts[:-thresholds]) or None
        found.setdefault(stratum, {})[", ".join(parts[-thresholds:])] = table
    return found


def _middle(grid: Thresholds) -> OverlapTable:
    return grid.tables[tuple(levels[len(levels) // 2] for levels in grid.levels)]
