"""Floor 6: ``muniment audit``: everything kept, held against the history."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import WholePath, fail, shown, write_text
from muniment.commands.workspace.opening import open_folder, open_without_key, workspace_option
from muniment.commands.workspace.trouble import plainly

if TYPE_CHECKING:
    from muniment.workspace.custody import Checkpoint


@click.command()
@workspace_option
@click.option(
    "--checkpoint",
    "write_to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where everything holds, sign how far the history has come into this file.",
)
@click.option(
    "--against",
    type=WholePath(dir_okay=False),
    metavar="FILE",
    help="Hold the history against a checkpoint that was kept elsewhere.",
)
@click.option(
    "--open/--no-open",
    "opening",
    default=True,
    help="Open each file of the vault as well; on by default.",
)
@click.option("--without-key", is_flag=True, help="Look at what can be seen without the key.")
@plainly
def audit(
    folder: Path, write_to: Path | None, against: Path | None, opening: bool, without_key: bool
) -> None:
    """Compute the history from its first entry, and hold everything kept against it.

    What does not hold is named: the entry, the row, the file. A checkpoint kept elsewhere also
    shows whether the end of the history was cut off.
    """
    if without_key and write_to:
        fail("a checkpoint is signed with the key: leave out --without-key.")
    kept = _checkpoint(against) if against else None
    (open_without_key if without_key else open_folder)(folder)
    from muniment.workspace.services.auditing import audit as look
    from muniment.workspace.services.checkpoints import key_fingerprint

    found = look(kept, key=not without_key, opening=opening)
    click.echo(
        f"history: {found.entries} entries; {found.rows} rows and {found.files} files held "
        f"against it; registers: {found.registers} entries."
    )
    for each in found.remarks:
        click.echo(f"remark: {shown(each)}")
    for each in found.faults:
        click.echo(f"fault: {shown(each)}")
    if found.holds and found.checkpoint is not None:
        click.echo(f"Everything holds, up to {found.checkpoint.digest}.")
        click.echo(f"Signing key: {key_fingerprint()}")
        if write_to is not None:
            write_text(write_to, found.checkpoint.text())
            click.echo(f"The checkpoint is in {write_to}: keep it elsewhere.")
    elif found.holds:
        click.echo("Everything that can be seen without the key holds.")
    elif write_to is not None:
        click.echo("No checkpoint was written.", err=True)
    sys.exit(0 if found.holds else 1)


def _checkpoint(path: Path) -> Checkpoint:
    from muniment.workspace.custody import CustodyProblem, read_checkpoint

    try:
        return read_checkpoint(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        fail(f"{path}: this is no checkpoint of a workspace.")
    except (CustodyProblem, OSError) as error:
        fail(f"{path}: {error}")
