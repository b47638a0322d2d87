"""The index of words in SQLite: FTS5 over the items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any as Anything

from django.db import connection

from muniment.workspace.search.clauses import All, Any, Clause, Facet, Without, Words
from muniment.workspace.search.columns import Row, selected

_HITS = (
    "SELECT rowid AS id FROM workspace_words WHERE workspace_words MATCH %s "
    "ORDER BY rowid DESC LIMIT %s"
)
_PAGES, _MERGED = 200, 2


class Fts5:
    """FTS5 over the items."""

    def ids(self, clause: Clause, most: int) -> list[int]:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute(_HITS, [_fts5(clause), most])
            return [int(row[0]) for row in cursor.fetchall()]

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """See Backend."""
        statement = (
            f"WITH hits AS MATERIALIZED ({_HITS}) "
            f"SELECT {selected(columns)} FROM hits JOIN workspace_item USING (id)"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [_fts5(clause), most])
            rows: list[Row] = cursor.fetchall()
        return rows

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


def _changes(cursor: Anything) -> int:
    cursor.execute("SELECT total_changes()")
    changes: int = cursor.fetchone()[0]
    return changes


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
