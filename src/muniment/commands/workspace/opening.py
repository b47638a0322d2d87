"""How the commands of a workspace open it: which folder, which passphrase."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from muniment.commands.common import fail, need

if TYPE_CHECKING:
    from muniment.workspace.opened import Opened

PASSPHRASE = "MUNIMENT_PASSPHRASE"
Command = TypeVar("Command", bound=Callable[..., object])


def workspace_option(command: Command) -> Command:
    """The option that says which workspace is meant."""
    return click.option(
        "--workspace",
        "folder",
        type=click.Path(path_type=Path),
        default="muniment-workspace",
        envvar="MUNIMENT_WORKSPACE",
        show_envvar=True,
        help="The workspace's folder; muniment-workspace by default.",
    )(command)


def open_folder(folder: Path) -> Opened:
    """Open a workspace and bring its tables up to date, asking for the passphrase where it takes
    one, or leave with a sentence."""
    need("web", "django", "allauth", "pyrage", "waitress")
    from muniment.workspace.folder import FolderProblem, read_folder
    from muniment.workspace.opened import open_workspace

    try:
        known = read_folder(folder)
        passphrase = ask_passphrase() if known.key == "passphrase" else None
        workspace = open_workspace(folder, passphrase)
        _bring_up_to_date()
        _make_findable()
    except FolderProblem as error:
        fail(str(error))
    return workspace


def open_without_key(folder: Path) -> Opened:
    """Open a workspace to look at what is not sealed: nothing can be signed, opened or sealed."""
    need("web", "django", "allauth", "pyrage", "waitress")
    from muniment.workspace.folder import FolderProblem, read_folder
    from muniment.workspace.keys import Keys
    from muniment.workspace.opened import Opened, start_django, use

    try:
        use(workspace := Opened(read_folder(folder), Keys("")))
        start_django()
        _bring_up_to_date()
    except FolderProblem as error:
        fail(str(error))
    return workspace


def _bring_up_to_date() -> None:
    from muniment.workspace.services.starting import bring_up_to_date

    bring_up_to_date()


def at_terminal() -> bool:
    """Whether somebody can be asked; there may be no input at all."""
    return sys.stdin is not None and sys.stdin.isatty()


def _make_findable() -> None:
    """Make the index of a search where it lies beside the database and is not there yet."""
    from muniment.workspace.search.backends import backend

    if not backend().is_there():
        click.echo("What a search needs is made, once; a million claims take a minute.", err=True)
        backend().keep_in_step()


def ask_passphrase(new: bool = False) -> str:
    """The passphrase from the environment (MUNIMENT_PASSPHRASE), or typed unseen."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not at_terminal():
        fail(f"no passphrase: type it at a terminal, or set {PASSPHRASE}.")
    typed: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=new)
    return typed
