"""Locks of a workspace's folder: one process at a time works, serves, or makes tables.

Only so can a new worker know that work which is said to run was left by one that was killed. A lock
is on a file of the folder, and the system itself gives it back when the process ends, however it
ends. SQLite is asked for it because it locks on every system; nothing is written into the file.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from muniment.workspace.folder import Folder, FolderProblem

FILE = "working.lock"
SERVING, TABLES = "serving.lock", "tables.lock"
_ASK_AGAIN = 0.2


@contextmanager
def turn(folder: Folder, file: str = FILE) -> Iterator[bool]:
    """The right to work (to serve, …) until the end of the block; False where another process
    has it.

    Raises FolderProblem where the folder cannot be written.
    """
    with closing(_file(folder, file)) as held:
        yield _taken(held, folder.path / file)


@contextmanager
def wait_for_turn(folder: Folder, file: str = FILE) -> Iterator[None]:
    """``turn``, as soon as no other process has it."""
    with closing(_file(folder, file)) as held:
        while not _taken(held, folder.path / file):
            time.sleep(_ASK_AGAIN)
        yield


def _file(folder: Folder, file: str) -> sqlite3.Connection:
    path: Path = folder.path / file
    try:
        return sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise FolderProblem(f"{path}: cannot be written ({error}).") from error


def _taken(held: sqlite3.Connection, path: Path) -> bool:
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise FolderProblem(f"{path}: cannot be written ({error}).") from error
    return True
