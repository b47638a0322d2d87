"""Run by test_misuse.py: commands that are asked in error, and restores that are killed.

Prints as JSON what each said. Commands are forks of a process that has loaded everything once; each
has a minute, and input that ends at once.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.workspace.robust.misuses import MISUSES
from tests.workspace.robust.troubled import Trial

_A_MINUTE = 60
Told = dict[str, tuple[int, str]]


def main() -> None:
    """Misuses in a process that has opened the workspace, restores in one that has opened none."""
    trial = Trial(Path(sys.argv[1]))
    os.environ["MUNIMENT_WORKSPACE"] = str(trial.place)
    os.chdir(trial.base)
    inside = trial.base / "inside.json"
    trial.child(lambda: inside.write_text(json.dumps(_misused(trial))))
    told = json.loads(inside.read_text())
    told |= _killed(trial)
    print(json.dumps(told))


def _misused(trial: Trial) -> Told:
    trial.make()
    settings = trial.place / "workspace.toml"
    settings.write_text(
        settings.read_text().replace("largest_file_mb = 500", "largest_file_mb = 1")
    )
    _things(trial.base)
    told = {"back up": _ask(trial, ["backup", "kept"])}
    Path("cut").write_bytes(Path("kept").read_bytes()[:3_000])
    for asked, _, _ in MISUSES:
        told[asked] = _ask(trial, shlex.split(asked))
    told["add mixed"] = _ask(trial, ["add", "mixed"])
    told["audit"] = _ask(trial, ["audit"])
    return told


def _things(base: Path) -> None:
    """Files of many kinds, a pipe, and what is no backup and no package."""
    for name in ("mixed", "bag", "taken.restoring", "foreign"):
        (base / name).mkdir()
    for folder in (base, base / "mixed"):
        (folder / "good.txt").write_text(f"On 2 March 2021, 14 people were killed in {folder}.")
        (folder / "large.txt").write_bytes(b"x" * 1_500_000)
        (folder / "dangling.txt").symlink_to("nowhere")
        (folder / "loop.txt").symlink_to("loop.txt")
        os.mkfifo(folder / "pipe.txt")
    os.mkfifo("pipe")
    (base / "mixed" / "device.txt").symlink_to("/dev/zero")
    (base / "mixed" / "up").symlink_to("..")
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir("mixed")  # the path of a socket may not be long
        made.bind("socket.txt")
        os.chdir("..")
    Path(os.fsdecode(b"mixed/\x1b[31m\xff.txt")).write_text("On 3 March 2021, 16 people died.")
    (base / "empty.txt").touch()
    (base / "bytes.txt").write_bytes(b"\xff\xfe\x00")
    (base / "bag" / "bagit.txt").write_text("x")
    (base / "bag" / "manifest-sha256.txt").write_text("no manifest")
    (base / "foreign" / "workspace.toml").write_text('key = "file"\nlanguage = "xx"\n')


def _killed(trial: Trial) -> Told:
    """A restore and a rehearsal are killed amid the tables, and asked again."""
    place = trial.base / "temporary"
    place.mkdir()
    tempfile.tempdir = str(place)
    (place / "muniment-rehearsal-else").mkdir()  # of nobody who holds a lock
    told = {}
    key = ["--key", "workspace/key.txt"]
    for name, command in (
        ("restore", ["restore", "kept", "again", *key]),
        ("rehearse", ["restore", "kept", "--check", *key]),
    ):
        told[f"{name}, killed"] = _ask(trial, command, _kill_amid_tables)
        told[f"{name}, left"] = (0, " ".join(sorted(map(str, trial.base.rglob("key.txt")))))
        told[f"{name}, again"] = _ask(trial, command)
    told["left"] = (0, " ".join(each.name for each in place.iterdir()))
    return told


def _kill_amid_tables() -> None:
    from muniment.workspace.services import restoring

    def killed(*_: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(restoring, "_take", killed)  # noqa: B010


def _ask(
    trial: Trial, command: list[str], before: Callable[[], object] = lambda: None
) -> tuple[int, str]:
    """The exit code of a command, and all that it says."""

    def act() -> None:
        from muniment.cli import main

        signal.alarm(_A_MINUTE)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for name in ("MUNIMENT_PASSPHRASE", "DJANGO_SETTINGS_MODULE"):
            os.environ.pop(name, None)
        before()
        main(command)

    out = trial.base / "said"
    code = trial.child(act, out)
    said = ""
    for ending in (".out", ".err"):
        said += Path(f"{out}{ending}").read_text(errors="surrogateescape")
        Path(f"{out}{ending}").unlink()
    return code, said.encode(errors="backslashreplace").decode()


if __name__ == "__main__":
    main()
