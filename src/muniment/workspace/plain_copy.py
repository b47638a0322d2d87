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
    content = opened().vault.get(sha256)
    place = in_memory(opened().folder.temporary, len(content))
    with tempfile.TemporaryDirectory(dir=place) as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        path.chmod(0o600)
        del content
        yield path
