"""Floor 6: checked documents in, a report written and an exit code out."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from muniment.checks.model import Outcome, Result
from muniment.reports.contract import json_pieces
from muniment.reports.rendering import Format, render
from muniment.reports.report import Report
from muniment.run import Part, Remark, Unreadable, documents_of, gather

NOTHING_FOUND, FOUND, NOT_READ = 0, 1, 2
PATIENCE = 2.0
"""Seconds after which progress is shown."""


@dataclass(slots=True)
class Tally:
    """What a run came to, counted as it goes by."""

    findings: int = 0
    unreadable: int = 0

    def count(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Pass the parts on, counting errors and warnings, and what could not be read."""
        for part in parts:
            if isinstance(part, Unreadable):
                self.unreadable += 1
            elif not isinstance(part, Remark):
                self.findings += _grave(part.results)
            yield part

    @property
    def exit_code(self) -> int:
        """0 nothing found, 1 findings, 2 something could not be read."""
        if self.unreadable:
            return NOT_READ
        return FOUND if self.findings else NOTHING_FOUND


def publish(parts: Iterable[Part], form: Format, output: Path | None, expected: int) -> int:
    """Write the report of a run to a file or standard output; returns the exit code.

    JSON is written a document at a time, so that memory stays flat. ``expected`` is the number
    of files, for the progress shown on a terminal's standard error.

    Raises OSError when the file cannot be written.
    """
    tally = Tally()
    with _stream(output) as stream:
        flow = tally.count(_with_progress(parts, expected))
        if form == "json":
            report = Report()
            for piece in json_pieces(documents_of(flow, report), report):
                stream.write(piece)
        else:
            terminal = output is None and stream.isatty()
            width = os.get_terminal_size().columns if terminal else None
            stream.write(render(gather(flow), form, terminal=terminal, width=width))
    return tally.exit_code


def _grave(results: list[Result]) -> int:
    return sum(r.outcome is Outcome.FIRES and r.level != "note" for r in results)


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        # The report is UTF-8 whatever the terminal's locale says.
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        yield sys.stdout
        sys.stdout.flush()
        return
    # Written beside and moved over, so that a broken run leaves no half report.
    draft = output.with_name(output.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)


def _with_progress(parts: Iterable[Part], expected: int) -> Iterator[Part]:
    """Show on a terminal how far the run is, once it takes longer than patience."""
    if not sys.stderr.isatty():
        yield from parts
        return
    begin = time.monotonic()
    done = 0
    ended = threading.Event()

    def show() -> None:
        wait = PATIENCE
        while not ended.wait(wait):
            wait = 0.5
            seconds = time.monotonic() - begin
            sys.stderr.write(f"\r{done:,} of {expected:,} read, {seconds:.0f} s ")
            sys.stderr.flush()
        if wait != PATIENCE:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    watcher = threading.Thread(target=show, daemon=True)
    watcher.start()
    try:
        for part in parts:
            done += 1
            yield part
    finally:
        ended.set()
        watcher.join()
