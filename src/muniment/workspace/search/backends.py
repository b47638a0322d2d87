"""The index of words in the two databases, with one face.

Numbers come the latest first and never more than asked for, so that the commonest word costs no
more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection, transaction

from muniment.workspace.search.clauses import Clause
from muniment.workspace.search.columns import Row
from muniment.workspace.search.fts5 import Fts5
from muniment.workspace.search.postgresql import Fts5Beside


class Backend(Protocol):
    """The index of one database, as it is at one moment: who asks later takes another."""

    def moment(self) -> tuple[object, ...]:
        """What tells this moment: as long as it is the same, the same is found."""
        ...

    def ids(self, clause: Clause, most: int) -> list[int]:
        """The numbers of items that a clause finds, the latest first."""
        ...

    def rows(self, clause: Clause, most: int, columns: Sequence[str]) -> list[Row]:
        """These columns of the latest ``most`` items found.

        Raises ValueError for a column that cannot be told.
        """
        ...

    def is_there(self) -> bool:
        """Whether there is an index, so that nobody has to wait until it is made."""
        ...

    def keep_in_step(self) -> None:
        """Bring the index in step with the items that were committed."""
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
    return Fts5Beside() if connection.vendor == "postgresql" else Fts5()


def keep_in_step() -> None:
    """Bring the index in step when what is being written has been committed.

    Where that fails, whoever searches next does it: what was written stays written.
    """
    transaction.on_commit(backend().keep_in_step, robust=True)
