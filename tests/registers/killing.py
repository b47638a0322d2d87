"""Run by test_kills.py: imports into a store are killed, at each step or at any moment.

Prints what it found as JSON. A process of its own forks the ones that are killed, so that they
start at once.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from muniment.registers.store import Received, Store
from tests.registers.test_store import received, table

SEED = 20260
ROUNDS = 15
MOST_ROUNDS = 150


def forked(work: Callable[[], None]) -> int:
    """The process id of a child that does this and ends."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    return child


def die_at(step: int) -> None:
    """Kill this process at the so-many-th step that touches the disk."""
    steps = 0

    def count(*_: Any) -> None:
        nonlocal steps
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            count()
            return original(*args, **options)

        return call

    for name in ("open", "fsync", "replace", "mkdir", "unlink", "write"):
        setattr(os, name, counted(getattr(os, name)))
    connect = sqlite3.connect

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)
        connection.set_trace_callback(count)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]


def judge(folder: Path) -> dict[str, Any]:
    """What a new process finds in the store."""
    with Store(folder, create=True) as store:
        verdict = store.verify()
        lists = {}
        for each in store.lists():
            current = each.current
            assert current is not None
            lists[each.id] = store.records(each.id)["family_name"].to_pylist()
            assert store.cells(each.id).num_rows == len(lists[each.id])
        runs = [run.document("sum") for run in store.runs()]
        return {"sound": verdict.sound, "lists": lists, "runs": runs}


def at_each_step(base: Path) -> list[dict[str, Any]]:
    """The first import, a second revision and a run, killed at every step they take."""
    found = []
    for step in range(1, 1_000):
        folder = base / f"step{step}"
        sources = base / "sources"
        sources.mkdir(exist_ok=True)
        first = received(sources, "north", "Arden")
        second = received(sources, "north", "Arden", "Belo")

        def work(
            folder: Path = folder,
            step: int = step,
            first: Received = first,
            second: Received = second,
        ) -> None:
            die_at(step)
            with Store(folder, create=True) as store:
                store.receive(first, apply=True)
                store.receive(second, apply=True, against=1)
                store.save_run("one", {"t": table("x", "y")}, {"sum": 3}, what="link")

        _, status = os.waitpid(forked(work), 0)
        found.append({"killed": os.WIFSIGNALED(status), **judge(folder)})
        if not os.WIFSIGNALED(status):
            break
    return found


def at_any_moment(base: Path) -> list[dict[str, Any]]:
    """A process that imports one revision after the other, killed again and again."""
    draw = random.Random(SEED)
    folder, sources = base / "random", base / "more"
    sources.mkdir()
    found: list[dict[str, Any]] = []
    for done in range(MOST_ROUNDS):
        # On a busy machine it takes longer until something was imported at all.
        if done >= ROUNDS and len(found[-1]["lists"].get("north", [])) > 1:
            break

        def work() -> None:
            with Store(folder, create=True) as store:
                for _ in range(10_000):
                    known = store.state.lists.get("north")
                    number = known.current.number if known and known.current else None
                    names = [f"N{n}" for n in range((number or 0) + 1)]
                    store.receive(received(sources, "north", *names), apply=True, against=number)

        child = forked(work)
        time.sleep(draw.uniform(0.002, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found.append(judge(folder))
    return found


if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(json.dumps({"steps": at_each_step(place), "moments": at_any_moment(place)}))
