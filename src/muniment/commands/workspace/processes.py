"""Several processes that answer at one socket, forked from one that is warm and watches them.

Python runs one thread of a process at a time; pages are made on as many cores as there are
processes. What was loaded before the fork is in memory once for all of them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

MOST = 4
_LOOK, _FIRST_PAUSE, _LONG, _PATIENCE = 0.2, 0.5, 60.0, 10.0
_END = b"e"


def processes_here(asked: int | None = None) -> int:
    """How many processes answer: as many as asked for or as there are cores, at most ``MOST``;
    one where a program with windows or keychains open cannot safely be forked."""
    if sys.platform != "linux":
        return 1
    return max(1, min(asked or len(os.sched_getaffinity(0)), MOST))


class Processes:
    """Processes that do the same until the end of this one; where one ends, another begins."""

    def __init__(self, count: int, serve: Callable[[], None]) -> None:
        """Start them. No other thread may run yet, and no database may be open."""
        self._count, self._serve = count, serve
        self._told, self._tell = os.pipe()
        self._running: dict[int, float] = {}
        for _ in range(count):
            self._start()

    def watch(self) -> None:
        """Replace those that end, the later the sooner they did, until this is interrupted."""
        pause = _FIRST_PAUSE
        while True:
            time.sleep(_LOOK)
            for pid in [each for each in self._running if _has_ended(each)]:
                lived = time.monotonic() - self._running.pop(pid)
                pause = _FIRST_PAUSE if lived > _LONG else min(2 * pause, _LONG)
                time.sleep(pause)
                self._start()

    def end(self) -> None:
        """Let them finish what they are at, and end."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self._tell, _END * self._count)
        os.close(self._tell)
        os.close(self._told)
        end = time.monotonic() + _PATIENCE
        for pid in self._running:
            while not _has_ended(pid):
                if time.monotonic() > end:
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.01)

    def _start(self) -> None:
        pid = os.fork()
        if pid:
            self._running[pid] = time.monotonic()
        else:
            self._be_one()

    def _be_one(self) -> None:
        """The life of a new process; it never comes back from here."""
        code = 1
        try:
            os.close(self._tell)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            threading.Thread(target=_end_with_the_first, args=(self._told,), daemon=True).start()
            self._serve()
            code = 0
        except KeyboardInterrupt:
            code = 0
        finally:
            if code:
                sys.excepthook(*sys.exc_info())
            os._exit(code)


def _end_with_the_first(told: int) -> None:
    """End in order where that is said, and at once where the first process is gone."""
    if os.read(told, 1) == _END:
        os.kill(os.getpid(), signal.SIGINT)
    else:
        os._exit(0)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
