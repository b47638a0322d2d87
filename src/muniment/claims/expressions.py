"""Regular expressions that are compiled when first used.

To compile one costs up to several milliseconds, and a document needs few of those that a language
pack holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

Found = re.Match[str] | None


class Expression:
    """A regular expression, used as a compiled one is."""

    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[str]]
    fullmatch: Callable[..., Found]
    match: Callable[..., Found]
    search: Callable[..., Found]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, source: str) -> None:
        self.pattern = source

    def __getattr__(self, name: str) -> object:
        """Compile, and from then on do without this detour."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern), name)
        setattr(self, name, found)
        return found


class Expressions(dict[str, re.Pattern[str]]):
    """Regular expressions by name."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._sources = sources

    def __missing__(self, name: str) -> re.Pattern[str]:
        """The expression of a name that is asked for the first time.

        Raises KeyError for a name that is not known.
        """
        found = self[name] = re.compile(self._sources[name])
        return found
