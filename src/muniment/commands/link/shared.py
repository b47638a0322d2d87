"""Floor 6: what the subcommands of ``muniment link`` share: the store, a run of it, decisions."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail, need
from muniment.commands.options import opened
from muniment.linkage.stored import WHAT, last_run

if TYPE_CHECKING:
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

PROBLEMS = 1
"""The exit code where decisions contradict each other or could not all be taken in."""


@contextlib.contextmanager
def link_store(folder: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The store; leaves with a sentence where something cannot be done."""
    need("link", "duckdb", "pyarrow", "pydantic", "numpy", "rapidfuzz", "splink")
    with opened(folder, create=create) as store:
        yield store


def asked_run(store: Store, name: str | None) -> Run:
    """A run of linkage, by default the last; what makes it stale is said."""
    kept = last_run(store) if name is None else store.run(name)
    if kept is None:
        fail("there is no run yet; `muniment link RUN` makes one.")
    if kept.entry.what != WHAT:
        fail(f"the run “{kept.name}” is no run of `muniment link`.")
    for sentence in kept.stale:
        click.echo(f"The run “{kept.name}” is out of date: {sentence}", err=True)
    return kept
