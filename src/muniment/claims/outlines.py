"""Outlines: which texts can hold a pattern at all, told without compiling or searching.

A pattern of ``relations.toml`` costs a millisecond to compile and a search of each text to try,
and few of them are in a text. So each pattern is first read as an outline: which tokens it needs
in which order. A text is a row of tokens; a set of places in it is a number whose bit n stands
for token n; to follow an outline is to move such a set from token to token by shifting bits. What
cannot be read of a pattern is taken to fit everything, so an outline never rules out a text that
holds the pattern.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

# The marks of slots: "‹c3›" is slot 3, of class c. All tokens of a class are one for an outline.
SLOT = "‹"
SENTENCE_END = "⏎"
# A gap in a pattern: how many tokens it leaves out at most, and which marks none of them holds;
# "~~~" goes on over one sentence end.
_GAPS = {"~": (3, ",;:()"), "~~": (13, ";()"), "~~~": (12, "")}
_DATE = "t"
# More words than these are not listed: the token is taken to be any.
_MOST_WORDS = 400
_PLAIN = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"\{([a-z_]+)\}")
_ROLE = re.compile(r"<(\w+)(?::([a-z]+))?>")
_BARE_SLOT = re.compile(r"‹(\w|\[[a-z-]+\])\\d\+›")
_OPENING = re.compile(r"\(\?(?::|P<\w+>)|\((?!\?)")
_LOOKAROUND = re.compile(r"\(\?<?[=!]")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d+(?:,\d*)?\})\??")
_FORM = re.compile(
    "|".join((r"\\.", "~+", *(form.pattern for form in (_PLAIN, _QUANTIFIER, _NAME, _ROLE))))
    + f"|{_BARE_SLOT.pattern}",
    re.DOTALL,
)
"""A part that is neither a group nor a set."""
_LIST = re.compile(r"(?:[^\W\d_]|[ |])*")
"""Alternatives of letters and spaces only."""
_RUN = re.compile(rf" |{_PLAIN.pattern}")
_WIDE = frozenset({" ", ".", "^", "$", "\\s", "\\W", "\\D"})


class Row:
    """The tokens of a text: where each stands, as a set of places."""

    def __init__(self, tokens: Sequence[str]) -> None:
        places: dict[str, int] = {}
        bit = 1
        for token in tokens:
            key = token[:2] if token[0] == SLOT else token
            places[key] = places.get(key, 0) | bit
            bit <<= 1
        self.places = places
        self.keys = frozenset(places)
        self.every = bit - 1
        self._found: dict[frozenset[str] | tuple[str, ...] | str, int] = {}

    def of(self, words: frozenset[str]) -> int:
        """The places of some words."""
        found = self._found.get(words)
        if found is None:
            found = 0
            for word in words & self.keys:
                found |= self.places[word]
            self._found[words] = found
        return found

    def starting(self, prefixes: tuple[str, ...]) -> int:
        """The places of words that begin with one of some texts."""
        found = self._found.get(prefixes)
        if found is None:
            found = 0
            for word, places in self.places.items():
                if word.startswith(prefixes):
                    found |= places
            self._found[prefixes] = found
        return found

    def without(self, marks: str) -> int:
        """The places of words that hold none of some marks, and no slots but dates."""
        key = f"without {marks}"
        found = self._found.get(key)
        if found is None:
            found = 0
            dates = "" if "," in marks else SLOT + _DATE
            for word, places in self.places.items():
                if (word[0] != SLOT or word == dates) and not any(mark in word for mark in marks):
                    found |= places
            found &= ~self.places.get(SENTENCE_END, 0)
            self._found[key] = found
        return found


class _Node(Protocol):
    """A part of an outline."""

    @property
    def needed(self) -> Sequence[frozenset[str]]:
        """Sets of words of each of which a text must hold one."""

    def follow(self, row: Row, places: int) -> int:
        """Where the text goes on after this part, if it begins at one of some places."""


class _Words:
    """One token, one of some words."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        self.needed = (words,)

    def follow(self, row: Row, places: int) -> int:
        return (places & row.of(self.words)) << 1


class _Starting:
    """One token that begins with one of some texts."""

    needed = ()

    def __init__(self, prefixes: tuple[str, ...]) -> None:
        self._prefixes = prefixes

    def follow(self, row: Row, places: int) -> int:
        return (places & row.starting(self._prefixes)) << 1


class _Gap:
    """A bounded number of tokens without some marks."""

    needed = ()

    def __init__(self, mark: str) -> None:
        self._most, self._marks = _GAPS[mark]
        self._over_an_end = mark == "~~~"

    def follow(self, row: Row, places: int) -> int:
        plain = row.without(self._marks)
        places = self._reach(plain, places)
        if self._over_an_end:
            end = (places & row.places.get(SENTENCE_END, 0)) << 1
            places |= self._reach(plain, end)
        return places

    def _reach(self, plain: int, places: int) -> int:
        for _ in range(self._most):
            further = places | (places & plain) << 1
            if further == places:
                break
            places = further
        return places


