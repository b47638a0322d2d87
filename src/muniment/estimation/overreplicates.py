"""One answer for a register whose missing fields were imputed several times.

Each replicate of the register is a table of its own, with other values where a field was missing
(a year, a sex, who did it), and so with other people in a stratum. Each is estimated by each
method; ``replicates.combine`` puts the estimates together by total variance on the log scale
(Rubin 1987; Gelman and others 2013, section 18.2; JEP-CEV-HRDAG 2022). The people documented, those
whom imputation adds and those whom no list holds are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from muniment.estimation.answers import Answer, Count, Estimate, Reason
from muniment.estimation.estimating import Estimated, Settings
from muniment.estimation.judging import FEWEST_LISTS, judge_estimate, judge_table, judge_together
from muniment.estimation.latent import LatentSettings
from muniment.estimation.manytables import (
    MOST_REFUSED,
    PER_TABLE,
    Drawn,
    estimate_each,
    most_frequent_reason,
    sample_total,
    sum_of_strata,
    usable,
)
from muniment.estimation.overlaps import OverlapError, OverlapTable
from muniment.estimation.replicates import FEW, combine, imputed_count
from muniment.estimation.wholes import cautioned, left_out, wholes

Replicate = Mapping[str | None, OverlapTable]
"""The tables of one replicate by stratum (None where there are no strata)."""
_DRAWS = 4_000
_ALIKE = 1.5
"""Replicates that document more than so many times fewer people are no replicates of one."""


def estimate_over_replicates(
    replicates: Sequence[Replicate],
    settings: Settings,
    complete: Replicate | None = None,
    latent: LatentSettings = PER_TABLE,
) -> tuple[Estimated, tuple[str, ...]]:
    """The combined answer of each stratum and, with two strata or more, of their sum.

    ``complete`` are the people in whom no field was imputed, by stratum: the documented. Without
    it, as many count as documented as every replicate holds of each pattern, which is said. A
    method that gives no estimate in more than a tenth of the replicates has none. Gives the
    answers and remarks for the user. Raises OverlapError for tables with fewer than three lists in
    common, and ValueError for no replicates.
    """
    if not replicates:
        raise ValueError("there are no replicates to combine")
    strata = list(dict.fromkeys(stratum for each in replicates for stratum in each))
    lists, notes = _lists(replicates)
    nobody = OverlapTable.from_cells(lists, ())
    by_stratum = {
        stratum: [each[stratum].over(lists) if stratum in each else nobody for each in replicates]
        for stratum in strata
    }
    found = estimate_each(
        [table for tables in by_stratum.values() for table in tables], settings, latent, "replicate"
    )
    rows = {
        stratum: found[place * len(replicates) : (place + 1) * len(replicates)]
        for place, stratum in enumerate(strata)
    }
    known = {stratum: _documented(stratum, by_stratum[stratum], complete) for stratum in strata}
    held = wholes({stratum: tables[0] for stratum, tables in by_stratum.items()})
    answers = tuple(
        cautioned(
            _answer(stratum, rows[stratum], known[stratum], by_stratum[stratum], settings),
            held.get(stratum),
        )
        for stratum in strata
    )
    together = None
    parts = [stratum for stratum in strata if stratum not in held]
    if len(parts) > 1:
        summed = [
            sum_of_strata(each, settings, place)
            for place, each in enumerate(zip(*(rows[part] for part in parts), strict=True))
        ]
        documented = sum(known[part] for part in parts)
        together = left_out(_answer("sum over strata", summed, documented, (), settings), held)
    if complete is None:
        notes = (
            *notes,
            "As many count as documented as every replicate holds; how many have no imputed field "
            "is told by --complete.",
        )
    said = (
        f"{len(replicates)} {'table is' if len(replicates) == 1 else 'tables are'} taken as "
        "replicates of one register, which differ in what was imputed.",
        *notes,
    )
    return Estimated(answers, together), said


def _lists(replicates: Sequence[Replicate]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lists of any replicate, and a remark on those that not all have."""
    named = [table.lists for each in replicates for table in each.values()]
    every = tuple(dict.fromkeys(name for names in named for name in names))
    some = [name for name in every if not all(name in names for names in named)]
    if len(every) - len(some) < FEWEST_LISTS:
        raise OverlapError(
            f"The tables are no replicates of one register: fewer than {FEWEST_LISTS} lists are in "
            f"all of them (the lists are {', '.join(every)})."
        )
    if not some:
        return every, ()
    verb = "stands" if len(some) == 1 else "stand"
    return every, (f"{', '.join(some)} {verb} not in every replicate, and there hold nobody.",)


