"""Comparison of many pairs of names at once, in numpy (the extra ``link``).

The same alignment as ``similarity``, a cell of the table for thousands of pairs in one step. Each
distinct form is read once.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from muniment.values.names.compare import compared, parts_compared
from muniment.values.names.known import facts_of
from muniment.values.names.letters import PRIVATE, alphabet, omits_vowels, plain, symbols_of
from muniment.values.names.similarity import SHORT, costs, informed, relation, similarity, weights

_CHUNK = 4096


def similarities(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float64]:
    """``similarity`` of each pair (a[i], b[i]); shape (n,), 0 to 1.

    Raises ValueError when the two are not of one length.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} names cannot be compared with {len(b)} one by one")
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    first = np.fromiter(map(numbers.__getitem__, a), np.int64, len(a))
    second = np.fromiter(map(numbers.__getitem__, b), np.int64, len(b))
    forms = list(numbers)
    lines = symbols_of(forms)
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    abjad = np.fromiter(map(omits_vowels, forms), np.bool_, len(forms))
    symbols = _matrix(lines, lengths)
    facts = facts_of(lines)
    result = np.empty(len(a), np.float64)
    order = np.lexsort((lengths[second], lengths[first], abjad[first] != abjad[second]))
    for start in range(0, len(order), _CHUNK):
        chosen = order[start : start + _CHUNK]
        one, other = first[chosen], second[chosen]
        vowelless = abjad[one] != abjad[other]
        for flag in (False, True):
            mask = vowelless == flag
            if mask.any():
                left, right = symbols[one[mask]], symbols[other[mask]]
                left = left[:, : lengths[one[mask]].max()]
                right = right[:, : lengths[other[mask]].max()]
                result[chosen[mask]] = _aligned(left, right, flag)
    silent = lengths == 0
    for place in np.flatnonzero(silent[first] | silent[second]).tolist():
        result[place] = plain(a[place]) == plain(b[place])
    informative = np.fromiter(
        (bool(f.names or f.related or f.ending) for f in facts), np.bool_, len(facts)
    )
    for i in np.flatnonzero(informative[first] & informative[second] & (first != second)):
        one, other = first[i], second[i]
        if lines[one] != lines[other]:
            result[i] = informed(result[i], relation(facts[one], facts[other]))
    return result


def comparisons(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float64]:
    """``compare_names`` of each pair (a[i], b[i]) of whole names; shape (n,), 0 to 1.

    Raises ValueError when the two are not of one length.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} names cannot be compared with {len(b)} one by one")
    result = np.empty(len(a), np.float64)
    for start in range(0, len(a), _CHUNK):
        chosen = list(zip(a[start : start + _CHUNK], b[start : start + _CHUNK], strict=True))
        parts = list(dict.fromkeys(pair for names in chosen for pair in parts_compared(*names)))
        found = similarities([one for one, _ in parts], [other for _, other in parts])
        similar = functools.partial(_looked_up, dict(zip(parts, found.tolist(), strict=True)))
        result[start : start + _CHUNK] = [compared(*names, similar) for names in chosen]
    return result


def _looked_up(found: dict[tuple[str, str], float], one: str, other: str) -> float:
    value = found.get((one, other), found.get((other, one)))
    return similarity(one, other) if value is None else value


def _matrix(lines: list[str], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The symbols of each line as a row; what is past its end is the number after the last."""
    padding = len(alphabet().symbols)
    width = int(lengths.max(initial=1))
    matrix = np.full((len(lines), width), padding, np.int64)
    flat = np.frombuffer("".join(lines).encode("utf-32-le"), np.uint32).astype(np.int64) - PRIVATE
    matrix[np.arange(width) < lengths[:, None]] = flat
    return matrix


@functools.cache
def _tables() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Exchange, gap and weight with a row more for the padding, which costs and weighs nothing."""
    table = costs()
    count = len(table.exchange)
    exchange = np.full((count + 1, count + 1), 9.0)
    exchange[:count, :count] = table.exchange
    gap, weight = np.zeros((2, count + 1)), np.zeros((2, count + 1))
    gap[:, :count], weight[:, :count] = table.gap, table.weight
    return exchange, gap, weight


def _aligned(
    left: NDArray[np.int64], right: NDArray[np.int64], vowelless: bool
) -> NDArray[np.float64]:
    exchange, gaps, lengths = _tables()
    gap, weight = gaps[int(vowelless)], lengths[int(vowelless)]
    left, right = np.ascontiguousarray(left.T), np.ascontiguousarray(right.T)
    left_gap, right_gap = gap[left], gap[right]
    width = exchange.shape[1]
    flat = exchange.ravel()
    swap = weights()["exchange"]["swapped"]
    before: list[NDArray[np.float64]] = []
    above = [np.zeros(left.shape[1])]
    for cost in right_gap:
        above.append(above[-1] + cost)
    for i, (symbol, cost) in enumerate(zip(left, left_gap, strict=True)):
        start = symbol * width
        row = [above[0] + cost]
        for j, against in enumerate(right):
            best = above[j] + flat.take(start + against)
            np.minimum(best, above[j + 1] + cost, out=best)
            np.minimum(best, row[j] + right_gap[j], out=best)
            if i and j:
                swapped = (symbol == right[j - 1]) & (against == left[i - 1])
                if swapped.any():
                    best[swapped] = np.minimum(best, before[j - 1] + swap)[swapped]
            row.append(best)
        before, above = above, row
    length = (weight[left].sum(axis=0) + weight[right].sum(axis=0)) / 2
    similar: NDArray[np.float64] = np.maximum(0.0, 1.0 - above[-1] / (length + SHORT))
    return similar