class _Unknown:
    """Any tokens, or none."""

    needed = ()

    def follow(self, row: Row, places: int) -> int:
        first = places & -places
        return (row.every << 1 | 1) & -first if places else 0


class _Choice:
    """One of several sequences, perhaps none of them or several in turn."""

    def __init__(self, choices: Sequence[_Sequence], quantifier: str) -> None:
        self._optional = quantifier[:1] in ("?", "*") or quantifier[:2] in ("{0", "{,")
        self._again = quantifier[:1] in ("*", "+", "{")
        self.needed: tuple[frozenset[str], ...] = ()
        if not self._optional and all(choice.needed for choice in choices):
            first = (min(choice.needed, key=len) for choice in choices)
            self.needed = (frozenset().union(*first),)
        # Most choices are lists of words: those that are one word, those that begin with a word
        # (by that word), and the others.
        words: set[str] = set()
        self._by_first: dict[str, list[_Sequence]] = {}
        self._others: list[_Sequence] = []
        for choice in choices:
            first_words, rest = choice.opening()
            if rest is None:
                self._others.append(choice)
            elif rest.is_empty:
                words |= first_words
            else:
                for word in first_words:
                    self._by_first.setdefault(word, []).append(rest)
        self._words = frozenset(words)
        self._firsts = frozenset(self._by_first)

    def follow(self, row: Row, places: int) -> int:
        found = self._once(row, places)
        while self._again:
            more = found | self._once(row, found)
            if more == found:
                break
            found = more
        return found | places if self._optional else found

    def _once(self, row: Row, places: int) -> int:
        found = (places & row.of(self._words)) << 1
        for word in self._firsts & row.keys:
            after = (places & row.places[word]) << 1
            if after:
                for rest in self._by_first[word]:
                    found |= rest.follow(row, after)
        for choice in self._others:
            found |= choice.follow(row, places)
        return found


class _Sequence:
    """Parts one after the other."""

    def __init__(self, nodes: Sequence[_Node]) -> None:
        self._nodes = nodes
        self.is_empty = not nodes

    @functools.cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """Sets of words of each of which a text must hold one."""
        return tuple(dict.fromkeys(some for node in self._nodes for some in node.needed))

    def opening(self) -> tuple[frozenset[str], _Sequence | None]:
        """The words that it begins with, and what follows them; None if it begins otherwise."""
        if not self._nodes or not isinstance(self._nodes[0], _Words):
            return frozenset(), None
        rest = self._nodes[1:]
        return self._nodes[0].words, _Sequence(rest) if rest else _END

    def follow(self, row: Row, places: int) -> int:
        for node in self._nodes:
            if not places:
                return 0
            places = node.follow(row, places)
        return places


_END = _Sequence(())


class Outline:
    """The outline of a pattern that matches from the start of a token to the end of one."""

    def __init__(self, sequence: _Sequence) -> None:
        self._sequence = sequence
        self._needed = sequence.needed

    def may_match(self, row: Row) -> bool:
        """False when the text cannot hold the pattern."""
        keys = row.keys
        for some in self._needed:
            if some.isdisjoint(keys):
                return False
        return self._sequence.follow(row, row.every) != 0


