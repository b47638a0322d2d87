"""What is under way, in the clear: each process has a folder of its own, cleared when it ended.

A process holds a lock on a file beside its folder, which the system gives back however it ends. So
whoever opens the workspace next clears away what a killed one has left, and nothing of those that
live. A folder in memory, where there is one, has the same name and goes with it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/dev/shm")
_LOCK = ".lock"
_LEAST_FREE = 4


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
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.chmod(0o700)
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


def clear(place: Path) -> None:
    """Clear away what processes that ended have left in ``place``."""
    mine = {held.folder.name for held in _held.values()}
    for name in {each.name.removesuffix(_LOCK) for each in place.glob("*")} - mine:
        folder = place / name
        lock = _lock(_lock_of(folder))
        if lock is not None:
            _remove(folder)
            lock.close()


@atexit.register
def _let_all_go() -> None:
    for each in list(_held):
        _let_go(each)


def _let_go(place: Path) -> None:
    held = _held.pop(place)
    if held.process == os.getpid():  # not that of whom this process was forked from
        _remove(held.folder)
        held.lock.close()


def _remove(folder: Path) -> None:
    """Remove a process's folder, that in memory, and last the file of its lock, which is held."""
    for each in (folder, _beside(folder)):
        with contextlib.suppress(OSError):
            shutil.rmtree(each) if each.is_dir() else each.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        _lock_of(folder).unlink(missing_ok=True)


def _lock(path: Path) -> sqlite3.Connection | None:
    """The lock on a file, until it is closed; None where another process has it."""
    lock = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        return None
    if path.exists():  # else whoever cleared was quicker
        return lock
    lock.close()
    return None


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_LOCK}")


def _beside(folder: Path) -> Path:
    return MEMORY / f"muniment-{folder.name}"
