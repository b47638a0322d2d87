"""Learning what each field is worth, from the records themselves and from people's decisions.

1. What chance does (u) is counted where values are equal, and sampled from random pairs elsewhere.
2. How many pairs are of one person is found by expectation and maximisation with u held fixed.
3. Then everything is learned together on the candidates, with classes of their own for different
   people who have something in common: a family, an incident, or both. What such people do not
   share by nature (given name, birth) agrees between them as it does by chance, which is what
   keeps their classes from taking in matches. The random class is held at what chance does among
   **all** pairs, so that a class can only take what exceeds it. Every class leans on what is known
   before (Dirichlet priors), so that few pairs cannot teach nonsense.

Fellegi and Sunter 1969, Winkler 1992 (dependence), Larsen and Rubin 2001 (latent classes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muniment.linkage.comparisons import Comparison
from muniment.linkage.model import FieldModel, Floats, LinkModel, strata_names
from muniment.linkage.vectors import Slot, Vectors

_FIRST_ROUNDS = 15
_ROUNDS = 40
_ENOUGH = 1e-3
_MATCH_PRIOR = 10.0
_LEANING = 0.8
"""How much what is known before says of how often a person's own name differs."""
_TWINS = 0.2
"""The most pairs of twins for each pair of people of one family that were born apart.

One birth in 80 or so is of twins (Pison, Monden and Smits 2015, *Population and Development Review*
41), and who has a twin has one, but several brothers and sisters.
"""
_LEAST = 1e-7
_CIRCLES = (
    frozenset({"family"}),
    frozenset({"event"}),
    frozenset({"family", "event"}),
    frozenset({"family", "birth"}),
    frozenset({"family", "event", "birth"}),
)
"""What different people may have in common: a class of pairs each."""


@dataclass(frozen=True)
class Patterns:
    """Distinct combinations of levels: ``levels`` (patterns × fields), ``strata``, ``counts``."""

    levels: npt.NDArray[np.uint8]
    strata: npt.NDArray[np.int8]
    counts: Floats


@dataclass(frozen=True)
class Labels:
    """Pairs that people decided on, as patterns, with ``same`` true or false."""

    levels: npt.NDArray[np.uint8]
    same: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Own:
    """The levels of a name that is a person's own: which differ, which are nearly the same."""

    differs: npt.NDArray[np.bool_]
    nearly: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, comparison: Comparison) -> _Own:
        agrees = np.array([level.agrees for level in comparison.levels])
        same = np.array([level.name.startswith("same") for level in comparison.levels])
        return cls(~agrees, agrees & ~same)


def patterns(vectors: Vectors, strata: npt.NDArray[np.int8], scale: float = 1.0) -> Patterns:
    """The distinct combinations of levels and strata; each pair stands for ``scale`` pairs."""
    width = vectors.levels.shape[1]
    marks = np.random.default_rng(1).integers(1, 2**63, size=(width + 1, 256), dtype=np.uint64)
    code = marks[width][strata].copy()
    for place in range(width):
        code += marks[place][vectors.levels[:, place]]
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    return Patterns(vectors.levels[first], strata[first], counts.astype(np.float64) * scale)


def train(
    comparisons: Sequence[Comparison],
    chosen: Sequence[Slot],
    candidates: Patterns,
    random: Patterns,
    pairs: Sequence[float],
    labels: Labels | None = None,
) -> LinkModel:
    """The model of these candidates.

    ``chosen`` are the columns of the patterns; ``random`` are pairs drawn at random, ``pairs`` how
    many pairs of records each stratum has.
    """
    chance = _chances(comparisons, chosen, random)
    comparisons = [comparisons[slot.place] for slot in chosen]
    expected = [_normal([level.expected for level in c.levels]) for c in comparisons]
    totals = np.array(pairs, dtype=np.float64)
    priors = _two_classes(candidates, chance, expected, totals, labels)
    related = [
        [
            e if c.shared & circle else u
            for c, e, u in zip(comparisons, expected, chance, strict=True)
        ]
        for circle in _circles(comparisons)
    ]
    held = [
        [
            None if c.shared & circle else np.array([level.agrees for level in c.levels])
            for c in comparisons
        ]
        for circle in _circles(comparisons)
    ]
    own = [_Own.of(c) if c.spelled and not c.shared else None for c in comparisons]
    tables, shares = _many_classes(
        candidates,
        related,
        held,
        own,
        _twins(_circles(comparisons)),
        chance,
        expected,
        priors,
        totals,
        labels,
    )
    priors = shares[:, 0]
    classes = shares.shape[1]
    return LinkModel(
        fields=tuple(
            FieldModel(
                comparison.field,
                slot.habit,
                tuple(level.name for level in comparison.levels),
                tuple(table[:, 0].tolist()),
                tuple(u.tolist()),
                tuple(tuple(row) for row in table.tolist()),
            )
            for comparison, slot, table, u in zip(comparisons, chosen, tables, chance, strict=True)
        ),
        matching=tuple(place == 0 for place in range(classes)),
        strata=tuple(strata_names()),
        shares=tuple(tuple(row) for row in shares.tolist()),
        priors=tuple(priors.tolist()),
    )


