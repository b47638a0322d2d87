"""How the files of a store lie on the disk: as they are, or sealed by whoever opened the store.

A store holds no key. Who has one (the workspace) gives a cipher with it: files are then sealed
before the disk sees them and opened into memory, never into another file. A file is named and
counted by the SHA-256 of its content either way.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class StoreProblem(Exception):
    """Something of the store that cannot be done; the message is a sentence for the user."""


class Cipher(Protocol):
    """Seals files and short texts, and opens them again."""

    ending: str
    """What stands behind the names of sealed files."""

    def seal(self, content: BinaryIO, out: BinaryIO) -> None:
        """Write the content sealed."""

    def open(self, sealed: bytes) -> bytes:
        """The content again. Raises StoreProblem when it was changed or is of another key."""

    def seal_text(self, text: str, place: str) -> str:
        """A text sealed for the place where it stands."""

    def open_text(self, sealed: str, place: str) -> str:
        """The text again. Raises StoreProblem when it was changed, moved or is of another key."""


class Tables:
    """Tables that were read lately, up to so many bytes, for any number of threads.

    A file of a store never changes, so that what was read of it stays true.
    """

    def __init__(self, most: int) -> None:
        self._most, self._held = most, 0
        self._tables: OrderedDict[object, pa.Table] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, read: Callable[[], pa.Table]) -> pa.Table:
        """The table under a key, read where it is not held."""
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
                return self._tables[key]
        table = read()
        with self._lock:
            if key not in self._tables and table.nbytes <= self._most:
                self._tables[key] = table
                self._held += table.nbytes
                while self._held > self._most:
                    self._held -= self._tables.popitem(last=False)[1].nbytes
        return table


@dataclass(frozen=True, slots=True)
class Disk:
    """Writes and reads the files of a store; sealed where it has a cipher.

    ``tables`` holds what was read lately, for who reads the same often.
    """

    cipher: Cipher | None = None
    tables: Tables | None = None

    @property
    def ending(self) -> str:
        """What stands behind the names of files."""
        return "" if self.cipher is None else self.cipher.ending

    def write(self, path: Path, write: Callable[[BinaryIO], None]) -> str:
        """Write a new file of the owner's alone and flush it; the SHA-256 of its content."""
        if self.cipher is None:
            write_private(path, write)
            return digest(path)
        cipher, content = self.cipher, io.BytesIO()
        write(content)
        content.seek(0)
        write_private(path, lambda out: cipher.seal(content, out))
        return hashlib.sha256(content.getbuffer()).hexdigest()

    def read(self, path: Path) -> bytes:
        """The content of a file. Raises OSError when it cannot be read, StoreProblem when it was
        changed."""
        held = path.read_bytes()
        return held if self.cipher is None else self.cipher.open(held)

    def digest(self, path: Path) -> str:
        """The SHA-256 of the content; "" when the file was changed so that it does not open."""
        if self.cipher is None:
            return digest(path)
        try:
            return hashlib.sha256(self.read(path)).hexdigest()
        except StoreProblem:
            return ""

    def table(self, path: Path, columns: list[str] | None = None) -> pa.Table:
        """The table in a Parquet file, or some of its columns.

        Raises OSError, pyarrow's ArrowInvalid or StoreProblem when it is gone or damaged.
        """
        if self.tables is None:
            return self._table(path, columns)
        key = path, None if columns is None else tuple(columns)
        return self.tables.get(key, lambda: self._table(path, columns))

    def _table(self, path: Path, columns: list[str] | None) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        held = path if self.cipher is None else pa.BufferReader(self.read(path))
        return pq.read_table(held, columns=columns, use_threads=True)


def write_private(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a new file of the owner's alone and flush it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as stream:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
