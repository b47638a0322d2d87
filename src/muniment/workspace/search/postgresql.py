"""The index of words of a workspace whose tables are in PostgreSQL: FTS5 over a copy of the items
in a file, so that both databases find the same in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from muniment.workspace.search import items_file
from muniment.workspace.search.columns import Row
from muniment.workspace.search.fts5 import Fts5


class Fts5Beside(Fts5):
    """FTS5 beside the database, brought in step before the first question that is asked of it."""

    def __init__(self) -> None:
        self._moment: tuple[str, int] | None = None

    def moment(self) -> tuple[object, ...]:
        """See Backend."""
        if self._moment is None:
            self._moment = items_file.moment()
        return self._moment

    def is_there(self) -> bool:
        """See Backend."""
        return items_file.is_there()

    def keep_in_step(self) -> None:
        """See Backend."""
        items_file.keep_in_step()

    def rebuild(self) -> None:
        """See Backend."""
        items_file.make_anew()

    def _run(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        self.moment()
        return items_file.run(statement.replace("%s", "?"), values, in_step=True)

    def _empty_log(self) -> None:
        self._run("PRAGMA wal_checkpoint(TRUNCATE)")
