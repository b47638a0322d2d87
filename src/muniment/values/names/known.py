"""What is known of a name beyond its letters: curated spellings, family endings, related names."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.values.names.letters import PRIVATE, alphabet, read_rows, symbols_of, undoubled

_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Known:
    """A name part by its folded letters.

    ``key`` is the canonical key; ``names`` are the curated names that it is a spelling of, with
    their family ending; ``related`` the rows of ``data/related.csv`` that it stands in;
    ``ending`` the canonical family ending, where the ending alone shows one.
    """

    key: str
    names: frozenset[str]
    related: frozenset[int]
    ending: str = ""


def folds_of(lines: Sequence[str]) -> list[str]:
    """The letters of ``data/folds.csv`` for forms given as symbols (``letters.symbols_of``)."""
    return undoubled("\n".join(lines).translate(_key_letters())).split("\n")


def fold(part: str) -> str:
    """The letters of ``data/folds.csv`` for the likeliest sounds of a name part."""
    (found,) = folds_of(symbols_of([part]))
    return found


@functools.lru_cache(maxsize=1 << 16)
def known(folded: str) -> Known:
    """What is known of a name part, given its fold."""
    rows = _variants().get(folded, ())
    related = _related().get(folded, frozenset())
    for _, key in rows:
        related |= _related().get(key, frozenset())
    if rows or related:
        return Known(rows[0][1] if rows else folded, frozenset(name for name, _ in rows), related)
    for length in _ending_lengths():
        found = _endings().get(folded[-length:]) if len(folded) > length else None
        stem = folded[:-length]
        if found is not None and len(stem) >= _SHORTEST_STEM:
            ending, certain = found
            rows = _variants().get(stem, ())
            names = frozenset(f"{name}-{ending}" for name, _ in rows)
            key = (rows[0][1] if rows else stem) + ending
            return Known(key, names, frozenset(), ending if certain else "")
    return Known(folded, frozenset(), frozenset())


@functools.cache
def _variants() -> dict[str, tuple[tuple[str, str], ...]]:
    """By the fold of each curated form the first forms of its rows, and the folds of those."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    rows = [row["forms"].split() for row in read_rows("variants.csv")]
    folds = iter(folds_of(symbols_of([form for forms in rows for form in forms])))
    for forms in rows:
        row = list(itertools.islice(folds, len(forms)))
        for folded in dict.fromkeys(row):
            found[folded] = (*found.get(folded, ()), (forms[0], row[0]))
    return found


@functools.cache
def _related() -> dict[str, frozenset[int]]:
    """By fold, and by the fold of a curated name's first form, the rows of ``related.csv``."""
    found: dict[str, frozenset[int]] = {}
    for number, row in enumerate(read_rows("related.csv")):
        for form in row["forms"].split():
            folded = fold(form)
            for key in [key for _, key in _variants().get(folded, ())] or [folded]:
                found[key] = found.get(key, frozenset()) | {number}
    return found


@functools.cache
def _endings() -> dict[str, tuple[str, bool]]:
    """By the fold of each family ending that of the canonical one, and whether it is certain."""
    found: dict[str, tuple[str, bool]] = {}
    for row in read_rows("endings.csv"):
        if row["kind"] == "family":
            for form in row["forms"].split():
                found.setdefault(fold(form), (fold(row["ending"]), bool(row["certain"])))
    return found


@functools.cache
def _ending_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(ending) for ending in _endings()}, reverse=True))


@functools.cache
def _key_letters() -> dict[int, str]:
    letters = {row["sound"]: row["key"] for row in read_rows("folds.csv")}
    return {
        PRIVATE + number: ""
        if symbol.optional
        else letters.get(symbol.sounds[0], unread_letters(number))
        for number, symbol in enumerate(alphabet().symbols)
    }


def unread_letters(number: int) -> str:
    """Two letters for a symbol, by its number, that is not read as sound."""
    return "q" + chr(ord("a") + number % 26)
