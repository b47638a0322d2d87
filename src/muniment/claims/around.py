"""What stands right before and right after a place in a text, for recognisers that need a cue."""

from __future__ import annotations

import re
from collections.abc import Iterable

WINDOW = 72
SPACE = r"(?:[^\S\t\v\f]{1,16})"
"""One gap between two words, a line break included; never a TAB, which parts cells of a table."""

NEVER = "(?!)"
"""A regular expression for any of no phrases at all: it matches nothing."""

_OPENING = "\"'“‘«([*_"


def lowered(text: str) -> str:
    """The text in small letters, character for character, so that offsets stay the same."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(ch.lower() if len(ch.lower()) == 1 else ch for ch in text)


def window_before(text: str, at: int) -> str:
    """Up to 72 characters before an offset, from the last empty line or table cell's end on."""
    window = text[max(0, at - WINDOW) : at].rpartition("\n\n")[2]
    if "\t" in window:
        rest = window.rpartition("\t")[2]
        window = rest if "\n" not in rest else rest.rpartition("\n")[2]
    return window


def words_before(text: str, at: int) -> list[str]:
    """The words before an offset in lower case, the nearest last, without opening marks."""
    return [word.lstrip(_OPENING) for word in window_before(text, at).lower().split()]


def words_after(text: str, at: int) -> list[str]:
    """The words after an offset in lower case, the nearest first; none if it ends inside a word."""
    if at < len(text) and not text[at].isspace():
        return []
    window = text[at : at + WINDOW].partition("\n\n")[0]
    if "\t" in window or "\t" in text[text.rfind("\n", max(0, at - WINDOW), at) + 1 : at]:
        window = window.partition("\n")[0].partition("\t")[0]
    return window.lower().split()


def ends_with(words: list[str], phrases: frozenset[str], longest: int = 4) -> int:
    """How many of the last words make up one of the phrases (the longest such), or 0."""
    for count in range(min(longest, len(words)), 0, -1):
        if " ".join(words[-count:]) in phrases:
            return count
    return 0


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first; a space is any white space."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    if not ordered:
        return NEVER
    return "(?:" + "|".join(map(_literal, ordered)) + ")"


def plain(words: str) -> str:
    """The words with every line break and run of spaces as one space."""
    return " ".join(words.split())


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of many words, shared beginnings tried once; longest wins."""
    tree: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        tree.setdefault(word[:1], []).append(word[1:])
    branches = [] if tree else [NEVER]
    for first, rests in sorted(tree.items(), reverse=True):
        if not first:
            branches.append("")
        elif len(rests) == 1:
            branches.append(_literal(first + rests[0]))
        else:
            branches.append(_literal(first) + any_of(rests))
    return "(?:" + "|".join(branches) + ")"


def _literal(word: str) -> str:
    return r"\s{1,16}".join(map(re.escape, word.split(" ")))
