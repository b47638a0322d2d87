"""The index of words in the two databases, with one face.

Numbers come the latest first and never more than asked for, so that the commonest word costs no
more than a rare one.
"""

from __future__ import annotations

import math
import time
import typing
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from django.db import connection

from muniment.workspace.search.clauses import All, Any, Clause, Facet, Without, Words

COLUMNS = (
    *("id", "kind", "collection_id", "document_id", "claim_kind", "event", "party", "place"),
    *("year_from", "year_to", "status", "finding"),
)
_RARE, _HOLDS = 0.01, 600
_PAGES, _MERGED = 200, 2
Row = tuple[typing.Any, ...]


class Backend(Protocol):
    """The index of one database."""

    def ids(self, clause: Clause, most: int, skip: int = 0) -> list[int]:
        """The numbers of items that a clause finds, the latest first."""
        ...

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """These columns of the latest ``most`` items found.

        Raises ValueError for a column that is none of ``COLUMNS``.
        """
        ...

    def rebuild(self) -> None:
        """Make the index of words anew from the items."""
        ...

    def overwrite_deleted(self) -> None:
        """Leave nothing in the database's files of words that were deleted, outside of a
        transaction: little by little, so that nobody waits for long."""
        ...


def backend() -> Backend:
    """The index of the database in use."""
    return _Postgresql() if connection.vendor == "postgresql" else _Sqlite()


class _Sqlite:
    """FTS5 over the items."""

    def ids(self, clause: Clause, most: int, skip: int = 0) -> list[int]:
        """See Backend."""
        return _column(
            "SELECT rowid FROM workspace_words WHERE workspace_words MATCH %s "
            "ORDER BY rowid DESC LIMIT %s OFFSET %s",
            [_fts5(clause), most, skip],
        )

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """See Backend."""
        hits = (
            "SELECT rowid AS id FROM workspace_words WHERE workspace_words MATCH %s "
            "ORDER BY rowid DESC LIMIT %s"
        )
        return _rows(hits, [_fts5(clause), most], columns)

    def rebuild(self) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO workspace_words(workspace_words) VALUES ('rebuild')")

    def overwrite_deleted(self) -> None:
        """See Backend. A word that is deleted stays in its part of the index until parts are
        merged; the pages that become free are overwritten (``secure_delete``)."""
        merge = "INSERT INTO workspace_words(workspace_words, rank) VALUES ('merge', %s)"
        with connection.cursor() as cursor:
            cursor.execute(merge, [-_PAGES])
            changed, before = _MERGED, _changes(cursor)
            while changed >= _MERGED:
                cursor.execute(merge, [_PAGES])
                now = _changes(cursor)
                changed, before = now - before, now
            if not connection.in_atomic_block:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Postgresql:
    """A tsvector of the items.

    What is common is found by walking the items from the latest; what is rare through the index
    of words, which ``id + 0`` leaves as the only way. PostgreSQL itself takes words that it knows
    nothing of for common ones, and then walks through all items for a few.
    """

    def ids(self, clause: Clause, most: int, skip: int = 0) -> list[int]:
        """See Backend."""
        return _column(f"{self._hits(clause)} OFFSET %s", [_tsquery(clause), most, skip])

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """See Backend."""
        return _rows(self._hits(clause), [_tsquery(clause), most], columns)

    def rebuild(self) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute("REINDEX INDEX workspace_words")

    def overwrite_deleted(self) -> None:
        """See Backend. PostgreSQL clears its pages by itself, in time; where its files are not on
        an encrypted disk, nothing here can make sure of it."""

    def _hits(self, clause: Clause) -> str:
        order = (
            "id" if _share(clause, _common(int(time.monotonic()) // _HOLDS)) > _RARE else "id + 0"
        )
        return (
            "SELECT id FROM workspace_item WHERE words @@ %s::tsquery "
            f"ORDER BY {order} DESC LIMIT %s"
        )


@lru_cache(maxsize=2)
def _common(period: int) -> dict[str, float]:
    """The common words of the index and the share of items that have each, as analysed last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(most_common_elems::text::text[]), unnest(most_common_elem_freqs) "
            "FROM pg_stats WHERE tablename = 'workspace_item' AND attname = 'words'"
        )
        return {str(word): float(share) for word, share in cursor.fetchall() if word is not None}


def _share(clause: Clause, common: dict[str, float]) -> float:
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


def _changes(cursor: typing.Any) -> int:
    cursor.execute("SELECT total_changes()")
    changes: int = cursor.fetchone()[0]
    return changes


def _column(statement: str, values: list[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [int(row[0]) for row in cursor.fetchall()]


def _rows(hits: str, values: list[str | int], columns: Sequence[str]) -> list[Row]:
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"no columns of what is found: {', '.join(sorted(unknown))}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({hits}) "
            f"SELECT {', '.join(columns)} FROM hits JOIN workspace_item USING (id)",
            values,
        )
        rows: list[Row] = cursor.fetchall()
    return rows


def _fts5(clause: Clause) -> str:
    """A clause in the words of FTS5; every word is in quotes, so that none is an operator."""
    match clause:
        case Words(words, beginning):
            return f'folded : "{" ".join(words)}"{" *" if beginning else ""}'
        case Facet(term):
            return f'terms : "{term}"'
        case All(parts):
            return "(" + " AND ".join(map(_fts5, parts)) + ")"
        case Any(parts):
            return "(" + " OR ".join(map(_fts5, parts)) + ")"
        case Without(kept, without):
            return f"({_fts5(kept)} NOT {_fts5(without)})"


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
