"""Places: what a source calls them, and where that may be.

A place has as many names as people give it, all equal and none preferred, and may be at one of
several points. Whether two mentions mean one place has three answers, as has every comparison.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from muniment.values.position import Nearness, Position


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, its variant names, and the points at which it may be.

    ``names`` has every name by which it is known, the written one among them, in no order that
    means anything. No ``candidates``: nobody knows where it is. Several: it is at one of them, and
    nothing says at which.
    """

    written: str
    names: frozenset[str]
    candidates: tuple[Position, ...] = ()

    @classmethod
    def of(
        cls, written: str, names: Iterable[str] = (), candidates: Iterable[Position] = ()
    ) -> Place:
        """A place by what a source calls it; raises ValueError when that is blank."""
        if not written.strip():
            raise ValueError("a place needs the words by which its source calls it")
        return cls(written, frozenset((written, *names)), tuple(candidates))

    def distance_range_m(self, other: Place) -> tuple[float, float] | None:
        """The least and the greatest distance in metres, over all candidates; None if unknown."""
        ranges = [one.distance_range_m(two) for one in self.candidates for two in other.candidates]
        if not ranges:
            return None
        return min(low for low, _ in ranges), max(high for _, high in ranges)

    def within(self, metres: float, other: Place) -> Nearness:
        """Whether another place is within a distance: near, far, or it cannot be told.

        It is near only if it is so for every pair of candidates, and far likewise.
        """
        answers = {one.within(metres, two) for one in self.candidates for two in other.candidates}
        return answers.pop() if len(answers) == 1 else Nearness.CANNOT_TELL

    def shares_name(self, other: Place, key: Callable[[str], str] | None = None) -> bool:
        """Whether one name of each is the same, capitals, accents and marks aside.

        ``key`` makes names comparable across scripts, for those who have one. That two places
        share a name does not say that they are one: many villages are called alike.
        """
        made = key or _key
        mine = {made(name) for name in self.names} - {""}
        return not mine.isdisjoint(made(name) for name in other.names)


def _key(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())
