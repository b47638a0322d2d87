"""The history: everything that was done, in one chain of hashes.

``record`` is called inside the transaction that does the thing, so that neither is there without
the other. Writers take turns: SQLite has one at a time, PostgreSQL is asked for a lock.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from muniment.workspace import custody
from muniment.workspace.custody import START, Row, canonical
from muniment.workspace.entry_words import closed_detail, closed_text
from muniment.workspace.models import Entry, User

_LOCK = 0x6D756E69
_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and how: web, api, command or worker."""

    user: User
    via: str

    @property
    def name(self) -> str:
        """The user name, as the history keeps it."""
        return self.user.get_username()


MACHINE = Actor(User(username="muniment"), "web")
"""Who keeps what nobody with an account has done: a refused sign-in, for one."""


def now() -> str:
    """This moment in UTC as the history writes it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")


def digest_of(entry: Entry) -> str:
    """The SHA-256 that an entry must have."""
    return custody.digest_of(Row(*(getattr(entry, each) for each in Row._fields)))


def record(
    actor: Actor, action: str, subject: str, detail: Mapping[str, Any], reason: str = ""
) -> Entry:
    """Add one entry, inside the transaction that does what it tells; its words are sealed.

    Raises RuntimeError outside a transaction: a thing done must not stay without its entry.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the history is written inside the transaction of what it tells")
    take_turn()
    last = Entry.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    entry = Entry(
        number=number,
        at=now(),
        actor=actor.name,
        via=actor.via,
        action=action,
        subject=subject,
        detail=canonical(closed_detail(detail, number)),
        reason=closed_text(reason, number),
        previous=last.digest if last else START,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    return entry


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that changes what is kept: one at a time, from its first statement on.

    SQLite has it so. With PostgreSQL one that took its turn only with its entry could hold rows
    that the one before it waits for.
    """
    with transaction.atomic():
        take_turn()
        yield


def take_turn() -> None:
    """Wait until no other transaction writes to the history; held to the end of this one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def head() -> tuple[int, str]:
    """The number and the digest of the last entry; (0, ``START``) before the first."""
    last = Entry.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, START)


def rows() -> Iterator[Row]:
    """All entries from the first on."""
    kept = Entry.objects.order_by("number").values_list(*Row._fields)
    return (Row(*each) for each in kept.iterator(chunk_size=_PAGE))


def broken() -> Iterator[str]:
    """Where the chain does not hold, as sentences; nothing when it does."""
    return custody.chain_faults(rows())
