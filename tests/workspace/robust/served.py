"""A workspace filled by ``filled`` and served by its own processes, asked over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.postgresql import free_port

_ROOT = Path(__file__).parents[3]
_SERVE = "from muniment.cli import main; main()"
_VERSION = re.compile(r'name="version" value="(\d+)"')
_TOKEN = "t" * 32
_START = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    text: str

    @property
    def version(self) -> int:
        """The version of the claim that a page shows."""
        found = _VERSION.search(self.text)
        assert found is not None, self.text[:500]
        return int(found[1])


@dataclass(frozen=True, slots=True)
class Served:
    """A served workspace: ``claims`` as pairs of document and key, ``sessions`` of people."""

    folder: Path
    port: int
    claims: list[tuple[str, str]]
    sessions: list[str]

    def claim(self, person: int, claim: tuple[str, str], patience: float = 300) -> Answer:
        """The panel of a claim, waited for so many seconds."""
        address = f"/documents/{claim[0]}/claims/{claim[1]}"
        return self._ask(person, "GET", address, None, patience)

    def decide(self, person: int, claim: tuple[str, str], **form: object) -> Answer:
        """A decision on a claim."""
        address = f"/documents/{claim[0]}/claims/{claim[1]}/decide"
        return self._ask(person, "POST", address, urlencode(form))

    def _ask(
        self, person: int, method: str, address: str, form: str | None, patience: float = 300
    ) -> Answer:
        headers = {
            "Cookie": f"sessionid={self.sessions[person]}; csrftoken={_TOKEN}",
            "X-CSRFToken": _TOKEN,
            "HX-Request": "true",
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        with contextlib.closing(connection):
            connection.request(method, address, form, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode("utf-8"))


def fill(folder: Path, database: str, claims: int, people: int) -> dict[str, list[str]]:
    """Make a workspace; the addresses and sessions in it."""
    arguments = [str(folder), database, str(claims), str(people)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.workspace.robust.filled", *arguments],
        cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    said: dict[str, list[str]] = json.loads(done.stdout)
    return said


@contextlib.contextmanager
def serve(folder: Path, claims: int, people: int, database: str = "") -> Iterator[Served]:
    """A new workspace, served until the end of the block."""
    said = fill(folder, database, claims, people)
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", _SERVE, "serve", "--no-open"),
            *("--workspace", str(folder), "--port", str(port)),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        claims_there = [(each[0], each[1]) for each in said["claims"]]
        yield Served(folder, port, claims_there, said["sessions"])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


@contextlib.contextmanager
def new_database(server: str) -> Iterator[str]:
    """A database of its own on a PostgreSQL server ("" for SQLite: none is needed)."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"robust_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait_for(port: int) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at {port}")
