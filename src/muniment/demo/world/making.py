"""The demonstration's workspace in a folder: made in a process of its own, there whole or not at
all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from muniment.demo.world import NAME
from muniment.workspace.folder import SETTINGS, Folder
from muniment.workspace.keys import make_keys
from muniment.workspace.opened import Opened, start_django, use


class NotMade(Exception):
    """The demonstration's workspace could not be made; the message says why."""


def made(folder: Path, say: Callable[[str], None]) -> bool:
    """Make the workspace in ``folder``, unless it is there; whether it was made.

    Raises NotMade when that was not possible; OSError where nothing can be written.
    """
    if (folder / SETTINGS).exists():
        return False
    if folder.exists() and any(folder.iterdir()):
        raise NotMade(f"{folder}: something else is here; name another folder.")
    draft = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    # A process of its own: its open database would still be there after the renaming.
    with (
        subprocess.Popen(
            [sys.executable, "-P", "-m", "muniment.demo.world.making", str(draft)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C ends this process, and it the other
        ) as process,
        ExitStack() as unless_made,
    ):
        for undo in (partial(shutil.rmtree, draft, ignore_errors=True), process.wait, process.kill):
            unless_made.callback(undo)  # the last first
        assert process.stdout is not None
        for line in process.stdout:
            say(line.strip())
        if process.wait():
            raise NotMade(f"{folder}: the demonstration could not be made.")
        unless_made.pop_all()
    draft.rename(folder)
    return True


def _make(folder: Path, database: str = "") -> None:
    """A new workspace, its key in a file in it, filled; ``database`` is an address or ""."""
    place = Folder(folder, name=NAME, key="file", database=database)
    place.write()
    use(Opened(place, make_keys(place)))
    start_django()
    from muniment.demo.world.filling import fill
    from muniment.workspace.services.starting import make_tables

    make_tables()
    fill(lambda step: print(step, flush=True))


if __name__ == "__main__":
    _make(Path(sys.argv[1]), *sys.argv[2:])
