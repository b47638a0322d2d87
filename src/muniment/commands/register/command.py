"""Floor 6: ``muniment register``: lists in, compared, counted and out, with their history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import fail
from muniment.commands.options import opened, store_option, why_option
from muniment.commands.register.answers import (
    count,
    export,
    history,
    show_kinds,
    show_lists,
    show_record,
    verify,
)
from muniment.commands.register.intake import compare, take_in

if TYPE_CHECKING:
    from muniment.registers.store import Store


@click.group("register")
def register() -> None:
    """Keep lists of people, sites and incidents: import, compare, count, export.

    \b
    muniment register kinds                              what kinds of record there are
    muniment register import list.xlsx --list ministry   take a list in
    muniment register count ministry --by sex,age        count its records
    muniment register export ministry -o public.csv      what may be published of it
    """


@click.command()
@click.argument("list_id", metavar="LIST")
@click.option("--revision", type=int, help="Which; the one that waits, by default.")
@why_option
@store_option
def apply(list_id: str, revision: int | None, why: str, folder: Path | None) -> None:
    """Make a revision of a LIST the one that stands; also an earlier one again."""
    with opened(folder) as store:
        number = _waiting(store, list_id) if revision is None else revision
        store.apply(list_id, number, why=why)
        click.echo(f"The list “{list_id}” stands at revision {number}.")
        _print_stale(store)


@click.command()
@click.argument("list_id", metavar="LIST")
@click.option("--revision", type=int, help="Which; the one that waits, by default.")
@why_option
@store_option
def refuse(list_id: str, revision: int | None, why: str, folder: Path | None) -> None:
    """Refuse a revision of a LIST that waits: it is kept, and has no effect."""
    with opened(folder) as store:
        number = _waiting(store, list_id) if revision is None else revision
        store.refuse(list_id, number, why=why)
        click.echo(f"Revision {number} of “{list_id}” is refused.")


def _waiting(store: Store, list_id: str) -> int:
    waiting = store.listed(list_id).waiting
    if not waiting:
        fail(f"no revision of “{list_id}” waits; name one with --revision.")
    return waiting[-1].number


@click.command()
@click.argument("list_id", metavar="LIST")
@click.option("--why", required=True, help="The reason, for the history.")
@store_option
def withdraw(list_id: str, why: str, folder: Path | None) -> None:
    """Take a LIST out of every count and every linkage to come; `restore` brings it back."""
    with opened(folder) as store:
        store.withdraw(list_id, why=why)
        click.echo(f"The list “{list_id}” is withdrawn; it is kept.")
        _print_stale(store)


@click.command()
@click.argument("list_id", metavar="LIST")
@why_option
@store_option
def restore(list_id: str, why: str, folder: Path | None) -> None:
    """Bring a withdrawn LIST back."""
    with opened(folder) as store:
        store.restore(list_id, why=why)
        click.echo(f"The list “{list_id}” is back.")
        _print_stale(store)


@click.command()
@click.argument("entry", type=int, required=False)
@why_option
@store_option
def undo(entry: int | None, why: str, folder: Path | None) -> None:
    """Undo an ENTRY of the history, by its number; by default the last that can be.

    What was undone stays in the history. The undoing is an entry too, and can be undone.
    """
    with opened(folder) as store:
        undone = store.undo(entry, why=why)
        click.echo(f"Entry {undone.n} ({undone.action}) is undone.")
        _print_stale(store)


def _print_stale(store: Store) -> None:
    from muniment.commands.register.output import print_stale

    print_stale(store)


for _command in (
    *(take_in, compare, apply, refuse, undo, withdraw, restore),
    *(count, export, show_kinds, show_lists, show_record, history, verify),
):
    register.add_command(_command)
