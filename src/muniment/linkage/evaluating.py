"""How good a linkage is, against what is known to be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.counting import Interval

if TYPE_CHECKING:
    from muniment.linkage.linking import Linked

_BINS = (0.0, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.0)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """2PR/(P+R)."""
        if self.precision is None or self.recall is None or not self.precision + self.recall:
            return None
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like probability: how many, what was said of them on average, what was true."""

    low: float
    high: float
    pairs: int
    said: float
    true: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found.

    ``pairs``: of pairs after clustering. ``cubed``: B-cubed (Bagga and Baldwin 1998), by record,
    None with labelled pairs. ``entities``: the true number, None with labelled pairs. ``reached``:
    the share of true pairs that were scored at all. ``calibration`` and ``brier`` (mean squared
    error of the probability) are of scored pairs that are labelled.
    """

    pairs: Rates
    cubed: Rates | None
    entities: int | None
    people: Interval
    reached: float | None
    calibration: tuple[Bin, ...]
    brier: float | None
    labelled: int

    @property
    def covered(self) -> bool | None:
        """Whether the interval of the count holds the true number."""
        if self.entities is None:
            return None
        return self.people.low <= self.entities <= self.people.high


def evaluate_entities(linked: Linked, truth: Mapping[str, str]) -> Evaluation:
    """Evaluate against the true entity of records; records without one are left out."""
    ids = linked.records["record_id"].to_pylist()
    known = np.asarray([each in truth for each in ids], dtype=np.bool_)
    names = [each for each in ids if each in truth]
    true = _codes([truth[each] for each in names])
    made = _codes(
        [e for e, k in zip(linked.records["entity"].to_pylist(), known, strict=True) if k]
    )
    both = _codes([f"{a}/{b}" for a, b in zip(true.tolist(), made.tolist(), strict=True)])
    right, said, all_ = _within(both), _within(made), _within(true)
    sizes, of_made, of_true = (np.bincount(each)[each] for each in (both, made, true))
    cubed = (
        Rates(float((sizes / of_made).mean()), float((sizes / of_true).mean())) if names else None
    )
    place = dict(zip(names, true.tolist(), strict=True))
    labels, chances = [], []
    for a, b, chance in _scored(linked):
        if a in place and b in place:
            labels.append(place[a] == place[b])
            chances.append(chance)
    bins, brier = _calibration(np.asarray(chances), np.asarray(labels, dtype=np.bool_))
    people = _people(linked, known)
    return Evaluation(
        Rates(_share(right, said), _share(right, all_)),
        cubed,
        len(np.unique(true)),
        people,
        _share(sum(labels), all_),
        bins,
        brier,
        len(names),
    )


def evaluate_pairs(linked: Linked, truth: Mapping[Pair, bool]) -> Evaluation:
    """Evaluate against labelled pairs (the lesser id first): same or not."""
    entity = dict(
        zip(
            linked.records["record_id"].to_pylist(),
            linked.records["entity"].to_pylist(),
            strict=True,
        )
    )
    told = {pair: same for pair, same in truth.items() if pair[0] in entity and pair[1] in entity}
    made = {pair: entity[pair[0]] == entity[pair[1]] for pair in told}
    right = sum(made[pair] and same for pair, same in told.items())
    scored = {(a, b): chance for a, b, chance in _scored(linked)}
    both = [(scored[pair], same) for pair, same in told.items() if pair in scored]
    bins, brier = _calibration(
        np.asarray([each[0] for each in both]), np.asarray([each[1] for each in both], np.bool_)
    )
    true = sum(told.values())
    return Evaluation(
        Rates(_share(right, sum(made.values())), _share(right, true)),
        None,
        None,
        linked.people,
        _share(sum(same for _, same in both), true),
        bins,
        brier,
        len(told),
    )


def _people(linked: Linked, known: NDArray[np.bool_]) -> Interval:
    """The count of those entities that have a record whose truth is known."""
    if known.all():
        return linked.people
    sample = linked.sample
    counts = [
        len(np.unique(sample.partition(draw)[known])) - int(sample.unreached[draw] * known.mean())
        for draw in range(sample.count)
    ]
    return Interval.of(np.asarray(counts, dtype=np.int64))


def _scored(linked: Linked) -> list[tuple[str, str, float]]:
    columns = (linked.pairs[name].to_pylist() for name in ("a", "b", "probability"))
    return list(zip(*columns, strict=True))


def _calibration(
    said: NDArray[np.float64], true: NDArray[np.bool_]
) -> tuple[tuple[Bin, ...], float | None]:
    if not len(said):
        return (), None
    bins = []
    for place, (low, high) in enumerate(pairwise(_BINS)):
        last = place == len(_BINS) - 2
        inside = (said >= low) & ((said <= high) if last else (said < high))
        if inside.any():
            mean = float(said[inside].mean())
            bins.append(Bin(low, high, int(inside.sum()), mean, float(true[inside].mean())))
    return tuple(bins), float(((said - true) ** 2).mean())


def _codes(values: list[str]) -> NDArray[np.int64]:
    place: dict[str, int] = {}
    return np.asarray([place.setdefault(each, len(place)) for each in values], dtype=np.int64)


def _within(codes: NDArray[np.int64]) -> int:
    sizes = np.bincount(codes) if len(codes) else np.zeros(0, dtype=np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
