"""How many people there are, with an interval, and how many of each group.

A count is taken in every draw; its interval holds the middle of the draws. The value of an entity
in a group is what its records say: where they agree it is that value, where none says anything it
is unknown, and where they contradict each other it is a row of its own, so that groups add up to
the total in every draw and nobody is given a sex or a year that no record states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

UNKNOWN = "unknown"
CONFLICTING = "records differ"
COVERAGE = 0.9
"""The share of the draws that an interval holds."""


@dataclass(frozen=True)
class Interval:
    """A count: the middle of its draws, and the ends of its interval of ``coverage``."""

    middle: int
    low: int
    high: int
    coverage: float = COVERAGE

    @classmethod
    def of(cls, values: NDArray[np.int64], coverage: float = COVERAGE) -> Interval:
        """The interval of the draws of a count (draws,)."""
        tail = (1 - coverage) / 2
        low, middle, high = np.quantile(values, [tail, 0.5, 1 - tail]).round(6)
        return cls(round(middle), int(np.floor(low)), int(np.ceil(high)), coverage)

    def __str__(self) -> str:
        share = f"{self.coverage:.0%}".replace("%", " %")
        return f"{self.middle:,} ({share} interval {self.low:,}–{self.high:,})"


@dataclass(frozen=True)
class Sample:
    """Partitions drawn of some records, as plain arrays that can be kept.

    ``base`` (records,) is for each record the position of the first of its cluster where all draws
    agree; ``varying`` (n,) are the records of which they do not, ``labels`` (draws, n) theirs;
    ``unreached`` (draws,) how many more matches there are of which only the number is known;
    ``lists`` (records,) the number of each record's list.
    """

    base: Ints
    varying: Ints
    labels: NDArray[np.int32]
    unreached: Ints
    lists: Ints
    seed: int = 1

    @property
    def count(self) -> int:
        """The number of draws."""
        return len(self.unreached)

    def partition(self, draw: int) -> Ints:
        """For each record the position of the first of its cluster in a draw (records,)."""
        label = self.base.copy()
        label[self.varying] = self.labels[draw]
        return label

    def entities(self) -> Ints:
        """How many entities there are in each draw (draws,), matches not reached included."""
        fixed = np.ones(len(self.base), dtype=np.bool_)
        fixed[self.varying] = False
        certain = len(np.unique(self.base[fixed]))
        blocks = np.asarray([len(np.unique(row)) for row in self.labels], dtype=np.int64)
        return certain + blocks - self.unreached

    def memberships(
        self, lists: int, records: NDArray[np.bool_] | None = None
    ) -> Iterator[NDArray[np.bool_]]:
        """For each draw which entity is on which list: (entities, lists), boolean.

        ``records`` (records,) limits it to some of them. Matches that were not reached are laid
        between entities that no list holds both of, by the pairs of lists that were reached.
        """
        chosen = np.arange(len(self.base)) if records is None else np.flatnonzero(records)
        share = len(chosen) / max(len(self.base), 1)
        for draw in range(self.count):
            _, entity = np.unique(self.partition(draw)[chosen], return_inverse=True)
            matrix = np.zeros((entity.max(initial=-1) + 1, lists), dtype=np.bool_)
            matrix[entity, self.lists[chosen]] = True
            rng = np.random.default_rng((self.seed, draw))
            yield _merged(matrix, int(rng.binomial(int(self.unreached[draw]), share)), rng)


def _merged(matrix: NDArray[np.bool_], merges: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """The memberships with so many more matches between entities on different lists."""
    overlaps = np.triu(matrix.T.astype(np.int64) @ matrix, 1).astype(np.float64)
    if not merges or not overlaps.any():
        return matrix
    matrix, gone = matrix.copy(), np.zeros(len(matrix), dtype=np.bool_)
    kinds = rng.choice(overlaps.size, size=merges, p=(overlaps / overlaps.sum()).ravel())
    for kind in kinds:
        first, second = divmod(int(kind), matrix.shape[1])
        ones = np.flatnonzero(matrix[:, first] & ~matrix[:, second] & ~gone)
        others = np.flatnonzero(matrix[:, second] & ~matrix[:, first] & ~gone)
        if not len(ones) or not len(others):
            continue
        one, other = rng.choice(ones), rng.choice(others)
        if not (matrix[one] & matrix[other]).any():
            matrix[one] |= matrix[other]
            gone[other] = True
    return np.asarray(matrix[~gone])


@dataclass(frozen=True)
class GroupCount:
    """A row of a count by groups: the values of the groups and how many entities have them."""

    values: tuple[str, ...]
    people: Interval
    records: int


def by_groups(
    sample: Sample, columns: Mapping[str, Sequence[str | None]], coverage: float = COVERAGE
) -> list[GroupCount]:
    """How many entities there are of each group, rows in the order of the values.

    ``columns`` gives for each dimension what every record says, None for nothing. The matches that
    were not reached are taken from the rows by their size. In every draw the rows add up to the
    total; the middles of rows need not, so some are moved by one, within their intervals and
    towards their means, until they add up to the middle of the total.
    """
    codes, names = zip(*(_codes(column) for column in columns.values()), strict=True)
    recorded = np.column_stack(codes)
    # What records say has a row even where nobody turns out to have it.
    found = {tuple(row): [0] * sample.count for row in np.unique(recorded, axis=0).tolist()}
    for draw in range(sample.count):
        _, entity = np.unique(sample.partition(draw), return_inverse=True)
        values = np.column_stack([_of_entities(entity, column) for column in codes])
        rows, times = np.unique(values, axis=0, return_counts=True)
        rng = np.random.default_rng((sample.seed, draw))
        fewer = min(int(sample.unreached[draw]), int(times.sum()))
        times = times - rng.multivariate_hypergeometric(times, fewer, method="marginals")
        for row, number in zip(rows.tolist(), times.tolist(), strict=True):
            found.setdefault(tuple(row), [0] * sample.count)[draw] = number
    drawn = np.asarray(list(found.values()), dtype=np.int64).reshape(len(found), sample.count)
    total = Interval.of(drawn.sum(axis=0), coverage).middle
    result = []
    for row, people in zip(found, _adding_up(drawn, total, coverage), strict=True):
        label = tuple(_label(code, each) for code, each in zip(row, names, strict=True))
        here = int((recorded == np.asarray(row)).all(axis=1).sum())
        result.append(GroupCount(label, people, here))
    last = (UNKNOWN, CONFLICTING)
    return sorted(result, key=lambda each: [(value in last, value) for value in each.values])


def _adding_up(drawn: Ints, total: int, coverage: float) -> list[Interval]:
    """The intervals of rows (rows, draws), their middles moved so that they add up to a total."""
    rows = [Interval.of(each, coverage) for each in drawn]
    means = drawn.mean(axis=1)
    while missing := total - sum(each.middle for each in rows):
        step = 1 if missing > 0 else -1
        free = [
            (step * (mean - each.middle), -place)
            for place, (each, mean) in enumerate(zip(rows, means, strict=True))
            if each.low <= each.middle + step <= each.high
        ]
        if not free:
            break
        place = -max(free)[1]
        rows[place] = replace(rows[place], middle=rows[place].middle + step)
    return rows


_NOTHING, _SEVERAL = -1, -2


def _codes(column: Sequence[str | None]) -> tuple[Ints, list[str]]:
    names = sorted({each for each in column if each is not None and each != UNKNOWN})
    place = {name: number for number, name in enumerate(names)}
    found = [_NOTHING if each is None else place.get(each, _NOTHING) for each in column]
    return np.asarray(found, dtype=np.int64), names


def _of_entities(entity: Ints, codes: Ints) -> Ints:
    """The value of each entity: what its records agree on, nothing, or several."""
    size = int(entity.max(initial=-1)) + 1
    least = np.full(size, np.iinfo(np.int64).max)
    most = np.full(size, _NOTHING)
    told = codes >= 0
    np.minimum.at(least, entity[told], codes[told])
    np.maximum.at(most, entity[told], codes[told])
    return np.where(most < 0, _NOTHING, np.where(least == most, most, _SEVERAL))


def _label(code: int, names: Sequence[str]) -> str:
    return {_NOTHING: UNKNOWN, _SEVERAL: CONFLICTING}.get(code) or names[code]
