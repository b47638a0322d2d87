"""What goes wrong on an office's laptop, told in a sentence: a full disk, a stick that was pulled,
a database that another program holds, a power cut, Ctrl-C."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from types import FrameType
from typing import NoReturn, TypeVar, cast

import click

from muniment.commands.common import fail

Command = TypeVar("Command", bound=Callable[..., object])
INTERRUPTED, TERMINATED = 130, 143
_PROBLEMS = {
    "django.db": "DatabaseError",
    "muniment.documents.errors": "UnreadableDocument",
    "muniment.registers.disk": "StoreProblem",
    "muniment.workspace.folder": "FolderProblem",
    "muniment.workspace.sealing": "SealBroken",
    "muniment.workspace.vault": "VaultProblem",
    "sqlite3": "Error",
}
"""Where the errors that are a user's to know are at home; only what is loaded can be raised."""
_DAMAGED = (
    "is damaged: {why}. Nothing was changed. Keep it as it is, and restore the last backup into "
    "another folder (muniment restore)."
)
_SQLITE = {
    "BUSY": "is held by another program: close that one, or wait, and try again.",
    "LOCKED": "is held by another program: close that one, or wait, and try again.",
    "FULL": "cannot be written: the disk is full. Make room, and try again.",
    "READONLY": "cannot be written: the folder, or its disk, can only be read.",
    "CANTOPEN": "cannot be opened: the folder is gone, or may not be written.",
    "PERM": "cannot be opened: it is somebody else's.",
    "IOERR": "cannot be read or written: the disk is full, damaged, or gone.",
    "CORRUPT": _DAMAGED,
    "NOTADB": _DAMAGED,
}


class Terminated(KeyboardInterrupt):
    """The system asks to end (SIGTERM, SIGHUP): whatever Ctrl-C ends, this ends."""


def plainly(command: Command) -> Command:
    """A command that tells trouble in a sentence (exit code 2) and ends quietly when interrupted
    (130), or asked to end (143)."""

    @wraps(command)
    def run(*given: object, **named: object) -> object:
        end_when_asked()
        _tell_any_name()
        try:
            return command(*given, **named)
        except (SystemExit, click.exceptions.Exit, click.ClickException):
            raise
        except Terminated:
            _leave(TERMINATED)
        except (KeyboardInterrupt, click.exceptions.Abort):
            _leave(INTERRUPTED)
        except problems() as error:
            fail(sentence(error))

    return cast("Command", run)


def _tell_any_name() -> None:
    """Names of files may have bytes that are no text: they are told as numbers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def end_when_asked() -> None:
    """Have what asks this process to end raise Terminated, so that all is put away."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Who started this with hang-ups ignored (nohup) wants it to go on.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminate)


def problems() -> tuple[type[Exception], ...]:
    """The errors that are told in a sentence."""
    found: list[type[Exception]] = [OSError]
    for module, name in _PROBLEMS.items():
        if module in sys.modules:
            found.append(getattr(sys.modules[module], name))
    return tuple(found)


def sentence(error: BaseException) -> str:
    """What went wrong, and what can be done."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__module__ == "sqlite3":
            return _of_sqlite(cause)
        if type(cause).__module__.partition(".")[0] == "psycopg":
            return f"the database does not answer ({' '.join(str(cause).split())[:300]})."
        cause = cause.__cause__
    if isinstance(error, OSError):
        why = error.strerror or str(error)
        return f"{error.filename}: {why}." if error.filename else f"{why}."
    return str(error)


def _of_sqlite(error: BaseException) -> str:
    # "SQLITE_IOERR_WRITE"; errors of the module itself have no name.
    name = str(getattr(error, "sqlite_errorname", "SQLITE_ERROR"))
    unknown = "cannot be used: {why}. Restore the last backup (muniment restore)."
    said = _SQLITE.get(name.split("_")[1], unknown)
    return f"{_database()} {said.format(why=error)}"


def _database() -> str:
    from muniment.workspace.opened import is_open, opened

    return f"{opened().folder.sqlite}:" if is_open() else "the database"


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _leave(code: int) -> NoReturn:
    """End at once: threads that read a file would else hold this until they are done."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    if threading.active_count() > 1:
        os._exit(code)
    sys.exit(code)