def _documented(
    stratum: str | None, tables: Sequence[OverlapTable], complete: Replicate | None
) -> int:
    """How many people of a stratum are documented without imputation."""
    if complete is not None:
        return complete[stratum].documented if stratum in complete else 0
    first, *others = [table.cells() for table in tables]
    return sum(
        min(count, *(each.get(pattern, 0) for each in others)) if others else count
        for pattern, count in first.items()
    )


def _answer(
    stratum: str | None,
    rows: Sequence[Drawn],
    documented: int,
    tables: Sequence[OverlapTable],
    settings: Settings,
) -> Answer:
    """The combined answer of one stratum: ``rows`` are what the methods make of each replicate."""
    estimates = tuple(
        judge_estimate(_combined(method, rows, settings)) for method in settings.methods
    )
    counts = [row.documented for row in rows]
    cautions = list(judge_together(estimates))
    if len(rows) < FEW:
        cautions.append(
            Reason(
                "few-replicates",
                f"{len(rows)} {'replicate is' if len(rows) == 1 else 'replicates are'} few: with "
                f"fewer than {FEW} the interval is unreliable.",
            )
        )
    if max(counts) > _ALIKE * max(min(counts), 1):
        cautions.append(
            Reason(
                "replicates-differ",
                f"The replicates hold from {min(counts):,} to {max(counts):,} people; either "
                "nearly all rests on imputation, or they are no replicates of one register.",
            )
        )
    refusals: tuple[Reason, ...] = ()
    shown = None
    if tables:
        shown = sorted(tables, key=lambda table: table.documented)[len(tables) // 2]
        refusals, beware = judge_table(shown, settings.about)
        cautions += beware
    if not refusals and not any(each.stands for each in estimates):
        refusals = (Reason("none-stands", "No method gives an estimate that stands."),)
    return Answer(
        stratum,
        shown,
        Count(documented),
        estimates,
        imputed=imputed_count(counts, documented, settings.level),
        refusals=refusals,
        cautions=tuple(cautions),
    )


def _combined(method: str, rows: Sequence[Drawn], settings: Settings) -> Estimate:
    """One method's estimates of all replicates as one."""
    by_row = [row.by(method) for row in rows]
    standing = [
        (row.documented, each)
        for row, each in zip(rows, by_row, strict=True)
        if each is not None and usable(each)
    ]
    model = f"combined from {len(rows)} replicates"
    failed = 1 - len(standing) / len(rows)
    reason = most_frequent_reason(by_row, rows) if failed else ""
    if failed > MOST_REFUSED:
        middle = int(np.median([row.documented for row in rows]))
        refusal = Reason(
            "replicates-refused",
            f"In {failed:.0%} of the replicates there is no estimate that stands: {reason}",
        )
        return Estimate(method, model, middle, None, refusals=(refusal,))
    rng = np.random.default_rng([settings.seed, 2])
    combined = combine(
        [(documented, sample_total(each, _DRAWS, rng)) for documented, each in standing],
        model,
        settings.level,
        method=method,
    )
    # That replicates are few is said once, of the whole answer.
    combined = replace(combined, lower_bound=standing[0][1].lower_bound, cautions=())
    if failed:
        return combined.cautioned(
            Reason(
                "replicates-left-out",
                f"{len(rows) - len(standing)} of {len(rows)} replicates are left out, for in them "
                f"there is no estimate that stands: {reason}",
            )
        )
    return combined
