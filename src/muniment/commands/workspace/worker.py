"""The worker beside the pages: a process that does long work until its standard input ends."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path


def main() -> None:
    """Take the key from the first line of standard input, then work until there is no more."""
    from muniment.workspace.folder import read_folder
    from muniment.workspace.keys import Keys
    from muniment.workspace.opened import Opened, start_django, use

    secret = sys.stdin.readline().strip()
    use(Opened(read_folder(Path(sys.argv[1])), Keys(secret)))
    start_django()
    threading.Thread(target=_until_the_end, daemon=True).start()

    from django_tasks_db.management.commands.db_worker import Worker

    from muniment.workspace.working import resume

    resume()
    Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"muniment-{os.getpid()}",
        excluded_queue_names=[],
    ).run()


def _until_the_end() -> None:
    """Leave when the pages are closed: what is under way is taken up the next time."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
