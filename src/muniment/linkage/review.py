"""Which pairs to ask people about, in which order, and a session that asks them.

First come the pairs on which the count hangs most: the variance that a pair gives to the number of
people, by the share of draws in which it is one, and a part of that of the pairs beside it, which
an answer settles too. A pair is not asked twice: not when it was decided, and not when decisions
on others imply it. Pairs that somebody was unsure of come after all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from muniment.linkage.decisions import Decision, Verdict, ruling

if TYPE_CHECKING:
    import pyarrow as pa

_BESIDE = 0.25
_LEAST = 0.005
"""Pairs that give the count less variance are not asked."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A pair to be asked about, and what it gives to the variance of the count."""

    a: str
    b: str
    value: float


def questions(pairs: pa.Table, decisions: Iterable[Decision] = ()) -> list[Question]:
    """The pairs of ``Linked.pairs`` to ask about, the most important first."""
    columns = (pairs[name].to_pylist() for name in ("a", "b", "probability", "together_in"))
    variance: dict[Pair, float] = {}
    beside: dict[str, float] = {}
    for a, b, chance, share in zip(*columns, strict=True):
        # Draws are few: a pair of which all agree keeps a little of its own uncertainty.
        own = max(share * (1 - share), 0.1 * chance * (1 - chance))
        variance[a, b] = own
        beside[a] = beside.get(a, 0.0) + own
        beside[b] = beside.get(b, 0.0) + own
    standing = list(decisions)
    done = {each.pair for each in standing}
    unsure = set(ruling(standing).unsure)
    implied = Implied(standing)
    found = []
    for (a, b), own in variance.items():
        if own < _LEAST or implied.settles(a, b) or ((a, b) in done and (a, b) not in unsure):
            continue
        value = own + _BESIDE * (beside[a] + beside[b] - 2 * own)
        found.append(Question(a, b, value))
    return sorted(found, key=lambda each: ((each.a, each.b) in unsure, -each.value, each.a, each.b))


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

    ``decide`` keeps a decision (a, b, verdict, reason), ``undo`` takes the last on a pair back,
    ``standing`` gives the decisions as they are kept now.
    """

    queue: Sequence[Question]
    decide: Callable[[str, str, Verdict, str], None]
    undo: Callable[[str, str], None]
    standing: Callable[[], Iterable[Decision]]
    place: int = 0
    reason: str = ""
    made: list[Pair] = field(default_factory=list)

    @property
    def question(self) -> Question | None:
        """The pair that is asked now; None at the end."""
        return self.queue[self.place] if self.place < len(self.queue) else None

    def answer(self, verdict: Verdict) -> None:
        """Answer the pair that is asked, and go on to the next that is still open."""
        asked = self.question
        assert asked is not None
        self.decide(asked.a, asked.b, verdict, self.reason)
        self.made.append((asked.a, asked.b))
        self.reason = ""
        self.skip()

    def skip(self) -> None:
        """Go on to the next pair that decisions do not settle."""
        implied = Implied(self.standing())
        self.place += 1
        while (asked := self.question) is not None and implied.settles(asked.a, asked.b):
            self.place += 1

    def back(self) -> None:
        """Go back to the pair before, to answer it again."""
        self.place = max(self.place - 1, 0)

    def take_back(self) -> Pair | None:
        """Undo the last decision of this session and ask its pair again; None if there is none."""
        if not self.made:
            return None
        pair = self.made.pop()
        self.undo(*pair)
        self.place = next(n for n, each in enumerate(self.queue) if (each.a, each.b) == pair)
        return pair
