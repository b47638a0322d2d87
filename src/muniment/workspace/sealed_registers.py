"""The registers of a workspace: their store lies sealed with the workspace's key.

Files are sealed with age, as the vault's are; facts and reasons of the store's history as short
texts are. Whoever has the folder without the key learns how many lists there are, how large, and
who changed them when: nothing that a list says.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import BinaryIO

import pyrage

from muniment.registers.disk import Disk, StoreProblem, Tables
from muniment.registers.store import Store
from muniment.workspace.opened import Opened, opened
from muniment.workspace.sealing import SealBroken

_here = threading.local()
_tables = Tables(160_000_000)


class WorkspaceCipher:
    """Seals what a store of registers keeps with the key of a workspace."""

    ending = ".age"

    def __init__(self, workspace: Opened) -> None:
        self._workspace = workspace

    def seal(self, content: BinaryIO, out: BinaryIO) -> None:
        """Write the content sealed."""
        pyrage.encrypt_io(content, out, [self._workspace.keys.identity.to_public()])

    def open(self, sealed: bytes) -> bytes:
        """The content again. Raises StoreProblem when it was changed or is of another key."""
        try:
            content: bytes = pyrage.decrypt(sealed, [self._workspace.keys.identity])
        except pyrage.DecryptError as error:
            raise StoreProblem("a file of the registers was changed, or is of another key.") from (
                error
            )
        return content

    def seal_text(self, text: str, place: str) -> str:
        """A text sealed for the place where it stands."""
        return self._workspace.sealer.seal(text, f"registers:{place}")

    def open_text(self, sealed: str, place: str) -> str:
        """The text again. Raises StoreProblem when it was changed, moved or is of another key."""
        try:
            return self._workspace.sealer.open(sealed, f"registers:{place}")
        except SealBroken as error:
            raise StoreProblem(str(error)) from error


def registers(who: str = "") -> Store:
    """The store of the workspace's registers for this thread; made where there is none.

    ``who`` stands in its history as the one who acts. What was read of the history stays read.
    """
    workspace = opened()
    key: tuple[Path, str] = workspace.folder.registers, workspace.keys.secret
    held: tuple[tuple[Path, str], Store] | None = getattr(_here, "held", None)
    if held is None or held[0] != key or not key[0].is_dir():
        if held is not None:
            held[1].close()
        store = Store(key[0], create=True, disk=Disk(WorkspaceCipher(workspace), _tables))
        _here.held = held = key, store
    held[1].who = who or "muniment"
    return held[1]
