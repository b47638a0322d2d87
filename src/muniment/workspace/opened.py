"""The workspace that this process has open: its folder, its key, and what follows from them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.workspace.folder import Folder, FolderProblem, read_folder
from muniment.workspace.keys import Keys, open_keys

if TYPE_CHECKING:
    from muniment.workspace.sealing import Sealer
    from muniment.workspace.vault import Vault

DJANGO = "muniment.web.settings"


@dataclass(frozen=True)
class Opened:
    """An opened workspace."""

    folder: Folder
    keys: Keys

    @cached_property
    def vault(self) -> Vault:
        """The sources as received."""
        from muniment.workspace.vault import Vault

        return Vault(self.folder.vault, self.keys)

    @property
    def temporary(self) -> Path:
        """The folder of this process for what is under way."""
        from muniment.workspace.temporary import own

        return own(self.folder.temporary)

    @cached_property
    def sealer(self) -> Sealer:
        """Seals and opens what is restricted."""
        from muniment.workspace.sealing import Sealer

        return Sealer(self.keys)


_open: list[Opened] = []


def opened() -> Opened:
    """The workspace that is open. Raises FolderProblem when none is."""
    if not _open:
        raise FolderProblem("no workspace is open.")
    return _open[-1]


def is_open() -> bool:
    """Whether a workspace is open: tools that only look at models load them without one."""
    return bool(_open)


def use(workspace: Opened) -> None:
    """Make this the workspace of the process."""
    _open[:] = [workspace]


def open_workspace(path: Path, passphrase: str | None = None) -> Opened:
    """Open the workspace in a folder and make Django ready for it.

    Raises FolderProblem when there is none, its settings are wrong, or its key does not open.
    """
    folder = read_folder(path)
    workspace = Opened(folder, open_keys(folder, passphrase))
    use(workspace)
    start_django()
    return workspace


def start_django() -> None:
    """Load Django's settings and models for the workspace that is open."""
    import django

    os.umask(0o077)  # what is kept is its owner's alone
    if _open:
        _keep_temporary_files_in(_open[-1].temporary)
    os.environ["DJANGO_SETTINGS_MODULE"] = DJANGO
    django.setup()


def _keep_temporary_files_in(place: Path) -> None:
    """Parts of uploads and of exports lie in the process's own folder, never in a shared one."""
    import tempfile

    tempfile.tempdir = os.environ["TMPDIR"] = str(place)
