"""How far the history has come, kept beside the database, so that an older database is known.

A folder that was copied without ``workspace.sqlite-wal``, or into which last week's database was
put, opens and looks whole: its chain holds, and what came later is simply not there. One line
beside the database tells; where it cannot be written nothing else is lost.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save

from muniment.workspace.models import Entry
from muniment.workspace.opened import is_open, opened

FILE = "history.head"


def watch() -> None:
    """Have the line written after each transaction that writes to the history."""
    post_save.connect(_entered, sender=Entry, dispatch_uid=FILE)


def older() -> str | None:
    """A sentence where the database is older than it was when this folder was last used."""
    path = opened().folder.path / FILE
    try:
        number, digest = path.read_text(encoding="ascii").split()
        last = int(number)
    except (OSError, ValueError):
        return None
    row = Entry.objects.filter(number=last).values_list("digest", flat=True).first()
    if row == digest:
        return None
    now = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    what = f"ends at entry {now}" if row is None else f"has another entry {last}"
    return (
        f"{opened().folder.path}: the history had come to entry {last}, and its database {what}. "
        "Part of the workspace was left behind, such as workspace.sqlite-wal when the folder was "
        "copied, or an older database was put in its place. Copy the whole folder again, or "
        f"restore a backup; to go on without what is missing, delete {FILE}."
    )


def _entered(**_: Any) -> None:
    if is_open() and all(each[1] is not _write for each in connection.run_on_commit):
        transaction.on_commit(_write)


def _write() -> None:
    last = Entry.objects.order_by("-number").values_list("number", "digest").first()
    if last is not None:
        with contextlib.suppress(OSError):
            _put(opened().folder.path / FILE, f"{last[0]:012} {last[1]}\n".encode("ascii"))


def _put(path: Path, line: bytes) -> None:
    """Write a line of always the same length over the one before, at once."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)
