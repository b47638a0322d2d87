"""What is under way, in the clear: each process has a folder of its own, cleared when it ended.

A process holds a lock on a file beside its folder, which the system gives back however it ends. So
whoever opens the workspace next clears away what a killed one has left, and nothing of those that
live. A folder in memory, where there is one, has the same name and goes with it.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import secrets
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/dev/shm")
_LOCK = ".lock"
_LEAST_FREE = 4
READ_ONLY = "cannot be written: the folder, or its disk, can only be read"


class Occupied(Exception):
    """A folder that is somebody else's to make or to clear; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class _Held:
    """The folder of this process: whose it is, and the lock on it."""

    process: int
    folder: Path
    lock: sqlite3.Connection


_held: dict[Path, _Held] = {}


def own(place: Path) -> Path:
    """This process's folder in ``place``; what processes that ended have left there is cleared.

    What is forked from this process shares it. Raises OSError where it cannot be written.
    """
    held = _held.get(place)
    if held is not None and held.folder.is_dir():
        return held.folder
    for each in list(_held):
        _let_go(each)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.chmod(0o700)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise PermissionError(error.errno, READ_ONLY, str(place.parent)) from error
        raise
    clear(place)
    while True:
        folder = place / secrets.token_hex(8)
        lock = _lock(_lock_of(folder))
        if lock is not None:
            folder.mkdir(mode=0o700)
            _held[place] = _Held(os.getpid(), folder, lock)
            return folder


def in_memory(place: Path, size: int) -> Path:
    """A folder of this process for so many bytes: in memory where there is room, else ``own``."""
    folder = own(place)
    there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    if not there or shutil.disk_usage(MEMORY).free <= _LEAST_FREE * size:
        return folder
    beside = _beside(folder)
    beside.mkdir(mode=0o700, exist_ok=True)
    return beside


@contextmanager
def making(folder: Path) -> Iterator[bool]:
    """A folder that is made under a lock beside it, and is cleared away at the end of the block
    unless it was moved; True where a process that ended had left one, which was cleared first.

    Raises Occupied where there is one that no such process has left, or one that lives is at it,
    OSError where nothing can be written.
    """
    left = folder.exists()
    if left and not _lock_of(folder).is_file():
        raise Occupied(f"{folder}: is in the way; move it elsewhere.")
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = _lock(_lock_of(folder))
    if lock is None:
        raise Occupied(f"{folder}: another process is making it.")
    try:
        if left:
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
        yield left
    finally:
        _remove(_lock_of(folder), folder)
        lock.close()


def clear_left(place: Path, start: str) -> list[Path]:
    """Clear away the folders of ``making`` that processes of this user that ended have left in a
    place that others may write too; those whose names begin so."""
    cleared = []
    for each in place.glob(f"{start}*{_LOCK}"):
        folder = each.with_name(each.name.removesuffix(_LOCK))
        if _is_own(each, stat.S_ISREG) and _is_own(folder, stat.S_ISDIR):
            lock = _lock(each)
            if lock is not None:
                _remove(each, folder)
                lock.close()
                cleared.append(folder)
    return cleared


def _is_own(path: Path, of_kind: Callable[[int], bool]) -> bool:
    """Whether there is something of this kind, of this user, and no link to it."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return of_kind(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


def clear(place: Path) -> None:
    """Clear away what processes that ended have left in ``place``."""
    mine = {held.folder.name for held in _held.values()}
    for name in {each.name.removesuffix(_LOCK) for each in place.glob("*")} - mine:
        folder = place / name
        try:
            lock = _lock(_lock_of(folder))
        except OSError:  # somebody else's: theirs to clear
            continue
        if lock is not None:
            _remove(_lock_of(folder), folder, _beside(folder))
            lock.close()


@atexit.register
def _let_all_go() -> None:
    for each in list(_held):
        _let_go(each)


def _let_go(place: Path) -> None:
    held = _held.pop(place)
    if held.process == os.getpid():  # not that of whom this process was forked from
        _remove(_lock_of(held.folder), held.folder, _beside(held.folder))
        held.lock.close()


def _remove(lock: Path, *folders: Path) -> None:
    """Remove folders, and last the file of their lock, which is held."""
    for each in folders:
        with contextlib.suppress(OSError):
            shutil.rmtree(each) if each.is_dir() else each.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        lock.unlink(missing_ok=True)


def _lock(path: Path) -> sqlite3.Connection | None:
    """The lock on a file, until it is closed; None where another process has it.

    Raises OSError where it cannot be written.
    """
    try:
        lock = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    except sqlite3.OperationalError:
        raise PermissionError(errno.EACCES, READ_ONLY, str(path.parent)) from None
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return None
        raise PermissionError(errno.EACCES, READ_ONLY, str(path.parent)) from None
    if path.exists():  # else whoever cleared was quicker
        return lock
    lock.close()
    return None


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_LOCK}")


def _beside(folder: Path) -> Path:
    return MEMORY / f"muniment-{folder.name}"
