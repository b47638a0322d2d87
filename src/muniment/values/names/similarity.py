"""How alike two parts of names sound, whatever scripts they are written in.

The parts are aligned symbol by symbol (``letters``) at the least cost, a weighted edit distance
(Needleman and Wunsch 1970): letters that may stand for near sounds are cheap to exchange, vowels,
glides and breaths cheap to leave out, vowels cheaper still where the other side is written in a
script that omits them. ``data/near.csv`` has the distances of sounds, ``data/weights.toml`` the
rest.
"""

from __future__ import annotations

import functools
import itertools
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from muniment.values.names.known import Known, facts_of
from muniment.values.names.letters import (
    PRIVATE,
    Symbol,
    alphabet,
    omits_vowels,
    plain,
    read_rows,
    sounds,
    symbols_of,
)

SHORT = 0.3
"""What is added to every length, so that one letter more weighs the most in the shortest names."""


@dataclass(frozen=True)
class Costs:
    """What it costs to exchange or leave out symbols, by symbol number.

    ``exchange[a][b]`` is symmetric and 0 on the diagonal. ``gap[vowelless][a]`` is the cost of
    leaving a out where the other side is (1) or is not (0) in a script that omits vowels;
    ``weight[vowelless][a]`` what a adds to the length that costs are measured against.
    """

    exchange: tuple[tuple[float, ...], ...]
    gap: tuple[tuple[float, ...], tuple[float, ...]]
    weight: tuple[tuple[float, ...], tuple[float, ...]]


@functools.cache
def weights() -> dict[str, dict[str, float]]:
    """The tables of ``data/weights.toml``."""
    path = resources.files("muniment.values.names") / "data" / "weights.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.cache
def costs() -> Costs:
    """The costs of all symbols; made once."""
    symbols = alphabet().symbols
    near = {}
    for row in read_rows("near.csv"):
        near[row["one"], row["other"]] = near[row["other"], row["one"]] = float(row["cost"])
    further = weights()["exchange"]["further_reading"]
    exchange = [[0.0] * len(symbols) for _ in symbols]
    for i, one in enumerate(symbols):
        for j, other in enumerate(symbols[:i]):
            cost = min(
                _apart(first, second, near) + further * (bool(m) + bool(n))
                for m, first in enumerate(one.sounds)
                for n, second in enumerate(other.sounds)
            )
            exchange[i][j] = exchange[j][i] = cost
    full, vowelless = weights()["gap"], weights()["gap_vowelless"]
    return Costs(
        tuple(map(tuple, exchange)),
        (_by_kind(symbols, full), _by_kind(symbols, vowelless)),
        (
            _by_kind(symbols, weights()["weight"]),
            _by_kind(symbols, weights()["weight_vowelless"]),
        ),
    )


def _apart(one: str, other: str, near: dict[tuple[str, str], float]) -> float:
    if one == other:
        return 0.0
    if (one, other) in near:
        return near[one, other]
    kinds = {sounds()[name].kind if name in sounds() else "mark" for name in (one, other)}
    table = weights()["exchange"]
    if kinds <= {"vowel", "ending"}:
        return table["vowels"]
    return table["mixed"] if kinds & {"vowel", "ending"} else table["consonants"]


def _by_kind(symbols: Sequence[Symbol], table: dict[str, float]) -> tuple[float, ...]:
    """The table's value for each symbol: the least of its readings, or that of optional ones."""
    further = table["further_reading"]
    return tuple(
        table["optional"]
        if symbol.optional
        else min(
            table[_kind(name)] + further * bool(place) for place, name in enumerate(symbol.sounds)
        )
        for symbol in symbols
    )


def _kind(name: str) -> str:
    return sounds()[name].kind if name in sounds() else "consonant"


def similarity(a: str, b: str) -> float:
    """How alike two parts of names are, 0 to 1; 1 for equal ones. Symmetric.

    The scale is the same for short and long parts and for all scripts: see ``weights.toml``.
    """
    return _similarity(*sorted((a, b)))


@functools.lru_cache(maxsize=1 << 16)
def _similarity(a: str, b: str) -> float:
    one, other = _form(a), _form(b)
    if not one.symbols or not other.symbols:
        return float(plain(a) == plain(b))
    if one.symbols == other.symbols:
        return 1.0
    vowelless = one.abjad != other.abjad
    length = (one.lengths[vowelless] + other.lengths[vowelless]) / 2
    cost = _least_cost(one.symbols, other.symbols, vowelless)
    raw = max(0.0, 1.0 - cost / (length + SHORT))
    return informed(raw, relation(one.known, other.known))


def _least_cost(one: tuple[int, ...], other: tuple[int, ...], vowelless: bool) -> float:
    """What the cheapest alignment of two rows of symbols costs, a row of the table at a time."""
    exchange, gap = costs().exchange, costs().gap[vowelless]
    swap = weights()["exchange"]["swapped"]
    added = [gap[symbol] for symbol in other]
    neighbours = list(itertools.pairwise(other))
    before: list[float] = []
    above = list(itertools.accumulate(added, initial=0.0))
    previous = -1
    for symbol in one:
        row_costs = exchange[symbol]
        exchanged = [cost + row_costs[against] for cost, against in zip(above, other, strict=False)]
        if (symbol, previous) in neighbours:
            for place, pair in enumerate(neighbours):
                if pair == (symbol, previous):
                    swapped = before[place] + swap
                    exchanged[place + 1] = min(exchanged[place + 1], swapped)
        dropped = gap[symbol]
        cost = above[0] + dropped
        row = [cost]
        for best, over, more in zip(
            exchanged, itertools.islice(above, 1, None), added, strict=True
        ):
            cost += more
            if best < cost:
                cost = best
            if over + dropped < cost:
                cost = over + dropped
            row.append(cost)
        before, above, previous = above, row, symbol
    return above[-1]


def relation(one: Known, other: Known) -> int:
    """1 spellings of one curated name, 2 related names, -1 two different curated names, -2 family
    names with different endings, -3 two names whose folds lead to different curated ones, else 0.
    """
    if not one.names.isdisjoint(other.names):
        return 1
    if not (one.heads.isdisjoint(other.related) and other.heads.isdisjoint(one.related)):
        return 2
    if one.names and other.names:
        return -1 if one.listed and other.listed else -3
    return -2 if one.ending and other.ending and one.ending != other.ending else 0


def informed(raw: float, relation: int) -> float:
    """The similarity of letters, corrected by what is known of the two names."""
    table = weights()["known"]
    if relation == 1:
        return max(raw, table["same"])
    if relation == 2:
        return max(raw, table["related"])
    if relation == -2:
        return raw * table["other_ending"]
    if relation == -3 and raw >= table["letters_suffice"]:
        return raw
    return raw * table["different"] if relation else raw


@dataclass(frozen=True, slots=True)
class _Form:
    symbols: tuple[int, ...]
    lengths: tuple[float, float]
    abjad: bool
    known: Known


@functools.lru_cache(maxsize=1 << 16)
def _form(part: str) -> _Form:
    (line,) = symbols_of([part])
    (facts,) = facts_of([line])
    numbers = tuple(ord(character) - PRIVATE for character in line)
    full, vowelless = costs().weight
    lengths = (
        math.fsum(map(full.__getitem__, numbers)),
        math.fsum(map(vowelless.__getitem__, numbers)),
    )
    return _Form(numbers, lengths, omits_vowels(part), facts)
