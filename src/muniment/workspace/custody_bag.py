"""BagIt bags (RFC 8493) in one archive: written byte for byte the same, read without unpacking.

The archive is a ZIP without compression and without the times of files, so that its own bytes can
be held against its content as well. A bag is also read from a folder.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
DAMAGED = (
    OSError,
    KeyError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)
"""What reading from a damaged archive may raise."""
_TIME = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20


class BagWriter:
    """Writes a bag into an archive. Use within ``writing``."""

    def __init__(self, archive: zipfile.ZipFile, root: str) -> None:
        self._archive, self._root = archive, root
        self.payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._bytes = 0

    def add(self, name: str, content: bytes) -> None:
        """Add a file of the payload; ``name`` is within ``data/``."""
        name = f"data/{name}"
        self.payload[name] = self._write(name, content)
        self._bytes += len(content)

    @contextmanager
    def adding(self, name: str, size: int) -> Iterator[IO[bytes]]:
        """A stream for a file of the payload of this many bytes, too large to hold at once."""
        name = f"data/{name}"
        entry = _entry(f"{self._root}/{name}", size)
        with self._archive.open(entry, "w") as out:
            hashed = _Hashing(out)
            yield hashed  # type: ignore[misc]
        self.payload[name] = hashed.hash.hexdigest()
        self._bytes += size

    def tag(self, name: str, content: bytes) -> None:
        """Add a file beside the payload."""
        self._tags[name] = self._write(name, content)

    def manifest(self) -> bytes:
        """The manifest of the payload as it stands."""
        return _lines(self.payload)

    def info(self, said: Mapping[str, str]) -> bytes:
        """What is said of the bag, with the size of its payload."""
        rows = {**said, "Payload-Oxum": f"{self._bytes}.{len(self.payload)}"}
        return "".join(f"{name}: {' '.join(text.split())}\n" for name, text in rows.items()).encode(
            "utf-8"
        )

    def finish(self) -> None:
        """Write the manifest of the files beside the payload, the last file of a bag."""
        self._write(TAGS, _lines(self._tags))

    def _write(self, name: str, content: bytes) -> str:
        self._archive.writestr(_entry(f"{self._root}/{name}"), content)
        return hashlib.sha256(content).hexdigest()


class _Hashing(io.RawIOBase):
    """A stream written through to another, with the SHA-256 of what went by."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.hash = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, block: ReadableBuffer, /) -> int:
        self.hash.update(block)
        return self._out.write(block)


@contextmanager
def writing(path: Path, root: str) -> Iterator[BagWriter]:
    """A bag in a new archive; ``root`` is the one folder in it."""
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as archive:
        yield BagWriter(archive, root)


class Bag(Protocol):
    """A bag that can be read."""

    def names(self) -> list[str]:
        """The names of all files in it, as often as they are there."""

    def open(self, name: str) -> IO[bytes]:
        """A file of it. Raises one of ``DAMAGED`` where it is gone or damaged."""


class NoBag(Exception):
    """Something that is no bag; the message is a sentence."""


class FolderBag:
    """A bag in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """All files, also hidden ones and links."""
        found = []
        for where, folders, files in os.walk(self._folder):
            here = Path(where)
            links = [each for each in folders if (here / each).is_symlink()]
            found += [
                (here / each).relative_to(self._folder).as_posix() for each in [*files, *links]
            ]
        return sorted(found)

    def open(self, name: str) -> IO[bytes]:
        """A file, never what a link leads to."""
        place = self._folder / name
        if not stat.S_ISREG(place.lstat().st_mode):
            raise OSError(f"{name} is no plain file")
        return place.open("rb")


class ArchiveBag:
    """A bag in an archive, under its one folder."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        every = [each for each in archive.namelist() if not each.endswith("/")]
        tops = {each.partition("/")[0] for each in every if "/" in each}
        marked = sorted(top for top in tops if f"{top}/bagit.txt" in every)
        self._root = "" if "bagit.txt" in every or not marked else f"{marked[0]}/"

    def names(self) -> list[str]:
        """All files; one that is not under the bag's folder goes by its whole name."""
        return sorted(
            each.removeprefix(self._root) if each.startswith(self._root) else f"../{each}"
            for each in self._archive.namelist()
            if not each.endswith("/")
        )

    def open(self, name: str) -> IO[bytes]:
        """A file. Raises one of ``DAMAGED`` where it is gone or damaged."""
        return self._archive.open(self._root + name)


@contextmanager
def opened_bag(path: Path) -> Iterator[Bag]:
    """The bag at a path: an archive or a folder. Raises NoBag where there is none."""
    if path.is_dir():
        yield FolderBag(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise NoBag(f"{path.name}: this cannot be read as a package ({error}).") from error
    with archive:
        yield ArchiveBag(archive)


def read_lines(content: bytes) -> tuple[dict[str, str], list[str]]:
    """The SHA-256 of each file in a manifest, by name, and the lines that are none."""
    found: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n")[:-1], start=1):
        sha256, _, name = line.partition("  ")
        if len(sha256) != 64 or not name or name in found:
            wrong.append(f"line {number}")
        else:
            found[name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = sha256
    if not wrong and _lines(found) != content:
        wrong.append("its form")
    return found, wrong


def digest_in(bag: Bag, name: str) -> str:
    """The SHA-256 of a file of a bag. Raises as ``open`` does."""
    hashed = hashlib.sha256()
    with bag.open(name) as stream:
        while block := stream.read(_BLOCK):
            hashed.update(block)
    return hashed.hexdigest()


def packed_otherwise(path: Path) -> tuple[int, bool] | None:
    """Where an archive's own bytes are not what its content gives, or None.

    The first byte that differs, and whether the whole archive was packed by another program.
    """
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryFile() as copy:
        rows = archive.infolist()
        strange = sum(
            each.date_time != _TIME or each.compress_type != zipfile.ZIP_STORED for each in rows
        )
        if strange * 2 > len(rows):
            return 0, True
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as again:
            for each in rows:
                entry = _entry(each.filename, each.file_size)
                with archive.open(each) as source, again.open(entry, "w") as out:
                    shutil.copyfileobj(source, out, _BLOCK)
        copy.seek(0)
        with path.open("rb") as own:
            at = 0
            while True:
                mine, theirs = own.read(_BLOCK), copy.read(_BLOCK)
                if mine != theirs:
                    pairs = enumerate(zip(mine, theirs, strict=False))
                    shorter = min(len(mine), len(theirs))
                    return at + next((n for n, (a, b) in pairs if a != b), shorter), False
                if not mine:
                    return None
                at += len(mine)


def _entry(name: str, size: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.file_size = size  # decides on the form of its head before the first byte is written
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _lines(files: Mapping[str, str]) -> bytes:
    rows = (
        f"{sha256}  {name.replace('%', '%25').replace(chr(10), '%0A').replace(chr(13), '%0D')}\n"
        for name, sha256 in sorted(files.items())
    )
    return "".join(rows).encode("utf-8")
