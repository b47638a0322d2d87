"""What two spellings of one name have in common: keys of names and of words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from muniment.values.names import keys

_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼʻ`-][^\W\d_]+)*|\d+")


def words(value: str) -> tuple[str, ...]:
    """The words and numbers of a value, as written."""
    return tuple(_WORDS.findall(value))


class Spellings:
    """The keys and skeletons of words, many at once; what is known of a word is kept."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}

    def learn(self, found: Iterable[Sequence[str]]) -> None:
        """Find keys and skeletons of all these words."""
        fresh = list({word: None for each in found for word in each if word not in self._known})
        numbers = {word: (word, word) for word in fresh if word.isdecimal()}
        letters = [word for word in fresh if word not in numbers]
        self._known |= numbers
        self._known |= zip(letters, keys.keys_and_skeletons(letters), strict=True)

    def key(self, word: str) -> str:
        """The key of a word across scripts; a number is its own. The word must be learned."""
        return self._known[word][0]

    def skeleton(self, word: str) -> str:
        """What is left of a word without its vowels; the key where nothing is left."""
        key, skeleton = self._known[word]
        return skeleton or key

    def sounds(self, word: str, most: int) -> Sequence[str]:
        """What a word may be found by: its skeleton by at most so many readings of its letters."""
        if word.isdecimal():
            return (word,)
        found = keys.key_from_skeleton(self._known[word][1]) if most == 1 else ""
        return (found,) if found else keys.blocking_keys(word)[:most]


def script(value: str) -> str:
    """The script of a value's first letter, as Unicode names it; "" where there is no letter."""
    return next((_script(letter) for letter in value if letter.isalpha()), "")


@functools.lru_cache(maxsize=1 << 12)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
