"""From a linkage to an estimate: the tables of its draws, and how the answer moves with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import Answer
from muniment.estimation.estimating import Estimated, Settings
from muniment.estimation.judging import judge_table
from muniment.estimation.overlaps import OverlapError, OverlapTable
from muniment.estimation.plotdata import ModelPoint, Sensitivity

if TYPE_CHECKING:
    from muniment.linkage.linking import Linked

DRAWS = 100
_UNKNOWN = "unknown"
_CONFLICTING = "conflicting"

Tables = Mapping[str | None, OverlapTable]


def estimate_linked(
    linked: Linked, settings: Settings, strata: Sequence[str] = (), draws: int = DRAWS
) -> Estimated:
    """Estimate over the draws of who is who: pooled answers, and how they move with thresholds.

    ``strata`` are columns of the linked records, ``draws`` the most draws to use. Raises
    OverlapError for a column that is not there or a linkage without draws.
    """
    from muniment.estimation.linkage_draws import estimate_over_draws

    drawn = tables_of_draws(linked, strata, draws)
    answers = list(estimate_over_draws(drawn, settings))
    middle = _table_of(linked)
    together = answers.pop() if len(answers) > len(drawn[0]) else None
    found = [replace(each, table=drawn[0].get(each.stratum)) for each in answers]
    if together is None:
        found = [replace(found[0], table=middle)]
    judged = tuple(_cautioned(each, settings) for each in found)
    return Estimated(judged, together, None, (by_threshold(linked, settings),))


def tables_of_draws(
    linked: Linked, strata: Sequence[str] = (), draws: int = DRAWS
) -> list[dict[str | None, OverlapTable]]:
    """The table of overlaps of each draw, by stratum (None without strata).

    A person is of the stratum that those of their records agree on which say one, of
    "conflicting" where they do not, of "unknown" where none says any. Raises OverlapError as
    ``estimate_linked``.
    """
    lists = linked.lists
    sample = linked.sample
    number = min(draws, sample.count)
    if number < 1:
        raise OverlapError("The linkage holds no draws of who is who; link again with draws.")
    sample = replace(sample, labels=sample.labels[:number], unreached=sample.unreached[:number])
    if not strata:
        return [
            {None: OverlapTable.from_memberships(lists, matrix)}
            for matrix in sample.memberships(len(lists))
        ]
    labels = np.asarray(_strata(linked, strata), dtype=object)
    found: list[dict[str | None, OverlapTable]] = [{} for _ in range(number)]
    for stratum in sorted(set(labels.tolist())):
        for place, matrix in enumerate(sample.memberships(len(lists), labels == stratum)):
            found[place][stratum] = OverlapTable.from_memberships(lists, matrix)
    return found


def _strata(linked: Linked, columns: Sequence[str]) -> list[str]:
    """The stratum of each record, by what all records of its person say."""
    records = linked.records
    for column in columns:
        if column not in records.column_names:
            raise OverlapError(
                f"The linked records have no column “{column}”; they have "
                f"{', '.join(records.column_names)}."
            )
    entities = records["entity"].to_pylist()
    parts = []
    for column in columns:
        said: dict[str, set[str]] = {}
        values = records[column].to_pylist()
        for entity, value in zip(entities, values, strict=True):
            if value is not None and str(value) != _UNKNOWN:
                said.setdefault(entity, set()).add(str(value))
        parts.append([_agreed(said.get(entity, set())) for entity in entities])
    return [", ".join(each) for each in zip(*parts, strict=True)]


def _agreed(values: set[str]) -> str:
    if len(values) > 1:
        return _CONFLICTING
    return next(iter(values), _UNKNOWN)


def _table_of(linked: Linked) -> OverlapTable:
    """The table of the one most likely clustering, for the picture of the overlaps."""
    places = {name: place for place, name in enumerate(linked.lists)}
    entities = linked.records["entity"].to_pylist()
    rows = {entity: row for row, entity in enumerate(dict.fromkeys(entities))}
    matrix = np.zeros((len(rows), len(places)), dtype=np.bool_)
    for entity, name in zip(entities, linked.records["list"].to_pylist(), strict=True):
        matrix[rows[entity], places[name]] = True
    return OverlapTable.from_memberships(linked.lists, matrix)


def _cautioned(answer: Answer, settings: Settings) -> Answer:
    """The answer with what the overlaps themselves give to beware of."""
    if answer.table is None:
        return answer
    refusals, cautions = judge_table(answer.table, settings.about)
    return replace(
        answer,
        refusals=(*refusals, *answer.refusals) if refusals else answer.refusals,
        cautions=(*cautions, *answer.cautions),
    )


def by_threshold(linked: Linked, settings: Settings) -> Sensitivity:
    """How the average of log-linear models moves with the threshold of linkage.

    A threshold at which the table carries no estimate has no point.
    """
    from muniment.estimation.judging import judge_estimate
    from muniment.estimation.loglinear import loglinear

    points = []
    for threshold, _, overlaps in linked.curve:
        table = OverlapTable.from_cells(
            linked.lists,
            (
                ([int(name in held.split("+")) for name in linked.lists], count)
                for held, count in overlaps.items()
            ),
        ).without_empty_lists()
        if judge_table(table, settings.about)[0]:
            continue
        estimates, _ = loglinear(table, min(settings.order, 2), settings.level)
        main = next((judge_estimate(each) for each in estimates if each.main), None)
        if main is None or main.total is None or main.interval is None or not main.stands:
            continue
        points.append(
            ModelPoint(
                f"{threshold:g}",
                main.total,
                main.interval.low,
                main.interval.high,
                0.0,
                (threshold,),
            )
        )
    what = "linkage threshold (average of log-linear models)"
    return Sensitivity(what, tuple(points), ("threshold",))
