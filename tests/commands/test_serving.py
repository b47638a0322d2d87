"""``muniment serve`` outlives browsers that leave in the middle of an answer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from muniment.cli import main; main()"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_browser_that_leaves_does_not_end_the_program(tmp_path: Path) -> None:
    folder = str(tmp_path / "workspace")
    environment = {**os.environ, "MUNIMENT_PASSWORD": "correct horse battery"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([*PROGRAM, "init", folder, "--key", "file"], env=environment, check=True)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    order = ["serve", "--workspace", folder, "--port", str(port), "--no-open"]
    with subprocess.Popen([*PROGRAM, *order], env=environment) as process:
        try:
            _come(port)
            process.send_signal(signal.SIGPIPE)
            for _ in range(20):
                _leave_early(port)
            _come(port)
            assert process.poll() is None
        finally:
            process.terminate()


def _come(port: int) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as visitor:
                visitor.sendall(b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert visitor.recv(12) == b"HTTP/1.1 200"
                return
        except (ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("muniment serve does not answer")


def _leave_early(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as visitor:
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        for _ in range(4):
            visitor.sendall(b"GET /static/theme/theme.css HTTP/1.1\r\nHost: localhost\r\n\r\n")
