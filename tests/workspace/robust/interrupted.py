"""Run by test_ends.py: ``muniment init`` is killed at some step, and asked again.

Prints as JSON, for each step, the exit codes of the first and the second attempt and of an audit,
and what the second said.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

_AMID_TABLES = 15
_STEPS = {
    "after the key": ("muniment.workspace.opened", "start_django"),
    "amid the tables": ("django.db.migrations.recorder", "MigrationRecorder.record_applied"),
    "after the account": ("click", "echo"),
}


def main() -> None:
    """Each step in a folder of its own."""
    told = {}
    for step in _STEPS:
        folder = Path(sys.argv[1]) / step.replace(" ", "-")
        init = ["init", str(folder), "--key", "file"]
        out = folder.with_suffix(".out")
        told[step] = [
            _asked(init, out, step),
            _asked(init, out),
            _asked(["audit", "--workspace", str(folder)], folder.with_suffix(".audit")),
            out.read_text(),
        ]
    print(json.dumps(told))


def _asked(command: list[str], out: Path, killed: str = "") -> int:
    """The exit code of a command in a fork of this process, killed at a step."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        for number in (1, 2):
            os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        from muniment.cli import main as muniment

        if killed:
            _kill_at(*_STEPS[killed], _AMID_TABLES if killed == "amid the tables" else 1)
        muniment(command)
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    finally:
        if not isinstance(sys.exc_info()[1], SystemExit | None):
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _kill_at(module: str, name: str, call: int) -> None:
    """Have this process killed when something is called for the so-many-th time."""
    holder: Any = importlib.import_module(module)
    *path, last = name.split(".")
    for each in path:
        holder = getattr(holder, each)
    original: Callable[..., Any] = getattr(holder, last)
    calls = 0

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return _die() if calls == call else original(*given, **named)

    setattr(holder, last, counted)


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


if __name__ == "__main__":
    main()
