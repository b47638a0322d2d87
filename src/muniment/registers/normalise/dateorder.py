"""How a column writes its dates: what one cell cannot tell, all of them often can.

03/04/1993 is 3 April or 4 March. If other cells of the column have numbers above 12 in the first
place and none in the second, days come first. If none has, or as many in both, nothing is decided.
Numbers with full stops between them are written day first nearly everywhere, so that it takes
several cells to show the contrary: 12.13.1993 alone is a slip.
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
_SLIP = 1
"""So few cells among many that tell nothing may be slips themselves."""
_SHOWN = 3
"""From so many cells on a column with full stops is believed to have months first."""
_ENOUGH = 8
"""So many days of 12 or less, and none later, do not come by chance: (12/31)^8 is 0.0005."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes dates.

    ``order`` is that of numbers with the year last, or None where it cannot be told; ``dotted``
    that of numbers with full stops between them; ``evidence`` how many cells show it.
    ``two_parts`` is what "1905-10" is: a month, a range of years, or None. ``swapped`` says that
    a spreadsheet program took days for months in the cells that it turned into dates.
    """

    order: DateOrder | None = None
    dotted: DateOrder = "dmy"
    evidence: int = 0
    two_parts: Literal["month", "range"] | None = None
    swapped: bool = False


@dataclass(slots=True)
class _Votes:
    """Distinct cells that show days in the first place, in the second, or that show neither."""

    first: int = 0
    second: int = 0
    open: int = 0

    def count(self, one: int, two: int) -> None:
        self.first += 12 < one <= 31 and 1 <= two <= 12
        self.second += 12 < two <= 31 and 1 <= one <= 12
        self.open += 1 <= one <= 12 and 1 <= two <= 12 and one != two

    def order(self) -> DateOrder | None:
        if max(self.first, self.second) <= _SLIP and self.open >= _ENOUGH:
            return None
        if self.first > 0 and self.second * _STRAYS <= self.first:
            return "dmy"
        if self.second > 0 and self.first * _STRAYS <= self.second:
            return "mdy"
        return None


def style_of(cells: Iterable[Any], context: Context) -> Style:
    """The style of a column's distinct cells."""
    plain, dotted = _Votes(), _Votes()
    months, ranges = 0, 0
    real_days: list[int] = []
    for cell in cells:
        if isinstance(cell, datetime.date):
            real_days.append(cell.day)
        if not isinstance(cell, str):
            continue
        text = plain_digits(cell)
        match = _THREE.search(text)
        if match:
            votes = dotted if match[2] == "." else plain
            votes.count(int(match[1]), int(match[3]))
            continue
        match = _TWO.fullmatch(text)
        if match:
            year, rest = int(match[1]) % 100, int(match[2])
            months += 1 <= rest <= 12 and rest <= year
            ranges += rest > 12 and rest > year
    months_first = dotted.order() == "mdy" and dotted.second >= _SHOWN
    if not months_first:
        dotted.second = 0
    both = _Votes(
        plain.first + dotted.first, plain.second + dotted.second, plain.open + dotted.open
    )
    order = context.date_order or both.order()
    first, second = both.first, both.second
    return Style(
        order=order,
        dotted=context.date_order or ("mdy" if months_first else "dmy"),
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
