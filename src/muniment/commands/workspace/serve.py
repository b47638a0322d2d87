"""Floor 6: ``muniment serve``: the pages of a workspace, and the worker for long work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail
from muniment.commands.workspace.opening import open_folder, workspace_option

if TYPE_CHECKING:
    from muniment.workspace.opened import Opened

THREADS = 8


@click.command()
@workspace_option
@click.option("--host", default="127.0.0.1", help="The address to listen at; this machine only.")
@click.option("--port", default=8765, help="The port to listen at.")
@click.option("--open/--no-open", "show", default=True, help="Open a browser.")
def serve(folder: Path, host: str, port: int, show: bool) -> None:
    """Open a workspace in the browser.

    A worker for long work runs beside the pages; Ctrl-C ends both.
    """
    workspace = open_folder(folder)
    run(workspace, host, port, show and sys.stdout.isatty())


def run(workspace: Opened, host: str, port: int, show: bool) -> None:
    """Serve an opened workspace until it is interrupted."""
    import waitress

    from muniment.web.wsgi import application
    from muniment.workspace.services.starting import make_tables

    make_tables()
    address = f"http://{host}:{port}/"
    try:
        server = waitress.create_server(
            application,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=2 << 30,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        fail(f"{host}:{port} cannot be listened at ({error.strerror}); choose another --port.")
    with worker(workspace):
        click.echo(f"{workspace.folder.name} is open at {address}  (Ctrl-C closes it)")
        if show:
            threading.Timer(0.5, click.launch, [address]).start()
        try:
            server.run()
        finally:
            server.close()


@contextmanager
def worker(workspace: Opened) -> Iterator[subprocess.Popen[bytes]]:
    """The process that does the long work, with the key handed over unseen; it ends with this."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "muniment.commands.workspace.worker",
            str(workspace.folder.path),
        ],
        stdin=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(f"{workspace.keys.secret}\n".encode())
    process.stdin.flush()
    try:
        yield process
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
