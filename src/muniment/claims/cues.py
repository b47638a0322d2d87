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
    """What a text must hold: of each set of words one, and a slot of each role's classes.

    ``words`` are sets of which one word must stand between spaces, ``parts`` tuples of texts of
    which one must occur anywhere; ``slots`` the letters of each role that cannot be left out.
    """

    words: tuple[frozenset[str], ...]
    parts: tuple[tuple[str, ...], ...]
    slots: tuple[frozenset[str], ...]

    def may_match(self, text: str, words: frozenset[str], letters: str) -> bool:
        """False when the text, whose words are ``words``, cannot hold the pattern.

        ``letters`` are those of its slots.
        """
        if len(self.slots) > len(letters):
            return False
        for classes in self.slots:
            if classes.isdisjoint(letters):
                return False
        for some in self.words:
            if some.isdisjoint(words):
                return False
        return all(any(part in text for part in some) for some in self.parts)


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """Texts of which one must occur; ``whole`` when each then stands between spaces."""

    texts: tuple[str, ...]
    whole: bool


def cues_of(pattern: str, words: Mapping[str, str], any_class: str) -> Cues:
    """The cues of a pattern that matches only between spaces; ``words`` are the lists it may name.

    ``any_class`` are the classes of a role that names none. What cannot be read gives no cue.
    """
    parts = list(_parts(pattern))
    if "|" in parts:
        return Cues((), (), ())
    whole: list[frozenset[str]] = []
    anywhere: list[tuple[str, ...]] = []
    slots: list[frozenset[str]] = []
    for part, alone in _needed(parts, alone=True):
        role = _ROLE.fullmatch(part)
        if role is not None:
            slots.append(frozenset(role[2] or any_class))
            continue
        some = _alternatives(part, words, alone)
        if some is not None and some.whole:
            whole.append(frozenset(some.texts))
        elif some is not None:
            anywhere.append(some.texts)
    return Cues(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(anywhere)), tuple(slots))


def _alternatives(part: str, words: Mapping[str, str], alone: bool) -> _Alternatives | None:
    """What must occur where a part of a pattern is found; None if that is not known.

    ``alone`` tells that the part stands between spaces.
    """
    if _PLAIN.fullmatch(part):
        return _Alternatives((part,), alone)
    name = _NAME.fullmatch(part)
    if name is not None:
        return _of_group(words[name[1]], words, alone)
    if part.startswith("(?:"):
        return _of_group(part[3:-1], words, alone)
    return None


def _of_group(inside: str, words: Mapping[str, str], alone: bool) -> _Alternatives | None:
    """One text for each alternative of a group; None when one of them has none."""
    found: list[str] = []
    whole = True
    alternative: list[str] = []
    for part in [*_parts(inside), "|"]:
        if part != "|":
            alternative.append(part)
            continue
        known = (_alternatives(each, words, apart) for each, apart in _needed(alternative, alone))
        some = next((each for each in known if each is not None), None)
        if some is None:
            return None
        found.extend(some.texts)
        whole = whole and some.whole
        alternative = []
    return _Alternatives(tuple(dict.fromkeys(found)), whole)


def _needed(parts: Sequence[str], alone: bool) -> Iterator[tuple[str, bool]]:
    """The parts that no quantifier lets the text leave out, and whether each is between spaces.

    ``alone`` tells that all of them together stand between spaces.
    """
    last = len(parts) - 1
    for at, part in enumerate(parts):
        after = parts[at + 1] if at < last else ""
        if after in ("?", "*", "{"):
            continue
        before = parts[at - 1] == " " if at else alone
        space = after == " " and (at + 2 > last or parts[at + 2] not in ("?", "*", "{"))
        yield part, before and (space if at < last else alone)


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
