"""Facets: by what search results are narrowed, and the words that stand for it in the index."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from muniment.workspace.models import Item
from muniment.workspace.search.clauses import Clause, Facet, some
from muniment.workspace.search.forms import party_key, place_key

FIRST_YEAR, MOST_YEARS = 1, 400


@dataclass(frozen=True, slots=True)
class Kind:
    """A facet: its column, and the letter of its words in the index."""

    column: str
    letter: str


KINDS: Mapping[str, Kind] = {
    "kind": Kind("kind", "k"),
    "claim": Kind("claim_kind", "q"),
    "event": Kind("event", "e"),
    "party": Kind("party", "p"),
    "place": Kind("place", "l"),
    "status": Kind("status", "t"),
    "finding": Kind("finding", "f"),
    "collection": Kind("collection_id", "c"),
    "source": Kind("document_id", "d"),
}
_PLAIN = ("kind", "claim", "event", "status", "finding")


def term(facet: str, value: str) -> str:
    """The word of the index for a facet's value: letters and digits behind the facet's letter."""
    kept = "".join(each for each in value.casefold() if each.isascii() and each.isalnum())
    return f"z_{KINDS[facet].letter}{kept}"


def terms(row: Item) -> Iterator[str]:
    """The facets of something as words of the index."""
    for name in _PLAIN:
        if value := getattr(row, KINDS[name].column):
            yield term(name, value)
    yield term("collection", str(row.collection_id))
    yield f"z_{'r' if row.sensitivity == 'restricted' else 'o'}{row.collection_id}"
    if row.document_id:
        yield term("source", str(row.document_id))
    if row.party:
        yield term("party", party_key(row.party))
    if row.place:
        yield term("place", place_key(row.place))
    yield from years(row.year_from, row.year_to)


def years(first: int | None, last: int | None) -> Iterator[str]:
    """A period as words of the index: its decades and, where they are few, its years.

    An open end goes on until now.
    """
    if first is None and last is None:
        return
    now = datetime.datetime.now(datetime.UTC).year
    start = max(FIRST_YEAR, first if first is not None else last or now)
    end = min(max(start, last if last is not None else now), start + MOST_YEARS)
    yield from (f"z_y{each}" for each in range(start, end + 1))
    yield from (f"z_yd{each}" for each in range(start // 10, end // 10 + 1))


def within(first: int, last: int) -> Clause:
    """What may lie in a span of years: whole decades as such, the rest year by year."""
    found: list[Clause] = []
    year = first
    while year <= last:
        if year % 10 == 0 and year + 9 <= last:
            found.append(Facet(f"z_yd{year // 10}"))
            year += 10
        else:
            found.append(Facet(f"z_y{year}"))
            year += 1
    clause = some(*found)
    assert clause is not None
    return clause


def open_in(collections: Iterable[int]) -> list[Clause]:
    """What is not restricted in these collections."""
    return [Facet(f"z_o{each}") for each in collections]


def restricted_in(collections: Iterable[int]) -> list[Clause]:
    """What is restricted in these collections."""
    return [Facet(f"z_r{each}") for each in collections]
