"""Run by test_trouble.py: commands in workspaces to which something has happened.

Prints as JSON what each said. A process of its own loads everything once and forks the commands, so
that each begins at once; all are in the same folder, which is put back before each.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_MUNIMENT = "from muniment.cli import main; main()"
_OWN = (".lock", ".lock-journal", "-shm", "-wal", "serving.at")
Told = dict[str, Any]


class Trial:
    """A workspace that is damaged, asked, and put back."""

    def __init__(self, base: Path) -> None:
        self.base, self.place, self.whole = base, base / "workspace", base / "whole"
        self.told: dict[str, Told] = {}

    def make(self) -> None:
        """The workspace, with one source in it that is not read."""
        subprocess.run(
            [sys.executable, "-c", _MUNIMENT, "init", str(self.place), "--key", "file"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        from muniment.workspace.opened import open_workspace

        open_workspace(self.place)
        self.child(_take_in)
        shutil.copytree(self.place, self.whole)
        from muniment import cli
        from muniment.workspace.services import auditing, backup, taking_in

        del cli, auditing, backup, taking_in

    def child(self, doing: Callable[[], object], out: Path | None = None) -> int:
        """The exit code of a fork of this process that does something."""
        pid = os.fork()
        if pid:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        code = 1
        try:
            if out is not None:
                for number, ending in ((1, ".out"), (2, ".err")):
                    os.dup2(os.open(f"{out}{ending}", os.O_WRONLY | os.O_CREAT), number)
            doing()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        finally:
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def ask(
        self,
        name: str,
        command: list[str],
        damage: Callable[[], object] = lambda: None,
        before: Callable[[], object] = lambda: None,
        again: bool = False,
    ) -> None:
        """Put the workspace back (not where it is asked ``again``), damage it, ask a command;
        ``before`` is done in the command's own process."""
        if not again:
            shutil.rmtree(self.place, ignore_errors=True)
            shutil.copytree(self.whole, self.place)
        damage()
        held = self.kept()

        def act() -> None:
            from muniment.cli import main

            before()
            main([*command, *(["--workspace", str(self.place)] if command[0] != "init" else [])])

        out = self.base / name.replace(" ", "-")
        code = self.child(act, out)
        self.told[name] = {
            "code": code,
            "out": Path(f"{out}.out").read_text(),
            "err": Path(f"{out}.err").read_text(),
            "changed": sorted(set(held.items()) ^ set(self.kept().items())),
        }

    def kept(self) -> dict[str, str]:
        """The SHA-256 of each file that is kept, by name."""
        return {
            str(each.relative_to(self.place)): hashlib.sha256(each.read_bytes()).hexdigest()
            for each in self.place.rglob("*")
            if each.is_file()
            and not each.name.endswith(_OWN)
            and not {"temporary", "drafts"} & set(each.parts)
        }


def main() -> None:
    """Everything that happens on a laptop."""
    trial = Trial(Path(sys.argv[1]))
    trial.make()
    place = trial.place
    database, key, settings = (
        place / name for name in ("workspace.sqlite", "key.txt", "workspace.toml")
    )
    ask, audit = trial.ask, ["audit"]
    ask("whole", audit)
    ask("no database", audit, database.unlink)
    ask("empty database", audit, lambda: os.truncate(database, 0))
    ask("cut database", audit, lambda: os.truncate(database, 5_000))
    ask("other file as database", audit, lambda: database.write_bytes(b"what is this?" * 9_999))
    ask("later version", audit, lambda: _sql(database, _LATER))
    ask("never filled", audit, lambda: _sql(database, _EMPTIED))
    ask("no key", audit, key.unlink)
    ask("cut key", audit, lambda: os.truncate(key, 30))
    ask("no text as key", audit, lambda: key.write_bytes(b"\xff\x00" * 40))
    ask("another key", audit, lambda: key.write_text(_another_key()))
    ask("no TOML", audit, lambda: settings.write_text("name = "))
    ask("empty settings", audit, lambda: os.truncate(settings, 0))
    ask("no such zone", audit, lambda: settings.write_text('key = "file"\ntime_zone = "Mars"'))
    ask("no file of the vault", audit, lambda: _vault(place).unlink())
    ask("no file for a backup", ["backup", str(trial.base / "b")], lambda: _vault(place).unlink())
    trial.told["no file for a backup"]["left"] = [each.name for each in trial.base.glob("b*")]
    ask("log left behind", audit, lambda: _log_left_behind(trial))
    ask("log brought along", audit, lambda: trial.child(_act))
    with _held(database):
        ask("held", audit, before=_impatient, again=True)
    large = trial.base / "large.txt"
    large.write_text("On 2 March 2021, 14 people were killed.\n" * 20_000)
    ask("disk full", ["add", str(large)], before=_little_room)
    ask("room again", audit, again=True)
    gone = ["add", str(trial.base / "nowhere.txt"), str(place)]
    ask("no such file", gone, before=_little_room)
    ask("init again", ["init", str(place), "--key", "file"])
    ask("init where the settings are gone", ["init", str(place), "--key", "file"], settings.unlink)
    ask("init where the database is gone", ["init", str(place), "--key", "file"], database.unlink)
    print(json.dumps(trial.told))


_LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('workspace', '9999_later', '')"
_EMPTIED = "DROP TRIGGER history_kept_delete; DELETE FROM workspace_entry"


def _sql(database: Path, statements: str) -> None:
    with contextlib.closing(sqlite3.connect(database)) as held:
        held.executescript(statements)


def _another_key() -> str:
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def _vault(place: Path) -> Path:
    return next(place.glob("vault/??/*.age"))


def _take_in() -> None:
    import io

    from muniment.workspace.history import Actor
    from muniment.workspace.models import Collection, User
    from muniment.workspace.services.taking_in import take_in

    actor, collection = Actor(User.objects.get(), "command"), Collection.objects.get()
    take_in(actor, collection, io.BytesIO(b"On 2 March 2021, 14 people died."), "a.txt", "command")
    from django.db import connection

    connection.close()


def _act() -> None:
    """Something is accepted, and the process ends without closing the database."""
    from muniment.workspace.history import Actor
    from muniment.workspace.models import User
    from muniment.workspace.services.starting import make_collection

    make_collection(Actor(User.objects.get(), "command"), "Another")


def _log_left_behind(trial: Trial) -> None:
    trial.child(_act)
    for ending in ("-wal", "-shm"):
        (trial.place / f"workspace.sqlite{ending}").unlink()


@contextlib.contextmanager
def _held(database: Path) -> Iterator[None]:
    """Another program holds the database."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


def _impatient() -> None:
    from django.db import connection

    connection.settings_dict["OPTIONS"]["timeout"] = 0.1


def _little_room() -> None:
    """No file may grow beyond 300 kB: what a full disk is to who writes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


if __name__ == "__main__":
    main()
