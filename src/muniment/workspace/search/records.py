"""Records of registers, findable: what is open by its words, what is restricted by its marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from muniment.workspace.models import Collection, Item
from muniment.workspace.opened import opened
from muniment.workspace.search.facets import terms
from muniment.workspace.search.folding import words
from muniment.workspace.search.spellings import Seen, learn

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as a search finds it.

    ``key`` is its number in its list. ``label`` is what everybody with the right to read may see
    of it, ``texts`` its open fields, ``restricted`` those that only some may see: they are found,
    in any spelling, by these alone, and are kept as marks. With ``withheld`` the whole record is
    for them alone. ``event``, ``place``, ``years`` and ``status`` are facets.
    """

    key: str
    label: str
    texts: Sequence[str] = ()
    restricted: Sequence[str] = ()
    event: str = ""
    place: str = ""
    years: tuple[int | None, int | None] = (None, None)
    status: str = ""
    withheld: bool = False


def index_records(collection: Collection, list_id: str, rows: Iterable[RecordRow]) -> int:
    """Make the records of a list findable as they are now, and no others of it; how many.

    Called inside the transaction that changes the list.
    """
    forget_records(list_id)
    count = 0
    some = iter(rows)
    while page := list(islice(some, _BATCH)):
        opens, sealed = Seen(), Seen()
        for each in page:
            kept = sealed if each.withheld else opens
            for text in (each.label, *each.texts):
                kept.add(text)
            for text in each.restricted:
                sealed.add(text)
        Item.objects.bulk_create([_item(collection, list_id, each) for each in page])
        learn(opens, sealed=False)
        learn(sealed, sealed=True)
        count += len(page)
    return count


def forget_records(list_id: str) -> None:
    """Find the records of a list no more."""
    Item.objects.filter(kind="record", register=list_id[:64]).delete()


def _item(collection: Collection, list_id: str, record: RecordRow) -> Item:
    sealer = opened().sealer
    found = words(" \n ".join((record.label, *record.texts)))
    if record.withheld:
        found = [sealer.word(each) for each in found]
    for text in record.restricted:
        found += [sealer.word(each) for each in words(text)]
    row = Item(
        kind="record",
        collection=collection,
        ref=f"{list_id}:{record.key}"[:120],
        register=list_id[:64],
        label="" if record.withheld else record.label[:300],
        event=record.event[:20],
        place="" if record.withheld else record.place[:120],
        year_from=None if record.withheld else record.years[0],
        year_to=None if record.withheld else record.years[1],
        status=record.status[:10],
        sensitivity="restricted" if record.withheld else "internal",
        folded=" ".join(found),
    )
    row.terms = " ".join(terms(row))
    return row
