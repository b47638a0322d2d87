"""The worker beside the pages: a process that does long work until its standard input ends."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

_PAUSE = 0.5
_FAILED = 3


def main() -> None:
    """Take the key from the first line of standard input, then work until there is no more."""
    from muniment.workspace.folder import read_folder
    from muniment.workspace.keys import Keys
    from muniment.workspace.opened import Opened, start_django, use

    secret = sys.stdin.readline().strip()
    use(Opened(read_folder(Path(sys.argv[1])), Keys(secret)))
    start_django()
    work()


def work() -> None:
    """Work in the workspace that is open until standard input ends."""
    from muniment.workspace.opened import opened
    from muniment.workspace.turn import wait_for_turn

    threading.excepthook = _fault
    threading.Thread(target=_until_the_end, daemon=True).start()
    with wait_for_turn(opened().folder):
        _take_turns()


def _take_turns() -> None:
    """Take up what was left, then do what comes, as many pieces at once as there are readers."""
    from django.db import connection

    from muniment.workspace.opened import opened
    from muniment.workspace.working import READERS, resume

    opened().vault.sweep()
    resume()
    connection.close()
    readers = [threading.Thread(target=_read, args=(each,)) for each in range(READERS)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()


def _read(number: int) -> None:
    """Do piece after piece. Where one cannot be told of, the process ends and another begins."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    class Reader(Worker):
        """A worker that goes when something is wrong with more than one piece of work."""

        def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
            super().run_task(db_task_result)
            if db_task_result.status == TaskResultStatus.FAILED:
                os._exit(_FAILED)

    Reader(
        queue_names=["*"],
        interval=_PAUSE,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"muniment-{os.getpid()}-{number}",
        excluded_queue_names=[],
    ).run()


def _fault(what: threading.ExceptHookArgs) -> None:
    """A thread that ends takes the process along, whose successor does what is left."""
    threading.__excepthook__(what)
    os._exit(_FAILED)


def _until_the_end() -> None:
    """Leave when the pages are closed: what is under way is taken up the next time."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
