"""Words as they are looked for: without accents, in Latin letters, whatever was written."""

from __future__ import annotations

import re
from functools import lru_cache

from muniment.values.names import name_key

_WORD = re.compile(r"[\w]+", re.UNICODE)
LONGEST = 60


def folded(text: str) -> str:
    """The words of a text folded, with spaces between them."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    found = []
    for each in _WORD.findall(text):
        word = fold_word(each.casefold())
        if word:
            found.append(word)
    return found


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """One word folded: "xocavənd" and "khojavend" give the same."""
    if word.isascii() and (word.isdigit() or len(word) < 3):
        return word
    return name_key(word).replace(" ", "")[:LONGEST] or word[:LONGEST]
