"""The file of a backup: one line that says what it is, then a tar archive sealed with age.

``tail -n +2 FILE | age -d -i key.txt | tar -x`` opens it in twenty years without Muniment. The
line holds the workspace's key, sealed with a passphrase, where there is one: then the passphrase
alone restores.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import pyrage

from muniment.workspace.keys import Keys
from muniment.workspace.passphrases import TooBusy, unsealed

FORMAT = "muniment backup 1"
BEGIN, SUMMARY = "begin.json", "summary.json"
"""The first and the last file of the sealed part."""
_LONGEST_LINE = 1 << 20
_TIME = 0
_interrupted: list[ExitStack] = []
"""What is not put away where the program is ended: it ends at once."""


class BackupProblem(Exception):
    """A backup that cannot be made or read; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the sealed part.

    ``recipient`` is the age recipient that it is sealed for, ``key`` the sealed key (base64) or "".
    """

    made_at: str
    recipient: str
    key: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of all that it says, which the sealed part repeats."""
        return hashlib.sha256(json.dumps(asdict(self)).encode("utf-8")).hexdigest()

    def open_key(self, passphrase: str) -> Keys:
        """The key. Raises BackupProblem when the passphrase does not open it."""
        try:
            sealed = base64.b64decode(self.key, validate=True)
            return Keys(unsealed(sealed, passphrase).decode())
        except TooBusy as error:
            raise BackupProblem(str(error)) from error
        except (pyrage.DecryptError, binascii.Error, UnicodeDecodeError) as error:
            raise BackupProblem("the passphrase does not open this backup.") from error


class Writer:
    """Adds files to the sealed archive."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, content: bytes) -> None:
        """Add a file with this content."""
        self._archive.addfile(_member(name, len(content)), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a copy of a file that never changes. Raises OSError when it cannot be read."""
        with path.open("rb") as stream:
            self._archive.addfile(_member(name, os.fstat(stream.fileno()).st_size), stream)


@contextmanager
def writing(path: Path, header: Header, keys: Keys) -> Iterator[Writer]:
    """A new backup at a path: there as a whole, or not at all.

    Raises BackupProblem when it cannot be written.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            line = json.dumps({"format": FORMAT, **asdict(header)})
            out.write(line.encode("ascii") + b"\n")
            recipients = [keys.identity.to_public()]
            with (
                _through(lambda source: pyrage.encrypt_io(source, out, recipients)) as sealed,
                tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
            ):
                yield Writer(archive)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except OSError as error:
        raise BackupProblem(f"{path}: cannot be written ({error.strerror or error}).") from error
    finally:
        draft.unlink(missing_ok=True)


def read_header(path: Path) -> Header:
    """What a backup says of itself. Raises BackupProblem when the file is none."""
    try:
        with path.open("rb") as stream:
            said = json.loads(stream.readline(_LONGEST_LINE))
        if not isinstance(said, dict) or said.pop("format", None) != FORMAT:
            raise BackupProblem(f"{path}: this is no backup of a workspace.")
        found = Header(**said)
    except OSError as error:
        raise BackupProblem(f"{path}: cannot be read ({error.strerror}).") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise BackupProblem(f"{path}: this is no backup of a workspace.") from error
    if not all(isinstance(each, str) for each in asdict(found).values()):
        raise BackupProblem(f"{path}: this is no backup of a workspace.")
    return found


class Reader:
    """The files in a backup, in order, each with its name. Use within ``reading``.

    What was read may be used only once ``finish`` has not raised: the last bytes vouch for all.
    """

    def __init__(self, archive: tarfile.TarFile, finish: Callable[[], None]) -> None:
        self._archive = archive
        self.finish = finish

    def __iter__(self) -> Iterator[tuple[str, IO[bytes]]]:
        for member in self._archive:
            stream = self._archive.extractfile(member) if member.isreg() else None
            if stream is not None:
                yield member.name, stream


@contextmanager
def reading(path: Path, keys: Keys) -> Iterator[Reader]:
    """Read a backup.

    Raises BackupProblem, here or in ``finish``, when the key does not open it or a byte of it was
    changed.
    """
    faults: list[Exception] = []
    receive, send = os.pipe()

    def open_sealed() -> None:
        with os.fdopen(send, "wb") as out, path.open("rb") as stream:
            stream.readline(_LONGEST_LINE)
            try:
                pyrage.decrypt_io(stream, out, [keys.identity])
            except (pyrage.DecryptError, OSError) as error:
                faults.append(error)

    thread = threading.Thread(target=open_sealed, daemon=True)
    thread.start()
    problem = f"{path}: this backup was changed, is cut off, or is sealed with another key."

    def finish() -> None:
        _drain(opened)  # what stands after the archive is looked at too
        thread.join()
        if faults:
            raise BackupProblem(problem)

    with ExitStack() as after:
        opened = after.enter_context(os.fdopen(receive, "rb"))
        after.callback(thread.join)
        after.callback(_drain, opened)  # a pipe that nobody reads would end the program
        try:
            with tarfile.open(fileobj=opened, mode="r|") as archive:
                yield Reader(archive, finish)
        except (tarfile.TarError, EOFError) as error:
            raise BackupProblem(problem) from error
        except KeyboardInterrupt:
            _interrupted.append(after.pop_all())  # the rest may be gigabytes: it stays unread
            raise


@contextmanager
def _through(consume: Callable[[IO[bytes]], object]) -> Iterator[IO[bytes]]:
    """A stream to write to, which something else reads in a thread of its own."""
    faults: list[Exception] = []
    receive, send = os.pipe()

    def run() -> None:
        with os.fdopen(receive, "rb") as source:
            try:
                consume(source)
            except (pyrage.EncryptError, OSError) as error:
                faults.append(error)
                _drain(source)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(send, "wb") as out:
            yield out
    finally:
        thread.join()
    if faults:
        raise OSError(str(faults[0]))


def _drain(stream: IO[bytes]) -> None:
    while stream.read(1 << 20):
        pass


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, _TIME
    return member
