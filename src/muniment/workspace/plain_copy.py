"""A file of the vault in the clear while it is read: in memory where there is room."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.workspace.opened import opened
from muniment.workspace.temporary import in_memory


@contextmanager
def plain_copy(sha256: str, name: str) -> Iterator[Path]:
    """The file with this SHA-256, under this name; it is gone afterwards. Raises VaultProblem."""
    vault = opened().vault
    place = in_memory(opened().folder.temporary, vault.size(sha256))
    with tempfile.TemporaryDirectory(dir=place) as folder:
        path = Path(folder) / name
        with path.open("wb") as out:
            path.chmod(0o600)
            vault.copy(sha256, out)
        yield path
