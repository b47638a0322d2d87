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

Json = dict[str, Any]
_LONGEST_WORK, _FIRST = 400.0, 8


def drive(told: Path, seed: int, how: str, out: int, lists: bool = False) -> None:
    """One life in the workspace that is open.

    ``how`` is to "begin" with some sources, to "act" without end, or to "end" all work; with
    ``lists`` it acts on registers alone.
    """
    from bench.kills_looking import Looking

    _approve_nothing()
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    looking = Looking([json.loads(each) for each in lines])
    for each in looking.faults(opening=False):
        _say(out, what="fault", fault=each)
    _say(out, what="checked")
    if how == "begin":
        _take_in(random.Random(seed), out)
    if how == "act":
        _act(random.Random(seed), out, lists)
    _wait()
    for each in [*looking.faults(opening=True), *looking.unfinished()]:
        _say(out, what="fault", fault=each)


def _approve_nothing() -> None:
    """Exports are made at once."""
    from muniment.workspace.history import Actor
    from muniment.workspace.models import Collection, User
    from muniment.workspace.services.members import change_collection

    collection = Collection.objects.get()
    if collection.approval:
        change_collection(
            Actor(User.objects.get(), "command"),
            collection,
            collection.version,
            name=collection.name,
            description=collection.description,
            two_people=collection.two_people,
            approval=False,
        )


def _take_in(chance: random.Random, out: int) -> None:
    """Something to act on."""
    from bench.kills_acts import take_in
    from muniment.workspace.history import Actor
    from muniment.workspace.models import Collection, User

    actor, collection = Actor(User.objects.get(), "command"), Collection.objects.get()
    for _ in range(_FIRST):
        _say(out, what="take_in", **take_in(actor, collection, chance))


def _act(chance: random.Random, out: int, lists: bool) -> None:
    """Act without end."""
    from bench import kills_lists
    from bench.kills_acts import ACTS, Nothing
    from muniment.workspace.history import Actor
    from muniment.workspace.locking import Stale
    from muniment.workspace.models import Collection, User
    from muniment.workspace.services.reviewing import Impossible

    actor, collection = Actor(User.objects.get(), "command"), Collection.objects.get()
    every = kills_lists.ACTS if lists else (*ACTS, *kills_lists.ACTS)
    acts: list[Callable[..., Json]] = [each for each, share in every for _ in range(share)]
    while True:
        act = chance.choice(acts)
        try:
            accepted = act(actor, collection, chance)
        except (Nothing, Stale, Impossible, *kills_lists.REFUSED):
            # The worker may have read anew what was to be decided on.
            time.sleep(0.02)
            continue
        _say(out, what=act.__name__, **accepted)


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
