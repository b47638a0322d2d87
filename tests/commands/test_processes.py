"""``muniment serve`` answers from several processes, which end with the first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from muniment.commands.workspace.processes import MOST, processes_here

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process answers")

# A first process that watches two others, each of which says its number and waits.
_FIRST = """
import os, signal, sys, time
from muniment.commands.workspace.processes import Processes

signal.signal(signal.SIGINT, signal.default_int_handler)  # what is begun in the background has none

def serve():
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(600)

others = Processes(2, serve)
try:
    others.watch()
except KeyboardInterrupt:
    pass
finally:
    others.end()
"""


def test_there_are_as_many_as_asked_for_and_never_more_than_pay() -> None:
    assert processes_here(1) == 1
    assert processes_here(MOST + 5) == MOST
    assert 1 <= processes_here() <= MOST


@pytest.mark.parametrize("with_signal", ["SIGINT", "SIGKILL"])
def test_all_end_with_the_first(with_signal: str) -> None:
    import signal

    with subprocess.Popen([sys.executable, "-c", _FIRST], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        numbers = {int(first.stdout.readline()) for _ in range(2)}
        assert len(numbers) == 2
        first.send_signal(getattr(signal, with_signal))
        # The pipe ends when the last process that holds it is gone.
        assert first.stdout.read() == b""


def test_one_that_ends_has_a_successor() -> None:
    import signal

    with subprocess.Popen([sys.executable, "-c", _FIRST], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        numbers = [int(first.stdout.readline()) for _ in range(2)]
        os.kill(numbers[0], signal.SIGKILL)
        assert int(first.stdout.readline()) not in numbers
        first.kill()
        assert first.stdout.read() == b""
