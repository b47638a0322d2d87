"""The folder kept in order: what kills have left in the vault, what expired, the log of SQLite.

The worker looks after it when it begins and once a day after that, whose turn it is alone.
Whatever a table or the history speaks of stays.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import Entry, Export, User
from muniment.workspace.opened import opened
from muniment.workspace.services.handing import is_expired
from muniment.workspace.services.kept_files import EXPIRED, kept_files
from muniment.workspace.services.registers import tie, untold

KEEPER = Actor(User(username="muniment"), "worker")
"""Who does what no person has asked for."""
LONGEST_LOG = 16_000_000
"""Bytes of the database's write-ahead log above which it is written back whole."""
_PATIENCE = 1.0


def look_after() -> None:
    """Tell the history what a kill kept from it, let go of expired exports, and clear the vault."""
    if opened().folder.registers.is_dir() and untold():
        with writing():
            tie(KEEPER)
    expire()
    clear_vault()


def expire() -> list[str]:
    """Let go of the files of exports whose time is over, one entry of the history each: their keys.

    That they were made, and who took them when, stays; the file is cleared from the vault.
    """
    told = set(Entry.objects.filter(action=EXPIRED).values_list("subject", flat=True))
    over = []
    for export in Export.objects.filter(state=Export.State.MADE).exclude(sha256=""):
        subject = f"export:{export.key}"
        if subject not in told and is_expired(export):
            with writing():
                record(KEEPER, EXPIRED, subject, {"sha256": export.sha256})
            over.append(export.key)
    return over


def clear_vault() -> list[str]:
    """Take files out of the vault that belong to nothing that is kept: their SHA-256.

    They are left by work that was interrupted between the vault and the database, or by exports
    whose time is over. One is taken only when it has lain there for a day without being asked for,
    is set aside for another day first, and the history names it before it goes.
    """
    vault = opened().vault
    spoken_of = {each.sha256 for each in kept_files()}
    left = [each for each in vault.long_unused() if each not in spoken_of]
    if left:
        with writing():
            record(KEEPER, "vault.cleared", "workspace", {"sha256": left})
        for each in left:
            vault.set_aside(each)
        # Somebody may have brought the same content in the meantime.
        spoken_of = {each.sha256 for each in kept_files()}
        for each in left:
            if each in spoken_of:
                vault.put_back(each)
    vault.sweep()
    return left


def shorten_log() -> None:
    """Write SQLite's write-ahead log back into the database where it has become long.

    SQLite does so itself, but begins its log anew only when nobody reads at that moment.
    """
    folder = opened().folder
    log = folder.sqlite.with_name(f"{folder.sqlite.name}-wal")
    if folder.database or not log.is_file() or log.stat().st_size < LONGEST_LOG:
        return
    with closing(sqlite3.connect(folder.sqlite, timeout=_PATIENCE)) as held:
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
