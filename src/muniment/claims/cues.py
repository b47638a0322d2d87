"""Cues: what a text must hold for a pattern to be found in it, read from the pattern itself.

A pattern of ``relations.toml`` costs a millisecond to compile and a search of the text to try.
Its cues are found by looking at its characters only, and most patterns are ruled out by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_PLAIN = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"\{([a-z_]+)\}")
_ROLE = re.compile(r"<(\w+)(?::([a-z]+))?>")


@dataclass(frozen=True, slots=True)
class Cues:
    """What a text must hold: of each set of texts one, and a slot of each role's classes.

    ``words`` are texts of which one of each tuple must occur; ``slots`` the letters of each role
    that cannot be left out.
    """

    words: tuple[tuple[str, ...], ...]
    slots: tuple[str, ...]

    def may_match(self, text: str, letters: str) -> bool:
        """False when the text cannot hold the pattern; ``letters`` are those of its slots."""
        if len(self.slots) > len(letters):
            return False
        for classes in self.slots:
            if not any(letter in letters for letter in classes):
                return False
        return all(any(word in text for word in some) for some in self.words)


def cues_of(pattern: str, words: Mapping[str, str], any_class: str) -> Cues:
    """The cues of a pattern, ``words`` being the lists it may name.

    ``any_class`` are the classes of a role that names none. What cannot be read gives no cue.
    """
    parts = list(_parts(pattern))
    if "|" in parts:
        return Cues((), ())
    needed: list[tuple[str, ...]] = []
    slots: list[str] = []
    for part in _needed(parts):
        role = _ROLE.fullmatch(part)
        if role is not None:
            slots.append(role[2] or any_class)
        elif some := _alternatives(part, words):
            needed.append(some)
    return Cues(tuple(dict.fromkeys(needed)), tuple(slots))


def _alternatives(part: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Texts of which one must occur where this part of a pattern is found; () if not known."""
    if _PLAIN.fullmatch(part):
        return (part,)
    name = _NAME.fullmatch(part)
    if name is not None:
        return _of_group(words[name[1]], words)
    if part.startswith("(?:"):
        return _of_group(part[3:-1], words)
    return ()


def _of_group(inside: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """One text for each alternative of a group; () when one of them has none."""
    found: list[str] = []
    alternative: list[str] = []
    for part in [*_parts(inside), "|"]:
        if part != "|":
            alternative.append(part)
            continue
        some = next(filter(None, (_alternatives(each, words) for each in _needed(alternative))), ())
        if not some:
            return ()
        found.extend(some)
        alternative = []
    return tuple(dict.fromkeys(found))


def _needed(parts: Sequence[str]) -> Iterator[str]:
    """The parts that no quantifier lets the text leave out."""
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if after in ("?", "*", "{"):
            continue
        yield part


def _parts(pattern: str) -> Iterator[str]:
    """A pattern's parts: runs of letters, groups, names, roles, sets and single signs.

    A letter that a quantifier follows is a part of its own.
    """
    at = 0
    while at < len(pattern):
        end = _end_of_part(pattern, at)
        if end - at > 1 and pattern[at].isalpha() and pattern[end : end + 1] in ("?", "*", "{"):
            end -= 1
        yield pattern[at:end]
        at = end


def _end_of_part(pattern: str, at: int) -> int:
    """Where the part that begins at ``at`` ends."""
    first = pattern[at]
    if first == "\\":
        return at + 2
    if first == "(":
        return _end_of_group(pattern, at)
    if first == "[":
        return _end_of_set(pattern, at)
    for form in (_PLAIN, _NAME, _ROLE):
        match = form.match(pattern, at)
        if match is not None:
            return match.end()
    return at + 1


def _end_of_group(pattern: str, at: int) -> int:
    """Where the group that opens at ``at`` closes."""
    depth = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 2
            continue
        if sign == "[":
            at = _end_of_set(pattern, at)
            continue
        depth += (sign == "(") - (sign == ")")
        at += 1
        if depth == 0:
            break
    return at


def _end_of_set(pattern: str, at: int) -> int:
    """Where the set of characters that opens at ``at`` closes."""
    at += 2 if pattern[at + 1 : at + 2] == "^" else 1
    at += pattern[at : at + 1] == "]"
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
