"""A copy of the items in a file of SQLite, for a workspace whose tables are in PostgreSQL.

PostgreSQL's own index of words finds all items before it can give the latest of them; FTS5 gives
them in their order. What follows from the items may lie beside them: PostgreSQL notes which items
changed (migration 0013), and whoever writes or searches next brings the copy in step.

PostgreSQL knows the file's name and the last step that the file took; the file knows its steps and
which items each brought. A file that is ahead took a step of a transaction that did not come to
its end, and does it again. One that is behind, or missing, belongs to another state of the
database and is made anew.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, transaction

from muniment.workspace.history import take_turn
from muniment.workspace.models import Item
from muniment.workspace.opened import opened
from muniment.workspace.search.columns import COLUMNS, Row

Answer = TypeVar("Answer")
_LOCK = 0x6974656D
_AT_ONCE = 5_000
_COPIED = (*COLUMNS, "folded", "terms")
_FORGET = (
    "INSERT INTO workspace_words(workspace_words, rowid, folded, terms) "
    "VALUES ('delete', old.id, old.folded, old.terms);"
)
_LEARN = "INSERT INTO workspace_words(rowid, folded, terms) VALUES (new.id, new.folded, new.terms);"
_TABLES = (
    f"CREATE TABLE workspace_item (id INTEGER PRIMARY KEY, {', '.join(_COPIED[1:])})",
    "CREATE VIRTUAL TABLE workspace_words USING fts5("
    "folded, terms, content='workspace_item', content_rowid='id', "
    "tokenize=\"ascii tokenchars '_'\", columnsize=0)",
    "CREATE TABLE step (number INTEGER NOT NULL)",
    "INSERT INTO step VALUES (0)",
    "CREATE TABLE brought (number INTEGER NOT NULL, item INTEGER NOT NULL)",
)
_WORDS = (
    "INSERT INTO workspace_words(workspace_words) VALUES ('rebuild')",
    "INSERT INTO workspace_words(workspace_words) VALUES ('optimize')",
    f"CREATE TRIGGER words_insert AFTER INSERT ON workspace_item BEGIN {_LEARN} END",
    f"CREATE TRIGGER words_delete AFTER DELETE ON workspace_item BEGIN {_FORGET} END",
)
_COPY = f"INSERT INTO workspace_item VALUES ({', '.join('?' * len(_COPIED))})"
_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-8000",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
_here = threading.local()


@dataclass(frozen=True, slots=True)
class _Known:
    """What PostgreSQL knows of the copy: its name, its last step, whether more has changed since,
    and whether this transaction may only read."""

    name: str
    step: int
    changed: bool
    fixed: bool


def run(statement: str, values: Sequence[Any] = (), *, in_step: bool = False) -> list[Row]:
    """What a statement gives that is asked of the copy; ``?`` stands for each value. The copy is
    brought in step first, unless it has been.

    A copy that is damaged is made anew. Raises sqlite3.Error where the file cannot be used.
    """

    def ask() -> list[Row]:
        file = _held() if in_step else None
        return (file or _in_step()).execute(statement, values).fetchall()

    return _healed(ask)


def moment() -> tuple[str, int]:
    """Which copy there is, in step, and its last step: the same as long as nothing has changed.

    A copy that is damaged is made anew. Raises sqlite3.Error where the file cannot be used.
    """

    def ask() -> tuple[str, int]:
        file = _in_step()
        return _here.held[0].name, _step(file)

    return _healed(ask)


def _healed(ask: Callable[[], Answer]) -> Answer:
    """What is asked of the copy, asked again of a new one where it is damaged."""
    try:
        return ask()
    except sqlite3.DatabaseError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise
    make_anew()
    return ask()


def keep_in_step() -> None:
    """Bring the copy in step with what was committed; it is made where there is none."""
    _healed(lambda: _in_step(wait=True))


def make_anew() -> sqlite3.Connection:
    """Make the copy from all items; this thread's connection to it."""
    if connection.in_atomic_block:
        take_turn()
    with transaction.atomic():
        _take_lock(wait=True)
        return _made()


def is_there() -> bool:
    """Whether there is a copy, so that nobody has to wait until it is made."""
    return _connection(_known().name) is not None


def place() -> Path:
    """Where the copy lies."""
    return _place(_known().name)


