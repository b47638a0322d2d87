"""Which pairs are worth comparing: all that share what few others share.

From each record parts are taken (``stocks.py``): the sounds of its names, year and day of birth,
the weeks of an event, places, codes. A part that few records have makes candidates of them; of all
others any two make a key, and two records that agree on it are candidates, if few do. A key that
many share is not dropped: it is refined by a third part, then by a fourth. How many are few
follows from a budget that grows with the number of records: of all keys of so many parts, those
that the fewest records share come first, whatever the parts are.

Each set of parts is looked at once, the rarest stock first (McNeill, Kardes and Borthwick 2012,
*Dynamic record blocking*, grow keys in the same way).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from muniment.linkage.blocks import RULE_BITS, Blocks, Entries, grouped, packed, pairs, width
from muniment.linkage.preparing import Prepared
from muniment.linkage.stocks import Stock, stocks

_FEW, _MANY = 60, 5
"""Candidates a record in small and in large registers."""
_SMALL_BUDGET = 1_500_000
_LEAST_BUDGET = 600_000
_LARGEST_BLOCK = 2_000
_SMALL = 50_000
_SHARES_SMALL, _SHARES_LARGE = (0.15, 0.6, 0.9, 1.0), (0.005, 0.25, 0.85, 1.0)
"""Of the budget, how much keys of one part, of two, three and four have used at most by then.

Registers up to ``_SMALL`` can afford larger blocks; in large ones pairs that share many common
things are worth more than those that share one that is rather rare.
"""
_GROUPS = 4
"""Blocks are taken in so many groups at least, so that pairs found twice count once."""
_FRESH = 0.3
"""Of the pairs in the smallest blocks, how many are new: pairs of one person share many keys."""
_MOST_THREADS = 4
_MOST_RULES = (1 << int(RULE_BITS)) - 1


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What one rule of blocking found.

    ``candidates`` pairs, of which ``alone`` no other rule found; ``cap`` the largest block that
    was taken whole; ``refined`` blocks were split by further parts; ``left_out`` pairs were in
    blocks that stayed too large.
    """

    rule: str
    candidates: int
    alone: int
    cap: int
    refined: int
    left_out: int


@dataclass(frozen=True, slots=True)
class BlockingReport:
    """How the candidates were found: ``candidates`` pairs of ``records`` records, by rule."""

    records: int
    candidates: int
    budget: int
    rules: tuple[RuleReport, ...]


@dataclass(frozen=True)
class Candidates:
    """Pairs of rids, ``lo`` < ``hi`` (int32), each once and in order, and how they were found."""

    lo: npt.NDArray[np.int32]
    hi: npt.NDArray[np.int32]
    report: BlockingReport


@dataclass
class _Rule:
    """A stock, or two that are looked at together, and what became of their blocks."""

    name: str
    number: int
    cap: int = 0
    refined: int = 0
    left_out: int = 0


@dataclass
class _Open:
    """Blocks of a rule's keys; ``used`` are the places of the stocks that the keys are made of."""

    rule: _Rule
    used: tuple[int, ...]
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class _Task:
    """Keys to be made: the ``name`` of their rule, the stocks ``used``, how to get the entries."""

    name: tuple[int, ...]
    used: tuple[int, ...]
    entries: Callable[[], list[Entries]]


def budget(records: int, per_record: int | None = None) -> int:
    """How many candidates are sought in a register of so many records."""
    if per_record is not None:
        return per_record * records
    return max(_MANY * records, min(_FEW * records, _SMALL_BUDGET), _LEAST_BUDGET)


