"""Floor 6: ``muniment init``: a new workspace in a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from muniment.commands.common import fail, need
from muniment.commands.workspace.opening import ask_passphrase

PASSWORD = "MUNIMENT_PASSWORD"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="muniment-workspace")
@click.option("--name", default="Workspace", help="The name of the workspace.")
@click.option("--language", default="en", help="The language of its pages: en, ar or ru.")
@click.option("--database", default="", metavar="URL", help="postgresql://… instead of SQLite.")
@click.option(
    "--key",
    type=click.Choice(["passphrase", "keyring", "file"]),
    default="passphrase",
    help="Who holds the key: a passphrase (default), the system's keyring, or a file.",
)
@click.option("--account", default="admin", help="The name of the first account.")
def init(folder: Path, name: str, language: str, database: str, key: str, account: str) -> None:
    """Make a workspace in FOLDER, with a first account.

    The passphrase opens the workspace, the password the account: both are asked for, or taken
    from MUNIMENT_PASSPHRASE and MUNIMENT_PASSWORD. Nobody can open a workspace whose passphrase
    is lost.
    """
    need("web", "django", "allauth", "pyrage", "waitress")
    from muniment.workspace.folder import SETTINGS, Folder, FolderProblem, KeyHolder, read_folder
    from muniment.workspace.keys import make_keys
    from muniment.workspace.opened import Opened, start_django, use

    if (folder / SETTINGS).exists():
        fail(f"{folder}: there is a workspace here already; `muniment serve` opens it.")
    holders: dict[str, KeyHolder] = {
        "passphrase": "passphrase",
        "keyring": "keyring",
        "file": "file",
    }
    made = Folder(folder, name=name, language=language, database=database, key=holders[key])
    passphrase = ask_passphrase(new=True) if key == "passphrase" else None
    password = _password(account)
    try:
        made.write()
        read_folder(folder)
        use(Opened(made, make_keys(made, passphrase)))
        start_django()
        from muniment.workspace.services.starting import make_tables, start

        make_tables()
        start(account, password, name)
    except (FolderProblem, ValueError) as error:
        (folder / SETTINGS).unlink(missing_ok=True)
        fail(str(error))
    click.echo(f"The workspace is in {folder}. To open it: muniment serve --workspace {folder}")


def _password(account: str) -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        fail(f"no password for {account}: type it at a terminal, or set {PASSWORD}.")
    typed: str = click.prompt(f"Password of {account}", hide_input=True, confirmation_prompt=True)
    return typed
