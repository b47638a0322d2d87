"""All methods on one table, on its strata, and on their sum."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import (
    LEVEL,
    UNFAIR,
    Answer,
    Count,
    Estimate,
    Interval,
    Posterior,
    Reason,
)
from muniment.estimation.judging import About, judge_estimate, judge_table, judge_together
from muniment.estimation.overlaps import OverlapTable
from muniment.estimation.plotdata import Sensitivity, by_model, by_prior
from muniment.estimation.wholes import cautioned, left_out, wholes

if TYPE_CHECKING:
    from muniment.estimation.loglinear import Search

METHODS = ("loglinear", "chao", "coverage", "stepwise", "decomposable", "latent")
_SUM_DRAWS = 40_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to estimate: by which methods, to which order of log-linear terms, with which seed.

    ``samples`` is the number of bootstrap samples of the stepwise method, ``classes`` the most
    latent classes, ``as_lcmcr`` whether these keep their order (see ``LatentSettings``), ``about``
    what the lists are lists of. ``progress`` is told a method's name with steps done and steps to
    do (0 where that is not known).
    """

    methods: Sequence[str] = METHODS
    order: int = 3
    level: float = LEVEL
    seed: int = 0
    jobs: int = 1
    samples: int = 400
    classes: int = 10
    as_lcmcr: bool = False
    about: Mapping[str, About] = field(default_factory=dict)
    progress: Callable[[str, int, int], None] = lambda method, done, of: None


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """The answers of strata (one without strata), of their sum, and of all as one table.

    ``together`` and ``pooled`` are there with two strata or more that hold no others.
    ``sensitivities`` are those of the one table, or of the pooled one.
    """

    answers: tuple[Answer, ...]
    together: Answer | None = None
    pooled: Answer | None = None
    sensitivities: tuple[Sensitivity, ...] = ()


def estimate(tables: Mapping[str | None, OverlapTable], settings: Settings) -> Estimated:
    """Estimate every table, their sum, and all people as one table.

    Strata that hold others (see ``wholes``) are in neither the sum nor the one table.
    """
    if len(tables) == 1:
        ((stratum, table),) = tables.items()
        answer, sensitivities = estimate_table(table, settings, stratum)
        return Estimated((answer,), sensitivities=sensitivities)
    held = wholes(tables)
    answers = tuple(
        cautioned(estimate_table(table, settings, stratum)[0], held.get(stratum))
        for stratum, table in tables.items()
    )
    parts = [
        (table, answer)
        for (stratum, table), answer in zip(tables.items(), answers, strict=True)
        if stratum not in held
    ]
    if len(parts) < 2:
        return Estimated(answers)
    pooled_table = functools.reduce(operator.add, (table for table, _ in parts))
    pooled, sensitivities = estimate_table(pooled_table, settings, "all as one table")
    together = sum_strata([answer for _, answer in parts], settings)
    return Estimated(answers, left_out(together, held), left_out(pooled, held), sensitivities)


def estimate_table(
    table: OverlapTable, settings: Settings, stratum: str | None = None
) -> tuple[Answer, tuple[Sensitivity, ...]]:
    """Estimate one table by every method asked for, and judge each estimate and all together."""
    refusals, cautions = judge_table(table, settings.about)
    answer = Answer(stratum, table, Count(table.documented), refusals=refusals, cautions=cautions)
    empty = [name for name, size in table.sizes.items() if not size]
    if empty:
        answer = replace(
            answer, notes=(f"Left out, for they hold nobody here: {', '.join(empty)}.",)
        )
    if refusals:
        return answer, ()
    filled = table.without_empty_lists()
    found, searched = _run(filled, settings)
    judged = tuple(judge_estimate(each) for each in found)
    sensitivities = [by_model(searched)] if searched is not None and searched.candidates else []
    for each in judged:
        prior = by_prior(filled, each) if each.method == "decomposable" else None
        if prior is not None:
            sensitivities.append(prior)
    cautions = (*cautions, *judge_together(judged), *_moved(sensitivities))
    if not any(each.stands for each in judged):
        refusals = (Reason("none-stands", "No method gives an estimate that stands."),)
    return (
        replace(answer, estimates=judged, cautions=cautions, refusals=refusals),
        tuple(sensitivities),
    )