def _in_step(wait: bool | None = None) -> sqlite3.Connection:
    """The copy, with all that changed; ``wait`` for others who bring it in step just now, which
    by default only who writes does."""
    if wait is None:
        wait = connection.in_atomic_block
    known = _known()
    file = _connection(known.name)
    if file is not None and (known.fixed or not known.changed) and _step(file) == known.step:
        return file
    if file is not None and known.fixed:
        return file  # what is found is looked up in the tables, as they are in this transaction
    outermost = not connection.in_atomic_block
    if wait and not outermost:
        take_turn()  # before the lock, as everybody who writes more than the copy
    with transaction.atomic():
        if not _take_lock(wait or file is None):
            assert file is not None
            return file
        known = _known()
        file = _connection(known.name)
        if file is None or _step(file) < known.step:
            return _made()
        if outermost:  # what this transaction did itself may not come to its end
            file.execute("DELETE FROM brought WHERE number <= ?", [known.step])
        again = file.execute("SELECT item FROM brought WHERE number > ?", [known.step]).fetchall()
        changed = {int(item) for (item,) in again}
        while changed := changed | _changed():
            _bring(file, changed)
            changed = set()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE workspace_items_file SET step = %s", [_step(file)])
    return file


def _take_lock(wait: bool) -> bool:
    """Be the only one who changes the copy, to the end of the transaction; False where another is
    and nobody is to ``wait``."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _known() -> _Known:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, step, EXISTS (SELECT FROM workspace_changed_item), "
            "current_setting('transaction_read_only') = 'on' FROM workspace_items_file"
        )
        return _Known(*cursor.fetchone())


def _changed() -> set[int]:
    """Some of the items that changed, no longer noted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM workspace_changed_item WHERE ctid = ANY (ARRAY("
            "SELECT ctid FROM workspace_changed_item LIMIT %s)) RETURNING item",
            [_AT_ONCE],
        )
        return {int(item) for (item,) in cursor.fetchall()}


def _bring(file: sqlite3.Connection, items: Iterable[int]) -> None:
    """One step: these items as they are now."""
    numbers = [(each,) for each in sorted(items)]
    rows = Item.objects.filter(pk__in=[each for (each,) in numbers]).values_list(*_COPIED)
    file.execute("BEGIN IMMEDIATE")
    with file:
        number = _step(file) + 1
        file.executemany("DELETE FROM workspace_item WHERE id = ?", numbers)
        file.executemany(_COPY, rows)
        file.executemany("INSERT INTO brought VALUES (?, ?)", [(number, *each) for each in numbers])
        file.execute("UPDATE step SET number = ?", [number])


def _made() -> sqlite3.Connection:
    """A new copy of all items, under the lock; older ones go when the transaction has ended."""
    name = secrets.token_hex(4)
    new = _place(name)
    new.parent.mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM workspace_changed_item")
        cursor.execute("UPDATE workspace_items_file SET name = %s, step = 0", [name])
    with closing(sqlite3.connect(new, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=OFF")
        file.execute("BEGIN")
        for each in _TABLES:
            file.execute(each)
        rows = Item.objects.order_by("pk").values_list(*_COPIED).iterator(chunk_size=_AT_ONCE)
        while some := list(islice(rows, _AT_ONCE)):
            file.executemany(_COPY, some)
        for each in _WORDS:
            file.execute(each)
        file.execute("COMMIT")
        file.execute("PRAGMA journal_mode=WAL")
    transaction.on_commit(lambda: _remove_others(new))
    made = _connection(name)
    assert made is not None
    return made


def _remove_others(kept: Path) -> None:
    for each in kept.parent.glob("items-*.sqlite*"):
        if not each.name.startswith(kept.name):
            with suppress(OSError):  # still open, where the system does not let open files go
                each.unlink()


def _step(file: sqlite3.Connection) -> int:
    number: int = file.execute("SELECT number FROM step").fetchone()[0]
    return number


def _place(name: str) -> Path:
    return opened().folder.cache / f"items-{name}.sqlite"


def _connection(name: str) -> sqlite3.Connection | None:
    """This thread's connection to a copy; None where there is none of the name."""
    wanted = _place(name)
    there = wanted.exists()
    held = _held()
    if held is not None and (_here.held[0] != wanted or not there):
        held.close()
        _here.held = held = None
    if held is None and there:
        held = sqlite3.connect(wanted, timeout=30, isolation_level=None)
        for each in _PRAGMAS:
            held.execute(each)
        _here.held = (wanted, held)
    return held


def _held() -> sqlite3.Connection | None:
    """The connection that this thread has, if it has one."""
    held: tuple[Path, sqlite3.Connection] | None = getattr(_here, "held", None)
    return held[1] if held is not None else None
