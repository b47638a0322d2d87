"""Strata that hold others: a stratum "all" beside its parts must not be added to them.

A stratum is a whole when its name says so (the words are in ``data/words.toml``), or when its
counts are, pattern by pattern, the sum of those of two or more other strata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from muniment.estimation.answers import Reason
from muniment.estimation.overlaps import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muniment.estimation.answers import Answer
    from muniment.estimation.overlaps import OverlapTable

_MOST = 12
"""Of more strata it is only asked whether one is the sum of all others."""
_SMALL = 20
"""A stratum of fewer people may be the sum of others by chance."""


def wholes(tables: Mapping[str | None, OverlapTable]) -> dict[str | None, Reason]:
    """The strata that hold other ones, each with the caution that says so.

    Tables must be of the same lists. A stratum of several columns ("north, all") is a whole when
    one of its parts says so.
    """
    if len(tables) < 2:
        return {}
    named = [stratum for stratum in tables if _named(str(stratum))]
    others = sum(table.documented for stratum, table in tables.items() if stratum not in named)
    found = {
        stratum: _by_name(str(stratum), tables[stratum].documented, others) for stratum in named
    }
    rest = [stratum for stratum, table in tables.items() if table.documented]
    patterns = {pattern for table in tables.values() for pattern in table.cells()}
    rows = np.array(
        [[tables[stratum].cells().get(each, 0) for each in patterns] for stratum in rest]
    )
    for place, stratum in enumerate(rest):
        if stratum in found or tables[stratum].documented < _SMALL:
            continue
        parts = _adding_up(rows, place)
        if parts:
            names = " and ".join(f"“{rest[number]}”" for number in parts[:4])
            more = f" and {len(parts) - 4} more" if len(parts) > 4 else ""
            found[stratum] = Reason(
                "whole",
                f"The counts of “{stratum}” are the sum of those of {names}{more}: it holds them, "
                "and is not added to them.",
            )
    return found


def cautioned(answer: Answer, reason: Reason | None) -> Answer:
    """The answer of a stratum, with the caution if it is a whole."""
    return answer if reason is None else replace(answer, cautions=(reason, *answer.cautions))


def left_out(answer: Answer, reasons: Mapping[str | None, Reason]) -> Answer:
    """The answer of a sum, with the cautions of the wholes that are no part of it."""
    return replace(answer, cautions=(*reasons.values(), *answer.cautions))


def _named(stratum: str) -> bool:
    known = words("totals")
    return any(part.strip(" .:()[]*").casefold() in known for part in stratum.split(", "))


def _by_name(stratum: str, documented: int, others: int) -> Reason:
    return Reason(
        "whole",
        f"The stratum “{stratum}” ({documented:,} people) holds others by its name, and is not "
        f"added to them ({others:,}). If it is people apart, give it another name.",
    )


def _adding_up(rows: NDArray[np.int64], place: int) -> list[int]:
    """Two or more of the other rows that add up to a row; empty where there are none."""
    others = [number for number in range(len(rows)) if number != place]
    if len(others) > 1 and (rows[others].sum(axis=0) == rows[place]).all():
        return others
    below = [number for number in others if (rows[number] <= rows[place]).all()]
    if len(below) > _MOST:
        return []
    for mask in range(1, 1 << len(below)):
        chosen = [number for bit, number in enumerate(below) if mask >> bit & 1]
        if len(chosen) > 1 and (rows[chosen].sum(axis=0) == rows[place]).all():
            return chosen
    return []
