"""The hierarchical log-linear models of some lists: with a term, all terms within it.

Every model holds the intercept and one term a list. Terms are bit masks of lists, as in
``poisson``; a model is a sorted tuple of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

Model = tuple[int, ...]

MOST_MODELS = 10_000
"""More models than this are not all fitted: the search goes step by step instead."""


def main_effects(lists: int) -> Model:
    """The model of independent lists."""
    return (0, *(1 << number for number in range(lists)))


def interactions(lists: int, order: int) -> list[int]:
    """The terms of two to ``order`` lists, smaller ones first."""
    return [
        sum(1 << number for number in members)
        for size in range(2, order + 1)
        for members in itertools.combinations(range(lists), size)
    ]


def full_model(lists: int, order: int) -> Model:
    """The model with all terms of at most ``order`` lists."""
    return tuple(sorted((*main_effects(lists), *interactions(lists, order))))


def models(lists: int, order: int, most: int = MOST_MODELS) -> list[Model] | None:
    """All hierarchical models with terms of at most ``order`` lists; None above ``most``."""
    found: list[Model] = []
    for model in _extend(frozenset(main_effects(lists)), lists, 2, order):
        found.append(model)
        if len(found) > most:
            return None
    return found


def _extend(model: frozenset[int], lists: int, size: int, order: int) -> Iterator[Model]:
    """The models that add terms of ``size`` lists and more to a model."""
    terms = [
        term
        for term in interactions(lists, size)
        if term.bit_count() == size and all(part in model for part in parts(term))
    ]
    if size > order or not terms:
        yield tuple(sorted(model))
        return
    for number in range(len(terms) + 1):
        for chosen in itertools.combinations(terms, number):
            yield from _extend(model | set(chosen), lists, size + 1, order)


def parts(term: int) -> list[int]:
    """The terms of one list less."""
    return [term & ~(1 << bit) for bit in range(term.bit_length()) if term >> bit & 1]


def neighbours(model: Model, lists: int, order: int) -> list[Model]:
    """The hierarchical models of one interaction more or less."""
    have = set(model)
    more = [
        term
        for term in interactions(lists, order)
        if term not in have and all(part in have for part in parts(term))
    ]
    less = [term for term in maximal(model) if term.bit_count() > 1]
    return [tuple(sorted(have | {term})) for term in more] + [
        tuple(sorted(have - {term})) for term in less
    ]


def maximal(model: Model) -> list[int]:
    """The terms that no other term of the model holds: its generators."""
    return [
        term for term in model if not any(other != term and other & term == term for other in model)
    ]


def describe(model: Model, lists: Sequence[str]) -> str:
    """A model by its generators, as "[EXH·ABA·OSCE, EXH·HRW]"."""
    names = [
        [name for place, name in enumerate(lists) if term >> place & 1] for term in maximal(model)
    ]
    order = {name: place for place, name in enumerate(lists)}
    names.sort(key=lambda each: (-len(each), [order[name] for name in each]))
    return "[" + ", ".join("·".join(each) for each in names) + "]"
