"""The worker beside the pages: a process that does long work until its standard input ends."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from pathlib import Path

from muniment.commands.workspace import trouble

_PAUSE = 0.5
_FAILED, _MISUSED = 3, 2
_LOOK_AFTER, _A_DAY = 60.0, 86_400.0
_A_PIECE = 1 << 20


def main() -> None:
    """Take the key from the first line of standard input, then work until there is no more."""
    threading.excepthook = _fault
    from muniment.workspace.folder import read_folder
    from muniment.workspace.keys import Keys
    from muniment.workspace.opened import Opened, start_django, use

    if len(sys.argv) != 2 or sys.stdin is None:
        print("muniment: `muniment serve` starts this worker, and tells it what it needs.")
        sys.exit(_MISUSED)
    secret = sys.stdin.readline().strip()
    end_with_input()
    try:
        folder = read_folder(Path(sys.argv[1]))
        found_in = (folder.sqlite, *folder.items_files)
        threading.Thread(target=read_once, args=found_in, daemon=True).start()
        use(Opened(folder, Keys(secret)))
        start_django()
        work()
    except trouble.problems() as error:
        _tell(error)
        os._exit(_FAILED)


def end_with_input() -> None:
    """Have this process end, whatever it is at, when its standard input does."""
    threading.Thread(target=_until_the_end, daemon=True).start()


def read_once(*databases: Path) -> None:
    """Read database files from beginning to end, each where it fits into half the memory.

    The system keeps what was read; without this, each search of a day's first minutes waits for
    a thousand small pieces of the file.
    """
    for each in databases:
        with contextlib.suppress(OSError), each.open("rb") as file:
            if each.stat().st_size <= _memory() / 2:
                while file.read(_A_PIECE):
                    pass


def _memory() -> int:
    """The machine's memory in bytes; 0 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no such question
        return 0


def work() -> None:
    """Work in the workspace that is open, without end."""
    from muniment.workspace.opened import opened
    from muniment.workspace.turn import wait_for_turn

    threading.excepthook = _fault
    with wait_for_turn(opened().folder):
        _take_turns()


def _take_turns() -> None:
    """Take up what was left, then do what comes, as many pieces at once as there are readers."""
    from django.db import connection

    from muniment.workspace.working import READERS, resume

    resume()
    connection.close()
    threading.Thread(target=_look_after, daemon=True).start()
    readers = [threading.Thread(target=_read, args=(each,)) for each in range(READERS)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()


def _look_after() -> None:
    """Keep the folder in order: what was left of kills, what has expired, the database's log."""
    from django.db import connection

    from muniment.workspace.services.keeping import look_after, shorten_log

    looked = -_A_DAY
    while True:
        with contextlib.suppress(*trouble.problems()):  # the next time, then
            if time.monotonic() - looked > _A_DAY:
                looked = time.monotonic()
                look_after()
            shorten_log()
        connection.close()
        time.sleep(_LOOK_AFTER)


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
    if isinstance(what.exc_value, trouble.problems()):
        _tell(what.exc_value)
    else:
        threading.__excepthook__(what)
    os._exit(_FAILED)


def _tell(error: BaseException) -> None:
    print(f"muniment: long work waits: {trouble.sentence(error)}", file=sys.stderr, flush=True)


def _until_the_end() -> None:
    """Leave when the pages are closed: what is under way is taken up the next time."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
