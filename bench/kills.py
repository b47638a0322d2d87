"""Kills at random moments: what was accepted is there, nothing is half there, work goes on.

    uv run python -m bench.kills FOLDER --kills 200 --seed 5
    uv run python -m bench.kills FOLDER --kills 60 --lists
    uv run python -m bench.kills FOLDER --kills 200 --database postgresql://localhost/kills

A driver takes in, describes, decides, imports lists and exports in a new workspace in FOLDER while
a worker works, and says what was accepted. Both, or one of them, are ended with SIGKILL at a random
moment; the next driver first holds everything against what was said and audits the workspace. All
are forks of this process, so that a life costs no start. Leaves with 1 and names what does not
hold.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from typing import IO, Any

_MUNIMENT = (sys.executable, "-c", "from muniment.cli import main; main()")
_LONGEST_START, _LONGEST_END = 180.0, 20.0
_LOADED = (
    "muniment.workspace.warmed",
    "muniment.registers.importing",
    "muniment.registers.store",
)
_WAYS, _SHARES = ("both", "driver", "worker"), (0.6, 0.2, 0.2)


@dataclass(slots=True)
class Life:
    """A driver and its worker, and what the driver has said so far.

    ``open`` is what keeps the worker at work: it ends when the driver does.
    """

    driver: int
    workers: list[int]
    pipe: IO[str]
    open: int
    said: list[dict[str, object]] = field(default_factory=list)
    checked: threading.Event = field(default_factory=threading.Event)

    def hear(self) -> None:
        """Take in what the driver says until all processes of this life have ended."""
        with self.pipe:
            for line in self.pipe:
                if not line.endswith("\n"):
                    break
                said = json.loads(line)
                if said["what"] == "checked":
                    self.checked.set()
                self.said.append(said)


def main() -> None:
    """Kill so many times, then let all work end and look once more."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=5)
    asked.add_argument("--longest", type=float, default=3.0, help="seconds before a kill, at most")
    asked.add_argument("--database", default="")
    asked.add_argument("--lists", action="store_true", help="act on registers alone")
    given = asked.parse_args()
    began = time.perf_counter()
    trial = Trial(given.folder, given.seed, given.longest, given.database, given.lists)
    faults, counted = kills(trial, given.kills)
    print(f"{given.kills} kills in {time.perf_counter() - began:,.0f} s; accepted:")
    for what, count in sorted(counted.items()):
        print(f"  {count:6,} {what}")
    for each in faults:
        print(f"FAULT {each}")
    print("nothing lost, nothing half there" if not faults else f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


@dataclass(frozen=True, slots=True)
class Trial:
    """Where, by what chance, and on what is killed; ``longest`` seconds before a kill, at most."""

    folder: Path
    seed: int
    longest: float
    database: str = ""
    lists: bool = False

    @property
    def told(self) -> Path:
        """The file of what was accepted."""
        return self.folder.with_suffix(".told")


def kills(trial: Trial, count: int) -> tuple[list[str], Counter[str]]:
    """The faults that so many kills have led to, and how much was accepted of each kind."""
    chance = random.Random(trial.seed)
    _init(trial.folder, trial.database)
    from muniment.workspace.opened import open_workspace
    from muniment.workspace.reading_process import read_source

    # Once, so that lives and readers begin at once; before temporary files are the workspace's.
    for each in _LOADED:
        import_module(each)
    forkserver.set_forkserver_preload(list(_LOADED))
    forkserver.ensure_running()
    open_workspace(trial.folder)
    working: Any = import_module("muniment.workspace.working")
    working.MOST_ATTEMPTS = count + 10  # that it is killed is never the work's own doing here
    for each in ("acts", "lists", "driver", "looking"):
        import_module(f"bench.kills_{each}")
    read_source("warm.txt", b"On 2 March 2021, 14 people were killed.")
    counted: Counter[str] = Counter()
    faults, accepted = _whole(_begin(trial, trial.seed, "begin"))
    for number in range(count):
        if faults:
            return faults, counted
        _keep(trial.told, accepted)
        counted.update(str(each["what"]) for each in accepted)
        faults, accepted = _life(trial, chance, number)
        if number % 10 == 9:
            print(f"{number + 1} kills, {sum(counted.values())} accepted", file=sys.stderr)
    _keep(trial.told, accepted)
    counted.update(str(each["what"]) for each in accepted)
    last, _ = _whole(_begin(trial, trial.seed, "end"))
    return faults + last, counted


def _keep(told: Path, accepted: list[dict[str, object]]) -> None:
    with told.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(each) + "\n" for each in accepted)


