"""What is known of a name beyond its letters: curated spellings, family endings, related names."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from muniment.values.names.letters import PRIVATE, alphabet, read_rows, symbols_of, undoubled

_SHORTEST_STEM = 2
_SHORTEST_CURATED_STEM = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name part.

    ``names`` are the curated names that it is a spelling of, with their family ending;
    ``related`` the rows of ``data/related.csv`` that it stands in, ``heads`` those of them that
    it begins; ``ending`` the canonical family ending, where the ending alone shows one;
    ``listed`` whether the part is listed as written, not only by its fold.
    """

    names: frozenset[str]
    related: frozenset[int]
    heads: frozenset[int]
    ending: str
    listed: bool = False


_NOTHING = Known(frozenset(), frozenset(), frozenset(), "")


def folds_of(lines: Sequence[str]) -> list[str]:
    """The letters of ``data/folds.csv`` for forms given as symbols (``letters.symbols_of``)."""
    return undoubled("\n".join(lines).translate(_key_letters())).split("\n")


def fold(part: str) -> str:
    """The letters of ``data/folds.csv`` for the likeliest sounds of a name part."""
    (found,) = folds_of(symbols_of([part]))
    return found


def facts_of(lines: Sequence[str]) -> list[Known]:
    """What is known of forms given as symbols (``letters.symbols_of``)."""
    if not lines:
        return []
    listed = _listed()
    return [
        listed.get(line) or known(folded)
        for line, folded in zip(lines, folds_of(lines), strict=True)
    ]


def known(folded: str) -> Known:
    """What is known of a name part, given its fold."""
    variants = _variants()
    if folded in variants or folded in _related():
        return _curated(variants.get(folded, ()), "", folded)
    stem, ending, certain = _without_ending(folded)
    rows = variants.get(stem, ()) if ending and len(stem) >= _SHORTEST_CURATED_STEM else ()
    return _curated(rows, "-" + ending, "") if rows else _only_ending(ending if certain else "")


def key_of(folded: str) -> str:
    """The canonical key of a name part, given its fold: see ``keys.name_key``."""
    if folded in _variants():
        return _variants()[folded][0][1]
    if folded in _related():
        return folded
    stem, ending, _ = _without_ending(folded)
    curated = ending and len(stem) >= _SHORTEST_CURATED_STEM
    rows = _variants().get(stem, ()) if curated else ()
    return (rows[0][1] if rows else stem) + ending


@functools.cache
def _curated(rows: tuple[tuple[str, str], ...], ending: str, folded: str) -> Known:
    keys = [] if ending else [folded, *(key for _, key in rows)]
    related = frozenset(row for key in keys for row in _related().get(key, ()))
    heads = frozenset(row for row in related for key in keys if _heads()[row] == key)
    names = frozenset(name + ending for name, _ in rows)
    certain = {found for found, sure in _endings().values() if sure}
    return Known(names, related, heads, ending[1:] if ending[1:] in certain else "")


@functools.cache
def _only_ending(ending: str) -> Known:
    return replace(_NOTHING, ending=ending)


def _without_ending(folded: str) -> tuple[str, str, bool]:
    """The stem, the canonical family ending ("" for none), and whether that is certain.

    The longest ending, but a shorter one that leaves the stem of a curated name.
    """
    endings, stems = _endings_by_last(), _variants()
    found = folded, "", False
    for ending, canonical, certain in endings.get(folded[-2:]) or endings.get(folded[-1:], ()):
        if folded.endswith(ending) and len(folded) >= len(ending) + _SHORTEST_STEM:
            stem = folded.removesuffix(ending)
            if not found[1] or (len(stem) >= _SHORTEST_CURATED_STEM and stem in stems):
                found = stem, canonical, certain
    return found


@functools.cache
def _listed() -> dict[str, Known]:
    """By its symbols each curated form: the names of the rows that it stands in, and no others.

    سليم and سالم have one fold, and are two names.
    """
    rows: dict[str, dict[tuple[str, str], None]] = {}
    for row in read_rows("variants.csv"):
        forms = row["forms"].split()
        lines = symbols_of(forms)
        for line in lines:
            rows.setdefault(line, {})[forms[0], fold(forms[0])] = None
    folds = folds_of(list(rows))
    return {
        line: replace(_curated(tuple(found), "", folded), listed=True)
        for (line, found), folded in zip(rows.items(), folds, strict=True)
    }


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
def _heads() -> tuple[str, ...]:
    """For each row of ``related.csv`` the key of its first name."""
    return tuple(key_of(fold(row["forms"].split()[0])) for row in read_rows("related.csv"))


@functools.cache
def _endings() -> dict[str, tuple[str, bool]]:
    """By the fold of each family ending that of the canonical one, and whether it is certain."""
    found: dict[str, tuple[str, bool]] = {}
    for row in read_rows("endings.csv"):
        if row["kind"] == "family":
            canonical = fold(row["ending"])
            for form in map(fold, row["forms"].split()):
                if form != canonical or len(form) > 1:  # many names end in the a of -ia
                    found.setdefault(form, (canonical, bool(row["certain"])))
    return found


@functools.cache
def _endings_by_last() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """The endings, the longest first, by the last two letters of what may end so.

    Endings of one letter stand by that letter, and with the longer ones that end in it. Each has
    its canonical form, and whether it is certain.
    """
    rows = [(ending, *rest) for ending, rest in _endings().items()]
    rows.sort(key=lambda row: -len(row[0]))
    lasts = {row[0][-2:] for row in rows}
    return {last: tuple(row for row in rows if last.endswith(row[0][-2:])) for last in lasts}


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
