"""Floor 6: ``muniment init``: a new workspace in a folder."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from muniment.commands.common import fail, need
from muniment.commands.workspace.opening import ask_passphrase, at_terminal
from muniment.commands.workspace.trouble import plainly

PASSWORD = "MUNIMENT_PASSWORD"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="muniment-workspace")
@click.option("--name", default="Workspace", help="The name of the workspace.")
@click.option(
    "--language",
    type=click.Choice(["en", "ar", "ru"]),
    default="en",
    help="The language of its pages; English by default.",
)
@click.option("--database", default="", metavar="URL", help="postgresql://… instead of SQLite.")
@click.option(
    "--key",
    type=click.Choice(["passphrase", "keyring", "file"]),
    default="passphrase",
    help="Who holds the key: a passphrase (default), the system's keyring, or a file.",
)
@click.option(
    "--account", default="admin", show_default=True, help="The name of the first account."
)
@plainly
def init(folder: Path, name: str, language: str, database: str, key: str, account: str) -> None:
    """Make a workspace in FOLDER, with a first account.

    The passphrase opens the workspace, the password the account: both are asked for, or taken
    from MUNIMENT_PASSPHRASE and MUNIMENT_PASSWORD. Nobody can open a workspace whose passphrase
    is lost. Where an earlier attempt was interrupted this one goes on from it.
    """
    need("web", "django", "allauth", "pyrage", "waitress")
    from muniment.workspace.folder import (
        Folder,
        FolderProblem,
        KeyHolder,
        database_settings,
        read_folder,
    )
    from muniment.workspace.keys import take_up_keys
    from muniment.workspace.opened import Opened, start_django, use

    if not name.strip():
        fail("the workspace needs a name: leave out --name, or say one.")
    _need_room(folder)
    holders: dict[str, KeyHolder] = {
        "passphrase": "passphrase",
        "keyring": "keyring",
        "file": "file",
    }
    made = Folder(folder, name=name, language=language, database=database, key=holders[key])
    passphrase = ask_passphrase(new=True) if key == "passphrase" else None
    password = _password(account)
    try:
        database_settings(made)  # nothing is written that could not be opened
        made.write()
        read_folder(folder)
        use(Opened(made, take_up_keys(made, passphrase)))
        start_django()
        from muniment.workspace.services.accounts import fit_name
        from muniment.workspace.services.starting import is_begun, make_tables, start

        account = fit_name(account)
        make_tables()
        if is_begun():
            fail(f"{made.database or folder}: there is a workspace here already.")
        start(account, password, name)
    except (FolderProblem, ValueError) as error:
        fail(str(error))
    click.echo(f"The workspace is in {folder}. To open it: muniment serve --workspace {folder}")
    click.echo(f"Sign in as {account}.")


def _need_room(folder: Path) -> None:
    """Leave unless the folder holds no workspace: nothing, or what an interrupted start has left.

    What it has left is tables without a history, and a key with which nothing was sealed. Whatever
    holds more than that is a workspace, though its settings or its database may be gone.
    """
    from muniment.workspace.folder import SETTINGS, Folder, FolderProblem, read_folder

    try:
        left = read_folder(folder) if (folder / SETTINGS).exists() else Folder(folder)
    except FolderProblem:
        fail(f"{folder}: there is a workspace here already, whose {SETTINGS} is damaged.")
    kept = any(left.vault.glob("??/*")) or left.registers.exists()
    if kept or _has_history(left.sqlite):
        fail(f"{folder}: there is a workspace here already; `muniment serve` opens it.")


def _has_history(database: Path) -> bool:
    """Whether a SQLite file holds a workspace, or what may have been one."""
    import sqlite3

    if not database.is_file() or not database.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(database)) as held:
            known = held.execute("SELECT 1 FROM sqlite_master WHERE name = 'workspace_entry'")
            if known.fetchone() is None:
                return False
            return held.execute("SELECT 1 FROM workspace_entry LIMIT 1").fetchone() is not None
    except sqlite3.DatabaseError:
        return True


def _password(account: str) -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not at_terminal():
        fail(f"no password for {account}: type it at a terminal, or set {PASSWORD}.")
    typed: str = click.prompt(f"Password of {account}", hide_input=True, confirmation_prompt=True)
    return typed
