"""Long work: asked for with what makes it necessary, done by a worker, told to people.

Each kind of work is one function that can be done again from the start: a worker that is killed
leaves work that runs, and the next one takes it up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Work

MOST_ATTEMPTS = 3
Doing = Callable[[Work, dict[str, Any]], str]
_KINDS: dict[str, Doing] = {}


class WorkProblem(Exception):
    """Work that cannot be done; the message is a sentence for whoever asked for it."""


def work(kind: str) -> Callable[[Doing], Doing]:
    """Names a function as what does one kind of work; it returns a sentence on what came of it."""

    def named(doing: Doing) -> Doing:
        _KINDS[kind] = doing
        return doing

    return named


def ask(actor: Actor, kind: str, collection: Collection | None, order: Mapping[str, Any]) -> Work:
    """Ask for work; the worker begins when the transaction is done."""
    asked = Work.objects.create(
        kind=kind,
        collection=collection,
        order=json.dumps(order),
        by=actor.user,
        asked_at=timezone.now(),
    )
    do.enqueue(asked.pk)
    return asked


@task()
def do(number: int) -> None:
    """Do one piece of work, unless somebody else does it or has."""
    from muniment.workspace import kinds_of_work

    kinds_of_work.load()
    taken = Work.objects.filter(pk=number, state=Work.State.WAITING).update(
        state=Work.State.RUNNING, attempts=F("attempts") + 1, message=""
    )
    if not taken:
        return
    mine = Work.objects.select_related("collection", "by").get(pk=number)
    try:
        message = _KINDS[mine.kind](mine, json.loads(mine.order))
    except WorkProblem as error:
        _end(mine, Work.State.FAILED, str(error))
    else:
        _end(mine, Work.State.DONE, message)


def progress(mine: Work, done: int, total: int) -> None:
    """Tell how far the work is; outside its transaction this is seen at once."""
    Work.objects.filter(pk=mine.pk).update(done=done, total=total)


def resume() -> int:
    """Take up what a killed worker left: how many pieces of work wait again.

    Called when a worker starts and no other one runs. What was interrupted too often is given up,
    so that one bad file does not stop all others.
    """
    with transaction.atomic():
        running = Work.objects.filter(state=Work.State.RUNNING)
        running.filter(attempts__gte=MOST_ATTEMPTS).update(
            state=Work.State.FAILED,
            message=f"Interrupted {MOST_ATTEMPTS} times; not tried again.",
            ended_at=timezone.now(),
        )
        running.filter(attempts__lt=MOST_ATTEMPTS).update(state=Work.State.WAITING)
        waiting = list(Work.objects.filter(state=Work.State.WAITING).values_list("pk", flat=True))
        for each in waiting:
            do.enqueue(each)
    return len(waiting)


def do_waiting() -> None:
    """Do all that waits, now and here: for commands and tests that have no worker."""
    while number := (
        Work.objects.filter(state=Work.State.WAITING)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    ):
        do.call(number)


def _end(mine: Work, state: str, message: str) -> None:
    Work.objects.filter(pk=mine.pk).update(state=state, message=message, ended_at=timezone.now())
