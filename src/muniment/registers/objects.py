"""The bulk of a store: files that are written once, named by their SHA-256 and never changed.

A file is written beside its place, flushed to the disk and only then given its name, so that a
name always stands for whole content. What a kill leaves behind has no name that the history
speaks of; ``sweep`` clears it away after a day. Files are readable by their owner alone (0600,
folders 0700): they hold the names of victims.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from muniment.registers.disk import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    Disk,
    StoreProblem,
    digest,
    write_private,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "PRIVATE_FILE",
    "PRIVATE_FOLDER",
    "Objects",
    "StoreProblem",
    "digest",
    "flush_folder",
    "private_folder",
    "write_parquet",
    "write_private",
]
_BLOCK = 1 << 20
_A_DAY = 86_400


def private_folder(folder: Path) -> Path:
    """The folder, made with its parents where it is missing, open to its owner alone."""
    if not folder.is_dir():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
        flush_folder(folder.parent)
    return folder


def flush_folder(folder: Path) -> None:
    """Make new names in a folder last through a loss of power, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Objects:
    """The files of a store under ``folder/objects``, by their SHA-256."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.disk = disk or Disk()
        self._folder = folder / "objects"
        self._drafts = folder / "drafts"

    def path(self, sha256: str) -> Path:
        """Where the content with this SHA-256 is kept."""
        return self._folder / sha256[:2] / f"{sha256}{self.disk.ending}"

    @property
    def drafts(self) -> Path:
        """The folder of files that are being written; made where it is missing."""
        return private_folder(self._drafts)

    def put(self, write: Callable[[BinaryIO], None]) -> str:
        """Keep what ``write`` writes into the stream it is given; its SHA-256."""
        draft = self.drafts / uuid.uuid4().hex
        try:
            sha256 = self.disk.write(draft, write)
            place = self.path(sha256)
            private_folder(self._folder)
            private_folder(place.parent)
            if not self.holds(sha256):
                draft.replace(place)
                flush_folder(place.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
        return sha256

    def put_bytes(self, content: bytes) -> str:
        """Keep these bytes; their SHA-256."""
        return self.put(lambda stream: _all(stream, content))

    def put_file(self, source: Path) -> str:
        """Keep a copy of a file; its SHA-256. Raises OSError when it cannot be read."""
        with source.open("rb") as content:
            return self.put(lambda stream: shutil.copyfileobj(content, stream, _BLOCK))

    def put_table(self, table: pa.Table) -> str:
        """Keep a table as Parquet; the SHA-256 of the file."""
        return self.put(lambda stream: write_parquet(table, stream))

    def table(self, sha256: str, columns: list[str] | None = None) -> pa.Table:
        """The table kept under a SHA-256, or some of its columns.

        Raises StoreProblem when the file is gone or is no Parquet any more.
        """
        import pyarrow as pa

        place = self.path(sha256)
        try:
            return self.disk.table(place, columns)
        except (OSError, pa.ArrowInvalid) as error:
            raise _damaged(place) from error

    def content(self, sha256: str) -> bytes:
        """The content kept under a SHA-256. Raises StoreProblem when it is gone or damaged."""
        place = self.path(sha256)
        try:
            return self.disk.read(place)
        except OSError as error:
            raise _damaged(place) from error

    def comparable(self, sha256: str) -> pa.Table | Path:
        """A table kept under a SHA-256, to be compared: its file, or where that is sealed what
        it holds."""
        return self.path(sha256) if self.disk.cipher is None else self.table(sha256)

    def holds(self, sha256: str) -> bool:
        """Whether there is a whole file for this SHA-256: its content fits its name."""
        place = self.path(sha256)
        return place.is_file() and self.disk.digest(place) == sha256

    def all(self) -> list[str]:
        """The names of all files that are there."""
        found = (each.name for each in self._folder.glob("??/*") if each.is_file())
        return sorted(each.removesuffix(self.disk.ending) for each in found)

    def sweep(self) -> None:
        """Clear away drafts older than a day: what a kill has left of work never finished."""
        for draft in self._drafts.glob("*"):
            with contextlib.suppress(OSError):
                if time.time() - draft.stat().st_mtime > _A_DAY:
                    shutil.rmtree(draft) if draft.is_dir() else draft.unlink()


def write_parquet(table: pa.Table, stream: BinaryIO) -> None:
    """Write a table as Parquet with Zstandard compression."""
    import pyarrow.parquet as pq

    pq.write_table(table, stream, compression="zstd")


def _damaged(place: Path) -> StoreProblem:
    return StoreProblem(
        f"{place}: this file of the store is gone or damaged; `muniment register verify` tells "
        "what it held."
    )


def _all(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
