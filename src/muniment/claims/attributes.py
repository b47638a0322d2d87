"""Attributes: figures that say how long, deep, dear or many one thing is."""

from __future__ import annotations

import functools
from typing import NamedTuple

from muniment.claims.expressions import Expression
from muniment.claims.language import load_language
from muniment.claims.model import Figure
from muniment.claims.vocabulary import Vocabulary

_NEXT_WORD = Expression(r"\s+([^\W\d_]+)")


class _Forms(NamedTuple):
    before: tuple[Expression, ...]
    beside: Expression
    known: frozenset[str]
    dimensions: dict[str, str]
    nouns: frozenset[str]
    phrase: Expression
    owner: Expression


@functools.cache
def _forms(code: str) -> _Forms:
    table = load_language(code).table("comparison")["attributes"]
    return _Forms(
        before=tuple(
            Expression(form.replace("{np}", table["np"]).replace("{pp}", table["pp"]))
            for form in table["before"]
        ),
        beside=Expression(table["beside"]),
        known=frozenset(table["known"].split()),
        dimensions=table["dimensions"],
        nouns=frozenset(table["nouns"].split()),
        phrase=Expression(table["phrase"]),
        owner=Expression(table["owner"]),
    )


def attribute_of(
    figure: Figure, left: str, right: str, known: Vocabulary, code: str
) -> dict[str, str]:
    """Of what a figure is the length, depth, price or number, where its sentence says so.

    ``left`` and ``right`` are the words of the sentence before and after the figure. Keys:
    ``attribute`` (the key of the noun), ``dimension`` (where a word tells it), ``which`` (stems of
    what tells which one) and ``attribute_known`` = "yes" where the noun is a known one.
    """
    forms = _forms(code)
    lower = " ".join(left.lower().split()) + " "
    if "-" in figure.number.text or "-" in figure.passage.quote:
        noun = _NEXT_WORD.match(right)
        match = forms.beside.search(lower)
        if match is None or noun is None:
            return {}
        phrase = forms.phrase.match(right, noun.end())
        which = [match["mods"], phrase[1] if phrase else ""]
        return _values(forms, known, match["det"], noun[1], which, "")
    for form in forms.before:
        match = form.search(lower)
        if match is None:
            continue
        beside = _NEXT_WORD.match(right)
        dimension = forms.dimensions.get(beside[1].lower(), "") if beside else ""
        which = [match["mods"], match.groupdict().get("pp") or ""]
        if match["noun"] in forms.nouns:
            # "the length of the bridge is", "the bridge over its whole length of"
            owner = forms.owner.search(lower[: match.start("mods")])
            dimension = forms.dimensions.get(match["noun"], match["noun"])
            of = known.content(which[1])
            if match["det"] == "its" and owner is not None:
                return _values(forms, known, "the", owner[1], [""], dimension)
            if of:
                return _values(forms, known, "the", of[0], [" ".join(of[1:])], dimension)
        return _values(forms, known, match["det"], match["noun"], which, dimension)
    return {}


def _values(
    forms: _Forms, known: Vocabulary, determiner: str, noun: str, which: list[str], dimension: str
) -> dict[str, str]:
    return {
        "attribute": known.thing(noun),
        "dimension": dimension,
        "which": " ".join(known.content(" ".join(which))),
        "attribute_known": "yes" if determiner in forms.known else "",
    }
