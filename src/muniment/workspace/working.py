"""Long work: asked for with what makes it necessary, done by a worker, told to people.

Each kind of work is one function that can be done again from the start: a worker that is killed
leaves work that runs, and the next one takes it up. One process at a time works (``turn``), with
as many pieces at once as it has readers.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from muniment.workspace.history import Actor, writing
from muniment.workspace.models import Collection, Work
from muniment.workspace.models.sealed import Kept, sealed_for
from muniment.workspace.opened import opened
from muniment.workspace.turn import turn

MOST_ATTEMPTS = 10
READERS = min(2, os.cpu_count() or 1)
"""Pieces of work at once: each file is read in a process of its own, so that two cores are used."""
Doing = Callable[[Work, dict[str, Any]], str]
GivingUp = Callable[[Work, dict[str, Any], str], None]
_FAULT = "A fault of the program ended this; its log says which."
_AGAIN = "Interrupted; it is done again."
_LOOK_AGAIN = 0.3
_KINDS: dict[str, Doing] = {}
_GIVING_UP: dict[str, GivingUp] = {}


class WorkProblem(Exception):
    """Work that cannot be done; the message is a sentence for whoever asked for it."""


def work(kind: str, given_up: GivingUp | None = None) -> Callable[[Doing], Doing]:
    """Names a function as what does one kind of work; it returns a sentence on what came of it.

    ``given_up`` is told, in a transaction, with the sentence why, when a piece is not tried again.
    """

    def named(doing: Doing) -> Doing:
        _KINDS[kind] = doing
        if given_up is not None:
            _GIVING_UP[kind] = given_up
        return doing

    return named


def ask(actor: Actor, kind: str, collection: Collection | None, order: Mapping[str, Any]) -> Work:
    """Ask for work; the worker begins when the transaction is done."""
    asked = Work.objects.create(
        kind=kind,
        about=_about(order),
        collection=collection,
        order=json.dumps(order),
        by=actor.user,
        asked_at=timezone.now(),
    )
    do.enqueue(asked.pk)
    return asked


def _about(order: Mapping[str, Any]) -> str:
    """The key of what an order is about, where it is one thing."""
    return next((str(order[each]) for each in ("source", "intake", "export") if each in order), "")


@task()
def do(number: int) -> None:
    """Do one piece of work, unless somebody else does it or has."""
    _load_kinds()
    taken = Work.objects.filter(pk=number, state=Work.State.WAITING).update(
        state=Work.State.RUNNING, attempts=F("attempts") + 1, message=Kept("")
    )
    if not taken:
        return
    mine = Work.objects.select_related("collection", "by").get(pk=number)
    state, message = Work.State.FAILED, _FAULT
    try:
        message = _KINDS[mine.kind](mine, json.loads(mine.order))
        state = Work.State.DONE
    except WorkProblem as error:
        message = str(error)
    except (KeyboardInterrupt, SystemExit, OSError, DatabaseError):
        # Not the work's own doing: no room on the disk, a database that is gone, Ctrl-C.
        state, message = Work.State.WAITING, _AGAIN
        Work.objects.filter(pk=number).update(attempts=F("attempts") - 1)
        raise
    finally:
        ended = None if state == Work.State.WAITING else timezone.now()
        kept = sealed_for(Work, "message", mine.key, message)
        Work.objects.filter(pk=number).update(state=state, message=kept, ended_at=ended)


def progress(mine: Work, done: int, total: int) -> None:
    """Tell how far the work is; outside its transaction this is seen at once."""
    Work.objects.filter(pk=mine.pk).update(done=done, total=total)


def resume() -> int:
    """Take up what a killed worker left: how many pieces of work wait again.

    Called by the process whose turn it is to work. What was interrupted comes after what was not,
    and what was interrupted too often is given up, so that one bad file does not stop all others.
    """
    _load_kinds()
    with writing():
        running = Work.objects.filter(state=Work.State.RUNNING)
        for each in running.filter(attempts__gte=MOST_ATTEMPTS).select_related("by"):
            _give_up(each)
        running.filter(attempts__lt=MOST_ATTEMPTS).update(state=Work.State.WAITING)
        # Tasks are but the means; those of the worker that was killed would stay for ever.
        DBTaskResult.objects.all().delete()
        waiting = list(_waiting().values_list("pk", flat=True))
        for number in waiting:
            do.enqueue(number)
    return len(waiting)


def do_waiting(readers: int = 1) -> None:
    """Do all that waits, now and here, or wait until another process has done it.

    For commands and tests that have no worker; ``readers`` pieces are done at once.
    """
    while True:
        with turn(opened().folder) as mine:
            if mine:
                resume()
                _do_all(readers)
                return
        if not Work.objects.filter(state__in=(Work.State.WAITING, Work.State.RUNNING)).exists():
            return
        time.sleep(_LOOK_AGAIN)


def _do_all(readers: int) -> None:
    """Do piece after piece until none waits, so many at once."""
    stop = Event()
    if readers == 1:
        return _do_each(stop)
    with ThreadPoolExecutor(readers) as pool:
        try:
            for each in [pool.submit(_do_in_thread, stop) for _ in range(readers)]:
                each.result()
        finally:
            stop.set()


def _do_each(stop: Event) -> None:
    while not stop.is_set():
        number = _waiting().values_list("pk", flat=True).first()
        if number is None:
            return
        do.call(number)


def _do_in_thread(stop: Event) -> None:
    """``_do_each`` with a connection of the thread's own."""
    try:
        _do_each(stop)
    finally:
        connection.close()


def _waiting() -> QuerySet[Work]:
    return Work.objects.filter(state=Work.State.WAITING).order_by("attempts", "pk")


def _give_up(mine: Work) -> None:
    """Tell that a piece of work is not tried again."""
    message = f"Interrupted {mine.attempts} times; not tried again."
    kept = sealed_for(Work, "message", mine.key, message)
    Work.objects.filter(pk=mine.pk).update(
        state=Work.State.FAILED, message=kept, ended_at=timezone.now()
    )
    if mine.kind in _GIVING_UP:
        _GIVING_UP[mine.kind](mine, json.loads(mine.order), message)


def _load_kinds() -> None:
    from muniment.workspace import kinds_of_work

    kinds_of_work.load()
