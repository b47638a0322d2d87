"""The index of words in PostgreSQL: a tsvector of each item, with the block in which it stands.

PostgreSQL finds all items that have a word before it gives the latest of them. Of a common word
only the latest blocks of items are asked, more of them as long as too little is found; the blocks
are words of the index like any other (``z_b17``), so that the index alone answers. A walk through
the items from the latest would have to pass all that came last and do not have the word.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from muniment.workspace.models import Item
from muniment.workspace.search.clauses import All, Any, Clause, Facet, Without, Words
from muniment.workspace.search.columns import Row, selected

BLOCK, _IN_A_ROW = 4_096, 16
"""Items in a block, and blocks in a row of them (``z_w1``), as the migration has it: with words
for many blocks at once a question stays short."""
_FEWEST_BLOCKS = 4
_AT_ONCE = 10_000
"""Items that one question may look at: some 4 µs each."""
_HOLDS = 600


class Tsvector:
    """The index of words of PostgreSQL."""

    def ids(self, clause: Clause, most: int) -> list[int]:
        """See Backend."""
        query, known = _tsquery(clause), _statistics(int(time.monotonic()) // _HOLDS)
        share = _share(clause, known.common)
        if share * known.items <= _AT_ONCE:
            return _hits(query, most)
        widest = max(_FEWEST_BLOCKS, math.ceil(_AT_ONCE / (share * BLOCK)))
        block, blocks = _latest() // BLOCK, _IN_A_ROW if widest >= _IN_A_ROW else 1
        found: list[int] = []
        while block >= 0 and len(found) < most:
            first = max(0, block - blocks + 1)
            first -= first % _IN_A_ROW if blocks >= _IN_A_ROW else 0
            here = " | ".join(f"'{each}'" for each in _within(first, block))
            found += _hits(f"({query}) & ({here})", most - len(found))
            block, blocks = first - 1, min(2 * blocks, widest)
        return found

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {selected(columns)} FROM workspace_item WHERE id = ANY(%s)",
                [self.ids(clause, most)],
            )
            rows: list[Row] = cursor.fetchall()
        return rows

    def rebuild(self) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute("REINDEX INDEX workspace_words")

    def overwrite_deleted(self) -> None:
        """See Backend. PostgreSQL clears its pages by itself, in time; where its files are not on
        an encrypted disk, nothing here can make sure of it."""


def _latest() -> int:
    """The number of the latest item."""
    return Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _within(first: int, last: int) -> Iterator[str]:
    """The words for some blocks: rows of blocks where all of one are among them."""
    while last >= first:
        row = last // _IN_A_ROW
        if last % _IN_A_ROW == _IN_A_ROW - 1 and row * _IN_A_ROW >= first:
            yield f"z_w{row}"
            last -= _IN_A_ROW
        else:
            yield f"z_b{last}"
            last -= 1


def _hits(query: str, most: int) -> list[int]:
    """The latest items that a tsquery finds. ``id + 0`` leaves the index of words as the only
    way: PostgreSQL takes words that it knows nothing of for common ones, and would walk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM workspace_item WHERE words @@ %s::tsquery "
            "ORDER BY id + 0 DESC LIMIT %s",
            [query, most],
        )
        return [int(row[0]) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class _Statistics:
    """How many items there are, and the share of them that has each common word."""

    items: float
    common: Mapping[str, float]


@lru_cache(maxsize=2)
def _statistics(period: int) -> _Statistics:
    """What PostgreSQL knew of the items when it analysed them last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'workspace_item'::regclass")
        items = float(cursor.fetchone()[0])
        cursor.execute(
            "SELECT unnest(most_common_elems::text::text[]), unnest(most_common_elem_freqs) "
            "FROM pg_stats WHERE tablename = 'workspace_item' AND attname = 'words'"
        )
        shares = {str(word): float(share) for word, share in cursor.fetchall() if word is not None}
    return _Statistics(items, shares)


def _share(clause: Clause, common: Mapping[str, float]) -> float:
    """The share of items that a clause finds, at a guess: 0 where a word is not common."""
    match clause:
        case Words(words, _):
            return math.prod(common.get(each, 0.0) for each in words)
        case Facet(term):
            return common.get(term, 0.0)
        case All(parts):
            return math.prod(_share(each, common) for each in parts)
        case Any(parts):
            return max(_share(each, common) for each in parts)
        case Without(kept, _):
            return _share(kept, common)


def _tsquery(clause: Clause) -> str:
    """A clause as a tsquery; every word is in quotes, so that none is an operator."""
    match clause:
        case Words(words, beginning):
            quoted = [f"'{each}'" for each in words]
            return "(" + " <-> ".join(quoted) + (":*" if beginning else "") + ")"
        case Facet(term):
            return f"'{term}'"
        case All(parts):
            return "(" + " & ".join(map(_tsquery, parts)) + ")"
        case Any(parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"
        case Without(kept, without):
            return f"({_tsquery(kept)} & !{_tsquery(without)})"
