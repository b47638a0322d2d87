"""The history of a store: who did what, when and why, in a chain that is only added to.

Each entry holds the SHA-256 of the entry before it and its own over all its words, so that a
change, a removal or an insertion anywhere but at the end breaks the chain. What was cut off at the
end shows when the hash of the last entry was noted elsewhere (``muniment register verify
--head``). The one file is SQLite's; an entry is there as a whole or not at all, and that is the
point at which anything in the store becomes so.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muniment.registers.disk import Cipher
from muniment.registers.objects import PRIVATE_FILE, StoreProblem, flush_folder

FILE = "registers.sqlite"
START = "0" * 64
SEALED = "sealed"
"""Under which the facts of an entry stand where they are sealed."""
WAIT = 30.0
"""Seconds that a second process waits for the first one's commit."""
_SCHEMA = 1
_APPLICATION = 0x4D756E69
_TABLES = """
CREATE TABLE history (
    n INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    detail TEXT NOT NULL, why TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END;
CREATE TRIGGER history_is_not_removed BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END;
CREATE VIEW undone AS
    SELECT json_extract(u.detail, '$.undoes') AS n, max(u.n) AS undone_by FROM history u
    WHERE u.action = 'undo' GROUP BY 1;
CREATE VIEW decisions AS
    SELECT h.n, json_extract(h.detail, '$.a') AS a, json_extract(h.detail, '$.b') AS b,
        json_extract(h.detail, '$.verdict') AS verdict, h.who, h.at, h.why AS reason,
        (SELECT undone_by FROM undone WHERE undone.n = h.n) AS undone_by
    FROM history h WHERE h.action = 'decide';
CREATE VIEW revisions AS
    SELECT h.n, json_extract(h.detail, '$.list') AS list,
        json_extract(h.detail, '$.revision') AS revision,
        json_extract(h.detail, '$.kind') AS kind,
        json_extract(h.detail, '$.source_name') AS source_name,
        json_extract(h.detail, '$.records') AS records, h.who, h.at, h.why
    FROM history h WHERE h.action = 'receive';
CREATE VIEW rests_on AS
    SELECT h.n, json_extract(h.detail, '$.name') AS run, r.key AS list, r.value AS revision
    FROM history h, json_each(h.detail, '$.rests_on') r WHERE h.action = 'run';
"""


