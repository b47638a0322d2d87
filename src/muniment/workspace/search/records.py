"""Records of registers, findable: what is open by its words, what is restricted by its marks.

A list may have hundreds of thousands of records, with few different words: each word is folded,
sealed and learnt once, and rows are written many at a time, so that the database is held shortly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.db import connection

from muniment.workspace.history import writing
from muniment.workspace.models import Collection, Item
from muniment.workspace.opened import opened
from muniment.workspace.search.backends import keep_in_step
from muniment.workspace.search.facets import terms
from muniment.workspace.search.folding import WORD, fold_word
from muniment.workspace.search.spellings import Seen, learn

Value = str | int | None
_BATCH = 1_000
_COLUMNS = tuple(each.attname for each in Item._meta.concrete_fields if not each.primary_key)
_DISTINCT = 10_000
"""How many different facets are remembered while a list is made findable."""
PARTED = " · "
"""What stands between the parts of a label."""


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

    In many small transactions, so that others work on meanwhile; it is done again from the start
    where it was interrupted.
    """
    forget_records(list_id)
    count = 0
    list_ = _List(collection, list_id)
    some = iter(rows)
    while page := list(islice(some, _BATCH)):
        list_.write(page)
        count += len(page)
    return count


def forget_records(list_id: str) -> None:
    """Find the records of a list no more."""
    mine = Item.objects.filter(kind="record", register=list_id[:64])
    while some := list(mine.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        mine.filter(pk__gte=some[0], pk__lte=some[-1]).delete()
        keep_in_step()


class _Words(dict[str, str]):
    """Words as the index has them, by how they are written: each is folded once for a list."""

    def __init__(self, sealed: bool) -> None:
        super().__init__()
        self._sealed = sealed
        self._seen = Seen()

    def __missing__(self, written: str) -> str:
        self._seen.add(written)
        word = fold_word(written.casefold())
        if word and self._sealed:
            word = opened().sealer.word(word)
        self[written] = word
        return word

    def of(self, texts: Iterable[str]) -> list[str]:
        """The words of some texts, in order."""
        found = (self[written] for text in texts for written in WORD.findall(text))
        return [word for word in found if word]

    def learn(self) -> None:
        """Keep what has other spellings of the words that were new since."""
        learn(self._seen, sealed=self._sealed)
        self._seen = Seen()


class _List:
    """A list while its records are made findable, and what is known of its texts by then."""

    def __init__(self, collection: Collection, list_id: str) -> None:
        self._collection, self._id = collection, list_id
        self._open, self._sealed = _Words(sealed=False), _Words(sealed=True)
        self._facets = lru_cache(maxsize=_DISTINCT)(self._faceted)

    def write(self, records: Sequence[RecordRow]) -> None:
        """Make some records findable, in a transaction."""
        rows = [self._values(each) for each in records]
        quote = connection.ops.quote_name
        names = ", ".join(map(quote, _COLUMNS))
        statement = (
            f"INSERT INTO {quote(Item._meta.db_table)} ({names}) "
            f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
        )
        with writing(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
            keep_in_step()
        self._open.learn()
        self._sealed.learn()

    def _values(self, record: RecordRow) -> tuple[Value, ...]:
        """The row of the index for a record, in the order of ``_COLUMNS``."""
        said = record.label.split(PARTED)
        texts = (record.label, *(each for each in record.texts if each not in said))
        words = self._sealed if record.withheld else self._open
        found = words.of(texts) + self._sealed.of(record.restricted)
        years, withheld = record.years, record.withheld
        values = self._facets(record.event, record.place, years, record.status, withheld)
        own: dict[str, Value] = {
            "ref": f"{self._id}:{record.key}"[:120],
            "label": "" if withheld else record.label[:300],
            "folded": " ".join(found),
        }
        return tuple((values | own).values())

    def _faceted(
        self,
        event: str,
        place: str,
        years: tuple[int | None, int | None],
        status: str,
        withheld: bool,
    ) -> dict[str, Value]:
        """What records of the same facets have in common, by columns."""
        row = Item(
            kind="record",
            collection=self._collection,
            register=self._id[:64],
            event=event[:20],
            place="" if withheld else place[:120],
            year_from=None if withheld else years[0],
            year_to=None if withheld else years[1],
            status=status[:10],
            sensitivity="restricted" if withheld else "internal",
        )
        row.terms = " ".join(terms(row))
        return {each: getattr(row, each) for each in _COLUMNS}
