"""Runs work on untrusted bytes in a process of its own, bounded in time and memory by the system.

Formats that are taken apart by C libraries (PDF, pictures, office files, HTML) are read so: a
hostile file may make such a library loop, swell or crash, and then only that process ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict

from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits

_GRACE_SECONDS = 10
_TOO_LONG_OR_LARGE = (-24, -9, 137, 152)


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
    kind, answer = done.stdout[:1], done.stdout[1:]
    if kind == b"=" and done.returncode == 0:
        return answer
    if kind == b"!":
        problem = json.loads(answer)
        raise UnreadableDocument(str(problem["name"]), str(problem["problem"]))
    if done.returncode in _TOO_LONG_OR_LARGE:
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
    name = str(order["name"])
    try:
        result = b"=" + answer(order, sys.stdin.buffer.read(), limits)
    except UnreadableDocument as error:
        result = _problem(error.name, error.problem)
    except MemoryError:
        result = _problem(
            name,
            f"needs more than {limits.memory_megabytes:,} MB of memory "
            "(the limit memory_megabytes).",
        )
    except RecursionError:
        result = _problem(name, "is nested too deeply to be read; save it anew and check that.")
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()


def _problem(name: str, problem: str) -> bytes:
    return b"!" + json.dumps({"name": name, "problem": problem}).encode("utf-8")


def _bound(limits: Limits) -> None:
    """Set this process's limits of memory and processor time, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory_megabytes * 1_000_000
    for which, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + limits.recognition_seconds),
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
