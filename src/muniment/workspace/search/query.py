"""What people type into the search box. Anything can be read; nothing is an error.

Words must all be there; ``"words in quotes"`` side by side and as they are spelled; ``-word`` must
not be there; ``one OR other`` takes either; ``villag*`` a beginning of three letters or more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from muniment.workspace.search.folding import WORD

MOST_TERMS = 24
LONGEST = 1_000
_PARTS = re.compile(r'(?P<not>-?)"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+)')
_QUOTES = str.maketrans("“”„«»＂‟", '"' * 7)
_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: words in small letters that stand side by side.

    ``exact`` is for what stood in quotes, ``open`` for a beginning of a word.
    """

    words: tuple[str, ...]
    exact: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """``groups`` must each be met by one of their terms; none of ``without`` may be there."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()


def parse(text: str) -> Query:
    """What was typed, whatever it is."""
    groups: list[list[Term]] = []
    without: list[Term] = []
    either = False
    for found in list(_PARTS.finditer(text[:LONGEST].translate(_QUOTES)))[:MOST_TERMS]:
        plain = found["plain"]
        if plain in ("OR", "|"):
            either = bool(groups)
            continue
        negative = bool(found["not"]) or bool(plain and plain.startswith("-"))
        term = _term(plain if plain is not None else found["quoted"], exact=plain is None)
        if term is None:
            continue
        if negative:
            without.append(term)
        elif either:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    # "alder OR birch -alder" is birch without alder, which is far less to look through.
    refused = {each.words for each in without}
    kept = [[each for each in group if each.words not in refused] or group for group in groups]
    return Query(tuple(map(tuple, kept)), tuple(without))


def _term(text: str, exact: bool) -> Term | None:
    words = tuple(each.casefold() for each in WORD.findall(text))[:MOST_TERMS]
    if not words:
        return None
    beginning = not exact and text.endswith("*") and len(words[-1]) >= _BEGINNING
    return Term(words, exact, beginning)
