"""Large files through a workspace: the highest memory of each step, each in a process of its own.

    uv run python -m bench.large FOLDER --megabytes 300 --files 2000

Takes one file of so many megabytes and many small ones into a new workspace in FOLDER, then makes
an evidence package, verifies it, makes a backup, rehearses it, and audits, and says for each the
seconds and the highest memory. Leaves with 1 where one takes more than ``--most`` megabytes.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

_MUNIMENT = "from muniment.cli import main; main()"


def main() -> None:
    """Make, measure, say."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--megabytes", type=int, default=300)
    asked.add_argument("--files", type=int, default=2000)
    asked.add_argument("--most", type=float, default=400)
    given = asked.parse_args()
    folder, package = given.folder, given.folder.with_suffix(".package.zip")
    backup = folder.with_suffix(".backup")
    here = ("--workspace", str(folder))
    _run(["init", str(folder), "--key", "file"])
    steps = {
        "take in": ("-c", _TAKE_IN, str(folder), str(given.megabytes), str(given.files)),
        "package": ("-c", _PACKAGE, str(folder), str(package)),
        "verify": _command("verify", str(package)),
        "backup": _command("backup", str(backup), *here),
        "restore": _command("restore", "--check", str(backup), "--key", str(folder / "key.txt")),
        "audit": _command("audit", *here),
    }
    highest = 0.0
    for name, order in steps.items():
        seconds, memory = _measured(list(order))
        highest = max(highest, memory)
        print(f"{name:8} {seconds:7.1f} s {memory:7.0f} MB", flush=True)
    sys.exit(1 if highest > given.most else 0)


def _command(*arguments: str) -> tuple[str, ...]:
    return ("-c", _MUNIMENT, *arguments)


def _run(arguments: list[str]) -> None:
    subprocess.run(
        [sys.executable, "-c", _MUNIMENT, *arguments],
        check=True,
        env=os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"},
    )


def _measured(arguments: list[str]) -> tuple[float, float]:
    """The seconds and the highest memory (MB) of a process."""
    began = time.perf_counter()
    pid = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, *arguments])
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{arguments[2:]} did not end well")
    return time.perf_counter() - began, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1e3 if sys.platform == "linux" else used.ru_maxrss / 1e6


_TAKE_IN = """
import io, os, sys
from pathlib import Path
from muniment.workspace.opened import open_workspace
open_workspace(Path(sys.argv[1]))
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, User, Work
from muniment.workspace.services.taking_in import take_in

class Large(io.RawIOBase):
    def __init__(self, size):
        self.left = size
    def readable(self):
        return True
    def read(self, size=-1):
        block = os.urandom(min(self.left, size if size > 0 else 1 << 20))
        self.left -= len(block)
        return block

actor, collection = Actor(User.objects.get(), "command"), Collection.objects.get()
take_in(actor, collection, Large(int(sys.argv[2]) << 20), "large.bin", "command")
for number in range(int(sys.argv[3])):
    text = f"On {number % 28 + 1} March 2021, {number} people were killed.".encode()
    take_in(actor, collection, io.BytesIO(text), f"{number}.txt", "command")
Work.objects.filter(state="waiting").update(state="done")  # reading is measured elsewhere
"""
_PACKAGE = """
import shutil, sys
from pathlib import Path
from muniment.workspace.opened import open_workspace
open_workspace(Path(sys.argv[1]))
from muniment.workspace.models import Collection, Source
from muniment.workspace.services.packaging import Options, build
from muniment.workspace.opened import opened

made = build(Collection.objects.get(), Source.objects.all(), Options(purpose="a trial"))
with made.open("rb") as package:
    kept = opened().vault.put(package)
shutil.move(made, sys.argv[2])
with opened().vault.open(kept.sha256) as content:
    while content.read(1 << 20):
        pass
"""


if __name__ == "__main__":
    main()
