"""The folder of a workspace: what lies where, and what its settings file says.

``workspace.toml`` names the institution, the language, the time zone, the database and how the key
is held. It holds no secret: the address of a PostgreSQL database may leave the password out, to be
taken from the environment as PostgreSQL's own tools do.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from muniment.workspace.temporary import clear

SETTINGS = "workspace.toml"
NUMBERS = ("largest_file_mb", "largest_request_mb", "requests_a_minute")
LANGUAGES = ("en", "ar", "ru")
KeyHolder = Literal["passphrase", "keyring", "file"]


class FolderProblem(Exception):
    """A workspace folder that cannot be made or opened; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A workspace folder and its settings.

    ``database`` is "" for the folder's own SQLite file or "postgresql://user@host/name";
    ``hosts`` are the names under which the pages may be asked for, beside this machine itself;
    ``key`` says who holds the key: a passphrase, the operating system's keyring, or a file in the
    folder that only its owner can read. ``largest_file_mb`` and ``largest_request_mb`` bound what
    is taken in, in megabytes; ``requests_a_minute`` what one token may ask of the API.
    ``time_authority`` is the address of an RFC 3161 time authority for packages, or "".
    """

    path: Path
    name: str = "Workspace"
    language: str = "en"
    time_zone: str = "UTC"
    database: str = ""
    hosts: tuple[str, ...] = ()
    key: KeyHolder = "passphrase"
    largest_file_mb: int = 500
    largest_request_mb: int = 2000
    requests_a_minute: int = 120
    time_authority: str = ""

    @property
    def sqlite(self) -> Path:
        """The SQLite file, where the database is the folder's own."""
        return self.path / "workspace.sqlite"

    @property
    def vault(self) -> Path:
        """The folder of sources as received, sealed."""
        return self.path / "vault"

    @property
    def registers(self) -> Path:
        """The store of the registers (see muniment.registers.store)."""
        return self.path / "registers"

    @property
    def cache(self) -> Path:
        """What can be made again: pictures of pages, translations, copies of what can be found."""
        return self.path / "cache"

    @property
    def items_files(self) -> list[Path]:
        """Copies of what can be found, where the tables are in PostgreSQL: one, or one that is
        being made beside one that goes (search/items_file.py)."""
        return sorted(self.cache.glob("items-*.sqlite"))

    @property
    def temporary(self) -> Path:
        """What is under way: parts of uploads, before they are sealed; a folder a process."""
        return self.path / "temporary"

    def clear_temporary(self) -> None:
        """Clear away what processes that ended have left under way; the living keep theirs."""
        clear(self.temporary)

    def write(self) -> None:
        """Write the settings file. Raises FolderProblem when it cannot be written."""
        values: Mapping[str, str | int | tuple[str, ...]] = {
            "name": self.name,
            "language": self.language,
            "time_zone": self.time_zone,
            "database": self.database,
            "hosts": self.hosts,
            "key": self.key,
            "time_authority": self.time_authority,
            **{each: getattr(self, each) for each in NUMBERS},
        }
        # JSON strings and lists of strings are TOML too.
        text = "".join(
            f"{key} = {json.dumps(list(value) if isinstance(value, tuple) else value)}\n"
            for key, value in values.items()
        )
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.chmod(0o700)
            write_whole(self.path / SETTINGS, text.encode("utf-8"))
        except OSError as error:
            raise FolderProblem(f"{self.path}: cannot be written ({error.strerror}).") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file for its owner alone, whole or not at all. Raises OSError."""
    draft = path.with_name(f"{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def read_folder(path: Path) -> Folder:
    """The workspace in a folder.

    Raises FolderProblem when there is none, or when its settings file says what cannot be.
    """
    file = path / SETTINGS
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FolderProblem(
            f"{path}: no workspace here; `muniment init {path}` makes one."
        ) from error
    except OSError as error:
        raise FolderProblem(f"{file}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise FolderProblem(f"{file}: is no text.") from error
    except tomllib.TOMLDecodeError as error:
        raise FolderProblem(f"{file}: is no TOML ({error}).") from error
    if not values:
        raise FolderProblem(f'{file}: is empty; write at least who holds the key: key = "file".')
    known = ("name", "language", "time_zone", "database", "time_authority")
    for each in values:
        if each not in (*known, *NUMBERS, "hosts", "key"):
            raise FolderProblem(f"{file}: nothing is called {each!r} here; leave it out.")
    for each in known:
        if not isinstance(values.get(each, ""), str):
            raise FolderProblem(f"{file}: {each} must be text in quotes.")
    for each in NUMBERS:
        number = values.get(each, 1)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 1_000_000:
            raise FolderProblem(f"{file}: {each} must be a whole number from 1 to 1000000.")
    if values.get("language", "en") not in LANGUAGES:
        raise FolderProblem(f"{file}: language must be one of {', '.join(LANGUAGES)}.")
    if not _is_zone(values.get("time_zone", "UTC")):
        raise FolderProblem(f'{file}: time_zone must be one such as "Europe/Vienna" or "UTC".')
    hosts = values.get("hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(each, str) for each in hosts):
        raise FolderProblem(f"{file}: hosts must be a list of texts in quotes.")
    key = values.get("key", "passphrase")
    if key not in get_args(KeyHolder):
        raise FolderProblem(f"{file}: key must be one of {', '.join(get_args(KeyHolder))}.")
    folder = Folder(
        path,
        name=values.get("name", "Workspace"),
        language=values.get("language", "en"),
        time_zone=values.get("time_zone", "UTC"),
        database=values.get("database", ""),
        hosts=tuple(hosts),
        key=key,
        time_authority=values.get("time_authority", ""),
        **{each: values[each] for each in NUMBERS if each in values},
    )
    database_settings(folder)
    return folder


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # no name, a folder of them, none that is known
        return False
    return True


def database_settings(folder: Folder) -> dict[str, object]:
    """Django's settings of the database. Raises FolderProblem on an address that is none."""
    if not folder.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder.sqlite),
            # Kept open by each thread: opening one costs more than most questions.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # One writer at a time, from its first statement on, so that none finds at its
                # end that another was quicker.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA cache_size=-8000; PRAGMA secure_delete=ON; "
                    "PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    try:
        address = urlsplit(folder.database)
        port = address.port
    except ValueError as error:
        raise FolderProblem(f"{folder.path / SETTINGS}: database: {error}.") from error
    if address.scheme not in ("postgresql", "postgres") or not address.path.strip("/"):
        raise FolderProblem(
            f"{folder.path / SETTINGS}: database must be empty or postgresql://user@host/name."
        )
    options = dict(parse_qsl(address.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.strip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": options.pop("host", address.hostname or ""),
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 600,
        "OPTIONS": options,
    }
