"""Floor 6: two records side by side in a terminal: the weights, and what their lists say.

Names come from lists that anybody may have written: their control characters are shown and not
obeyed, markup is not read in them, and right-to-left names stand between isolates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from muniment.linkage.things import Thing
from muniment.reports.letters import isolate, one_line

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from muniment.linkage.decisions import Decision
    from muniment.linkage.explaining import Explanation
    from muniment.registers.origins import Origin

_TINY = 60
"""Columns of a terminal below which there is no table."""
_NARROW = 80
"""Columns of a terminal below which the running total is left out."""


def plain(text: str) -> str:
    """A text of a list as a terminal may show it."""
    return isolate(one_line(text))


def waterfall(told: Explanation, width: int) -> Table | Text:
    """The reasons of a pair with a running total, for a terminal of some columns.

    A table; where there are too few columns for one, a field a paragraph.
    """
    from rich.table import Table
    from rich.text import Text

    from muniment.linkage.explaining import before_words

    if width < _TINY:
        return _paragraphs(told)
    table = Table(box=None, pad_edge=False)
    totals = width >= _NARROW
    for name in ("field", "A", "B", "how they agree"):
        table.add_column(name, overflow="fold", ratio=None if name == "field" else 1)
    table.add_column("weight", justify="right", no_wrap=True)
    if totals:
        table.add_column("total", justify="right", no_wrap=True)
    rows = [(before_words(), "", "", "", told.prior, told.prior)]
    rows += [
        (each.field, plain(each.left), plain(each.right), each.level, each.weight, each.total)
        for each in told.steps
    ]
    for field, left, right, level, weight, total in rows:
        numbers = [f"{weight:+.1f}", f"{total:+.1f}"][: 1 + totals]
        table.add_row(*map(Text, (field, left, right, level, *numbers)), style=_style(weight))
    return table


def _paragraphs(told: Explanation) -> Text:
    """Each field with its weight and how it agrees, and below it the values of both sides."""
    from rich.text import Text

    from muniment.linkage.explaining import before_words

    text = Text(f"{told.prior:+6.1f}  {before_words()}", style="dim")
    for each in told.steps:
        text.append(f"\n{each.weight:+6.1f}  {each.field}: {each.level}", _style(each.weight))
        sides = [("A", each.left), ("B", each.right)]
        if each.left == each.right:
            sides = [("A, B", each.left)]
        for side, value in sides:
            if value:
                text.append(f"\n        {side} {plain(value)}", _style(each.weight))
    return text


def _style(weight: float) -> str:
    """The colour of a weight: for, against, or hardly either."""
    return "green" if weight > 0.5 else "red" if weight < -0.5 else "dim"


def sources(told: Explanation, known: Mapping[str, Origin]) -> Iterator[str]:
    """Which record each side is, where it stands, and what its list says word for word."""
    for side, record in (("A", told.a), ("B", told.b)):
        origin = known.get(record)
        if origin is None:
            yield f"{side}  {plain(record)}"
        else:
            yield f"{side}  {plain(record)} ({plain(origin.place)})"
            yield f"   {plain(origin.words)}"


def verdict(told: Explanation, about: Thing) -> list[str]:
    """What a pair comes to, in sentences."""
    state = f"one {about.one}" if told.one else f"two {about.many}"
    if not told.scored:
        through = " through other records or a decision." if told.one else "."
        lines = [
            "They have too little in common to be compared field by field; they are taken as "
            f"{state}{through}"
        ]
    else:
        lines = [
            f"By themselves they are one {about.one} with a probability of {told.probability:.3f} "
            f"(weight {told.weight:+.1f}); in {told.together:.0%} of the draws, which know the "
            f"other records and the decisions, they are one. They are taken as {state}."
        ]
    if told.decision is not None:
        lines.append(f"Decided: {decided(told.decision)}")
    lines += [f"{each[0].upper()}{each[1:]}." for each in told.changes]
    return lines


def decided(made: Decision) -> str:
    """A decision in one line: what, who, when, why."""
    reason = f": {plain(made.reason)}" if made.reason else ""
    return f"{made.verdict} ({plain(made.who)}, {made.when[:10]}){reason}"


def reasons_json(told: Explanation, known: Mapping[str, Origin]) -> dict[str, Any]:
    """An explanation as data, with the origins of the two records."""
    return asdict(told) | {
        "origins": [asdict(known[each]) for each in (told.a, told.b) if each in known]
    }
