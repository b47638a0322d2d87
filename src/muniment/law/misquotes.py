"""What is wrong with a name: words put in the place of others, a name or number of another text."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from muniment.law.instruments import Instrument, instruments
from muniment.law.states import find_state, state_adjectives
from muniment.law.titles import (
    Match,
    differently_numbered,
    named,
    places,
    telling,
    vocabulary_of,
    weight,
    words_of,
)
from muniment.law.words import lists, plain_form, tokens

AGREEING = 2
"""A misquoted title agrees with the title in so many telling words for each that it replaces …"""
AGREEING_SHARE = 0.5
"""… that have this share of the title's weight."""
_STEM = 5
_SHORTEST = 3


class Misquotation(NamedTuple):
    """The words that a text gives, and those of a title that stand in their place."""

    name: str
    written: tuple[str, ...]
    right: tuple[str, ...]


def misquotation(words: str, id: str) -> Misquotation | None:
    """How the words of a citation misquote a title of an instrument; None where they do not.

    Words left out or added are no misquotation; only those put in the place of others are.
    """
    # Only a doubtful title needs it, and it takes long to load.
    from difflib import SequenceMatcher

    order = words_of(words).order
    foreign = {word for word in order if is_foreign(word, id)} - _in_other_letters(words)
    if not foreign:
        return None
    if of_another_place(words, id):
        return None
    each, heads = instruments()[id], words_of(words).heads
    found: list[tuple[float, Misquotation]] = []
    for name in (each.full_title, each.short_title, *each.aliases):
        title = words_of(name)
        matcher = SequenceMatcher(None, order, title.order, autojunk=False)
        same: list[str] = []
        put: list[tuple[list[str], list[str]]] = []
        for tag, start, end, begin, stop in matcher.get_opcodes():
            if tag == "equal":
                same.extend(telling(order[start:end]))
            written = [word for word in order[start:end] if word in foreign]
            if tag != "equal" and written:
                put.append((written, _only_in(title.order[begin:stop], order)))
        if any(not right for _, right in put):
            # Moved words part what was replaced from what stands for it.
            put = [([word for word in order if word in foreign], _only_in(title.order, order))]
        share = math.fsum(map(weight, same)) / (math.fsum(map(weight, title.order)) or 1.0)
        agreeing = [word for word in same if word not in lists().regions]
        replaced = sum(len(written) for written, _ in put)
        if (
            put
            and all(_stands_for(written, right, agreeing) for written, right in put)
            and len(agreeing) >= AGREEING * replaced
            and share >= AGREEING_SHARE
            and (title.heads == heads or len(agreeing) > 2 * AGREEING)
        ):
            first = put[0]
            found.append((share, Misquotation(name, tuple(first[0]), tuple(first[1]))))
    return max(found, key=lambda each: each[0])[1] if found else None


def _only_in(title: Sequence[str], order: Sequence[str]) -> list[str]:
    """The telling words of a title that a citation has not; no numbers, places and regions."""
    beside = lists().regions | places()
    return [
        word
        for word in telling(title)
        if word not in order and len(word) >= _SHORTEST and word not in beside
    ]


def _stands_for(written: list[str], right: list[str], agreeing: list[str]) -> bool:
    """Whether about as many words stand in the place of others; more only in a long title."""
    most = len(right) + (len(agreeing) >= 2 * AGREEING)
    return bool(right) and len(written) <= most and len(right) <= len(written) + 1


def of_another_place(words: str, id: str) -> bool:
    """Whether a citation has a part of the world, a place or a people that no name of an
    instrument has: "Inter-American Convention on …" is no European one.  The popular name of
    another instrument is none."""
    own, adjectives = vocabulary_of(id), state_adjectives()
    foreign = [word for word in words_of(words).order if word not in own]
    if any(word in lists().regions or word in adjectives for word in foreign):
        return True
    # "The Rotterdam Convention on Persistent Organic Pollutants" mixes two names.
    mixed = name_of_another(words, instruments()[id]) is not None
    return not mixed and not places().isdisjoint(foreign)


def _in_other_letters(words: str) -> frozenset[str]:
    """The words in small letters of a name that is written in capitals otherwise: they say what a
    treaty does, and are not meant as its title ("the Ottawa Treaty outlawing landmines")."""
    written = words_of(words).order
    capitals = [word for word in words.split() if word[:1].isupper()]
    if len(capitals) <= len(written) / 2:
        return frozenset()
    small = " ".join(word for word in words.split() if word[:1].islower())
    return words_of(small).content


def is_foreign(word: str, id: str) -> bool:
    """Whether a word belongs to no name of an instrument, and is no place, state, body, number or
    other form of one of its words."""
    known = vocabulary_of(id)
    if word in known or word.isdecimal() or word in lists().light or len(word) < _STEM - 1:
        return False
    if any(other[:_STEM] == word[:_STEM] for other in known):
        return False
    each = instruments()[id]
    beside = words_of(f"{each.place} {each.body} {each.depositary}").content
    return not (
        word in beside
        or word in lists().makers
        or find_state(word) is not None
        or word in state_adjectives()
    )


def popular_names(words: str) -> Iterator[tuple[str, Match]]:
    """The word before the head that is with it the name of one instrument ("Basel Convention"),
    and that instrument; later heads may be those of a parent ("… to the Aarhus Convention")."""
    known = lists()
    for before, head in itertools.pairwise(tokens(words)):
        if before in known.heads:
            return
        if head in known.heads:
            found = [each for each in named(f"{before} {head}") if each.id in instruments()]
            if len(found) == 1:
                yield before, found[0]


def name_of_another(words: str, instrument: Instrument) -> Match | None:
    """Another instrument whose popular name stands in the citation: a word before a head that no
    name of this one has ("the Basel Convention on industrial accidents")."""
    for before, match in popular_names(words):
        if match.id != instrument.id and plain_form(before) not in vocabulary_of(instrument.id):
            return match
    return None


def wrong_number(words: str, id: str) -> str | None:
    """The number that a citation gives in place of the instrument's own; None if there is none."""
    cited = words_of(words)
    if not differently_numbered(cited, id):
        return None
    return min(cited.numbers, key=int)
