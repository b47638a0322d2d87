"""Floor 6: ``muniment backup``: the whole workspace in one sealed file."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.commands.common import fail
from muniment.commands.workspace.opening import ask_passphrase, open_folder, workspace_option
from muniment.commands.workspace.trouble import plainly


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
@click.option(
    "--passphrase/--no-passphrase",
    "sealing",
    default=None,
    help="Seal the key into the backup with a passphrase, where the workspace has none.",
)
@plainly
def backup(file: Path, folder: Path, sealing: bool | None) -> None:
    """Back the whole workspace up into FILE, sealed, while people go on working.

    The backup is of one moment: tables, history, sources, registers. It opens with the
    workspace's passphrase or key alone.
    """
    workspace = open_folder(folder)
    from muniment.workspace.backup_file import BackupProblem
    from muniment.workspace.services.backup import back_up

    own = workspace.folder.key == "passphrase"
    passphrase = ask_passphrase(new=True) if sealing and not own else None
    try:
        made = back_up(file, passphrase)
    except BackupProblem as error:
        fail(str(error))
    rows = sum(each["rows"] for each in made["tables"].values())
    click.echo(
        f"{file}: {rows} rows, {len(made['vault'])} files of the vault, "
        f"{len(made['registers'])} of the registers, the history up to entry {made['number']}."
    )
    if not own and not sealing:
        click.echo(
            "It opens with the workspace's key only, which is not in it: keep the key elsewhere "
            "too, or seal it in with --passphrase.",
            err=True,
        )
    click.echo(f"Rehearse it: muniment restore --check {file}")
