"""A file of the vault in the clear while it is read: in memory where there is room."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.workspace.opened import opened

_MEMORY = Path("/dev/shm")


@contextmanager
def plain_copy(sha256: str, name: str) -> Iterator[Path]:
    """The file with this SHA-256, under this name; it is gone afterwards. Raises VaultProblem."""
    content = opened().vault.get(sha256)
    with tempfile.TemporaryDirectory(dir=_scratch(len(content)), prefix="muniment-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        path.chmod(0o600)
        del content
        yield path


def _scratch(size: int) -> Path:
    there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    if there and shutil.disk_usage(_MEMORY).free > 4 * size:
        return _MEMORY
    place = opened().folder.temporary
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
