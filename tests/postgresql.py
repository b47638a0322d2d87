"""A PostgreSQL of the tests' own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database: of MUNIMENT_TEST_DATABASE, or of a server of our own."""
    given = os.environ.get("MUNIMENT_TEST_DATABASE")
    if given:
        psycopg = pytest.importorskip("psycopg")
        name = f"muniment_{os.getpid()}_{free_port()}"
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                yield given.rsplit("/", 1)[0] + f"/{name}"
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        return
    found = sorted(BINARIES.glob("*/bin/pg_ctl"))
    if not found:
        pytest.skip("PostgreSQL is not installed")
    # The server refuses to run as root; the user postgres comes with its package.
    root = os.geteuid() == 0
    if root and not shutil.which("runuser"):
        pytest.skip("PostgreSQL cannot run as root")
    as_user = ["runuser", "-u", "postgres", "--"] if root else []
    # A place of its own: the user postgres cannot come into pytest's folders.
    with tempfile.TemporaryDirectory(prefix="muniment-postgresql-") as made:
        place, port = Path(made), free_port()
        if root:
            shutil.chown(place, "postgres", "postgres")
        control, data = str(found[-1]), str(place / "data")

        def run(*command: str) -> None:
            subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=place)

        options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off"
        run(control, "initdb", "-D", data, "-o", "--auth=trust --username=muniment --encoding=UTF8")
        run(control, "start", "-D", data, "-w", "-l", str(place / "log"), "-o", options)
        try:
            yield f"postgresql://muniment@127.0.0.1:{port}/postgres"
        finally:
            run(control, "stop", "-D", data, "-m", "immediate")
