"""Highlights that may overlap, flattened into stretches of text that do not."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of text to be shown: a claim of some kind, a number, or a finding's passage.

    ``kind`` is a claim's kind, "number", or "finding"; ``ref`` the id of the card or the row
    that a click leads to; ``anchor`` the id that links to this place carry (or None);
    ``level`` and ``number`` are a finding's.
    """

    start: int
    end: int
    kind: str
    ref: str
    anchor: str | None = None
    level: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text under the same highlights; ``opening`` are those that begin with it."""

    start: int
    end: int
    highlights: tuple[Highlight, ...]
    opening: tuple[Highlight, ...]

    def part(self, start: int, end: int) -> Stretch:
        """The part of it within ``start`` and ``end``."""
        opening = self.opening if start <= self.start else ()
        return Stretch(max(start, self.start), min(end, self.end), self.highlights, opening)


def flatten(highlights: Iterable[Highlight]) -> list[Stretch]:
    """The stretches, in order and without overlap, that the highlights cover.

    The highlights of a stretch stand from the longest to the shortest. Empty ones are left out.
    Time is linear in their number, times how many lie over one another.
    """
    waiting = sorted(
        (h for h in highlights if h.start < h.end), key=lambda h: (h.start, -h.end), reverse=True
    )
    edges = sorted({h.start for h in waiting} | {h.end for h in waiting})
    stretches: list[Stretch] = []
    active: list[Highlight] = []
    for edge, following in itertools.pairwise(edges):
        active = [h for h in active if h.end > edge]
        opening: list[Highlight] = []
        while waiting and waiting[-1].start == edge:
            opening.append(waiting.pop())
        active.extend(opening)
        if active:
            ordered = sorted(active, key=lambda h: h.start - h.end)
            stretches.append(Stretch(edge, following, tuple(ordered), tuple(opening)))
    return stretches
