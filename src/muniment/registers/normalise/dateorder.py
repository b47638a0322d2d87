"""How a column writes its dates: what one cell cannot tell, all of them often can.

03/04/1993 is 3 April or 4 March. If other cells of the column have numbers above 12 in the first
place and none in the second, days come first. If none has, or as many in both, nothing is decided.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from muniment.registers.normalise.datewords import plain_digits
from muniment.registers.normalise.model import Context, DateOrder

_THREE = re.compile(r"(?<!\d)(\d{1,2})([-./ ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_TWO = re.compile(r"\s*(\d{4})-(\d\d)\s*")
_STRAYS = 20
"""One cell in so many may be against the others: a slip does not change how a list is written."""
_ENOUGH = 8
"""So many days of 12 or less, and none later, do not come by chance: (12/31)^8 is 0.0005."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes dates.

    ``order`` is that of numbers with four-digit years last, or None where it cannot be told;
    ``evidence`` how many cells show it. ``two_parts`` is what "1905-10" is: a month, a range of
    years, or None. ``swapped`` says that a spreadsheet program took days for months in the cells
    that it turned into dates.
    """

    order: DateOrder | None = None
    evidence: int = 0
    two_parts: Literal["month", "range"] | None = None
    swapped: bool = False


def style_of(cells: Iterable[Any], context: Context) -> Style:
    """The style of a column's distinct cells."""
    first, second, months, ranges = 0, 0, 0, 0
    real_days: list[int] = []
    for cell in cells:
        if isinstance(cell, datetime.date):
            real_days.append(cell.day)
        if not isinstance(cell, str):
            continue
        text = plain_digits(cell)
        match = _THREE.search(text)
        if match:
            one, two = int(match[1]), int(match[3])
            first += 12 < one <= 31 and 1 <= two <= 12
            second += 12 < two <= 31 and 1 <= one <= 12
            continue
        match = _TWO.fullmatch(text)
        if match:
            year, rest = int(match[1]) % 100, int(match[2])
            months += 1 <= rest <= 12 and rest <= year
            ranges += rest > 12 and rest > year
    order: DateOrder | None = context.date_order
    if order is None and first > 0 and second * _STRAYS <= first:
        order = "dmy"
    elif order is None and second > 0 and first * _STRAYS <= second:
        order = "mdy"
    return Style(
        order=order,
        evidence=max(first, second),
        two_parts="month" if months > ranges else "range" if ranges > months else None,
        swapped=len(real_days) >= _ENOUGH
        and max(real_days) <= 12
        and max(first, second) >= _ENOUGH
        and min(first, second) == 0,
    )


def style_notes(style: Style, context: Context) -> tuple[str, ...]:
    """What was decided of the column, in sentences."""
    notes = []
    examples = {"dmy": "31/12/1987: day before month", "mdy": "12/31/1987: month before day"}
    if style.order in examples and context.date_order is None:
        cells = "cell shows" if style.evidence == 1 else "cells show"
        notes.append(f"dates read as in {examples[style.order]} ({style.evidence} {cells} it)")
    if style.swapped:
        notes.append(
            "cells that are real dates all have days up to 12, those left as text all later days: "
            "a spreadsheet program with another order has swapped day and month in the former"
        )
    return tuple(notes)