class Outliner:
    """Reads outlines of patterns that may name lists of words."""

    def __init__(self, lists: Mapping[str, str], any_class: str) -> None:
        """``lists`` are alternatives by name; ``any_class`` the classes of a role without any."""
        self._lists = lists
        self._any_class = any_class
        self._parsed: dict[str, list[list[str]]] = {}
        self._choices: dict[str, tuple[_Sequence, ...]] = {}
        self._words: dict[str, frozenset[str] | None] = {}
        self._spaced: dict[str, bool] = {}

    def outline(self, pattern: str) -> Outline:
        """The outline of a pattern.

        Raises KeyError when it names a list that there is not.
        """
        return Outline(_Sequence([_Choice(self._choices_of(pattern), "")]))

    def _choices_of(self, inside: str) -> tuple[_Sequence, ...]:
        """The sequences of the alternatives of a group, each ending where a token ends."""
        found = self._choices.get(inside)
        if found is None:
            found = tuple(_Sequence(list(self._nodes(each))) for each in self._alternatives(inside))
            self._choices[inside] = found
        return found

    def _alternatives(self, inside: str) -> list[list[str]]:
        """The alternatives of a group, in parts."""
        found = self._parsed.get(inside)
        if found is None:
            if _LIST.fullmatch(inside):
                found = [_RUN.findall(each) for each in inside.split("|")]
            else:
                found = [[]]
                for part in _parts(inside):
                    if part == "|":
                        found.append([])
                    else:
                        found[-1].append(part)
            self._parsed[inside] = found
        return found

    def _nodes(self, parts: Sequence[str]) -> Iterator[_Node]:
        """The nodes of a sequence that begins and ends where a token does."""
        token: list[str] = []
        at = 0
        while at < len(parts):
            part = parts[at]
            at += 1
            quantifier = ""
            if at < len(parts) and _QUANTIFIER.fullmatch(parts[at]):
                quantifier = parts[at]
                at += 1
            if _LOOKAROUND.match(part):
                continue
            if part == " " and not quantifier:
                if token:
                    yield self._token(token)
                    token = []
                continue
            if set(part) == {"~"} and not token and parts[at : at + 1] == [" "]:
                yield _Gap(part)
                continue
            inside = self._inside(part)
            if inside is None or not self._has_space(inside):
                token += [part, quantifier]
                continue
            choices = self._alternatives(inside)
            closed = at == len(parts) or parts[at] == " "
            if token and all(each[:1] == [" "] for each in choices):
                # "before(?: that| then)?": the token ends and others may follow.
                yield self._token(token)
                token = []
            if not token and (closed or all(each[-1:] == [" "] for each in choices)):
                yield _Choice(self._choices_of(inside), quantifier)
            else:
                token += [" ", ""]
        if token:
            yield self._token(token)

    def _token(self, parts: Sequence[str]) -> _Node:
        """The node of one token, in pairs of a part and its quantifier."""
        if len(parts) == 2 and not parts[1]:
            slots = self._slots(parts[0])
            if slots is not None:
                return slots
        words = {""}
        for at in range(0, len(parts), 2):
            part, quantifier = parts[at], parts[at + 1]
            some = self._texts(part)
            if some is None or quantifier[:1] not in ("", "?") or quantifier == "??":
                if any(_is_wide(each) for each in parts[at::2]):
                    return _Unknown()
                return _Starting(tuple(words))
            longer = {word + each for word in words for each in some}
            words = words | longer if quantifier else longer
            if len(words) > _MOST_WORDS:
                return _Unknown()
        return _Words(frozenset(words))

    def _slots(self, part: str) -> _Node | None:
        """The node of a slot, None where the part is no slot."""
        role = _ROLE.fullmatch(part)
        if role is not None:
            return _Words(frozenset(SLOT + letter for letter in role[2] or self._any_class))
        bare = _BARE_SLOT.fullmatch(part)
        if bare is None:
            return None
        if "-" in bare[1]:
            return _Starting((SLOT,))
        return _Words(frozenset(SLOT + letter for letter in bare[1].strip("[]")))

    def _texts(self, part: str) -> frozenset[str] | None:
        """Every text that a part without spaces can stand for; None if that cannot be told."""
        if part == " " or part in "^$" or part[0] in ".<[‹~":
            return None
        if part[0] == "\\":
            return None if part[1].isalnum() else frozenset((part[1],))
        inside = self._inside(part)
        if inside is None:
            return None if part[0] == "(" else frozenset((part,))
        if inside not in self._words:
            found: set[str] = set()
            for parts in self._alternatives(inside):
                node = self._token(_with_quantifiers(parts))
                if not isinstance(node, _Words):
                    self._words[inside] = None
                    break
                found |= node.needed[0]
            else:
                self._words[inside] = frozenset(found)
        return self._words[inside]

    def _inside(self, part: str) -> str | None:
        """What stands in a group or in the list that a name stands for, else None."""
        name = _NAME.fullmatch(part)
        if name is not None:
            return self._lists[name[1]]
        opening = _OPENING.match(part)
        return part[opening.end() : -1] if opening is not None else None

    def _has_space(self, inside: str) -> bool:
        found = self._spaced.get(inside)
        if found is None:
            parts = {part for each in self._alternatives(inside) for part in each}
            groups = (self._inside(part) for part in parts)
            found = self._spaced[inside] = any(
                part == " " or part[0] == "~" for part in parts
            ) or any(group is not None and self._has_space(group) for group in groups)
        return found


def _with_quantifiers(parts: Sequence[str]) -> list[str]:
    """Parts as pairs of a part and its quantifier."""
    pairs: list[str] = []
    for part in parts:
        if _QUANTIFIER.fullmatch(part) and pairs:
            pairs[-1] = part
        elif not _LOOKAROUND.match(part):
            pairs += [part, ""]
    return pairs


def _is_wide(part: str) -> bool:
    """Whether a part may stand for a text with a space in it."""
    if part[0] == "[":
        return " " in part or "\\s" in part or part[1:2] == "^"
    return part in _WIDE or part[0] in "({"


def _parts(pattern: str) -> Iterator[str]:
    """A pattern's parts: runs of letters, groups, names, roles, sets, quantifiers, single signs.

    A letter that a quantifier follows is a part of its own.
    """
    at = 0
    while at < len(pattern):
        end = _end_of_part(pattern, at)
        if end - at > 1 and pattern[at].isalpha() and _QUANTIFIER.match(pattern, end):
            end -= 1
        yield pattern[at:end]
        at = end


def _end_of_part(pattern: str, at: int) -> int:
    """Where the part that begins at ``at`` ends."""
    first = pattern[at]
    if first == "(":
        return _end_of_group(pattern, at)
    if first == "[":
        return _end_of_set(pattern, at)
    match = _FORM.match(pattern, at)
    return match.end() if match is not None else at + 1


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
