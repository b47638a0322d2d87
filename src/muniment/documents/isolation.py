"""Runs work on untrusted bytes in a process of its own, bounded in time and memory by the system.

Formats that are taken apart by C libraries (PDF, pictures, office files, HTML) are read so: a
hostile file may make such a library loop, swell or crash, and then only that process ends.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from math import ceil
from types import ModuleType
from typing import TYPE_CHECKING

from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits

if TYPE_CHECKING:
    import multiprocessing.connection

_GRACE_SECONDS = 10
_TOO_LONG_OR_LARGE = (-24, -9, 137, 152)
_LONGEST_FOLDER = 60
"""Bytes of a folder's name that leave room for a socket's in it: systems take about 100."""
_SHORT = ("/tmp", "/var/tmp")
_TURN = threading.Lock()
"""Whoever starts a process asks how all others ended; two who ask at once get a wrong answer."""


def run_isolated(
    module: str,
    order: dict[str, object],
    data: bytes,
    limits: Limits,
    seconds: int | None = None,
) -> bytes:
    """What a module's ``answer`` in another process gives for an order and bytes.

    ``order`` has a "name" for messages. ``seconds`` is the longest wait where it is not
    what follows from the limits. Raises UnreadableDocument with what the other process found
    wrong, or when it broke a limit or crashed.
    """
    name = str(order["name"])
    wait = max(2 * limits.seconds + _GRACE_SECONDS, seconds or 0)
    message = json.dumps({**order, "limits": asdict(limits)})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", module, message],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            name, f"takes longer than {wait} seconds to read (the limit seconds)."
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(name, f"cannot be read in its own process ({error}).") from error
    return _told(name, limits, done.stdout, done.returncode)


def run_forked(
    module: str,
    order: dict[str, object],
    data: bytes,
    limits: Limits,
    seconds: int | None = None,
    *,
    loaded: str,
) -> bytes:
    """``run_isolated`` for many files: each process is a fork of one that has loaded ``loaded``.

    That module is imported once, and each file still has a process of its own. Where the system
    cannot fork, ``run_isolated`` does it.
    """
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return run_isolated(module, order, data, limits, seconds)
    name = str(order["name"])
    wait = max(2 * limits.seconds + _GRACE_SECONDS, seconds or 0)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([loaded])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_fork, args=(module, theirs, order, data, limits))
    with _TURN, _without_main():
        _keep_sockets_in_reach()
        process.start()
    theirs.close()
    try:
        answered = ours.poll(wait)
        # Plain bytes: what a process taken over by a file sends is never made into objects.
        output = ours.recv_bytes() if answered else b""
    except (EOFError, OSError):
        answered, output = True, b""
    finally:
        ours.close()
    with _TURN:
        if not answered:
            process.kill()
        process.join()
    if not answered:
        raise UnreadableDocument(
            name, f"takes longer than {wait} seconds to read (the limit seconds)."
        )
    return _told(name, limits, output, process.exitcode or 0)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Processes started here do not run the program's first module again: it takes longer than
    to read a file, and nothing of it is needed."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _keep_sockets_in_reach() -> None:
    """Sockets have short addresses: where the folder for temporary files lies deep, they lie
    elsewhere. Nothing is kept in them."""
    from multiprocessing.util import get_temp_dir

    usual = tempfile.gettempdir()
    if len(os.fsencode(usual)) <= _LONGEST_FOLDER:
        return
    short = next((each for each in _SHORT if os.access(each, os.W_OK | os.X_OK)), usual)
    tempfile.tempdir = short
    try:
        get_temp_dir()  # made once, and kept in mind
    finally:
        tempfile.tempdir = usual


def _fork(
    module: str,
    pipe: multiprocessing.connection.Connection,
    order: dict[str, object],
    data: bytes,
    limits: Limits,
) -> None:
    """What each fork does: bound itself, answer one order, send the answer."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer = importlib.import_module(module).answer
    # Time that the process it was forked from has used does not count.
    _bound(limits, used=time.process_time())
    pipe.send_bytes(_answered(answer, order, data, limits))
    pipe.close()


def _end_with_parent() -> None:
    """Do not go on reading for a process that is gone."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _told(name: str, limits: Limits, output: bytes, code: int) -> bytes:
    """The answer in what another process gave, or UnreadableDocument with what went wrong."""
    kind, answer = output[:1], output[1:]
    if kind == b"=" and code == 0:
        return answer
    if kind == b"!":
        problem = json.loads(answer)
        raise UnreadableDocument(str(problem["name"]), str(problem["problem"]))
    if code in _TOO_LONG_OR_LARGE:
        raise UnreadableDocument(
            name,
            f"takes more than {limits.seconds} seconds of processor time to read "
            "(the limit seconds).",
        )
    raise UnreadableDocument(
        name, "makes the reader crash: the file is damaged. Save it anew and check that."
    )


def serve(
    arguments: list[str], answer: Callable[[dict[str, object], bytes, Limits], bytes]
) -> None:
    """What the other process runs: bound itself, answer one order, write the answer out."""
    order = json.loads(arguments[0])
    limits = Limits(**order.pop("limits"))
    _bound(limits)
    sys.stdout.buffer.write(_answered(answer, order, sys.stdin.buffer.read(), limits))
    sys.stdout.buffer.flush()


def _answered(
    answer: Callable[[dict[str, object], bytes, Limits], bytes],
    order: dict[str, object],
    data: bytes,
    limits: Limits,
) -> bytes:
    """The answer to one order, or what is wrong with the file, marked by its first byte."""
    name = str(order["name"])
    try:
        return b"=" + answer(order, data, limits)
    except UnreadableDocument as error:
        return _problem(error.name, error.problem)
    except MemoryError:
        return _problem(
            name,
            f"needs more than {limits.memory_megabytes:,} MB of memory "
            "(the limit memory_megabytes).",
        )
    except RecursionError:
        return _problem(name, "is nested too deeply to be read; save it anew and check that.")


def _problem(name: str, problem: str) -> bytes:
    return b"!" + json.dumps({"name": name, "problem": problem}).encode("utf-8")


def _bound(limits: Limits, used: float = 0.0) -> None:
    """Set this process's limits of memory and processor time, where the system knows them.

    ``used`` is the processor time in seconds that it has used already.
    """
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory_megabytes * 1_000_000
    most_seconds = limits.seconds + limits.recognition_seconds
    for which, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, ceil(used) + limits.seconds, ceil(used) + most_seconds),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, most = resource.getrlimit(which)
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(which, (soft, hard))


def allow_recognition() -> None:
    """Let a bounded process go on beyond the time for reading: drawing scans takes long."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
