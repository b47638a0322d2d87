"""The places that an institution knows, as searches and maps use them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from muniment.values.place import Place as PlaceValue
from muniment.values.position import Position
from muniment.workspace.models import Place, Sensitivity
from muniment.workspace.opened import opened
from muniment.workspace.sealing import MARK
from muniment.workspace.search.forms import place_key

_MANY = 500
_NONE: tuple[int, Known | None] = (0, None)
_KNOWN: dict[tuple[str, str, str], tuple[int, Known | None]] = {}
"""Places as they were last read, by workspace and key, each with its version."""


@dataclass(frozen=True)
class Known:
    """A place of the gazetteer with its names, all equal, and where it may be."""

    row: Place
    names: tuple[tuple[str, str], ...]
    place: PlaceValue

    @property
    def label(self) -> str:
        """All names of the place."""
        return " · ".join(dict.fromkeys(name for _, name in self.names))

    @property
    def basis(self) -> str:
        """Where it is known from."""
        return opened_text(self.row, "basis")

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys by which texts that name the place are found."""
        return tuple(dict.fromkeys(filter(None, (place_key(name) for _, name in self.names))))


class Gazetteer:
    """The places of some collections, restricted ones only where these may be seen."""

    def __init__(self, reads: Sequence[int], restricted: Sequence[int]) -> None:
        self._reads, self._restricted = reads, restricted

    @cached_property
    def places(self) -> list[Known]:
        """All places that may be seen."""
        return [
            each
            for each in _all(self._reads)
            if each.row.sensitivity != Sensitivity.RESTRICTED
            or each.row.collection_id in self._restricted
        ]

    @cached_property
    def by_key(self) -> dict[str, list[Known]]:
        """The places by the keys of their names; a name may be that of several places."""
        found: dict[str, list[Known]] = {}
        for each in self.places:
            for key in each.keys:
                found.setdefault(key, []).append(each)
        return found

    def keys_of(self, group: str) -> list[str]:
        """The keys of all names of a group of ``group_of``."""
        return next((list(each.keys) for each in self.places if each.row.key == group), [group])

    def group_of(self, text: str) -> tuple[str, Known | None]:
        """What groups a place that a text names with its other names, and the place if known.

        A name that several known places have is left to itself.
        """
        places = self.named(text)
        return (places[0].row.key, places[0]) if len(places) == 1 else (place_key(text), None)

    def named(self, text: str) -> list[Known]:
        """The places that have the name that a text says."""
        return self.by_key.get(place_key(text), []) if text else []


def _all(collections: Sequence[int]) -> list[Known]:
    """All places of some collections, each read again only when it has changed."""
    rows = Place.objects.filter(collection__in=collections).order_by("pk")
    here = connection.alias, str(opened().folder.path)
    stands = [((*here, key), version) for key, version in rows.values_list("key", "version")]
    changed = {each[-1] for each, version in stands if _KNOWN.get(each, _NONE)[0] != version}
    if changed:
        few = rows if len(changed) > _MANY else rows.filter(key__in=changed)
        for row in few.select_related("collection"):
            _KNOWN[(*here, row.key)] = row.version, known(row)
    return [found for key, _ in stands if (found := _KNOWN.get(key, _NONE)[1]) is not None]


def known(row: Place) -> Known:
    """A place as it is kept, opened."""
    names = tuple((lang, name) for lang, name in json.loads(opened_text(row, "names")))
    positions = [Position(*each) for each in json.loads(opened_text(row, "positions"))]
    written = names[0][1] if names else row.key
    return Known(row, names, PlaceValue.of(written, (name for _, name in names), positions))


def opened_text(row: Place, field: str) -> str:
    """A field of a place as it was written."""
    kept: str = getattr(row, field)
    return opened().sealer.open(kept, seal_place(row, field)) if kept.startswith(MARK) else kept


def seal_place(row: Place, field: str) -> str:
    """Where a field of a place is sealed for."""
    return f"place:{row.key}:{field}"
