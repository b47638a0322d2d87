"""The driver of ``bench.kills``: looks, then acts until it is killed, and says what was accepted.

Its lines are written into a pipe at once, so that a kill takes nothing back that was said.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from muniment.commands.workspace.serve import worker
from muniment.workspace.folder import Folder
from muniment.workspace.opened import opened

Json = dict[str, Any]
_LONGEST_WORK = 900.0


def drive(told: Path, seed: int, how: str, out: int) -> None:
    """One life in the workspace that is open; ``how`` is "act" without end, or "end" all work."""
    from bench.kills_looking import Looking
    from muniment.workspace.models import Collection

    workspace = opened()
    Collection.objects.update(approval=False)
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    looking = Looking([json.loads(each) for each in lines])
    for each in looking.faults(opening=False):
        _say(out, what="fault", fault=each)
    with worker(workspace):
        _until_at_work(workspace.folder)
        _say(out, what="checked")
        if how == "act":
            _act(random.Random(seed), out)
        _wait()
    for each in [*looking.faults(opening=True), *looking.unfinished()]:
        _say(out, what="fault", fault=each)


def _act(chance: random.Random, out: int) -> None:
    """Act without end."""
    from bench.kills_acts import ACTS, Nothing
    from muniment.workspace.history import Actor
    from muniment.workspace.locking import Stale
    from muniment.workspace.models import Collection, User

    actor, collection = Actor(User.objects.get(), "command"), Collection.objects.get()
    acts: list[Callable[..., Json]] = [each for each, share in ACTS for _ in range(share)]
    while True:
        act = chance.choice(acts)
        try:
            accepted = act(actor, collection, chance)
        except (Nothing, Stale):
            # The worker may have read anew what was to be decided on.
            time.sleep(0.02)
            continue
        _say(out, what=act.__name__, **accepted)


def _until_at_work(folder: Folder) -> None:
    """Until the worker has its turn."""
    from muniment.workspace.turn import turn

    while True:
        with turn(folder) as free:
            if not free:
                return
        time.sleep(0.1)


def _wait() -> None:
    """Until all work has ended."""
    from muniment.workspace.models import Work

    until = time.monotonic() + _LONGEST_WORK
    while Work.objects.filter(state__in=("waiting", "running")).exists():
        if time.monotonic() > until:
            return
        time.sleep(0.2)


def _say(out: int, **said: object) -> None:
    os.write(out, (json.dumps(said) + "\n").encode("ascii"))
