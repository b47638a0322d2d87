"""Which pairs to ask people about, in which order, and a session that asks them.

First come the pairs on which the count hangs most: by how much the variance of the number of
people falls, on average, when the answer on a pair is known. Over the draws that is
Cov(one, clusters)² / Var(one), "one" being whether the two are one in a draw and "clusters" the
number of people among the records that are open together with them: what an answer settles on
other pairs counts too. (This is the expected value of information of linear regression; Raiffa and
Schlaifer 1961.) A pair is not asked twice: not when it was decided, and not when decisions on
others imply it. Pairs that somebody was unsure of come after all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.decisions import Decision, Verdict, latest, ruling
from muniment.linkage.neighbours import components

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.conflicts import Conflict
    from muniment.linkage.counting import Sample

_OWN = 0.1
_LEAST = 0.005
"""Pairs whose answer lessens the variance of the count by less are not asked."""
_CHUNK = 20_000
Floats = NDArray[np.float64]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A pair to be asked about, and by how much its answer lessens the variance of the count."""

    a: str
    b: str
    value: float


def gains(pairs: pa.Table, ids: pa.ChunkedArray, sample: Sample) -> Floats:
    """By how much an answer on each of ``Linked.pairs`` lessens the variance of the count (pairs,).

    ``ids`` are the record ids in the order of ``sample``, the draws.
    """
    import pyarrow.compute as pc

    chance = pairs["probability"].to_numpy()
    # Draws are few: a pair of which all agree keeps a little of its own uncertainty.
    found = np.asarray(_OWN * chance * (1 - chance))
    varying = np.full(len(ids), -1, dtype=np.int64)
    varying[sample.varying] = np.arange(len(sample.varying))
    records = ids.combine_chunks()
    a, b = (varying[pc.index_in(pairs[name], value_set=records).to_numpy()] for name in "ab")
    share = pairs["together_in"].to_numpy()
    open_ = np.flatnonzero((share > 0) & (share < 1) & (a >= 0) & (b >= 0))
    if not len(open_):
        return found
    group = components(len(sample.varying), a[open_], b[open_])
    # The first record of a cluster stands for it.
    first = sample.labels == sample.varying[None, :]
    people = np.stack([np.bincount(group, each, len(group)) for each in first])
    people -= people.mean(axis=0)
    for start in range(0, len(open_), _CHUNK):
        rows = open_[start : start + _CHUNK]
        one = (sample.labels[:, a[rows]] == sample.labels[:, b[rows]]).astype(np.float64)
        one -= one.mean(axis=0)
        variance = (one**2).mean(axis=0)
        shared = (one * people[:, group[a[rows]]]).mean(axis=0)
        gain = np.divide(shared**2, variance, out=np.zeros(len(rows)), where=variance > 0)
        found[rows] = np.maximum(found[rows], gain)
    return found


def questions(pairs: pa.Table, gain: Floats, decisions: Iterable[Decision] = ()) -> list[Question]:
    """The pairs of ``Linked.pairs`` to ask about, the most important by ``gain`` first."""
    rows = np.flatnonzero(gain >= _LEAST)
    chosen = (pairs[name].take(rows).to_pylist() for name in "ab")
    found = [
        Question(a, b, value) for a, b, value in zip(*chosen, gain[rows].tolist(), strict=True)
    ]
    return remaining(found, decisions)


def remaining(asked: Iterable[Question], decisions: Iterable[Decision]) -> list[Question]:
    """The questions that decisions do not settle, the most important first, then those unsure."""
    standing = list(decisions)
    done = {each.pair for each in standing}
    unsure = set(ruling(standing).unsure)
    implied = Implied(standing)
    found = [
        each
        for each in asked
        if not implied.settles(each.a, each.b)
        and ((each.a, each.b) not in done or (each.a, each.b) in unsure)
    ]
    return sorted(found, key=lambda each: ((each.a, each.b) in unsure, -each.value, each.a, each.b))