class StoreBusy(StoreProblem):
    """Another process is writing to the store and does not finish."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the history: ``n`` counts from 1, ``at`` is UTC as ``2026-01-31T12:00:00Z``."""

    n: int
    at: str
    who: str
    action: str
    detail: Mapping[str, Any]
    why: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be added to the history: an action, its facts (JSON) and why."""

    action: str
    detail: Mapping[str, Any]
    why: str = ""


class History:
    """The history in ``folder/registers.sqlite``."""

    def __init__(self, folder: Path, *, wait: float = WAIT, cipher: Cipher | None = None) -> None:
        """Open the history; makes the file where there is none.

        With a cipher the facts and the reasons of new entries are sealed; their hashes are over
        what is kept, so that the chain is computed without the key.

        Raises StoreProblem when the file is no history or of a newer Muniment, StoreBusy when
        another process holds it for longer than ``wait`` seconds.
        """
        self.path = folder / FILE
        self._cipher = cipher
        if not self.path.exists():
            self._make(folder)
        with self._sentences():
            self._database = sqlite3.connect(self.path, timeout=wait, isolation_level=None)
            # EXTRA also flushes the folder after the journal is removed: a commit stays.
            self._database.execute("PRAGMA synchronous = EXTRA")
            self._prepare()

    def _make(self, folder: Path) -> None:
        """Make the file, for its owner alone; another process may be quicker."""
        try:
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
            flush_folder(folder)
        except OSError as error:
            raise StoreProblem(f"{self.path}: it cannot be made ({error.strerror}).") from error

    def close(self) -> None:
        """Give the file free."""
        self._database.close()

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after number ``after``, in order. Raises StoreProblem when unreadable."""
        with self._sentences():
            rows = self._database.execute(
                "SELECT n, at, who, action, detail, why, previous, hash FROM history "
                "WHERE n > ? ORDER BY n",
                (after,),
            ).fetchall()
        return [self._entry(row) for row in rows]

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for one change: nobody else adds, and all or nothing of it stays.

        Raises StoreBusy when another process does not finish within the time to wait.
        """
        with self._sentences():
            self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        with self._sentences():
            self._database.execute("COMMIT")

    def append(self, acts: Iterable[Act], who: str) -> list[Entry]:
        """Add acts within ``writing``; the entries made of them."""
        with self._sentences():
            row = self._database.execute(
                "SELECT n, hash FROM history ORDER BY n DESC LIMIT 1"
            ).fetchone()
            n, previous = row or (0, START)
            who = _storable(who)
            made = []
            for act in acts:
                n += 1
                at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                detail, why = self._closed(n, canonical(act.detail), act.why)
                hash = chained(n, at, who, act.action, detail, why, previous)
                values = (n, at, who, act.action, detail, why, previous, hash)
                self._database.execute("INSERT INTO history VALUES (?,?,?,?,?,?,?,?)", values)
                made.append(self._entry(values))
                previous = hash
        return made

    def faults(self) -> list[str]:
        """What is wrong with the chain, a sentence each; empty when it holds."""
        with self._sentences():
            rows = self._database.execute(
                "SELECT n, at, who, action, detail, why, previous, hash FROM history ORDER BY n"
            ).fetchall()
        found = []
        expected, previous = 1, START
        for n, at, who, action, detail, why, before, hash in rows:
            if n != expected:
                found.append(f"entries {expected} to {n - 1} of the history are gone.")
            elif before != previous:
                found.append(
                    f"entry {n} ({action}, {at}, {who}) does not follow from the entry before it: "
                    f"entry {n - 1} was changed or replaced."
                )
            if chained(n, at, who, action, detail, why, before) != hash:
                found.append(
                    f"entry {n} ({action}, {at}, {who}) was changed after it was written: its "
                    "words do not fit its hash."
                )
            expected, previous = n + 1, hash
        return found

    def _closed(self, n: int, detail: str, why: str) -> tuple[str, str]:
        """The facts and the reason of an entry as they are kept."""
        detail, why = _storable(detail), _storable(why)
        if self._cipher is not None:
            detail = canonical({SEALED: self._cipher.seal_text(detail, f"history:{n}:detail")})
            why = self._cipher.seal_text(why, f"history:{n}:why") if why else ""
        return detail, why

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        """An entry as it was made of a row."""
        n, at, who, action, detail, why, previous, hash = row
        try:
            facts = json.loads(detail)
            if SEALED in facts:
                if self._cipher is None:
                    raise StoreProblem(
                        f"{self.path.parent}: this store is sealed with the key of a workspace; it "
                        "is opened by the pages of that workspace."
                    )
                facts = json.loads(self._cipher.open_text(facts[SEALED], f"history:{n}:detail"))
                why = self._cipher.open_text(why, f"history:{n}:why") if why else ""
        except (ValueError, TypeError) as error:
            raise StoreProblem(
                f"{self.path}: entry {n} of the history was changed and cannot be read; "
                "`muniment register verify` tells more."
            ) from error
        return Entry(n, at, who, action, facts, why, previous, hash)

    def _prepare(self) -> None:
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version == _SCHEMA:
            return
        if version > _SCHEMA:
            raise StoreProblem(
                f"{self.path}: this store was made by a newer Muniment; update Muniment to use it."
            )
        with self.writing():
            tables = self._database.execute("SELECT name FROM sqlite_master").fetchall()
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version == _SCHEMA:
                return
            if tables:
                raise StoreProblem(
                    f"{self.path}: this is a database of something else, not a store of registers."
                )
            for statement in _statements(_TABLES):
                self._database.execute(statement)
            self._database.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._database.execute(f"PRAGMA user_version = {_SCHEMA}")

    @contextlib.contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn what SQLite raises into sentences."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusy(
                    f"{self.path.parent}: another process is changing this store; nothing was "
                    "changed by this one. Try again when the other has finished."
                ) from error
            raise StoreProblem(f"{self.path}: it cannot be used ({error}).") from error
        except sqlite3.DatabaseError as error:
            raise StoreProblem(
                f"{self.path}: this file is damaged or no store of registers ({error})."
            ) from error


def canonical(detail: Mapping[str, Any]) -> str:
    """JSON text that is the same for the same facts: keys sorted, no blanks."""
    return json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def chained(n: int, at: str, who: str, action: str, detail: str, why: str, previous: str) -> str:
    """The hash of an entry: SHA-256 over the JSON list of its words and the hash before it."""
    words = json.dumps([n, at, who, action, detail, why, previous], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def _storable(text: str) -> str:
    """A text without halves of letters, as the names of files can have them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: ``executescript`` would commit in between."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
