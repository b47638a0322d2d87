"""Files that would change many things are looked at first, as long work that tells how far it is.

What was found is kept with the work, for the one who asked: what each row would do, in short. What
is taken afterwards is planned anew, from the same file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from muniment.workspace.models import Work

MOST_SHOWN = 300
LOOKS = ("return-look", "places-look")
"""The kinds of work that look at a file before it is taken."""
_WORTH_A_LOOK = ("problem", "stale", "withheld", "new", "changed")


@dataclass(frozen=True, slots=True)
class Line:
    """What one row would do, as it is shown."""

    table: str
    number: int
    outcome: str
    name: str = ""
    document: str = ""
    why: str = ""
    differences: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a file would do: how many rows of each outcome, those worth a look, what is told."""

    counts: dict[str, int]
    takes: int
    lines: list[Line]
    more: int
    told: list[str]


def found_in(lines: Iterable[Line], takes: int, told: list[str]) -> Found:
    """What rows come to: those first that need a look, none of those that change nothing."""
    rows = list(lines)
    shown = [each for each in rows if each.outcome != "same"]
    shown.sort(key=lambda each: _WORTH_A_LOOK.index(each.outcome))
    counts = Counter(each.outcome for each in rows)
    return Found(dict(counts), takes, shown[:MOST_SHOWN], max(0, len(shown) - MOST_SHOWN), told)


def keep(mine: Work, found: Found) -> None:
    """Keep what was found with the work that found it."""
    order = json.loads(mine.order) | {"found": asdict(found)}
    mine.order = json.dumps(order, ensure_ascii=False)
    mine.save(update_fields=["order"])


def order_of(mine: Work) -> dict[str, Any]:
    """What was asked for: the file, its name."""
    order: dict[str, Any] = json.loads(mine.order)
    return order


def kept(mine: Work) -> Found | None:
    """What was found, or None where that is not known yet."""
    said = order_of(mine).get("found")
    if said is None:
        return None
    lines = [Line(**each) for each in said.pop("lines")]
    return Found(lines=lines, **said)
