"""The database as it was at one moment, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from muniment.workspace.models import Entry


@contextmanager
def snapshot() -> Iterator[None]:
    """While this lasts all that is read is of the moment at which it began; nothing is written.

    Inside a transaction that is open already it is that transaction's view.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        if connection.vendor == "postgresql"
        # Unlike transactions that write, this one keeps nobody waiting.
        else "BEGIN DEFERRED"
    )
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            Entry.objects.exists()  # the moment is that of the first reading
            yield
        finally:
            cursor.execute("ROLLBACK")
