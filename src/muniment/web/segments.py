"""A text with its claims drawn in: cut where claims begin and end, so that any may overlap."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.workspace.models import Claim, Passage


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph: ``text`` begins at ``start`` (code points of the document).

    ``claims`` are those it belongs to, the shortest first; ``kind`` and ``status`` are those of
    the shortest, "" where there is none; ``at`` says that the address points here, and ``first``
    that its passage begins here.
    """

    text: str
    start: int
    claims: tuple[str, ...]
    kind: str = ""
    status: str = ""
    at: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is drawn: ``table`` where its rows have cells."""

    number: int
    start: int
    page: int | None
    table: bool
    segments: tuple[Segment, ...]


def paragraphs(
    text: str,
    passages: Sequence[Passage],
    claims: Sequence[Claim],
    at: tuple[int, int] | None = None,
) -> list[Paragraph]:
    """The paragraphs with their segments; ``at`` is the span that the address points to."""
    found = []
    rows = sorted(claims, key=lambda each: each.start)
    first = 0
    for passage in passages:
        while (
            first < len(rows) and rows[first].start < passage.start and _ended(rows, first, passage)
        ):
            first += 1
        here = []
        for each in rows[first:]:
            if each.start >= passage.end:
                break
            if each.end > passage.start:
                here.append(each)
        own = text[passage.start : passage.end]
        found.append(
            Paragraph(
                passage.number,
                passage.start,
                passage.page,
                "\t" in own,
                tuple(_segments(text, passage, here, at)),
            )
        )
    return found


def _ended(rows: Sequence[Claim], first: int, passage: Passage) -> bool:
    return rows[first].end <= passage.start


def _segments(
    text: str, passage: Passage, claims: Sequence[Claim], at: tuple[int, int] | None
) -> list[Segment]:
    """The pieces between all beginnings and ends within a paragraph."""
    cuts = {passage.start, passage.end}
    for start, end in [(each.start, each.end) for each in claims] + ([at] if at else []):
        cuts |= {cut for cut in (start, end) if passage.start < cut < passage.end}
    ordered = sorted(cuts)
    found = []
    for start, end in itertools.pairwise(ordered):
        over = sorted(
            (each for each in claims if each.start <= start and each.end >= end),
            key=lambda each: each.end - each.start,
        )
        shown = over[0] if over else None
        found.append(
            Segment(
                text[start:end],
                start,
                tuple(each.key for each in over),
                shown.kind if shown else "",
                shown.status if shown else "",
                at is not None and at[0] <= start and end <= at[1],
                at is not None and at[0] == start,
            )
        )
    return found