def _circles(comparisons: Sequence[Comparison]) -> list[frozenset[str]]:
    """In what people who are not one person may have something in common here."""
    shared = {circle for comparison in comparisons for circle in comparison.shared}
    known = [circles for circles in _CIRCLES if circles <= shared]
    own = [comparison for comparison in comparisons if not comparison.shared]
    return [circles for circles in known if own or "birth" not in circles]


def _twins(circles: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """The classes of those who share their birth as well, and those of the same circle without."""
    return [
        (2 + number, 2 + circles.index(circle - {"birth"}))
        for number, circle in enumerate(circles)
        if "birth" in circle
    ]


def _normal(values: Sequence[float] | Floats) -> Floats:
    array = np.maximum(np.asarray(values, dtype=np.float64), _LEAST)
    result: Floats = array / array.sum()
    return result


def _tally(levels: npt.NDArray[np.uint8], weights: Floats, size: int) -> Floats:
    """How much weight each level (1 to size) has."""
    return np.bincount(levels, weights, minlength=size + 1)[1 : size + 1].astype(np.float64)


def _chances(
    comparisons: Sequence[Comparison], chosen: Sequence[Slot], random: Patterns
) -> list[Floats]:
    """u of each level of each slot: counted where it can be, else sampled."""
    result = []
    for column, slot in enumerate(chosen):
        levels = comparisons[slot.place].levels
        seen = _tally(random.levels[:, column], random.counts, len(levels)) + 0.5
        share = seen / seen.sum()
        counted = np.array([level.chance is not None for level in levels])
        known = np.array(
            [level.chance[slot.habit or 0] if level.chance else 0.0 for level in levels]
        )
        if counted.any():
            rest = share[~counted].sum()
            scale = (1.0 - known.sum()) / rest if rest > 0 else 0.0
            share = np.where(counted, known, share * scale)
        result.append(_normal(share))
    return result


def _two_classes(
    candidates: Patterns,
    chance: list[Floats],
    expected: list[Floats],
    totals: Floats,
    labels: Labels | None,
) -> Floats:
    """The share of matches in each stratum, by expectation and maximisation with u held fixed."""
    match = [m.copy() for m in expected]
    occupied = np.bincount(candidates.strata, candidates.counts, len(totals))
    priors = np.clip(0.05 * occupied / np.maximum(totals, 1.0), 1e-9, 0.2)
    sure = np.zeros(len(candidates.counts))
    for _ in range(_FIRST_ROUNDS):
        odds = np.log(priors / (1 - priors))[candidates.strata]
        for place, (m, u) in enumerate(zip(match, chance, strict=True)):
            odds = odds + np.concatenate([[0.0], np.log(m / u)])[candidates.levels[:, place]]
        before, sure = sure, 1.0 / (1.0 + np.exp(-np.clip(odds, -60, 60)))
        weight = sure * candidates.counts
        for place, prior in enumerate(expected):
            seen = _tally(candidates.levels[:, place], weight, len(prior))
            if labels is not None:
                seen = seen + _tally(labels.levels[:, place], labels.same.astype(float), len(prior))
            match[place] = _normal(seen + _MATCH_PRIOR * prior)
        found = np.bincount(candidates.strata, weight, len(totals))
        priors = np.clip((found + 0.5) / np.maximum(totals, 1.0), 1e-12, 0.5)
        if np.abs(sure - before).max(initial=0.0) < _ENOUGH:
            break
    return priors


def _many_classes(
    candidates: Patterns,
    related: list[list[Floats]],
    held: list[list[npt.NDArray[np.bool_] | None]],
    own: list[_Own | None],
    twins: list[tuple[int, int]],
    chance: list[Floats],
    match: list[Floats],
    priors: Floats,
    totals: Floats,
    labels: Labels | None,
) -> tuple[list[Floats], Floats]:
    """The tables (levels × classes) and rates (strata × classes): matches, random, related.

    A rate is a class's share among **all** pairs of records of a stratum, not among candidates, so
    that the random class keeps what chance does and a related class takes only what exceeds it.
    """
    tables = [
        np.column_stack([m, u, *(start[place] for start in related)])
        for place, (m, u) in enumerate(zip(match, chance, strict=True))
    ]
    classes = 2 + len(related)
    rates = np.full((len(totals), classes), 1.0)
    rates[:, 0] = priors
    rates[:, 2:] = priors[:, None] / 2
    starts = [table.copy() for table in tables]
    before = np.zeros(0)
    for _ in range(_ROUNDS):
        posterior = _posterior(candidates, tables, rates)
        weight = posterior * candidates.counts[:, None]
        for place, start in enumerate(starts):
            for number in range(classes):
                if number == 1:
                    continue
                seen = _tally(candidates.levels[:, place], weight[:, number], len(start))
                if number == 0 and labels is not None:
                    same = labels.same.astype(np.float64)
                    seen = seen + _tally(labels.levels[:, place], same, len(start))
                learned = _normal(seen + _MATCH_PRIOR * start[:, number])
                name = own[place]
                if number == 0 and name is not None:
                    learned = _leaning(learned, start[:, 0], name, _alike(rates, totals))
                hold = held[number - 2][place] if number > 1 else None
                tables[place][:, number] = (
                    learned if hold is None else _held(learned, start[:, number], hold)
                )
        for stratum, total in enumerate(totals):
            found = weight[candidates.strata == stratum].sum(axis=0)
            rates[stratum] = np.clip((found + 0.5) / max(total, 1.0), 1e-12, 0.5)
            rates[stratum, 1] = 1.0
            for twin, apart in twins:
                rates[stratum, twin] = min(rates[stratum, twin], _TWINS * rates[stratum, apart])
        if len(before) and np.abs(posterior[:, 0] - before).max(initial=0.0) < _ENOUGH:
            break
        before = posterior[:, 0]
    return tables, rates


def _held(learned: Floats, chance: Floats, hold: npt.NDArray[np.bool_]) -> Floats:
    """The learned shares with those of the levels to ``hold`` as chance has them."""
    rest = learned[~hold].sum()
    scale = (1.0 - chance[hold].sum()) / rest if rest > 0 else 0.0
    return _normal(np.where(hold, chance, learned * scale))


def _alike(rates: Floats, totals: Floats) -> float:
    """The share of pairs of people who have something in common, among these and the matches."""
    found = totals @ rates
    return float(found[2:].sum() / (found[0] + found[2:].sum()))


def _leaning(learned: Floats, known: Floats, own: _Own, alike: float) -> Floats:
    """The learned shares, with how often a person's own name differs leaning on what is known.

    Where all else agrees, two given names are brothers' or one man's: the records do not tell, and
    expectation and maximisation confirms whatever it began with. The more pairs are ``alike``
    without being one, the less is what they seem to say worth. Names that are seldom written with
    a slip seldom differ.
    """
    weight = _LEANING * alike
    careful = min(1.0, float(learned[own.nearly].sum() / known[own.nearly].sum()))
    there = learned[own.differs].sum()
    share = (1 - weight) * there + weight * careful * known[own.differs].sum()
    scaled = np.where(own.differs, learned * share / there, learned * (1 - share) / (1 - there))
    return _normal(scaled)


def _posterior(candidates: Patterns, tables: list[Floats], rates: Floats) -> Floats:
    """The chance of each class for each pattern (patterns × classes)."""
    total = np.log(rates)[candidates.strata]
    for place, table in enumerate(tables):
        logs = np.vstack([np.zeros(table.shape[1]), np.log(table)])
        total = total + logs[candidates.levels[:, place]]
    posterior: Floats = np.exp(total - total.max(axis=1, keepdims=True))
    posterior /= posterior.sum(axis=1, keepdims=True)
    return posterior
