"""The sheet of a linkage: how many people, on which lists, by group, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from muniment.linkage.counting import Interval
from muniment.linkage.things import Thing, thing
from muniment.reports.charts import Drawing
from muniment.reports.charts.curves import Step, curve
from muniment.reports.charts.intervals import Row, intervals
from muniment.reports.charts.upset import Overlap, upset
from muniment.reports.charts.waterfall import waterfall
from muniment.reports.sheets.page import Section, Sheet, Table

if TYPE_CHECKING:
    from muniment.linkage.counting import GroupCount
    from muniment.linkage.explaining import Explanation
    from muniment.linkage.linking import Linked

PEOPLE = thing("people")


def linkage_sheet(
    linked: Linked,
    title: str,
    groups: Mapping[str, Sequence[GroupCount]] | None = None,
    warnings: Sequence[str] = (),
    things: Thing = PEOPLE,
) -> Sheet:
    """The page of a linkage; ``groups`` are counts by group under a heading, ``warnings`` are
    sentences on clusters that contradict themselves, ``things`` what is counted. It shows no
    record and no name."""
    sections = [people_section(linked, things=things), overlap_section(linked, things)]
    sections += [
        group_section(heading, counts, things=things) for heading, counts in (groups or {}).items()
    ]
    if warnings:
        sections.append(Section("What to look at", beware=warnings))
    lists = ", ".join(linked.lists)
    lead = f"What is one and the same in the lists {lists}, and how many {things.many} they are."
    return Sheet(title, lead, sections)


def people_section(linked: Linked, truth: int | None = None, things: Thing = PEOPLE) -> Section:
    """How many people (or ``things``) the records are about, and how that moves with the
    threshold."""
    people = linked.people
    records = linked.records.num_rows
    of_lists = Counter(linked.records["list"].to_pylist())
    steps = [Step(threshold, count) for threshold, count, _ in linked.curve]
    drawing = curve(
        "The count by the probability above which two records are taken as one",
        steps,
        across="threshold",
        up=things.many,
        band=(people.low, people.high),
        chosen=linked.threshold,
    )
    share = f"{people.coverage:.0%}".replace("%", " percent")
    return Section(
        f"How many {things.many} are on the lists?",
        f"About {people.middle:,} {things.many} in {records:,} records of {len(linked.lists)} "
        f"lists; with {share} certainty between {people.low:,} and {people.high:,}.",
        words=[
            "Each draw decides anew, as often as it is likely, which records are one and the same; "
            "the interval holds the middle of the draws. One threshold for all pairs would give "
            "one of the points of the curve, without saying how sure it is."
        ],
        drawings=[drawing],
        tables=[
            Table(
                ("list", "records"),
                [(name, f"{of_lists[name]:,}") for name in linked.lists],
                frozenset({1}),
            )
        ],
        beware=(*linked.cautions, *linked.contradictions),
        truth="" if truth is None else f"{truth:,} {things.many} are on at least one list.",
    )


def overlap_section(linked: Linked, things: Thing = PEOPLE) -> Section:
    """How many people (or ``things``) each combination of lists holds, with its interval."""
    found: dict[tuple[bool, ...], list[int]] = {}
    sizes = np.zeros((linked.sample.count, len(linked.lists)), dtype=np.int64)
    for draw, matrix in enumerate(linked.sample.memberships(len(linked.lists))):
        sizes[draw] = matrix.sum(axis=0)
        patterns, counts = np.unique(matrix, axis=0, return_counts=True)
        for pattern, count in zip(patterns.tolist(), counts.tolist(), strict=True):
            found.setdefault(tuple(pattern), [0] * linked.sample.count)[draw] = count
    bars = []
    for pattern, numbers in found.items():
        people = Interval.of(np.asarray(numbers, dtype=np.int64))
        names = frozenset(name for name, on in zip(linked.lists, pattern, strict=True) if on)
        bars.append(Overlap(names, people.middle, people.low, people.high))
    middle = np.median(sizes, axis=0).tolist()
    drawing = upset(
        f"{things.many.capitalize()} by the lists that hold them", linked.lists, middle, bars
    )
    return Section(
        "What is on which lists?" if things != PEOPLE else "Who is on which lists?",
        drawings=[drawing],
    )


def group_section(
    heading: str,
    counts: Sequence[GroupCount],
    truth: Mapping[tuple[str, ...], int] | None = None,
    things: Thing = PEOPLE,
) -> Section:
    """How many people (or ``things``) there are in each group; ``truth`` by the groups' values
    if it is known."""
    rows = [
        Row(", ".join(each.values), each.people.middle, each.people.low, each.people.high)
        for each in counts
    ]
    headings = ["group", "records", things.many, "from", "to"]
    cells = [
        [
            ", ".join(each.values),
            f"{each.records:,}",
            f"{each.people.middle:,}",
            f"{each.people.low:,}",
            f"{each.people.high:,}",
        ]
        for each in counts
    ]
    if truth is not None:
        headings.append("truth")
        for cell, each in zip(cells, counts, strict=True):
            cell.append(f"{truth[each.values]:,}" if each.values in truth else "")
    drawing: Drawing = intervals(f"{things.many.capitalize()} by group", rows)
    table = Table(headings, cells, frozenset(range(1, len(headings))))
    return Section(heading, drawings=[drawing], tables=[table])


def reasons_section(told: Explanation, words: str) -> Section:
    """Why two records are one person or not: both side by side and the weights added up."""
    rows = [
        (step.field, step.left, step.right, step.level, f"{step.weight:+.1f}")
        for step in told.steps
    ]
    weights = [("two records at random", told.prior)]
    weights += [(step.field, step.weight) for step in told.steps if step.weight]
    answer = "One person" if told.one else "Two people"
    return Section(
        "Why are two records one person?" if told.one else "Why are two records two people?",
        f"{answer}: the records alone make it {told.probability:.1%} likely that they are one.",
        words=[words],
        tables=[Table(("field", told.a, told.b, "agreement", "weight"), rows, frozenset({4}))],
        drawings=[waterfall("Weights: one more doubles the odds, one less halves them", weights)],
        beware=told.changes,
    )
