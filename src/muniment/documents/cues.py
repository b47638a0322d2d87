"""The words by which documents say what they are: data from ``languages/``."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Cues(NamedTuple):
    """The word lists of a language, by name."""

    lists: dict[str, tuple[str, ...]]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, in lower case."""
        return self.lists[name]

    def any_of(self, name: str) -> str:
        """A regular expression (no groups of its own) for one of the words of a list."""
        words = sorted(self.lists[name], key=len, reverse=True)
        return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The English words; other languages' are to stand beside them."""
    source = files("muniment.documents") / "languages" / "en.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return Cues(
        {
            name: tuple(value.split() if isinstance(value, str) else value)
            for name, value in tables.items()
        }
    )


@lru_cache(maxsize=1)
def states() -> dict[str, str]:
    """The ISO 3166-1 alpha-3 codes of states by their English names, in lower case."""
    source = files("muniment.documents") / "languages" / "states.csv"
    return {
        name.lower(): code
        for code, names in csv.reader(source.read_text(encoding="utf-8").splitlines())
        for name in names.split("|")
    }
