"""A document's figures by what readers of relations ask for, made once per document."""

from __future__ import annotations

from typing import NamedTuple

from muniment.claims.model import DocumentClaims, Figure

# Words are compared by so many first letters.
STEM = 6
# As many figures of one noun are kept: more are never asked for.
KEPT = 4


class Lookup(NamedTuple):
    """Figures by id and by the noun that they count, and the wholes of partitions, by id."""

    by_id: dict[str, Figure]
    by_noun: dict[str, list[Figure]]
    partitions: frozenset[str]


def look_up(claims: DocumentClaims) -> Lookup:
    """The look-up of a document's figures."""
    by_noun: dict[str, list[Figure]] = {}
    for figure in claims.figures:
        if figure.counted is not None and figure.klass != "share":
            kept = by_noun.setdefault(figure.counted.text.lower().split()[-1][:STEM], [])
            if len(kept) < KEPT:
                kept.append(figure)
    return Lookup(
        {figure.id: figure for figure in claims.figures},
        by_noun,
        frozenset(f.part_of for f in claims.figures if f.part_of and f.part_kind == "partition"),
    )
