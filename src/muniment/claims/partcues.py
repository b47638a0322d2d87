"""The words by which a text makes one figure part of another."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from muniment.claims.language import load_language


class PartCues(NamedTuple):
    """The words of ``parts.toml``."""

    openers: frozenset[tuple[str, ...]]
    exhaustive: frozenset[tuple[str, ...]]
    pronouns: frozenset[str]
    person_pronouns: frozenset[str]
    of: frozenset[str]
    determiners: frozenset[str]
    remainder: frozenset[str]
    continuing: frozenset[str]
    totals: frozenset[str]
    adding: frozenset[tuple[str, ...]]
    restating: frozenset[str]
    restricting: frozenset[str]
    by: frozenset[str]
    apart: frozenset[str]
    joining: frozenset[str]
    running: frozenset[str]
    summing: frozenset[str]
    uncounted: frozenset[str]
    uncounted_one: frozenset[str]
    single: frozenset[str]
    twice: frozenset[str]
    thirds: frozenset[str]
    limiting: frozenset[str]
    complements: list[list[frozenset[str]]]
    kinds: list[list[frozenset[str]]]


@functools.cache
def part_cues(code: str) -> PartCues:
    """The part cues of a language pack.

    Raises FileNotFoundError when the pack has no ``parts.toml``.
    """
    table = load_language(code).glossed("parts")
    phrases = ("openers", "exhaustive", "adding")
    values: dict[str, Any] = {
        name: frozenset(tuple(phrase.split()) for phrase in table[name])
        if name in phrases
        else frozenset(table[name])
        for name in PartCues._fields
        if name not in ("complements", "kinds")
    }
    complements = [[frozenset(g) for g in row["groups"]] for row in table["complements"]]
    kinds = [[frozenset(g) for g in row["groups"]] for row in table["kinds"]]
    return PartCues(**values, complements=complements, kinds=kinds)
