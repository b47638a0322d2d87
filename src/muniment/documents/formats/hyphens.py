"""Words broken at a line's end: whether the hyphen goes or stays."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE = re.compile(r"([^\W_]+)-$")
_AFTER = re.compile(r"^([^\W_]+)")
_HYPHENATED_SHARE = 0.025


class Hyphens:
    """Decides by the document's own words, then by lists of compound parts.

    Built from the document's lines in order; it counts each word that no line end breaks.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        count = 0
        broken = False
        breaks: list[tuple[str, str]] = []
        before = ""
        for line in lines:
            whole = line.split()[1:] if broken else line.split()
            if broken:
                breaks.append((before, line))
            before = line
            broken = line.endswith("-")
            for piece in whole[:-1] if broken else whole:
                for found in _WORD.findall(piece.lower()):
                    self._words[found] += 1
                    if "-" in found:
                        self._words.update(found.split("-"))
            count += 1
        votes = sum(self._vote(*each) for each in breaks)
        self._hyphenates = len(breaks) > _HYPHENATED_SHARE * count and votes > 0

    def stays(self, before: str, after: str) -> bool:
        """Whether the hyphen at the end of ``before`` belongs to the word that goes on.

        "conflict-" + "related" keeps it, "inter-" + "nally" loses it.
        """
        left, right = _BEFORE.search(before), _AFTER.match(after)
        if left is None or right is None:
            return True
        first, second = left[1], right[1]
        if first[-1].isdigit() or second[0].isdigit():
            return True
        if second[0].isupper() and not first.isupper():
            return True
        joined = self._words[(first + second).lower()]
        compound = self._words[f"{first}-{second}".lower()]
        if joined != compound:
            return compound > joined
        return not self._hyphenates or self._is_compound(first, second)

    def _vote(self, before: str, after: str) -> int:
        """1 where a hyphen looks put in to break a word, -1 where it looks like a word's own."""
        left, right = _BEFORE.search(before), _AFTER.match(after)
        if left is None or right is None:
            return 0
        first, second = left[1].lower(), right[1].lower()
        if self._words[first + second] or self._words[f"{first}-{second}"]:
            return 1 if self._words[first + second] else -1
        known = (len(first) > 2 and self._words[first] > 0) + (self._words[second] > 0)
        return 1 - known

    def _is_compound(self, first: str, second: str) -> bool:
        firsts, seconds = _compound_parts()
        one, two = first.lower(), second.lower()
        if one in firsts and (two in seconds or self._words[two] > 0):
            return True
        known = one in firsts or first[0].isupper() or (len(two) > 4 and self._words[one] > 0)
        if two in seconds and known:
            return True
        return min(len(one), len(two)) >= 5 and self._words[one] > 0 and self._words[two] > 0


@lru_cache(maxsize=1)
def _compound_parts() -> tuple[frozenset[str], frozenset[str]]:
    source = files("muniment.documents") / "languages" / "compounds.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    firsts = {word for table in tables.values() for word in table["first"].split()}
    seconds = {word for table in tables.values() for word in table["second"].split()}
    return frozenset(firsts), frozenset(seconds)
