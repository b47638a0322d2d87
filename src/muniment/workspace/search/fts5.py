"""The index of words: FTS5 over the items, in the workspace's own SQLite database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any as Anything

from django.db import connection

from muniment.workspace.history import head
from muniment.workspace.models import Item
from muniment.workspace.search.clauses import All, Any, Clause, Facet, Without, Words
from muniment.workspace.search.columns import Row, selected

_HITS = (
    "SELECT rowid AS id FROM workspace_words WHERE workspace_words MATCH %s "
    "ORDER BY rowid DESC LIMIT %s"
)
_PAGES, _MERGED = 200, 2


class Fts5:
    """FTS5 over the items."""

    def moment(self) -> tuple[object, ...]:
        """See Backend. Work that goes on without an entry of the history or a new item does not
        change it."""
        latest = Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        return (*head(), latest)

    def ids(self, clause: Clause, most: int) -> list[int]:
        """See Backend."""
        return [int(row[0]) for row in self._run(_HITS, [_fts5(clause), most])]

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """See Backend."""
        statement = (
            f"WITH hits AS MATERIALIZED ({_HITS}) "
            f"SELECT {selected(columns)} FROM hits JOIN workspace_item USING (id)"
        )
        return self._run(statement, [_fts5(clause), most])

    def is_there(self) -> bool:
        """See Backend. It came with the tables."""
        return True

    def keep_in_step(self) -> None:
        """See Backend. Triggers have done it."""

    def rebuild(self) -> None:
        """See Backend."""
        self._run("INSERT INTO workspace_words(workspace_words) VALUES ('rebuild')")

    def overwrite_deleted(self) -> None:
        """See Backend. A word that is deleted stays in its part of the index until parts are
        merged; the pages that become free are overwritten (``secure_delete``)."""
        merge = "INSERT INTO workspace_words(workspace_words, rank) VALUES ('merge', %s)"
        self._run(merge, [-_PAGES])
        changed, before = _MERGED, self._changes()
        while changed >= _MERGED:
            self._run(merge, [_PAGES])
            now = self._changes()
            changed, before = now - before, now
        self._empty_log()

    def _run(self, statement: str, values: Sequence[Anything] = ()) -> list[Row]:
        """What a statement gives, with ``%s`` for each value."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows: list[Row] = cursor.fetchall()
        return rows

    def _empty_log(self) -> None:
        """Leave nothing in the log of the database's file, which has what was overwritten."""
        if not connection.in_atomic_block:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def _changes(self) -> int:
        changes: int = self._run("SELECT total_changes()")[0][0]
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