def _run(table: OverlapTable, settings: Settings) -> tuple[list[Estimate], Search | None]:
    """The estimates of all methods asked for, in the order of ``METHODS``."""
    from muniment.estimation.chao import chao
    from muniment.estimation.coverage import coverage
    from muniment.estimation.decomposable import decomposable
    from muniment.estimation.loglinear import loglinear
    from muniment.estimation.stepwise import stepwise

    estimates: list[Estimate] = []
    searched = None
    for method in METHODS:
        if method not in settings.methods:
            continue
        settings.progress(method, 0, 0)
        if method == "loglinear":
            found, searched = loglinear(
                table,
                settings.order,
                settings.level,
                lambda done, of: settings.progress("loglinear", done, of),
            )
            estimates += found
        elif method == "chao":
            estimates += chao(table, settings.level)
        elif method == "coverage":
            estimates.append(coverage(table, settings.level))
        elif method == "stepwise":
            estimates.append(
                stepwise(
                    table,
                    samples=settings.samples,
                    seed=settings.seed,
                    level=settings.level,
                    progress=lambda done, of: settings.progress("stepwise", done, of),
                )
            )
        elif method == "decomposable":
            estimates.append(decomposable(table, level=settings.level))
        else:
            estimates.append(_latent(table, settings))
    return estimates, searched


def _latent(table: OverlapTable, settings: Settings) -> Estimate:
    from muniment.estimation.latent import LatentSettings, estimate_latent

    return estimate_latent(
        table,
        LatentSettings(classes=settings.classes, exchange=not settings.as_lcmcr),
        level=settings.level,
        seed=settings.seed,
        jobs=settings.jobs,
        progress=lambda sweeps, _: settings.progress("latent", sweeps, 0),
    )


def _moved(sensitivities: Sequence[Sensitivity]) -> list[Reason]:
    """A caution where the choice of a prior moves the answer out of its interval."""
    for each in sensitivities:
        if not each.what.startswith("prior"):
            continue
        first, *others = each.points
        outside = [point for point in others if not first.low <= point.total <= first.high]
        if outside:
            moved = ", ".join(f"{point.label} {point.total:,.0f}" for point in outside)
            return [
                Reason(
                    "prior",
                    f"The average over graphs depends on its prior: {first.label} gives "
                    f"{first.total:,.0f}, {moved}.",
                )
            ]
    return []


def sum_strata(answers: Sequence[Answer], settings: Settings) -> Answer:
    """The sum over strata by each method's main estimate, strata taken as independent.

    Posteriors are added draw by draw; other intervals are joined by the method of variance
    estimates recovery (Zou and Donner 2008, Statistics in Medicine 27, 1693-1702). A method that
    fails in one stratum has no sum.
    """
    documented = sum(answer.documented.value for answer in answers)
    by_method = []
    for method in settings.methods:
        mains = [
            next((e for e in answer.estimates if e.method == method and e.main), None)
            for answer in answers
        ]
        missing = [
            str(answer.stratum)
            for answer, each in zip(answers, mains, strict=True)
            if each is None or not each.stands or answer.refusals
        ]
        parts = [each for each in mains if each is not None]
        if missing:
            reason = Reason("stratum", f"No estimate stands for {', '.join(missing)}.")
            bound = any(part.lower_bound for part in parts)
            by_method.append(
                Estimate(method, "sum over strata", int(documented), None, None, bound, (reason,))
            )
        else:
            # A sum is no fairer a witness than its parts.
            unfair = {c.code: c for part in parts for c in part.cautions if c.code in UNFAIR}
            by_method.append(judge_estimate(_sum(parts, settings)).cautioned(*unfair.values()))
    refusals = []
    if not any(each.stands for each in by_method):
        refusals.append(
            Reason("none-stands", "No method has an estimate that stands in every stratum.")
        )
    return Answer(
        "sum over strata",
        None,
        Count(documented),
        tuple(by_method),
        refusals=tuple(refusals),
        cautions=judge_together(by_method),
    )


def _sum(parts: Sequence[Estimate], settings: Settings) -> Estimate:
    documented = sum(part.documented for part in parts)
    method, bound = parts[0].method, parts[0].lower_bound
    posteriors = [part.posterior for part in parts if part.posterior is not None]
    if len(posteriors) == len(parts):
        rng = np.random.default_rng(settings.seed)
        draws = np.sum([each.sample(_SUM_DRAWS, rng) for each in posteriors], axis=0)
        summed = Posterior.of(draws)
        return Estimate(
            method,
            "sum over strata",
            documented,
            summed.quantiles([0.5])[0],
            summed.interval(settings.level),
            posterior=summed,
        )
    totals = np.array([part.total for part in parts], dtype=np.float64)
    lows = np.array([part.interval.low for part in parts if part.interval])
    highs = np.array([part.interval.high for part in parts if part.interval])
    total = float(totals.sum())
    interval = Interval(
        max(float(documented), total - float(np.sqrt(((totals - lows) ** 2).sum()))),
        total + float(np.sqrt(((highs - totals) ** 2).sum())),
        "joined over strata",
        settings.level,
    )
    return Estimate(method, "sum over strata", documented, total, interval, bound)
