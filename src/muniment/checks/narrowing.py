"""Narrowing: whether one figure counts only some of what another one counts.

"88 women prisoners" are some of "412 prisoners": both numbers can be true. Two such figures
conflict only where the part is larger than the whole, and agree only where both give the same
exact number.
"""

from __future__ import annotations

import itertools

from muniment.checks.sides import Side, tokens_of
from muniment.claims.language import load_language
from muniment.claims.partcues import part_cues


def narrows(one: Side, other: Side) -> bool:
    """Whether the first figure's words single out some of what the second one counts."""
    mine, theirs = one.figure.categories, other.figure.categories
    for category, that in (
        (mine.sex, theirs.sex),
        (mine.age, theirs.age),
        (mine.status, theirs.status),
    ):
        several = one.vocabulary.people & other.bag("words") - {one.get("thing")}
        if category and not that and one.get("thing") and (other.get("thing") or several):
            return True
    if _part_of_a_place(one) and not _part_of_a_place(other):
        return True
    if one.get("served") and not other.get("served") and other.get("side") != "own":
        return True
    if _behind_a_larger(one) or (_of_some(one) and not _of_some(other)):
        return True
    if one.get("named_only") and not other.get("named_only"):
        return True
    telling = one.bag("kind") | one.bag("members_of") | one.bag("lacking") | one.bag("handled")
    telling |= one.bag("means")
    if one.get("clause"):
        telling |= one.bag("tail")
    elif one.figure.klass == "count" and not one.bag("tail") & (one.bag("verb") | _happening(one)):
        # "Three people on the ground", not what the sentence goes on to say of all.
        telling |= one.bag("tail") - one.vocabulary.parts_of_day
    return bool(telling - _spoken_of(other) - _where_and_when(one, other) - _happening(one))


def _part_of_a_place(side: Side) -> bool:
    """True where a figure's sentence speaks of a part of a place: "the western half of Melun"."""
    parts = side.vocabulary.parts_of_place
    return side.figure.klass == "count" and any(
        f"{one}-{other}" in parts
        for text in side.around
        for one, other in itertools.pairwise(tokens_of(text))
    )


def _of_some(side: Side) -> bool:
    """True for a bare number of some named first: "Of the victims 14 were dead on arrival"."""
    cues = part_cues(load_language(side.claims.document.language).code)
    opening = tokens_of(side.around[0])[:1]
    if side.figure.klass != "count" or side.get("thing"):
        return False
    return bool(cues.of.intersection(opening))


def _behind_a_larger(one: Side) -> bool:
    """True for a bare number behind a larger one of the same: "killed 19 people; five at once"."""
    figure, low = one.figure, one.figure.quantity.low
    if one.get("thing") or figure.counted is not None or low is None:
        return False
    return any(
        other.sentence == figure.sentence
        and other.passage.end <= figure.passage.start
        and (other.klass, other.event) == (figure.klass, figure.event)
        and (other.quantity.low or 0) > low
        for other in one.claims.figures
    )


def something_else(one: Side, other: Side) -> bool:
    """Whether the second figure's verb is no known happening, nor in what is said of the first."""
    if one.figure.klass not in ("count", "measure") or (
        other.get("happened") and not other.get("loosely")
    ):
        return False
    if not (one.get("happened") or one.bag("verb") - _spoken_of(other)):
        return False
    if one.get("happened") and not one.get("loosely") and other.get("possessed"):
        return True
    return any(
        word not in _spoken_of(one) and not other.vocabulary.happening_of(word)
        for word in other.bag("verb")
    )


def _spoken_of(side: Side) -> frozenset[str]:
    """The stems of what a figure's sentence, the ones before it and its document's head name."""
    bags = ("words", "near_words", "kind", "members_of", "tail", "thing")
    spoken = frozenset(word for name in bags for word in side.bag(name))
    return spoken | frozenset(map(side.vocabulary.stem, side.issuer_words))


def _where_and_when(one: Side, other: Side) -> frozenset[str]:
    """The stems of names of places and months, which do not say which ones are counted."""
    known = one.vocabulary
    names = one.names | one.near_names | other.names | other.near_names
    words = {word for name in names for word in tokens_of(name)}
    return frozenset(map(known.stem, words | known.no_names | known.kinds))


def _happening(side: Side) -> frozenset[str]:
    """The words of a figure's bags that only say what happened."""
    bags = side.bag("tail") | side.bag("kind")
    return frozenset(word for word in bags if side.vocabulary.happening_of(word))
