"""Kills at random moments: what was accepted is there, nothing is half there, work goes on.

    uv run python -m bench.kills FOLDER --kills 200 --seed 5
    uv run python -m bench.kills FOLDER --kills 200 --database postgresql://localhost/kills

A driver takes in, describes, decides, imports and exports in a new workspace in FOLDER while a
worker works, and says what was accepted. Both, or one of them, are ended with SIGKILL at a random
moment; the next driver first holds everything against what was said and audits the workspace.
Leaves with 1 and names what does not hold.
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
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO

_MARK = "MUNIMENT_KILLS"
_MUNIMENT = (sys.executable, "-c", "from muniment.cli import main; main()")
_LONGEST_START, _LONGEST_END = 180.0, 15.0
_SHARES = (("both", 0.6), ("driver", 0.2), ("worker", 0.2))


@dataclass(slots=True)
class Driver:
    """A running driver and what it has said so far."""

    pid: int
    pipe: IO[str]
    said: list[dict[str, object]] = field(default_factory=list)
    checked: threading.Event = field(default_factory=threading.Event)

    def hear(self) -> None:
        """Take in what it says until it ends."""
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
    given = asked.parse_args()
    began = time.perf_counter()
    faults, counted = kills(
        given.folder, given.kills, given.seed, given.longest, database=given.database
    )
    print(f"{given.kills} kills in {time.perf_counter() - began:,.0f} s; accepted:")
    for what, count in sorted(counted.items()):
        print(f"  {count:6,} {what}")
    for each in faults:
        print(f"FAULT {each}")
    print("nothing lost, nothing half there" if not faults else f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


def kills(
    folder: Path, count: int, seed: int, longest: float, database: str = ""
) -> tuple[list[str], Counter[str]]:
    """The faults that so many kills have led to, and how much was accepted of each kind."""
    chance = random.Random(seed)
    _init(folder, database)
    from muniment.workspace.opened import open_workspace

    open_workspace(folder)
    for each in ("acts", "driver", "looking"):
        import_module(f"bench.kills_{each}")  # once, so that lives begin at once
    told = folder.with_suffix(".told")
    counted: Counter[str] = Counter()
    for number in range(count):
        faults, accepted = _life(told, chance, number, longest)
        counted.update(str(each["what"]) for each in accepted)
        with told.open("a", encoding="utf-8") as out:
            out.writelines(json.dumps(each) + "\n" for each in accepted)
        if faults:
            return faults, counted
        if sys.stderr.isatty() or number % 10 == 9:
            print(f"{number + 1} kills, {sum(counted.values())} accepted", file=sys.stderr)
    mark = uuid.uuid4().hex
    last = _start(told, seed, mark, "end")
    faults = _said_wrong(_whole(last))
    return faults + _left(mark), counted


def _init(folder: Path, database: str) -> None:
    command = [*_MUNIMENT, "init", str(folder), "--key", "file"]
    if database:
        command += ["--database", database]
    subprocess.run(
        command, check=True, env=os.environ | {"MUNIMENT_PASSWORD": "correct horse battery"}
    )


def _life(
    told: Path, chance: random.Random, number: int, longest: float
) -> tuple[list[str], list[dict[str, object]]]:
    """One driver from its start to its kill: faults, and what it had accepted."""
    mark = uuid.uuid4().hex
    driver = _start(told, chance.randrange(1 << 30), mark, "act")
    ear = threading.Thread(target=driver.hear)
    ear.start()
    if chance.random() < 0.1:
        time.sleep(chance.random() * longest)  # while it starts, looks, or takes up what was left
    elif not driver.checked.wait(_LONGEST_START):
        driver.said.append({"what": "fault", "fault": f"life {number}: it does not start."})
    else:
        time.sleep(chance.random() * longest)
    way = chance.choices(*zip(*_SHARES, strict=True))[0]
    processes = dict(_processes(mark))
    if way == "worker":
        for pid, command in processes.items():
            if "workspace.worker" in command:
                _kill(pid)
        time.sleep(chance.random() * longest)
        processes = dict(_processes(mark))
    if way != "driver":
        for pid in processes:
            _kill(pid)
    _kill(driver.pid)
    os.waitpid(driver.pid, 0)
    ear.join()
    left = _left(mark)
    accepted = [each for each in driver.said if each["what"] not in ("checked", "fault")]
    return _said_wrong(driver.said) + left, accepted


def _start(told: Path, seed: int, mark: str, how: str) -> Driver:
    """A driver as a fork of this process, which has loaded what takes long."""
    from bench.kills_driver import drive

    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.environ[_MARK] = mark
        os.close(ours)
        code = 1
        try:
            drive(told, seed, how, theirs)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    os.close(theirs)
    return Driver(pid, os.fdopen(ours, encoding="ascii"))


def _whole(driver: Driver) -> list[dict[str, object]]:
    driver.hear()
    _, status = os.waitpid(driver.pid, 0)
    if status != 0:
        driver.said.append({"what": "fault", "fault": "the last life did not end well."})
    return driver.said


def _said_wrong(said: list[dict[str, object]]) -> list[str]:
    return [str(each["fault"]) for each in said if each["what"] == "fault"]


def _left(mark: str) -> list[str]:
    """Processes of a life that is over: they must end by themselves, and soon."""
    until = time.monotonic() + _LONGEST_END
    while (left := dict(_processes(mark))) and time.monotonic() < until:
        time.sleep(0.05)
    for each in left:
        _kill(each)
    return [f"a process was left behind: {each}" for each in left.values()]


def _processes(mark: str) -> Iterator[tuple[int, str]]:
    """The living processes of a life, by the mark in their environment (Linux)."""
    wanted = f"{_MARK}={mark}".encode()
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with contextlib.suppress(OSError):
                if wanted in (each / "environ").read_bytes().split(b"\0"):
                    state = (each / "stat").read_text().rpartition(")")[2].split()[0]
                    if state != "Z":
                        command = (each / "cmdline").read_bytes().replace(b"\0", b" ")
                        yield int(each.name), command.decode("utf-8", "replace")


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
