"""The index of words in the two databases, with one face.

Numbers come the latest first and never more than asked for, so that the commonest word costs no
more than a rare one. Facets are counted by the database in one statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from muniment.workspace.search.clauses import All, Any, Clause, Facet, Without, Words

COLUMNS = (
    *("kind", "collection_id", "document_id", "claim_kind", "event", "party", "place"),
    *("year_from", "status", "finding"),
)
Counted = list[tuple[str, str | int | None, int]]


class Backend(Protocol):
    """The index of one database."""

    def ids(self, clause: Clause, most: int, skip: int = 0) -> list[int]:
        """The numbers of items that a clause finds, the latest first."""
        ...

    def counts(self, clause: Clause, most: int, columns: Sequence[str]) -> Counted:
        """How often each value of these columns is among the latest ``most`` items found."""
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

    def counts(self, clause: Clause, most: int, columns: Sequence[str]) -> Counted:
        """See Backend."""
        hits = (
            "SELECT rowid AS id FROM workspace_words WHERE workspace_words MATCH %s "
            "ORDER BY rowid DESC LIMIT %s"
        )
        return _counted(hits, [_fts5(clause), most], columns)


class _Postgresql:
    """A tsvector of the items."""

    def ids(self, clause: Clause, most: int, skip: int = 0) -> list[int]:
        """See Backend."""
        return _column(
            "SELECT id FROM workspace_item WHERE words @@ %s::tsquery "
            "ORDER BY id DESC LIMIT %s OFFSET %s",
            [_tsquery(clause), most, skip],
        )

    def counts(self, clause: Clause, most: int, columns: Sequence[str]) -> Counted:
        """See Backend."""
        hits = "SELECT id FROM workspace_item WHERE words @@ %s::tsquery ORDER BY id DESC LIMIT %s"
        return _counted(hits, [_tsquery(clause), most], columns)


def _column(statement: str, values: list[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [int(row[0]) for row in cursor.fetchall()]


def _counted(hits: str, values: list[str | int], columns: Sequence[str]) -> Counted:
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"no columns to count by: {', '.join(sorted(unknown))}")
    parts = " UNION ALL ".join(
        f"SELECT '{each}', CAST({each} AS TEXT), count(*) FROM found GROUP BY {each}"
        for each in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({hits}), found AS MATERIALIZED "
            f"(SELECT {', '.join(COLUMNS)} FROM hits JOIN workspace_item USING (id)) {parts}",
            values,
        )
        return [(str(name), value, int(number)) for name, value, number in cursor.fetchall()]


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
