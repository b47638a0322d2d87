"""A backup becomes a workspace again, on either database, and is held against what it was."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os.path import realpath
from pathlib import Path, PurePosixPath
from typing import IO, Any

from muniment.registers.history import FILE as REGISTERS
from muniment.registers.objects import digest as digest_of_file
from muniment.registers.objects import private_folder
from muniment.workspace.backup_file import BEGIN, SUMMARY, BackupProblem, read_header, reading
from muniment.workspace.folder import SETTINGS, Folder, KeyHolder, read_folder
from muniment.workspace.keys import Keys, hold
from muniment.workspace.opened import Opened, opened, start_django, use
from muniment.workspace.temporary import Occupied, clear_left, making

Json = dict[str, Any]
LEFT = "was left by a restore that was interrupted, with the key in it, and is removed."
_REHEARSAL = "muniment-rehearsal-"


@dataclass(slots=True)
class Restored:
    """What came out of a backup: what it said of itself, and what is not as it was."""

    said: Json
    differs: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """True when everything is as it was."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Place:
    """Where to: a folder that is not there yet, a database ("" for SQLite in the folder), and who
    holds the key there, with the passphrase where one does."""

    folder: Path
    database: str = ""
    key: KeyHolder = "file"
    passphrase: str | None = None


def restore(path: Path, keys: Keys, place: Place, tell: Callable[[str], object]) -> Restored:
    """Make a workspace from a backup and hold it against what it was.

    The folder has its name only when everything is there; what a restore that was killed has left
    is cleared away first, and told. Raises BackupProblem when the backup does not open or was
    changed, or the place is taken; FolderProblem on a database address that is none. Django must
    not be set up yet: it is, for the new workspace.
    """
    place = replace(place, folder=Path(realpath(place.folder)))
    if place.folder.exists() and (not place.folder.is_dir() or any(place.folder.iterdir())):
        raise BackupProblem(f"{place.folder}: there is something already; choose another folder.")
    draft = place.folder.with_name(f"{place.folder.name}.restoring")
    try:
        with making(draft) as left:
            if left:
                tell(f"{draft}: {LEFT}")
            made = _fill(path, keys, replace(place, folder=draft))
            _close()
            if place.folder.exists():
                place.folder.rmdir()
            draft.rename(place.folder)
    except Occupied as error:
        raise BackupProblem(str(error)) from error
    return made


@contextmanager
def rehearsing(tell: Callable[[str], object]) -> Iterator[Path]:
    """A folder for a rehearsal, which is gone at the end of the block; those that rehearsals that
    were killed have left are cleared away first, and told."""
    place = Path(tempfile.gettempdir())
    for each in clear_left(place, _REHEARSAL):
        tell(f"{each}: {LEFT}")
    folder = place / f"{_REHEARSAL}{secrets.token_hex(8)}"
    with making(folder):
        yield folder


def _fill(path: Path, keys: Keys, place: Place) -> Restored:
    made = Restored({})
    with reading(path, keys) as backup:
        files = iter(backup)
        begun = _begin(files, keys, place)
        if begun.get("header") != read_header(path).digest:
            raise BackupProblem(f"{path}: the first line of this backup was changed.")
        from muniment.workspace.history import writing  # there are models from here on

        # Nothing is kept of a backup that turns out to be changed further on.
        with writing():
            made.said = _take(files, place.folder)
            backup.finish()
            if made.said.get("header") != begun["header"]:
                raise BackupProblem(f"{path}: this backup is not whole.")
    made.differs = list(differences(made.said))
    return made


def _begin(files: Iterator[tuple[str, IO[bytes]]], keys: Keys, place: Place) -> Json:
    """Make the folder, its settings, its key and its tables; what the backup begins with."""

    begun: Json = json.loads(_next(files, BEGIN))
    (place.folder / SETTINGS).write_bytes(_next(files, SETTINGS))
    folder = replace(read_folder(place.folder), database=place.database, key=place.key)
    folder.write()
    read_folder(place.folder)
    hold(folder, keys, place.passphrase)
    use(Opened(folder, keys))
    start_django()
    _tables(begun, folder)
    return begun


def _next(files: Iterator[tuple[str, IO[bytes]]], wanted: str) -> bytes:
    for name, stream in files:
        if name == wanted:
            return stream.read()
        break
    raise BackupProblem(f"this backup does not begin as it should: {wanted} is missing.")


def _tables(begun: Json, folder: Folder) -> None:
    """Make empty tables. Raises BackupProblem where they are not, or too old for the backup."""
    from django.db.migrations.loader import MigrationLoader

    from muniment.workspace.models import Entry, User
    from muniment.workspace.services.starting import make_tables

    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "workspace"}
    if not set(begun["migrations"]) <= known:
        raise BackupProblem(
            f"this backup was made by a later version ({begun['muniment']}); update Muniment first."
        )
    make_tables()
    if Entry.objects.exists() or User.objects.exists():
        raise BackupProblem(f"{folder.database}: this database holds a workspace already.")


def _take(files: Iterator[tuple[str, IO[bytes]]], folder: Path) -> Json:
    """Put everything into its place; what the backup ends with."""
    from muniment.workspace import tables

    models = {each._meta.label: each for each in tables.kept_tables()}
    names: dict[str, list[str]] = {}
    said: Json = {}
    for name, stream in files:
        top, _, rest = name.partition("/")
        if name == SUMMARY:
            said = json.load(stream)
        elif top == "tables":
            label, _, part = rest.partition("/")
            if label not in models:
                raise BackupProblem(f"this backup has a table {label}, which is not known here.")
            if part == "columns.json":
                names[label] = json.load(stream)
                continue
            rows = [json.loads(line) for line in stream]
            try:
                tables.fill(models[label], names[label], rows)
            except (ValueError, KeyError) as error:
                raise BackupProblem(f"this backup does not fit this version: {error}.") from error
        elif top in ("vault", "registers"):
            _put(folder, name, stream)
        else:
            raise BackupProblem(f"this backup holds {name}, which is not known here.")
    tables.count_on(list(models.values()))
    return said


def _put(folder: Path, name: str, stream: IO[bytes]) -> None:
    """Write a file of the vault or the registers. Raises BackupProblem on a name that leads
    elsewhere."""
    from muniment.registers.objects import write_private

    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or "\\" in name:
        raise BackupProblem(f"this backup holds {name}, which leads elsewhere.")
    place = folder.joinpath(*parts)
    private_folder(place.parent)
    write_private(place, lambda out: shutil.copyfileobj(stream, out, 1 << 20))


def differences(said: Json) -> Iterator[str]:
    """Where the workspace that is open is not what a backup says it was, as sentences."""
    from muniment.workspace import tables
    from muniment.workspace.services.auditing import audit

    models = {each._meta.label: each for each in tables.kept_tables()}
    for label, known in said["tables"].items():
        rows, sha256 = tables.digest(models[label])
        if rows != known["rows"]:
            yield f"{label}: {rows} rows, there were {known['rows']}."
        elif sha256 != known["sha256"]:
            yield f"{label}: its rows are not as they were."
    vault, folder = opened().vault, opened().folder.registers
    for sha256, sealed in said["vault"].items():
        if fault := vault.check(sha256, sealed):
            yield fault
    for name, sha256 in said["registers"].items():
        place = folder / name
        if not place.is_file():
            yield f"registers/{name}: this file is gone."
        elif name != REGISTERS and digest_of_file(place) != sha256:
            yield f"registers/{name}: this file is not as it was."
    yield from audit().faults


def _close() -> None:
    """Let go of the database, so that the folder can take its name."""
    from django.db import connections

    connections.close_all()
