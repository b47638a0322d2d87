"""What is wrong with a name: words put in the place of others, a name or number of another text."""

from __future__ import annotations

import itertools
from typing import NamedTuple

from muniment.law.instruments import Instrument, instruments
from muniment.law.states import find_state, state_adjectives
from muniment.law.titles import (
    Match,
    differently_numbered,
    named,
    telling,
    vocabulary_of,
    weight,
    words_of,
)
from muniment.law.words import lists, plain_form, tokens

AGREEING = 2
"""A misquoted title agrees with the title in so many telling words at least …"""
AGREEING_SHARE = 0.5
"""… that have this share of the title's weight."""
MOST_REPLACED = 3
"""A misquotation puts other words in the place of so many, not more."""
_STEM = 5


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
    each = instruments()[id]
    found: list[tuple[float, Misquotation]] = []
    for name in (each.full_title, each.short_title, *each.aliases):
        title = words_of(name).order
        matcher = SequenceMatcher(None, order, title, autojunk=False)
        same, put = [], []
        for tag, start, end, begin, stop in matcher.get_opcodes():
            if tag == "equal":
                same.extend(telling(order[start:end]))
            elif tag == "replace":
                written = [word for word in order[start:end] if word in foreign]
                right = [word for word in telling(title[begin:stop]) if word not in order]
                if written and right and len(right) <= MOST_REPLACED >= len(written):
                    put.append((tuple(written), tuple(right)))
        share = sum(map(weight, same)) / (sum(map(weight, title)) or 1.0)
        if put and len(same) >= AGREEING and share >= AGREEING_SHARE:
            found.append((share, Misquotation(name, *put[0])))
    return max(found, key=lambda each: each[0])[1] if found else None


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


def name_of_another(words: str, instrument: Instrument) -> Match | None:
    """Another instrument whose popular name stands in the citation: a word before a head that no
    name of this one has ("the Basel Convention on industrial accidents")."""
    known = lists()
    found = tokens(words)
    for before, head in itertools.pairwise(found):
        if head not in known.heads or before in known.heads:
            continue
        if plain_form(before) in vocabulary_of(instrument.id):
            continue
        for match in named(f"{before} {head}"):
            if match.id in instruments() and match.id != instrument.id:
                return match
    return None


def wrong_number(words: str, id: str) -> str | None:
    """The number that a citation gives in place of the instrument's own; None if there is none."""
    cited = words_of(words)
    if not differently_numbered(cited, id):
        return None
    return min(cited.numbers, key=int)
