"""Visitors who open connections and say nothing keep nobody out."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from tests.workspace.robust.served import serve

SILENT, PATIENCE = 500, 25
"""Connections, and seconds: fewer than those after which a silent one is let go."""


def test_many_silent_connections_keep_nobody_waiting(tmp_path: Path) -> None:
    with serve(tmp_path / "workspace", 2, 1) as served, contextlib.ExitStack() as held:
        for _ in range(SILENT):
            silent = held.enter_context(socket.create_connection(("127.0.0.1", served.port), 30))
            silent.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert served.claim(0, served.claims[0], PATIENCE).status == 200
