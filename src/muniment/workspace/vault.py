"""The vault: sources as received, named by their SHA-256, sealed with age, never changed.

A file is written beside its place and flushed to the disk before it gets its name, and it has its
name before the database speaks of it: a kill leaves at most a draft, which ``sweep`` clears away,
or a sealed file that nobody speaks of: the same content finds it there the next time, or it is set
aside after a day. The name is the SHA-256 of what was received; the SHA-256 of the sealed file is
kept in the database, so that a changed byte is found without the key.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import pyrage

from muniment.registers.objects import digest, flush_folder, private_folder, write_private
from muniment.workspace.keys import Keys
from muniment.workspace.temporary import in_memory

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BLOCK = 1 << 20
_A_DAY = 86_400
_IN_MEMORY = 16 << 20


class VaultProblem(Exception):
    """A file of the vault that is gone or not what was kept; the message is a sentence."""


class Kept(NamedTuple):
    """What is kept: the SHA-256 of the content, its size in bytes, the SHA-256 of it sealed."""

    sha256: str
    size: int
    sealed_sha256: str


class Vault:
    """The sealed files under a folder."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder, self._keys = folder, keys
        self._drafts = folder / "drafts"

    def path(self, sha256: str) -> Path:
        """Where the content with this SHA-256 lies, sealed."""
        return self._folder / sha256[:2] / f"{sha256}.age"

    def size(self, sha256: str) -> int:
        """How many bytes a file takes, sealed; 0 where it is gone."""
        try:
            return self.path(sha256).stat().st_size
        except OSError:
            return 0

    def put(self, source: IO[bytes]) -> Kept:
        """Keep what a stream gives; what is there already and whole is not written again.

        Raises OSError where it cannot be written, and what the stream raises (OSError,
        ValueError); nothing of it stays then.
        """
        hashed = _Hashed(source)
        private_folder(self._folder)
        draft = private_folder(self._drafts) / uuid.uuid4().hex
        recipients = [self._keys.identity.to_public()]
        try:
            _seal_into(draft, hashed, recipients)
            sha256 = hashed.hash.hexdigest()
            place = self.path(sha256)
            private_folder(place.parent)
            while True:
                self._place(draft, place, sha256)
                with contextlib.suppress(FileNotFoundError):  # set aside at this very moment
                    os.utime(place)
                    return Kept(sha256, hashed.size, digest(place))
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()

    def put_bytes(self, content: bytes) -> Kept:
        """Keep these bytes."""
        return self.put(io.BytesIO(content))

    def get(self, sha256: str) -> bytes:
        """The content again. Raises VaultProblem when it is gone or not what was kept."""
        out = io.BytesIO()
        self.copy(sha256, out)
        return out.getvalue()

    def open(self, sha256: str) -> IO[bytes]:
        """The content to be read, which was looked through before: a large one lies in the clear
        in the workspace's temporary folder, without a name, until it is closed.

        Raises VaultProblem as ``get`` does.
        """
        place = in_memory(self._folder.parent / "temporary", self.size(sha256))
        with contextlib.ExitStack() as unless_whole:
            plain = unless_whole.enter_context(
                tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(place))
            )
            self.copy(sha256, plain)
            plain.seek(0)
            unless_whole.pop_all()
        return plain

    def copy(self, sha256: str, out: IO[bytes] | None = None) -> None:
        """Write the content to a stream, or look through it only, block by block.

        Raises VaultProblem as ``get`` does; what was written then is none of it.
        """
        place, through = self.path(sha256), _Through(out)
        try:
            with place.open("rb") as sealed:
                pyrage.decrypt_io(sealed, through, [self._keys.identity])
        except FileNotFoundError as error:
            raise VaultProblem(f"{place.name}: this file of the vault is gone.") from error
        except (OSError, pyrage.DecryptError) as error:
            if through.fault is not None:
                raise through.fault from error
            raise VaultProblem(f"{place.name}: this file of the vault was changed.") from error
        if through.hash.hexdigest() != sha256:
            raise VaultProblem(f"{place.name}: this file of the vault is not what was kept.")

    def check(self, sha256: str, sealed_sha256: str) -> str | None:
        """What is wrong with a file of the vault, as a sentence, or None. Needs no key."""
        place = self.path(sha256)
        if not place.is_file():
            return f"{place.name}: this file of the vault is gone."
        if digest(place) != sealed_sha256:
            return f"{place.name}: this file of the vault was changed."
        return None

    def all(self) -> Iterator[str]:
        """The SHA-256 of everything that has a place here."""
        for each in sorted(self._folder.glob("??/*.age")):
            yield each.stem

    def long_unused(self) -> list[str]:
        """The SHA-256 of everything that nobody has brought for a day."""
        return [each for each in self.all() if _is_old(self.path(each))]

    def set_aside(self, sha256: str) -> None:
        """Take what nobody speaks of out of its place; ``sweep`` clears it away a day later.

        What somebody brings at this moment stays.
        """
        place, aside = self.path(sha256), self._aside(sha256)
        if not _is_old(place):
            return
        place.replace(aside)
        fresh = not _is_old(aside)
        os.utime(aside)
        if fresh:
            self.put_back(sha256)

    def put_back(self, sha256: str) -> None:
        """Give what was set aside its place again."""
        aside = self._aside(sha256)
        if aside.exists():
            self._place(aside, self.path(sha256), sha256)
            aside.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Clear away drafts older than a day: what a kill has left of work never finished."""
        for draft in self._drafts.glob("*"):
            with contextlib.suppress(OSError):
                if _is_old(draft):
                    draft.unlink()

    def _aside(self, sha256: str) -> Path:
        return private_folder(self._drafts) / f"{sha256}.age"

    def _place(self, draft: Path, place: Path, sha256: str) -> None:
        """Give a draft its name, unless the same content has it: sealed twice, it differs.

        Of two that come at once the first stays, and both speak of that one. What is damaged makes
        room, and is kept beside it.
        """
        try:
            os.link(draft, place)
        except OSError:  # there is one, or the file system has no links
            if self._whole(sha256):
                return
            if place.exists():
                place.replace(place.with_suffix(".damaged"))
            draft.replace(place)
        flush_folder(place.parent)

    def _whole(self, sha256: str) -> bool:
        """Whether the content is there and opens."""
        try:
            self.copy(sha256)
        except VaultProblem:
            return False
        return True


def _is_old(path: Path) -> bool:
    """Whether a file has lain there untouched for a day."""
    return time.time() - path.stat().st_mtime > _A_DAY


def _seal_into(draft: Path, content: _Hashed, recipients: list[pyrage.x25519.Recipient]) -> None:
    """Write the content sealed. Raises OSError where there is no room."""
    try:
        write_private(draft, lambda out: pyrage.encrypt_io(content, out, recipients))
    except pyrage.EncryptError as error:
        if content.fault is not None:
            raise content.fault from None
        why = str(error).rpartition("] ")[2]  # "OSError: [Errno 28] No space left on device"
        raise OSError(f"the vault cannot be written: {why}") from error


class _Hashed(io.RawIOBase):
    """A stream read through, with the SHA-256 and the size of what went by.

    ``fault`` is why it could not be read to its end.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.hash = hashlib.sha256()
        self.size = 0
        self.fault: OSError | ValueError | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            block = self._source.read(size if size > 0 else _BLOCK)
        except (OSError, ValueError) as error:
            self.fault = error
            raise
        self.hash.update(block)
        self.size += len(block)
        return block


class _Through(io.RawIOBase):
    """A stream written through to another, or to nowhere, with the SHA-256 of what went by.

    ``fault`` is why it could not be written: there is no room where it goes, not in the vault.
    """

    def __init__(self, out: IO[bytes] | None) -> None:
        self._out = out
        self.hash = hashlib.sha256()
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, block: ReadableBuffer, /) -> int:
        content = bytes(block)
        self.hash.update(content)
        if self._out is not None:
            try:
                self._out.write(content)
            except OSError as error:
                self.fault = error
                raise
        return len(content)
