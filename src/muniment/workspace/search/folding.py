"""Words as they are looked for: without accents, in Latin letters, whatever was written.

What stands in the index is spelled as it was written, only folded: other spellings of a name are
found when somebody looks for one (see ``spellings``), so that ordinary words that sound alike are
not taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from muniment.values.names import romanise

# Letters and digits with the marks that stand on them, of every script; "_" parts words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u00ad\u200c\u200d"
)
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_NOT_KEPT = re.compile(r"[^a-z0-9]")
LONGEST = 60


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word for _, _, word in placed(text)]


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text: where each begins and ends, and how it is folded."""
    for found in WORD.finditer(text):
        word = fold_word(found[0].casefold())
        if word:
            yield found.start(), found.end(), word


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """One word in small letters folded to a to z and digits; "" where nothing is left."""
    if word.isascii():
        return word[:LONGEST]
    digits = "".join(str(int(each)) if each.isdecimal() else each for each in word)
    folded = _NOT_KEPT.sub("", romanise(digits).casefold())[:LONGEST]
    # Scripts that nobody reads here are still found by their own letters.
    return folded or "u" + "".join(f"{ord(each):x}" for each in word)[: LONGEST - 1]