def warnings(found: Iterable[Conflict], decisions: Iterable[Decision] = ()) -> list[Question]:
    """The pairs that conflicts name, in their order, without those that decisions settle."""
    standing = list(decisions)
    done, implied = latest(standing), Implied(standing)
    asked: dict[Pair, Question] = {}
    for each in found:
        a, b = sorted(each.records[:2])
        if (a, b) not in done and not implied.settles(a, b):
            asked.setdefault((a, b), Question(a, b, 0.0))
    return list(asked.values())


class Implied:
    """What decisions settle: whom they join, and whom they keep apart through others."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        held = ruling(decisions)
        self._root: dict[str, str] = {}
        for a, b in held.same:
            one, two = self._find(a), self._find(b)
            self._root[max(one, two)] = min(one, two)
        self._apart = {self._pair(a, b) for a, b in held.different}

    def settles(self, a: str, b: str) -> bool:
        """Whether the decisions imply an answer on two records."""
        return self._find(a) == self._find(b) or self._pair(a, b) in self._apart

    def _find(self, record: str) -> str:
        while (above := self._root.get(record, record)) != record:
            record = above
        return record

    def _pair(self, a: str, b: str) -> Pair:
        one, two = sorted((self._find(a), self._find(b)))
        return one, two


@dataclass
class Session:
    """A review in progress.

    ``decide`` keeps a decision (a, b, verdict, reason) and gives its number, ``undo`` takes the
    decision with a number back, ``standing`` gives the decisions as they are kept now, also by
    others who review at the same time.
    """

    queue: Sequence[Question]
    decide: Callable[[str, str, Verdict, str], int]
    undo: Callable[[int], None]
    standing: Callable[[], Iterable[Decision]]
    place: int = 0
    reason: str = ""
    made: list[tuple[int, int]] = field(default_factory=list)
    """Place in the queue and number of each decision of this session that was not undone."""
    _before: list[int] = field(default_factory=list)
    _seen: Decision | None = None
    _at_start: dict[Pair, Decision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._at_start = latest(self.standing())
        self._look()

    @property
    def question(self) -> Question | None:
        """The pair that is asked now; None at the end."""
        return self.queue[self.place] if self.place < len(self.queue) else None

    @property
    def seen(self) -> Decision | None:
        """What stood on the pair when it was shown."""
        return self._seen

    def answer(self, verdict: Verdict) -> bool:
        """Answer the pair that is asked, and go on to the next that is still open.

        False, and nothing is kept, when somebody else decided on it since it was shown: ``seen``
        is their decision then.
        """
        asked = self.question
        assert asked is not None
        before = self._seen
        self._look()
        if self._seen != before:
            return False
        self.made.append((self.place, self.decide(asked.a, asked.b, verdict, self.reason)))
        self.skip()
        return True

    def skip(self) -> None:
        """Go on to the next pair that decisions do not settle and nobody answered meanwhile."""
        standing = list(self.standing())
        implied, held = Implied(standing), latest(standing)
        self._before.append(self.place)
        self.place += 1
        while (asked := self.question) is not None:
            pair = asked.a, asked.b
            if not implied.settles(*pair) and held.get(pair) == self._at_start.get(pair):
                break
            self.place += 1
        self._arrive()

    def back(self) -> bool:
        """Go back to the pair asked before, to answer it again; false when there is none."""
        if not self._before:
            return False
        self.place = self._before.pop()
        self._arrive()
        return True

    def take_back(self) -> Question | None:
        """Undo the last decision of this session and ask its pair again; None if there is none."""
        if not self.made:
            return None
        place, number = self.made.pop()
        self.undo(number)
        self.place = place
        while self._before and self._before[-1] >= place:
            self._before.pop()
        self._arrive()
        return self.queue[place]

    def _arrive(self) -> None:
        self.reason = ""
        self._look()

    def _look(self) -> None:
        asked = self.question
        held = latest(self.standing())
        self._seen = None if asked is None else held.get((asked.a, asked.b))
