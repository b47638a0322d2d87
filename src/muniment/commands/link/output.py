"""Floor 6: how ``muniment link`` answers: counts and evaluations as text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from muniment.linkage.things import Thing

if TYPE_CHECKING:
    from muniment.linkage.conflicts import Conflict
    from muniment.linkage.counting import GroupCount, Interval
    from muniment.linkage.evaluating import Evaluation, Rates
    from muniment.linkage.linking import Linked

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHOWN = 10


def headline(linked: Linked, about: Thing) -> str:
    """The count in one sentence."""
    lists, records = len(linked.lists), linked.records.num_rows
    number = _NUMBERS[lists] if lists < len(_NUMBERS) else f"{lists:,}"
    return (
        f"{counted(linked.people, about)} in {records:,} {_noun('record', records)} of {number} "
        f"{_noun('list', lists)}"
    )


def counted(count: Interval, about: Thing) -> str:
    """A count with its interval."""
    share = f"{count.coverage * 100:.0f} %"
    noun = about.noun(count.middle)
    return f"{count.middle:,} {noun} ({share} interval {count.low:,}–{count.high:,})"


def summary(
    linked: Linked,
    about: Thing,
    groups: Sequence[GroupCount],
    by: Sequence[str],
    found: Sequence[Conflict],
) -> list[str]:
    """The lines of an answer as text."""
    import pyarrow.compute as pc

    from muniment.linkage.counting import GroupCount

    lines = [headline(linked, about)]
    taken = len(pc.unique(linked.records["entity"]))
    clusters = f"{taken:,} {_noun('cluster', taken)}"
    lines.append(
        f"Taken as one above a probability of {linked.threshold:g}, the records make {clusters}."
    )
    lowest, highest = linked.curve[0], linked.curve[-1]
    lines.append(
        f"Thresholds from {lowest[0]:g} to {highest[0]:g} would give {lowest[1]:,} to "
        f"{highest[1]:,}."
    )
    lines += [f"Beware: {sentence}" for sentence in linked.cautions]
    if groups:
        total = GroupCount(("total", *[""] * (len(by) - 1)), linked.people, linked.records.num_rows)
        told = [each for each in groups if each.records or each.people.high]
        lines += ["", *_table([*by, about.many, "90 % interval", "records"], [*told, total])]
    for sentence in linked.contradictions:
        lines.append(f"contradiction: {sentence}")
    if found:
        kinds = Counter(each.kind for each in found)
        told_kinds = ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common())
        lines.append(f"\n{len(found):,} {_noun('warning', len(found))} ({told_kinds}):")
        lines += [f"  {each.kind}: {each.sentence}" for each in _some(found)]
        if len(found) > _SHOWN:
            lines.append(
                f"  … and {len(found) - _SHOWN:,} more; --format json lists all, and "
                "`muniment link review --conflicts` asks about them."
            )
    return lines


def _noun(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"


def _some(found: Sequence[Conflict]) -> list[Conflict]:
    """A few of each kind, the rarest kinds first, so that no kind is hidden behind another."""
    kinds: dict[str, list[Conflict]] = {}
    for each in found:
        kinds.setdefault(each.kind, []).append(each)
    ranked = sorted(kinds.values(), key=len)
    chosen: list[Conflict] = []
    for place, same in enumerate(ranked):
        chosen += same[: max(1, (_SHOWN - len(chosen)) // (len(ranked) - place))]
    return chosen[:_SHOWN]


def as_json(
    linked: Linked,
    about: Thing,
    groups: Sequence[GroupCount],
    by: Sequence[str],
    found: Sequence[Conflict],
) -> dict[str, Any]:
    """The answer as data."""
    import pyarrow.compute as pc

    return {
        "records": linked.records.num_rows,
        "lists": list(linked.lists),
        "counted": about.key,
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
        "unsettled": linked.unsettled,
        "cautions": list(linked.cautions),
        "contradictions": list(linked.contradictions),
        "conflicts": [asdict(each) for each in found],
    }


def evaluation_json(found: Evaluation) -> dict[str, Any]:
    """An evaluation as data."""
    told = asdict(found) | {"covered": found.covered, "f1": found.pairs.f1}
    for name, rates in (("pairs", found.pairs), ("cubed", found.cubed)):
        if rates is not None:
            told[name]["f1"] = rates.f1
    return told


def evaluation_lines(found: Evaluation, about: Thing, records: int) -> list[str]:
    """An evaluation as text; ``records`` is how many the run has."""
    if found.entities is None:
        known = f"{found.labelled:,} labelled {_noun('pair', found.labelled)}"
    else:
        known = f"The truth of {found.labelled:,} of {records:,} records is known"
    lines = [known, _rates("pairs", found.pairs)]
    if found.cubed is not None:
        lines.append(_rates("B-cubed", found.cubed))
    if found.reached is not None:
        lines.append(f"{'reached':10}{found.reached:.4f} of the true pairs were scored at all")
    if found.entities is not None:
        error = found.people.middle / found.entities - 1 if found.entities else 0.0
        held = "holds" if found.covered else "misses"
        lines.append(
            f"{'count':10}{counted(found.people, about)}; the truth is {found.entities:,} "
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
