"""What two spellings of one name have in common: keys of names and of words."""

from __future__ import annotations

import functools
import re
import unicodedata

from muniment.values.names import keys

_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼʻ`-][^\W\d_]+)*|\d+")


@functools.lru_cache(maxsize=1 << 16)
def words(value: str) -> tuple[str, ...]:
    """The words and numbers of a value, as written."""
    return tuple(_WORDS.findall(value))


@functools.lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """The key of a word across scripts; a number is its own."""
    return word if word.isdecimal() else keys.name_key(word)


@functools.lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """What is left of a word without its vowels; the key where nothing is left."""
    return word if word.isdecimal() else keys.skeleton(word) or keys.name_key(word)


def script(value: str) -> str:
    """The script of a value's first letter, as Unicode names it; "" where there is no letter."""
    return next((_script(letter) for letter in value if letter.isalpha()), "")


@functools.lru_cache(maxsize=1 << 12)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@functools.lru_cache(maxsize=1 << 16)
def sounds(word: str) -> tuple[str, ...]:
    """What a word may be found by: its skeleton by each reading of letters that have several."""
    return (word,) if word.isdecimal() else keys.blocking_keys(word)