def _whole(life: Life) -> tuple[list[str], list[dict[str, object]]]:
    """A life that nobody ends: faults, and what it had accepted."""
    life.hear()
    if _ended(life.driver) != 0:
        life.said.append({"what": "fault", "fault": "a life that nobody ended did not end well."})
    _over(life)
    return _said_wrong(life.said) + _left(), _accepted(life)


def _accepted(life: Life) -> list[dict[str, object]]:
    return [each for each in life.said if each["what"] not in ("checked", "fault")]


def _init(folder: Path, database: str) -> None:
    command = [*_MUNIMENT, "init", str(folder), "--key", "file"]
    if database:
        command += ["--database", database]
    subprocess.run(
        command, check=True, env=os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"}
    )


def _life(
    trial: Trial, chance: random.Random, number: int
) -> tuple[list[str], list[dict[str, object]]]:
    """One driver from its start to its kill: faults, and what it had accepted."""
    life = _begin(trial, chance.randrange(1 << 30), "act")
    ear = threading.Thread(target=life.hear)
    ear.start()
    # One in ten is killed while it starts, looks, or takes up what was left.
    if chance.random() > 0.1 and not life.checked.wait(_LONGEST_START):
        life.said.append({"what": "fault", "fault": f"life {number}: it does not start."})
    time.sleep(chance.random() * trial.longest)
    way = chance.choices(_WAYS, _SHARES)[0]
    if way == "worker":
        _kill(life.workers[0])
        life.workers.append(_fork(lambda: _work(life.open)))
        time.sleep(chance.random() * trial.longest)
    if way != "driver":
        for each in life.workers:
            _kill(each)
    _kill(life.driver)
    ear.join(_LONGEST_END)
    faults = ["the worker was left behind."] if ear.is_alive() else []
    _over(life)
    ear.join()
    _ended(life.driver)
    return _said_wrong(life.said) + faults + _left(), _accepted(life)


def _begin(trial: Trial, seed: int, how: str) -> Life:
    from bench.kills_driver import drive

    # It ends where one is killed that is just asking it for a reader.
    forkserver.ensure_running()
    ours, theirs = os.pipe()
    held, given = os.pipe()

    def act() -> None:
        os.close(held)
        drive(trial.told, seed, how, theirs, trial.lists)

    def work() -> None:
        os.close(given)
        _work(held)

    driver, worker = _fork(act), _fork(work)
    os.close(theirs)
    os.close(given)
    return Life(driver, [worker], os.fdopen(ours, encoding="ascii"), held)


def _work(held: int) -> None:
    """The worker of ``muniment serve``, which ends when nobody holds its standard input."""
    from muniment.commands.workspace.worker import end_with_input, work

    # It runs, and is the child of this process's parent.
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
    os.dup2(held, 0)
    sys.stdin = os.fdopen(0)
    end_with_input()
    work()


def _fork(doing: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        doing()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _over(life: Life) -> None:
    """Nothing of a life is left, whatever became of it."""
    os.close(life.open)
    for each in life.workers:
        _kill(each)
        _ended(each)


def _ended(pid: int) -> int:
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0


def _said_wrong(said: list[dict[str, object]]) -> list[str]:
    return [str(each["fault"]) for each in said if each["what"] == "fault"]


def _left() -> list[str]:
    """Readers of a life that is over: they must end by themselves, and soon."""
    until = time.monotonic() + _LONGEST_END
    while (left := list(_readers())) and time.monotonic() < until:
        time.sleep(0.05)
    for each in left:
        _kill(each)
    return ["a reader was left behind."] * len(left)


def _readers() -> Iterator[int]:
    """The processes that were forked to read a file (Linux)."""
    parent = getattr(forkserver._forkserver, "_forkserver_pid", None)
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (each / "stat").read_text().rpartition(")")[2].split()
                if int(stat[1]) == parent and stat[0] != "Z":
                    yield int(each.name)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
