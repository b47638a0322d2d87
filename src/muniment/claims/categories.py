"""Categories: sex, age group and status of those counted, from the words that name them."""

from __future__ import annotations

from collections.abc import Iterable

from muniment.claims.lexicon import Lexicon
from muniment.claims.model import Categories


def categories_of(words: Iterable[str], lexicon: Lexicon) -> Categories:
    """The categories that the words of a noun phrase tell; two that differ leave one open."""
    found: dict[str, set[str]] = {}
    for word in words:
        for kind, values in lexicon.categories.items():
            value = values.get(word)
            if value is not None:
                found.setdefault(kind, set()).add(value)
    return Categories(**{kind: values.pop() for kind, values in found.items() if len(values) == 1})
