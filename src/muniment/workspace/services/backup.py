"""A workspace backed up while people work: its tables as they were at one moment, its vault, its
registers, sealed for the workspace's key."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from muniment import __version__
from muniment.registers.history import FILE as REGISTERS
from muniment.registers.objects import digest as digest_of_file
from muniment.workspace import keys as keys_of
from muniment.workspace import tables
from muniment.workspace.backup_file import BEGIN, SUMMARY, BackupProblem, Header, Writer, writing
from muniment.workspace.folder import SETTINGS
from muniment.workspace.history import head
from muniment.workspace.opened import opened
from muniment.workspace.services.kept_files import kept_files
from muniment.workspace.snapshot import snapshot

Json = dict[str, Any]
A_PART = 8_000
"""Rows in one file of a table."""


def back_up(path: Path, passphrase: str | None = None) -> Json:
    """Write a backup to a path and say what is in it.

    ``passphrase`` seals the key into it where the workspace's key is not held by one. Raises
    BackupProblem when it cannot be written or something to be kept is gone.
    """
    if path.exists():
        raise BackupProblem(f"{path}: there is a file already; choose another name.")
    workspace = opened()
    header = Header(
        timezone.now().isoformat(timespec="seconds"),
        str(workspace.keys.identity.to_public()),
        _sealed_key(passphrase),
    )
    with snapshot():
        number, last = head()
        said: Json = {
            "header": header.digest,
            "made_at": header.made_at,
            "muniment": __version__,
            "migrations": sorted(
                MigrationRecorder.Migration.objects.filter(app="workspace").values_list(
                    "name", flat=True
                )
            ),
            "number": number,
            "digest": last,
        }
        with writing(path, header, workspace.keys) as out:
            out.add(BEGIN, _json(said))
            out.add(SETTINGS, (workspace.folder.path / SETTINGS).read_bytes())
            said["tables"] = {each._meta.label: _table(out, each) for each in tables.kept_tables()}
            said["registers"] = dict(_registers(out, workspace.folder.registers))
            said["vault"] = dict(_vault(out))
            out.add(SUMMARY, _json(said))
    return said


def _sealed_key(passphrase: str | None) -> str:
    """The key as it stands before the sealed part, or "" where nothing seals it."""
    import pyrage

    workspace = opened()
    if workspace.folder.key == "passphrase":
        sealed = (workspace.folder.path / keys_of.SEALED).read_bytes()
    elif passphrase is None:
        return ""
    elif len(passphrase) < keys_of.SHORTEST:
        raise BackupProblem(f"the passphrase needs {keys_of.SHORTEST} characters or more.")
    else:
        sealed = pyrage.passphrase.encrypt(workspace.keys.secret.encode(), passphrase)
    return base64.b64encode(sealed).decode("ascii")


def _table(out: Writer, model: tables.Model) -> Json:
    """Add a table in parts; its columns, its rows, the SHA-256 of its lines."""
    import hashlib

    whole, number, part = hashlib.sha256(), 0, 0
    waiting: list[bytes] = []

    def flush() -> None:
        nonlocal part
        part += 1
        out.add(f"tables/{model._meta.label}/{part:06}.jsonl", b"".join(waiting))
        waiting.clear()

    names = tables.columns(model)
    out.add(f"tables/{model._meta.label}/columns.json", json.dumps(names).encode("utf-8"))
    for line in tables.lines(model):
        whole.update(line)
        waiting.append(line)
        number += 1
        if len(waiting) == A_PART:
            flush()
    if waiting:
        flush()
    return {"rows": number, "sha256": whole.hexdigest()}


def _vault(out: Writer) -> Iterator[tuple[str, str]]:
    """Add the files of the vault that the tables speak of, sealed as they are."""
    vault, seen = opened().vault, set()
    for what, sha256, sealed in kept_files():
        if sha256 in seen:
            continue
        seen.add(sha256)
        fault = vault.check(sha256, sealed)
        if fault is not None:
            raise BackupProblem(f"{what}: {fault} No backup was made; `muniment audit` tells more.")
        place = vault.path(sha256)
        out.add_file(f"vault/{place.parent.name}/{place.name}", place)
        yield sha256, sealed


def _registers(out: Writer, folder: Path) -> Iterator[tuple[str, str]]:
    """Add the store of the registers: its history first, then the files that it speaks of."""
    import hashlib

    if not (folder / REGISTERS).is_file():
        return
    address = f"{(folder / REGISTERS).resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as history:
        content = history.serialize()
    out.add(f"registers/{REGISTERS}", content)
    yield REGISTERS, hashlib.sha256(content).hexdigest()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or name.startswith((REGISTERS, "drafts/")):
            continue
        out.add_file(f"registers/{name}", file)
        yield name, digest_of_file(file)


def _json(value: Json) -> bytes:
    return json.dumps(value, indent=1).encode("utf-8")
