"""Comparing the words of a citation with the names of instruments.

Every name of an instrument (its full title, short title and aliases) is a set of words, each
weighed by how few names have it.  A citation is a name when it has the same words; it fits a name
when they share the words that count.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from muniment.law.instruments import groups, instruments
from muniment.law.words import Words, arrange, lists, plain_form, tokens, tokens_of_lines

_STEM = 5
"""Words are alike where titles are summed up or said in other words if they share so many
letters."""
_LIGHT_WEIGHT = 0.25
ADDED_TO = ("protocol", "amendment")
"""Kinds of instrument whose names have that of another one in them."""
_COMMON = 200
"""A word that so many names have finds no name by itself, if the citation has a rarer one."""


class Match(NamedTuple):
    """How a citation fits an instrument, by the name of it that fits best.

    ``shared`` is the share of the name's weight that the citation has, ``own`` the share of the
    citation's weight that the name has, words of other names of the instrument left aside (both 0
    to 1); ``missing`` and ``added`` are the words that only the name, or only the citation has.
    """

    id: str
    name: str
    shared: float
    own: float
    missing: frozenset[str]
    added: frozenset[str]

    @property
    def score(self) -> float:
        """The harmonic mean of both shares, 0 to 1."""
        both = self.shared + self.own
        return 2 * self.shared * self.own / both if both else 0.0


@functools.lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """The words of a name as they are compared; compounds are parted, words cut by a line break
    made whole."""
    index = _index()
    return arrange([part for word in tokens(name) for part in index.parts(word)])


def is_small(word: str) -> bool:
    """Whether a word carries no meaning in a title: "of", "and"."""
    low = word.casefold()
    known = lists()
    return low in known.small or low in known.heads or low in known.weak_heads


def is_word(word: str) -> bool:
    """Whether a name in the register has a word."""
    return plain_form(word.casefold()) in _index().forms


def named(name: str) -> list[Match]:
    """The instruments and groups that have this very name, apart from small words.

    A year counts where a name has it ("1970 UNESCO Convention"), and is passed over where none
    has.  An acronym may have any head that its instrument can have ("ENMOD Convention").
    """
    words = words_of(name)
    index = _index()
    known = [index.having(part) for part in words.content | words.years]
    found: list[int] = []
    if known:
        having = min(known, key=len)
        found = [n for n in having if index.is_name(n, words, words.years)]
    if not found and words.content and words.years:
        having = min((index.having(word) for word in words.content), key=len)
        found = [n for n in having if index.is_name(n, words, frozenset())]
    if not found and len(words.content) == 1 and words.heads:
        acronym = Words(words.order, frozenset(), frozenset())
        found = [
            n
            for n in index.having(words.order[0])
            if index.is_name(n, acronym, frozenset()) and _kinds(index.ids[n]) & words.heads
        ]
    first = {index.ids[number]: number for number in reversed(found)}
    none: frozenset[str] = frozenset()
    return [Match(id, index.names[number], 1.0, 1.0, none, none) for id, number in first.items()]


@functools.lru_cache(maxsize=1024)
def matches(name: str) -> tuple[Match, ...]:
    """How every instrument and group fits a name, the best first; those without any are left out.

    Where two fit alike, the order is that of the register.
    """
    cited = words_of(name)
    content = cited.content
    index = _index()
    if content <= lists().light:
        return ()
    rare = [word for word in content if len(index.having(word)) <= _COMMON]
    candidates = {number for word in rare or content for number in index.having(word)}
    best: dict[str, Match] = {}
    weights = {word: weight(word) for word in content}
    for number in sorted(candidates):
        if _alike(cited, number, index) and index.words(number).years <= cited.years:
            match = _match(number, weights, index)
            if match.id not in best or match.score > best[match.id].score:
                best[match.id] = match
    return tuple(sorted(best.values(), key=lambda match: -match.score))


def summarises(words: str, title: str) -> float:
    """How much of a title a summary of it takes up: the share of its telling words that begin as
    a word of the summary does, 0 to 1."""
    own = [word for word in words_of(title).content if weight(word) > 1.0]
    given = {word[:_STEM] for word in words_of(words).content}
    return sum(word[:_STEM] in given for word in own) / len(own) if own else 0.0


def weight(word: str) -> float:
    """How much a word tells: the fewer names have it the more (1 to about 9; light words less)."""
    if word in lists().light:
        return _LIGHT_WEIGHT
    index = _index()
    return _weight(len(index.having(word)), len(index.ids))


def differently_numbered(words: Words, id: str) -> bool:
    """Whether a citation has a number and the names of an instrument have only other ones."""
    numbers = words.numbers
    own = {word for word in vocabulary_of(id) if word.isdecimal()}
    return bool(numbers and own) and numbers.isdisjoint(own)


def telling(words: Iterable[str]) -> list[str]:
    """Those of some words that tell instruments apart, the most telling first."""
    return sorted((word for word in words if weight(word) > 1.0), key=lambda word: -weight(word))


@functools.cache
def places() -> frozenset[str]:
    """The words of all places where instruments were signed."""
    return frozenset(plain_form(w) for _, p in instruments().column("place") for w in tokens(p))


@functools.cache
def vocabulary_of(id: str) -> frozenset[str]:
    """All words that the names of an instrument or group have, and the place of its signature."""
    index = _index()
    first = index.first[id]
    found: set[str] = set()
    for number in range(first, len(index.ids)):
        if index.ids[number] != id:
            break
        found |= index.words(number).content
    if id in instruments():
        found |= words_of(instruments()[id].place).content
    return frozenset(found)


class _Index:
    """All names: their instruments by number, and which names have a word.

    ``first`` is the number of an instrument's first name, ``forms`` gives the words as written by
    their plain form.  Words of a name are compared only where a citation has one of them.
    """

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self.ids: list[str] = []
        self.names: list[str] = []
        self.first: dict[str, int] = {}
        for id, names in named:
            self.first[id] = len(self.ids)
            own = dict.fromkeys(names)
            self.names.extend(own)
            self.ids.extend([id] * len(own))
        self._written: dict[str, list[int]] = {}
        self._words: dict[int, Words] = {}
        self._having: dict[str, list[int]] = {}
        written, small, number = self._written, lists().small, 0
        for token in tokens_of_lines("\n".join(self.names)):
            if token == "\n":
                number += 1
            elif token in written:
                written[token].append(number)
            elif token not in small:
                written[token] = [number]
        for compound, parts in lists().compounds.items():
            for part in parts:
                written.setdefault(part, []).extend(written.get(compound, ()))
        self.forms: dict[str, list[str]] = {}
        for token in written:
            self.forms.setdefault(plain_form(token), []).append(token)

    def having(self, word: str) -> list[int]:
        """The numbers of the names that have a word, a year or a head, in order."""
        found = self._having.get(word)
        if found is None:
            forms = self.forms.get(word, ())
            found = sorted({number for form in forms for number in self._written[form]})
            self._having[word] = found
        return found

    def words(self, number: int) -> Words:
        """The words of a name."""
        found = self._words.get(number)
        if found is None:
            found = self._words[number] = words_of(self.names[number])
        return found

    def is_name(self, number: int, words: Words, years: frozenset[str]) -> bool:
        """Whether a name has these very words, kinds and years."""
        own = self.words(number)
        return own.heads == words.heads and own.years == years and own.content == words.content

    def parts(self, word: str) -> Sequence[str]:
        """The parts of a compound, or the word itself; a hyphen that only a line break put into a
        word is taken out."""
        compounds = lists().compounds
        whole = word.replace("-", "")
        if whole in compounds:
            return compounds[whole]
        parts = word.split("-")
        if len(parts) > 1 and plain_form(whole) in self.forms:
            broken = any(plain_form(part) not in self.forms for part in parts)
            return (whole,) if broken else parts
        return parts


@functools.cache
def _index() -> _Index:
    grouped = ((each.id, (each.name, *each.aliases)) for each in groups().values())
    return _Index(itertools.chain(instruments().names(), grouped))


@functools.cache
def _kinds(id: str) -> frozenset[str]:
    """The kinds that names without a head may be of."""
    if id in groups():
        return frozenset()
    return lists().natures[instruments()[id].nature]


@functools.cache
def _weight(names: int, total: int) -> float:
    return 1.0 + math.log(total / (1 + names))


def _alike(cited: Words, number: int, index: _Index) -> bool:
    """Whether two names may be of one kind of instrument; one without a head is of any.

    A protocol to a convention has both heads, and is no convention.  Kinds that are near each
    other pass where two telling words agree.
    """
    heads = index.words(number).heads
    if not cited.heads:
        return True
    if not heads:
        kinds = _kinds(index.ids[number])
        return not kinds or bool(cited.heads & kinds)
    if any((kind in cited.heads) != (kind in heads) for kind in ADDED_TO):
        return False
    if cited.heads & heads:
        return True
    near = any(row & cited.heads and row & heads for row in lists().near)
    return near and len((cited.content & index.words(number).content) - lists().light) > 1


def _match(number: int, weights: dict[str, float], index: _Index) -> Match:
    id, content = index.ids[number], index.words(number).content
    # Exact sums, so that the order of the words of a set can change nothing.
    both = math.fsum(value for word, value in weights.items() if word in content)
    added = frozenset(word for word in weights if word not in content)
    known = vocabulary_of(id) if added else frozenset()
    foreign = math.fsum(weights[word] for word in added if word not in known)
    return Match(
        id,
        index.names[number],
        both / (math.fsum(map(weight, content)) or 1.0),
        both / (both + foreign) if both else 0.0,
        content - weights.keys(),
        added,
    )
