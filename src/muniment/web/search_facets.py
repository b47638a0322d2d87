"""Facets as they stand beside the results: values with their counts, each a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from muniment.web.dates import spoken
from muniment.web.labels import FACETS, Text, label
from muniment.web.source_rows import SAID, said_or_read
from muniment.workspace.models import Collection, Document, Sensitivity, Source
from muniment.workspace.search.asked import MOST, Asked
from muniment.workspace.search.facets import KINDS
from muniment.workspace.search.finding import Search
from muniment.workspace.search.forms import party_key

_SHOWN, _MORE = 6, 14
_LOOKED_UP = 40


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its name, how often it is among what was found, and its link.

    ``about`` says more of it, "" where nothing needs saying.
    """

    label: Text
    number: int
    chosen: bool
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet; ``more`` values are behind a fold."""

    name: str
    label: Text
    first: list[Value]
    more: list[Value]


@dataclass(frozen=True, slots=True)
class Total:
    """How much was found, as far as it was counted."""

    number: int

    @property
    def more(self) -> bool:
        """Whether there may be more."""
        return self.number >= MOST


def facets(search: Search, counts: dict[str, dict[str, int]]) -> list[Facet]:
    """The facets of a search that have anything to choose."""
    made = (_facet(search, name, counts.get(name, {})) for name in KINDS)
    return [each for each in made if each.first]


def chosen(search: Search, made: Iterable[Facet]) -> list[tuple[Text, Text, str]]:
    """What is chosen: the facet, the value and the address without it."""
    labels = {
        (facet.name, value.address): value.label
        for facet in made
        for value in (*facet.first, *facet.more)
        if value.chosen
    }
    return [(FACETS[name], text, address) for (name, address), text in labels.items()]


def decades(asked: Asked, counts: dict[str, dict[str, int]]) -> list[Value]:
    """The decades that what was found speaks of."""
    found: Counter[int] = Counter()
    for year, number in counts.get("year", {}).items():
        if year:
            found[int(year) // 10 * 10] += number
    return [
        Value(
            f"{decade}–{decade + 9}",
            number,
            asked.first == decade and asked.last == decade + 9,
            asked.address(page=None, **{"from": decade, "to": decade + 9}),
        )
        for decade, number in sorted(found.items())
    ]


def _facet(search: Search, name: str, counts: dict[str, int]) -> Facet:
    grouped = _GROUPED[name](search, counts)
    here = search.asked.chosen.get(name, ())
    for value in here:
        grouped.setdefault(value, _Counted(label(name, value), 0))
    ordered = sorted(
        grouped.items(), key=lambda each: (each[0] not in here, -each[1].number, str(each[1].label))
    )
    shown = max(_SHOWN, len(here))
    address = search.asked.address(page=None)
    rows = [
        Value(
            found.label,
            found.number,
            value in here,
            search.asked.toggled(name, value).address()
            if here
            else f"{address}{'&' * bool(address)}{urlencode({name: value})}",
            found.about,
        )
        for value, found in ordered[: shown + _MORE]
    ]
    return Facet(name, FACETS[name], rows[:shown], rows[shown:])


class _Counted(NamedTuple):
    label: Text
    number: int
    about: str = ""


_Grouped = dict[str, _Counted]


def _named(name: str) -> Callable[[Search, dict[str, int]], _Grouped]:
    def grouped(search: Search, counts: dict[str, int]) -> _Grouped:
        return {
            value: _Counted(label(name, value), number) for value, number in counts.items() if value
        }

    return grouped


def _places(search: Search, counts: dict[str, int]) -> _Grouped:
    """Places with all their names as one."""
    numbers: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for text, number in sorted(counts.items(), key=lambda each: -each[1]):
        if text:
            group, known = search.gazetteer.group_of(text)
            numbers[group] += number
            labels.setdefault(group, known.label if known else text)
    for group in search.asked.chosen.get("place", ()):
        for known in search.gazetteer.places:
            if known.row.key == group:
                labels.setdefault(group, known.label)
    return {group: _Counted(labels[group], numbers[group]) for group in labels}


def _parties(search: Search, counts: dict[str, int]) -> _Grouped:
    numbers: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for text, number in sorted(counts.items(), key=lambda each: -each[1]):
        if text:
            group = party_key(text)
            numbers[group] += number
            labels.setdefault(group, text)
    return {group: _Counted(labels[group], number) for group, number in numbers.items()}


def _sources(search: Search, counts: dict[str, int]) -> _Grouped:
    """Sources with all their documents as one, as other lists name them."""
    most = sorted(((n, int(d)) for d, n in counts.items() if d), reverse=True)[:_LOOKED_UP]
    of_source = [f"source__{each}" for each in (*SAID, "name", "key", "sensitivity")]
    found = Document.objects.select_related("source").only("number", *SAID, *of_source)
    documents = found.in_bulk([each for _, each in most])
    numbers: Counter[int] = Counter()
    for number, document in most:
        if document in documents:
            numbers[documents[document].source_id] += number
    first = {each.source_id: each for each in documents.values() if each.number == 1}
    sources = {each.source_id: each.source for each in documents.values()}
    if chosen := search.asked.chosen.get("source"):
        asked = Source.objects.filter(key__in=chosen, collection__in=search.rights.reads)
        sources |= {each.pk: each for each in asked}
    if lacking := sources.keys() - first.keys():
        first |= {each.source_id: each for each in found.filter(source__in=lacking, number=1)}
    return {
        each.key: _named_source(each, first.get(pk), numbers[pk]) for pk, each in sources.items()
    }


def _named_source(source: Source, first: Document | None, number: int) -> _Counted:
    """By its title, issuer and date as the list of sources has them; of a restricted one none."""
    if source.sensitivity == Sensitivity.RESTRICTED:
        return _Counted(str(source), number)
    said = said_or_read(source, first)
    about = (said["issuer"], spoken(said["date"]))
    return _Counted(said["title"] or source.name, number, " · ".join(filter(None, about)))


def _collections(search: Search, counts: dict[str, int]) -> _Grouped:
    names = {
        str(pk): name
        for pk, name in Collection.objects.filter(pk__in=search.rights.reads).values_list(
            "pk", "name"
        )
    }
    return {value: _Counted(names[value], n) for value, n in counts.items() if value in names}


_GROUPED: dict[str, Callable[[Search, dict[str, int]], _Grouped]] = {
    **{each: _named(each) for each in ("kind", "claim", "event", "status", "finding")},
    "place": _places,
    "party": _parties,
    "source": _sources,
    "collection": _collections,
}
