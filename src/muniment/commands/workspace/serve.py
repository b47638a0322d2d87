"""Floor 6: ``muniment serve``: the pages of a workspace, and the worker for long work."""

from __future__ import annotations

import _thread
import contextlib
import gc
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.commands.common import fail
from muniment.commands.workspace.opening import open_folder, workspace_option
from muniment.commands.workspace.processes import MOST, Processes, processes_here
from muniment.commands.workspace.trouble import plainly

if TYPE_CHECKING:
    from muniment.workspace.folder import Folder
    from muniment.workspace.opened import Opened

THREADS, _FEWEST = 6, 3
_LOOK, _FIRST_PAUSE, _LONG = 0.2, 0.5, 60.0
_LOOKS_BEFORE_GONE = 10
_ADDRESS = "serving.at"
_MOST_CONNECTIONS, _SILENT = 800, 60
"""Connections that a process holds, and seconds that one may be silent: who opens many and says
nothing keeps nobody out. The number stays below the files that systems let a process have open."""


@click.command()
@workspace_option
@click.option("--host", default="127.0.0.1", help="The address to listen at; this machine only.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8765, help="The port to listen at.")
@click.option("--open/--no-open", "show", default=True, help="Open a browser.")
@click.option(
    "--processes",
    type=click.IntRange(1, MOST),
    help="How many processes make pages; one a core by default. More than one on Linux only.",
)
@plainly
def serve(folder: Path, host: str, port: int, show: bool, processes: int | None) -> None:
    """Open a workspace in the browser.

    A worker for long work runs beside the pages; Ctrl-C ends both. A workspace is open once: a
    second `serve` says where the first is.
    """
    workspace = open_folder(folder)
    run(workspace, host, port, show and sys.stdout.isatty(), processes)


def run(workspace: Opened, host: str, port: int, show: bool, processes: int | None = None) -> None:
    """Serve an opened workspace until it is interrupted; what ``plainly`` tells may be raised."""
    from muniment.workspace.services.starting import bring_up_to_date
    from muniment.workspace.turn import SERVING, turn

    folder = workspace.folder
    with turn(folder, SERVING) as alone:
        if not alone:
            fail(f"{folder.path}: is open already{_where(folder)}.")
        bring_up_to_date()
        folder.clear_temporary()
        if _serve(workspace, host, port, show, processes):
            fail(f"{folder.path}: the folder is gone; what was accepted before is in it.")
        folder.clear_temporary()  # of the worker, which ends at once


def _where(folder: Folder) -> str:
    """Where an open workspace is, as the process that has opened it tells."""
    try:
        return f" at {(folder.path / _ADDRESS).read_text(encoding='utf-8').strip()}"
    except (OSError, UnicodeDecodeError):
        return ""


def _serve(
    workspace: Opened, host: str, port: int, show: bool, processes: int | None = None
) -> bool:
    """Make pages until this is interrupted; True where the workspace's folder is gone."""
    from muniment.web.warming import warm
    from muniment.workspace.folder import write_whole

    _outlive_visitors()
    listening = _listen(host, port)
    count = processes_here(processes)
    address = f"http://{host}:{port}/"
    write_whole(workspace.folder.path / _ADDRESS, f"{address}\n".encode())
    warm()

    def answer() -> None:
        _answer(workspace, listening, max(_FEWEST, THREADS // count))

    # Processes are forked before there is any other thread.
    gc.collect()
    gc.freeze()  # what is there now stays, in memory once, and is not looked through at the end
    others = Processes(count, answer) if count > 1 else None
    try:
        with worker(workspace) as over:
            click.echo(f"{workspace.folder.name} is open at {address}  (Ctrl-C closes it)")
            if show:
                threading.Timer(0.5, click.launch, [address]).start()
            if others is None:
                answer()
            else:
                with contextlib.suppress(KeyboardInterrupt):
                    others.watch()
            return over.is_set()
    finally:
        if others is not None:
            others.end()
        listening.close()
        with contextlib.suppress(OSError):
            (workspace.folder.path / _ADDRESS).unlink(missing_ok=True)


def _listen(host: str, port: int) -> socket.socket:
    """The socket at which the pages can be asked for, or leave with a sentence."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((str(address[0]), port), family=family)
    except OverflowError:
        reason = "no such port"
    except OSError as error:
        known = error.errno and not isinstance(error, socket.gaierror)
        reason = os.strerror(error.errno or 0) if known else str(error.strerror)
    return fail(f"{host}:{port} cannot be listened at ({reason}); choose another --port.")


def _answer(workspace: Opened, listening: socket.socket, threads: int) -> None:
    """Make pages for whoever asks, until this process is interrupted."""
    import logging

    import waitress

    from muniment.web.wsgi import application

    # That somebody waits a moment for an answer is nobody's to know.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        application,
        sockets=[listening],
        threads=threads,
        ident=None,
        connection_limit=_MOST_CONNECTIONS,
        channel_timeout=_SILENT,
        asyncore_use_poll=hasattr(select, "poll"),
        max_request_body_size=workspace.folder.largest_request_mb * 1_000_000,
        clear_untrusted_proxy_headers=True,
        **_behind_a_proxy(workspace),
    )
    try:
        server.run()
    finally:
        server.close()


def _outlive_visitors() -> None:
    """A browser that leaves in the middle of an answer ends that answer, not the program."""
    if sys.platform != "win32":
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def _behind_a_proxy(workspace: Opened) -> dict[str, Any]:
    """Under names of its own the pages are behind a proxy on this machine that speaks TLS; it
    alone is believed about who asks and how."""
    if not workspace.folder.hosts:
        return {}
    told = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": told}


@contextmanager
def worker(workspace: Opened) -> Iterator[threading.Event]:
    """A process does the long work until the end of the block; where one ends, another begins.

    Where the workspace's folder is gone the event is set, and this process interrupted.
    """
    over = threading.Event()
    watch = threading.Thread(target=_keep_working, args=(workspace, over))
    watch.start()
    try:
        yield over
    finally:
        over.set()
        watch.join()


def _keep_working(workspace: Opened, over: threading.Event) -> None:
    """Start the worker again whenever it ends, the later the sooner it did."""
    pause, missed = _FIRST_PAUSE, 0
    while not over.is_set():
        started = time.monotonic()
        with _started(workspace) as process:
            while process.poll() is None and not over.wait(_LOOK):
                missed = 0 if _is_there(workspace.folder) else missed + 1
                if missed > _LOOKS_BEFORE_GONE:
                    break
        if not over.is_set() and not _is_there(workspace.folder):
            over.set()
            _thread.interrupt_main(signal.SIGTERM)
        pause = _FIRST_PAUSE if time.monotonic() - started > _LONG else min(2 * pause, _LONG)
        over.wait(pause)


def _is_there(folder: Folder) -> bool:
    """Whether a folder is still there: a stick may be pulled, a network drive be lost."""
    from muniment.workspace.folder import SETTINGS

    try:
        return (folder.path / SETTINGS).exists()
    except OSError:
        return False


@contextmanager
def _started(workspace: Opened) -> Iterator[subprocess.Popen[bytes]]:
    """The worker's process, with the key handed over unseen; it ends with this one."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "muniment.commands.workspace.worker",
            str(workspace.folder.path),
        ],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C ends the pages, and they the worker
    )
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(f"{workspace.keys.secret}\n".encode())
        process.stdin.flush()
    try:
        yield process
    finally:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
