"""A word with the endings that nouns and names take, and the keys by which facets group names."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from muniment.values.names import script
from muniment.workspace.search.folding import fold_word, words


@cache
def _known() -> dict[str, Any]:
    text = files("muniment.workspace.search").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=4_096)
def forms(word: str) -> tuple[str, ...]:
    """A word in small letters as it may stand in texts, folded, as written first."""
    written = script(word).lower()
    found = {word: None}
    endings = _known()["endings"].get(written)
    if endings:
        stems = [
            (stem, group)
            for group in endings["groups"]
            if (stem := _stem(word, group, endings["shortest"])) is not None
        ]
        if stems:  # of several, the one whose ending is the longest
            stem, group = min(stems, key=lambda each: len(each[0]))
            found.update(dict.fromkeys(stem + each for each in group))
    beginnings = _known()["beginnings"]
    if written in beginnings:
        bare = next(
            (word.removeprefix(each) for each in beginnings[written] if _has(word, each)), word
        )
        found.update(dict.fromkeys([bare, *(each + bare for each in beginnings[written])]))
    return tuple(dict.fromkeys(filter(None, map(fold_word, found))))


def place_key(text: str) -> str:
    """What names of one place have in common: "the village of Alder" and "in Alder" are one."""
    return _bare(text, "places")


def party_key(text: str) -> str:
    """What names of one party have in common: "the Sudland authorities" and "Sudland" are not."""
    return _bare(text, "parties")


@lru_cache(maxsize=50_000)
def _bare(text: str, what: str) -> str:
    around = _around(what)
    all_words = words(text)
    return "".join([each for each in all_words if each not in around] or all_words)[:60]


@cache
def _around(what: str) -> frozenset[str]:
    return frozenset(fold_word(each.casefold()) for each in _known()["around"][what])


def _stem(word: str, group: list[str], shortest: int) -> str | None:
    """The word without the longest of these endings, where enough of it is left."""
    for ending in sorted(group, key=len, reverse=True):
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word.removesuffix(ending)
    return None


def _has(word: str, beginning: str) -> bool:
    return word.startswith(beginning) and len(word) - len(beginning) >= int(
        _known()["beginnings"]["shortest"]
    )
