"""The sheet of an estimate: overlaps, models side by side, what is taken for granted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.estimation.methods import common_assumptions, common_criticism, methods
from muniment.estimation.plotdata import overlap_bars
from muniment.estimation.readings import reading, summary
from muniment.reports.charts import Drawing
from muniment.reports.charts.axis import number
from muniment.reports.charts.curves import Step, curve
from muniment.reports.charts.densities import density
from muniment.reports.charts.grids import grid
from muniment.reports.charts.intervals import Row, intervals
from muniment.reports.charts.upset import Overlap, upset
from muniment.reports.sheets.page import Section, Sheet, Table

if TYPE_CHECKING:
    from muniment.estimation.answers import Answer, Estimate
    from muniment.estimation.estimating import Estimated
    from muniment.estimation.overlaps import OverlapTable
    from muniment.estimation.plotdata import ModelPoint, Sensitivity

_MOST_MODELS = 20


def estimate_sheet(found: Estimated, title: str, notes: Iterable[str] = ()) -> Sheet:
    """A page for the answers: one section an answer, then what all of them rest on."""
    sections = [section for answer in found.answers for section in answer_sections(answer)]
    for extra in (found.together, found.pooled):
        if extra is not None:
            sections += answer_sections(extra)
    sections += [
        sensitivity_section(each, _band(each, found.answers[0])) for each in found.sensitivities
    ]
    sections.append(ground(found))
    about = "How many people there are in all, those that no list holds included. " + " ".join(
        notes
    )
    return Sheet(title, about.strip(), sections)


def answer_sections(answer: Answer, truth: float | None = None) -> list[Section]:
    """An answer's sections: what is documented, and the models side by side.

    ``truth`` is the real number of people, which only invented data can tell.
    """
    name = answer.stratum or "All lists"
    sections = []
    if answer.table is not None and answer.table.documented:
        drawing = overlaps(answer.table, f"People by the lists that hold them ({name})")
        sections.append(Section(f"{name}: overlaps", drawings=[drawing]))
    drawings = [_side_by_side(answer, name, truth)] if answer.estimates else []
    drawings += [_posterior(each, answer, truth) for each in answer.standing if each.posterior]
    sections.append(
        Section(
            f"{name}: how many in all",
            summary(answer),
            drawings=drawings,
            tables=[_readings(answer)] if answer.estimates else [],
            refused=[reason.message for reason in answer.refusals],
            beware=[reason.message for reason in answer.cautions] + list(answer.notes),
            truth="" if truth is None else f"{truth:,.0f} people in all.",
        )
    )
    return sections


def overlaps(table: OverlapTable, title: str) -> Drawing:
    """The picture of a table's overlaps."""
    bars = [Overlap(frozenset(bar.lists), bar.count) for bar in overlap_bars(table)]
    return upset(title, table.lists, [table.sizes[name] for name in table.lists], bars)


def ground(found: Estimated) -> Section:
    """What the estimates take for granted, and what is said against them."""
    used = {each.method for answer in found.answers for each in answer.estimates}
    rows = [
        (method.name, method.source, " ".join(method.assumptions), " ".join(method.criticism))
        for key, method in methods().items()
        if key in used
    ]
    return Section(
        "What all of this rests on",
        words=common_assumptions(),
        tables=[Table(("method", "source", "takes for granted", "said against it"), rows)],
        beware=common_criticism(),
    )


def _side_by_side(answer: Answer, name: str, truth: float | None) -> Drawing:
    rows = _shortened(list(_rows(answer)))
    return intervals(
        f"Models side by side ({name})", rows, documented=answer.documented.value, truth=truth
    )


def _shortened(rows: list[Row]) -> list[Row]:
    """Rows without what all their labels end with: the table says it, and the picture is narrow."""
    ends = {row.label.partition(": ")[2] for row in rows}
    if len(rows) < 2 or len(ends) > 1 or not all(ends):
        return rows
    return [replace(row, label=row.label.partition(": ")[0]) for row in rows]


def _rows(answer: Answer) -> Iterator[Row]:
    for each in answer.estimates:
        if each.total is None:
            continue
        low, high = (each.interval.low, each.interval.high) if each.interval else (None, None)
        refused = bool(answer.refusals) or not each.stands
        yield Row(_label(each), each.total, low, high, refused=refused, bound=each.lower_bound)


def _label(estimate: Estimate) -> str:
    """A model in a few words: its terms are in the table below the picture."""
    words = estimate.model.split(":")[0]
    name = methods()[estimate.method].name
    return name if words.startswith("[") else f"{name}: {words}"


def _posterior(estimate: Estimate, answer: Answer, truth: float | None) -> Drawing:
    assert estimate.posterior is not None
    interval = estimate.interval or estimate.posterior.interval()
    return density(
        f"What the data leave open: {methods()[estimate.method].name}",
        estimate.posterior.values.tolist(),
        estimate.posterior.weights.tolist(),
        (interval.low, interval.high),
        middle=estimate.posterior.quantiles([0.5])[0],
        documented=answer.documented.value,
        truth=truth,
    )


def _readings(answer: Answer) -> Table:
    rows = []
    for each in answer.estimates:
        cautions = " ".join(reason.message for reason in each.cautions)
        rows.append((f"{methods()[each.method].name}: {each.model}", reading(each), cautions))
    return Table(("model", "what it says", "beware"), rows)


def sensitivity_section(found: Sensitivity, band: tuple[float, float] | None = None) -> Section:
    """How an answer moves with a choice; ``band`` is the one interval over all choices."""
    points = [point for point in found.points if math.isfinite(point.total)]
    title = f"By {found.what}"
    heading = f"How the answer moves: {found.what}"
    if not points:
        return Section(heading, "At no choice do the lists carry an estimate.")
    if len(found.axes) == 1:
        steps = [Step(point.at[0], point.total, point.low, point.high) for point in points]
        drawing = curve(title, steps, across=found.axes[0], up="people in all", band=band)
    elif len(found.axes) == 2:
        drawing = _two_thresholds(title, found.axes, points)
    else:
        rows = [Row(each.label, each.total, each.low, each.high) for each in points[:_MOST_MODELS]]
        drawing = intervals(title, rows)
    words = []
    if band is not None:
        words.append(
            "One interval carries all choices, each as often as it is likely: "
            f"{band[0]:,.0f} to {band[1]:,.0f}."
        )
    return Section(heading, words=words, drawings=[drawing])


def _band(found: Sensitivity, answer: Answer) -> tuple[float, float] | None:
    """The interval that carries all choices: of the method whose curve it is."""
    for each in answer.standing:
        known = methods()[each.method].name.lower()
        if (
            found.axes
            and each.interval
            and (f"({each.method})" in found.what or known in found.what)
        ):
            return each.interval.low, each.interval.high
    return None


def _two_thresholds(title: str, axes: Sequence[str], points: Sequence[ModelPoint]) -> Drawing:
    rows = sorted({point.at[0] for point in points})
    columns = sorted({point.at[1] for point in points})
    cells = {
        (f"{each.at[0]:g}", f"{each.at[1]:g}"): (
            each.total,
            f"{number(each.low)}–{number(each.high)}",
        )
        for each in points
    }
    return grid(
        title,
        [f"{value:g}" for value in rows],
        [f"{value:g}" for value in columns],
        cells,
        down=axes[0],
        across=axes[1],
    )
