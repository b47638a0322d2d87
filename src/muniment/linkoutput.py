"""Floor 6: how ``muniment link`` answers: counts, reasons and evaluations as text or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

    from muniment.linkage.conflicts import Conflict
    from muniment.linkage.counting import GroupCount, Interval
    from muniment.linkage.evaluating import Evaluation, Rates
    from muniment.linkage.explaining import Explanation
    from muniment.linkage.linking import Linked

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHOWN = 10


def headline(linked: Linked) -> str:
    """The count in one sentence."""
    lists = len(linked.lists)
    number = _NUMBERS[lists] if lists < len(_NUMBERS) else f"{lists:,}"
    plural = "list" if lists == 1 else "lists"
    return f"{people(linked.people)} in {linked.records.num_rows:,} records of {number} {plural}"


def people(count: Interval) -> str:
    """A count of people with its interval."""
    share = f"{count.coverage * 100:.0f} %"
    return f"{count.middle:,} people ({share} interval {count.low:,}–{count.high:,})"


def summary(
    linked: Linked,
    groups: Sequence[GroupCount],
    by: Sequence[str],
    found: Sequence[Conflict],
) -> list[str]:
    """The lines of an answer as text."""
    import pyarrow.compute as pc

    lines = [headline(linked)]
    taken = len(pc.unique(linked.records["entity"]))
    lines.append(
        f"Taken as one above a probability of {linked.threshold:g}, they are {taken:,} clusters."
    )
    lowest, highest = linked.curve[0], linked.curve[-1]
    lines.append(
        f"Thresholds from {lowest[0]:g} to {highest[0]:g} would give {lowest[1]:,} to "
        f"{highest[1]:,}."
    )
    if groups:
        lines += ["", *_table([*by, "people", "90 % interval", "records"], groups)]
    for sentence in linked.contradictions:
        lines.append(f"contradiction: {sentence}")
    if found:
        lines.append(f"\n{len(found):,} clusters or pairs to look at:")
        lines += [f"  {each.kind}: {each.sentence}" for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"  … and {len(found) - _SHOWN:,} more; --format json lists all.")
    return lines


def as_json(
    linked: Linked,
    groups: Sequence[GroupCount],
    by: Sequence[str],
    found: Sequence[Conflict],
) -> dict[str, Any]:
    """The answer as data."""
    import pyarrow.compute as pc

    return {
        "records": linked.records.num_rows,
        "lists": list(linked.lists),
        "people": asdict(linked.people),
        "clusters": len(pc.unique(linked.records["entity"])),
        "threshold": linked.threshold,
        "by": list(by),
        "groups": [
            {"values": list(each.values), "people": asdict(each.people), "records": each.records}
            for each in groups
        ],
        "curve": [
            {"threshold": threshold, "people": number, "overlaps": overlaps}
            for threshold, number, overlaps in linked.curve
        ],
        "contradictions": list(linked.contradictions),
        "conflicts": [asdict(each) for each in found],
    }


def waterfall(told: Explanation) -> RenderableType:
    """The reasons of a pair as a table with a running total."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("field", told.a, told.b, "how they agree"):
        table.add_column(name, overflow="fold")
    table.add_column("weight", justify="right")
    table.add_column("total", justify="right")
    table.add_row("before any field", "", "", "", f"{told.prior:+.1f}", f"{told.prior:+.1f}")
    for step in told.steps:
        style = "green" if step.weight > 0.5 else "red" if step.weight < -0.5 else "dim"
        table.add_row(
            step.field, step.left, step.right, step.level, f"{step.weight:+.1f}",
            f"{step.total:+.1f}", style=style,
        )  # fmt: skip
    return table


def verdict(told: Explanation) -> list[str]:
    """What a pair comes to, in sentences."""
    state = "one person" if told.one else "two people"
    if not told.scored:
        lines = [
            f"{told.a} and {told.b} have too little in common to be compared; they are taken as "
            f"{state}" + (" through other records or a decision." if told.one else ".")
        ]
    else:
        lines = [
            f"By themselves they are one person with a probability of {told.probability:.3f} "
            f"(weight {told.weight:+.1f}); in {told.together:.0%} of the draws, which know the "
            f"other records and the decisions, they are one. They are taken as {state}."
        ]
    if told.decision is not None:
        made = told.decision
        reason = f": {made.reason}" if made.reason else ""
        lines.append(f"Decided: {made.verdict} ({made.who}, {made.when[:10]}){reason}")
    lines += [f"{each}." for each in told.changes]
    return lines


def evaluation_lines(found: Evaluation) -> list[str]:
    """An evaluation as text."""
    lines = [f"{found.labelled:,} labelled", _rates("pairs", found.pairs)]
    if found.cubed is not None:
        lines.append(_rates("B-cubed", found.cubed))
    if found.reached is not None:
        lines.append(f"{'reached':10}{found.reached:.4f} of the true pairs were scored at all")
    if found.entities is not None:
        error = found.people.middle / found.entities - 1 if found.entities else 0.0
        held = "holds" if found.covered else "misses"
        lines.append(
            f"{'count':10}{people(found.people)}; the truth is {found.entities:,} "
            f"({error:+.1%}), which the interval {held}"
        )
    if found.brier is not None:
        lines += ["", f"Calibration (Brier score {found.brier:.4f}):"]
        lines.append(f"{'probability':>14}{'pairs':>9}{'said':>8}{'true':>8}")
        lines += [
            f"{each.low:>7.2f}–{each.high:<6.2f}{each.pairs:>9,}{each.said:>8.3f}{each.true:>8.3f}"
            for each in found.calibration
        ]
    return lines


def _rates(name: str, rates: Rates) -> str:
    told = [
        f"{label} {value:.4f}" if value is not None else f"{label} none"
        for label, value in (
            ("precision", rates.precision),
            ("recall", rates.recall),
            ("F1", rates.f1),
        )
    ]
    return f"{name:10}{', '.join(told)}"


def _table(head: Sequence[str], groups: Sequence[GroupCount]) -> list[str]:
    rows = [list(head)]
    for each in groups:
        count = each.people
        interval = f"{count.low:,}–{count.high:,}"
        rows.append([*each.values, f"{count.middle:,}", interval, f"{each.records:,}"])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    names = len(head) - 3
    return [
        "  ".join(
            cell.ljust(width) if place < names else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