def block(
    prepared: Prepared,
    *,
    per_record: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> Candidates:
    """The candidates among prepared records."""
    say = progress or (lambda _: None)
    records = prepared.table.num_rows
    total = budget(records, per_record)
    search = _Search(sorted(stocks(prepared), key=lambda stock: stock.chance), records)
    shares: tuple[float, ...] = _SHARES_SMALL if records <= _SMALL else _SHARES_LARGE
    if not search.several:
        shares = (1.0,)
    taken: list[_Open] = []
    for depth, share in enumerate(shares):
        say(f"candidates by {depth + 1} of what records share")
        taken = search.take(search.keys(depth, taken), total * share)
        if depth == 0:
            search.forget(taken)
    for left in taken:
        left.rule.left_out += int(left.blocks.pairs_by_size().sum())
    return search.candidates(total)


class _Search:
    """The pairs found so far, and the keys that are still to be looked at."""

    def __init__(self, known: list[Stock], records: int) -> None:
        self._stocks = known
        self._records = records
        self._bits = width(records)
        self._rules: dict[tuple[int, ...], _Rule] = {}
        self._found: Entries = np.zeros(0, dtype=np.uint64)
        self._count = 0

    @property
    def several(self) -> bool:
        """True where a record has more than one part."""
        return len(self._stocks) > 1 or len({w for s in self._stocks for w in s.words}) > 1

    def keys(self, depth: int, taken: list[_Open]) -> list[_Open]:
        """The blocks of keys of ``depth`` + 1 parts; from the third on those that refine."""
        # NumPy sorts without holding the interpreter, so threads use all processors.
        with ThreadPoolExecutor(_threads()) as threads:
            tasks = list(self._tasks(depth, taken))
            found = threads.map(lambda task: self._blocks(task.entries()), tasks)
            return [
                _Open(self._rule(task.name), task.used, blocks)
                for task, blocks in zip(tasks, found, strict=True)
                if len(blocks.sizes)
            ]

    def _tasks(self, depth: int, taken: list[_Open]) -> Iterator[_Task]:
        places = range(len(self._stocks))
        if depth == 0:
            for place in places:
                yield _Task((place,), (place,), partial(self._single, place))
        elif depth == 1:
            for pair in combinations(places, 2):
                yield _Task(pair, pair, partial(self._two, *pair))
            for place in places:
                yield _Task((place, place), (place, place), partial(self._own, place, 2))
        else:
            for large in taken:
                last = large.used[-1]
                for place in range(last + 1, len(self._stocks)):
                    further = partial(self._further, large.blocks, place)
                    yield _Task(large.used[:2], (*large.used, place), further)
                if large.used == (last, last):
                    own = partial(self._own, last, 3, large.blocks)
                    yield _Task(large.used, (last, last, last), own)

    def take(self, keys: list[_Open], target: float) -> list[_Open]:
        """Take the blocks that the fewest share until ``target`` pairs are found; the others."""
        by_size = np.zeros(2)
        for each in keys:
            mine = each.blocks.pairs_by_size()
            longer = max(len(mine), len(by_size))
            by_size = np.pad(by_size, (0, longer - len(by_size)))
            by_size[: len(mine)] += mine
        total = np.cumsum(by_size)
        cap, fresh = 1, _FRESH
        while cap + 1 < min(len(by_size), _LARGEST_BLOCK + 1):
            room = (target - self._count) / max(fresh, 0.05)
            most = total[cap] + min(room, max(target / _GROUPS, by_size[cap + 1]))
            upto = min(int(np.searchsorted(total, most, side="right")) - 1, _LARGEST_BLOCK)
            if upto <= cap:
                break
            pairs_there = total[upto] - total[cap]
            before = self._count
            self._add(keys, cap + 1, upto)
            fresh = (self._count - before) / pairs_there if pairs_there else fresh
            cap = upto
        large = []
        for each in keys:
            each.rule.cap = max(each.rule.cap, cap)
            rest = each.blocks.of_sizes(cap + 1)
            each.rule.refined += len(rest.sizes)
            if len(rest.sizes):
                large.append(_Open(each.rule, each.used, rest))
        return large

    def forget(self, large: list[_Open]) -> None:
        """Only parts that many share are put together with others."""
        many = {each.used[0]: each.blocks for each in large}
        for place, stock in enumerate(self._stocks):
            counts = stock.counts()
            blocks = many.get(place)
            least = int(blocks.sizes.min()) if blocks is not None else np.inf
            for column in stock.columns:
                column[np.append(counts < least, True)[column]] = -1

    def candidates(self, total: int) -> Candidates:
        """All pairs found, and the report of it."""
        pair = self._found >> RULE_BITS
        first = _changes(pair)
        rule = (self._found & np.uint64(_MOST_RULES)).astype(np.int64)
        single = first & np.append(first[1:], True)
        found = np.bincount(rule, minlength=_MOST_RULES + 1)
        alone = np.bincount(rule[single], minlength=_MOST_RULES + 1)
        pair = pair[first]
        rules = tuple(
            RuleReport(
                each.name,
                int(found[each.number]),
                int(alone[each.number]),
                each.cap,
                each.refined,
                each.left_out,
            )
            for each in self._rules.values()
        )
        return Candidates(
            (pair >> self._bits).astype(np.int32),
            (pair & np.uint64((1 << int(self._bits)) - 1)).astype(np.int32),
            BlockingReport(self._records, len(pair), total, rules),
        )

    def _add(self, keys: list[_Open], least: int, most: int) -> None:
        """Take the blocks of these sizes."""

        def inside(each: _Open) -> Entries:
            return pairs(each.blocks.of_sizes(least, most), self._bits, each.rule.number)

        with ThreadPoolExecutor(_threads()) as threads:
            merged = np.concatenate([self._found, *threads.map(inside, keys)])
        merged.sort()
        self._found = merged[_changes(merged)]
        self._count = int(_changes(self._found >> RULE_BITS).sum())

    def _blocks(self, entries: list[Entries]) -> Blocks:
        none = np.zeros(0, dtype=np.uint64)
        return grouped(np.concatenate([none, *entries]), self._bits)

    def _rule(self, name: tuple[int, ...]) -> _Rule:
        words = " + ".join(self._stocks[place].name for place in name)
        return self._rules.setdefault(name, _Rule(words, min(len(self._rules), _MOST_RULES)))

    def _single(self, place: int) -> list[Entries]:
        stock = self._stocks[place]
        found = []
        for column in stock.columns:
            rows = np.flatnonzero(column >= 0)
            found.append(packed(stock.marks[column[rows]], rows, self._bits))
        return found

    def _two(self, one: int, other: int) -> list[Entries]:
        first, second = self._stocks[one], self._stocks[other]
        found = []
        for a, b in product(first.columns, second.columns):
            rows = np.flatnonzero((a >= 0) & (b >= 0))
            keys = first.marks[a[rows]] + second.marks[b[rows]]
            found.append(packed(keys, rows, self._bits))
        return found

    def _own(self, place: int, size: int, within: Blocks | None = None) -> list[Entries]:
        """Keys of several parts of one stock, each of another word."""
        stock = self._stocks[place]
        inside = np.ones(self._records, dtype=np.bool_)
        if within is not None:
            inside[:] = False
            inside[self._rows(within.entries)] = True
        found = []
        for chosen in combinations(range(len(stock.columns)), size):
            if len({stock.words[column] for column in chosen}) < size:
                continue
            columns = [stock.columns[column] for column in chosen]
            good = inside.copy()
            for column in columns:
                good &= column >= 0
            for one, other in combinations(columns, 2):
                good &= one != other
            rows = np.flatnonzero(good)
            keys = np.zeros(len(rows), dtype=np.uint64)
            for column in columns:
                keys += stock.marks[column[rows]]
            found.append(packed(keys, rows, self._bits))
        return found

    def _further(self, blocks: Blocks, place: int) -> list[Entries]:
        """The keys of blocks with a part more."""
        stock = self._stocks[place]
        rows = self._rows(blocks.entries)
        found = []
        for column in stock.columns:
            part = column[rows]
            given = part >= 0
            keys = (blocks.entries[given] >> self._bits << self._bits) + stock.marks[part[given]]
            found.append(packed(keys, rows[given], self._bits))
        return found

    def _rows(self, entries: Entries) -> npt.NDArray[np.int64]:
        mask = np.uint64((1 << int(self._bits)) - 1)
        return (entries & mask).astype(np.int64)


def _threads() -> int:
    return min(os.cpu_count() or 1, _MOST_THREADS)


def _changes(values: Entries) -> npt.NDArray[np.bool_]:
    """True where a sorted value differs from the one before."""
    changes = np.ones(len(values), dtype=np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes
