"""Whether two figures speak of the same place: by their names, their sides and their issuers."""

from __future__ import annotations

import re

from muniment.checks.sides import Side, tokens_of
from muniment.claims.vocabulary import Vocabulary


def same_place(one: Side, other: Side) -> bool | None:
    """Whether two figures speak of the same place; None when that cannot be told."""
    if bool(one.get("spread")) != bool(other.get("spread")):
        return False
    if one.get("capitals") or other.get("capitals"):
        return _same_place_in_capitals(one, other)
    mine, theirs = _with_maybe(one, other), _with_maybe(other, one)
    if any(_told_apart(a, b, one.vocabulary) for a in mine for b in theirs):
        return False
    labels, numbers = _labels(one), _labels(other)
    if labels and numbers and labels != numbers:
        return False
    for telling in (one.vocabulary.directions, one.vocabulary.ordinals):
        sides, ends = one.bag("words") & telling, other.bag("words") & telling
        if sides and ends and sides != ends:
            return False
    mine, theirs = mine or one.near_names, theirs or other.near_names
    if any(_told_apart(a, b, one.vocabulary) for a in mine for b in theirs):
        return False
    if mine and theirs:
        if any(_same_name(a, b, one.vocabulary) for a in mine for b in theirs):
            return True
        if _in_sentence(mine, other) and _in_sentence(theirs, one):
            return True
        return _in_issuer(mine, other) or _in_issuer(theirs, one)
    if mine or theirs:
        if _in_issuer(mine, other) or _in_issuer(theirs, one):
            return True
        return None
    shared = _issuer_names(one) & _issuer_names(other)
    if shared:
        return True
    return None


def _same_place_in_capitals(one: Side, other: Side) -> bool | None:
    """The same where a text in capitals shows no names: the other's are looked for in its words."""
    if one.get("capitals") and other.get("capitals"):
        mine, theirs = _place_in_capitals(one), _place_in_capitals(other)
        if mine and theirs:
            same = mine <= theirs or theirs <= mine
            return True if same else None if mine & theirs else False
        return _in_issuer(one.names, other) or None
    capitals, plain = (one, other) if one.get("capitals") else (other, one)
    names = plain.names or plain.near_names
    if not names:
        return None
    known = capitals.vocabulary
    # "soldiers of the Federation": the name says whose they are, not where.
    whose = plain.bag("members_of")
    names = frozenset(n for n in names if not frozenset(map(known.stem, tokens_of(n))) <= whose)
    if not names:
        return None
    words = capitals.bag("words") | capitals.bag("near_words")
    words |= frozenset(map(known.stem, capitals.issuer_words))
    for name in names:
        stems = frozenset(map(known.stem, _base(name, known)))
        if stems and stems <= words:
            return True
    return False


def _place_in_capitals(side: Side) -> frozenset[str]:
    """The words of a figure's place that may be a name."""
    known = side.vocabulary
    place = tokens_of(side.figure.place.text) if side.figure.place is not None else []
    return frozenset(
        word
        for word in place
        if word not in known.stop | known.linking | known.kinds | known.no_names
        and word not in known.things
    )


def _labels(side: Side) -> frozenset[str]:
    """What numbers one of a row: the 3 of "ward 3"."""
    return frozenset(word for word in side.bag("words") if word.startswith("#"))


def _with_maybe(side: Side, other: Side) -> frozenset[str]:
    """A side's names, with its sentence's first word where the other text knows it as a name."""
    maybe = side.get("maybe")
    words = side.vocabulary
    if maybe in words.stop or maybe in words.linking or maybe in words.no_names:
        return side.names
    known = other.names | other.near_names | other.issuer_words
    if maybe and any(maybe in name.split() for name in known):
        return side.names | {maybe}
    return side.names


def directions(side: Side) -> frozenset[str]:
    """The points of the compass among a sentence's words."""
    return side.bag("words") & side.vocabulary.directions


def _issuer_names(side: Side) -> frozenset[str]:
    """The words of an issuer's name that may name its place."""
    known = side.vocabulary
    issuer = side.claims.document.issuer or ""
    return frozenset(
        word.lower()
        for word in re.findall(r"[^\W\d_]+", issuer)
        if word[0].isupper() and word.lower() not in known.no_names | known.tell_apart
    )


def _in_issuer(names: frozenset[str], side: Side) -> bool:
    """Whether one of the names stands in the issuer, title or place of the other's document."""
    known = side.vocabulary
    return any(_base(name, known) and _base(name, known) <= side.issuer_words for name in names)


def _in_sentence(names: frozenset[str], side: Side) -> bool:
    """Whether one of the names stands anywhere in the sentence of the other's figure."""
    known = side.vocabulary
    also = [name for name in side.get("all_names").split("|") if name]
    return any(_same_name(name, that, known) for name in names for that in also)


def same_names(one: Side, other: Side) -> bool:
    """Whether every name of each sentence has its like in the other."""
    known = one.vocabulary
    return all(
        any(_same_name(name, that, known) for that in theirs)
        for mine, theirs in ((one.names, other.names), (other.names, one.names))
        for name in mine
    )


def _same_name(one: str, other: str, known: Vocabulary) -> bool:
    mine, theirs = _base(one, known), _base(other, known)
    if not mine or not theirs:
        return False
    if "&" in one or "&" in other:
        return mine == theirs
    return mine == theirs or (
        (mine < theirs or theirs < mine)
        and not (mine ^ theirs) & (known.tell_apart - known.same_with)
    )


def _told_apart(one: str, other: str, known: Vocabulary) -> bool:
    """True for two names that share a word and differ in what tells them apart."""
    mine, theirs = _base(one, known), _base(other, known)
    if mine == theirs or not mine & theirs:
        return False
    if "&" in one or "&" in other:
        return True
    differ = mine ^ theirs
    if mine - theirs and theirs - mine:
        # "Orsel-on-the-Hill" and "Orsel-by-the-Water"; "Hollow Cross" and "Senna Cross".
        return True
    return bool(differ & (known.tell_apart - known.same_with))


def _base(name: str, known: Vocabulary) -> frozenset[str]:
    return frozenset(tokens_of(name)) - known.linking
