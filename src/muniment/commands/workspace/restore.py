"""Floor 6: ``muniment restore``: a workspace from a backup, or a rehearsal of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.commands.common import WholePath, fail, need
from muniment.commands.workspace.opening import ask_passphrase
from muniment.commands.workspace.trouble import plainly

if TYPE_CHECKING:
    from muniment.workspace.keys import Keys


@click.command()
@click.argument("file", type=WholePath(dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--check", is_flag=True, help="Rehearse: restore to a temporary place and compare.")
@click.option("--database", default="", metavar="URL", help="postgresql://… instead of SQLite.")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The workspace's key, where no passphrase opens the backup.",
)
@plainly
def restore(
    file: Path, folder: Path | None, check: bool, database: str, key_file: Path | None
) -> None:
    """Make the workspace of the backup FILE again in FOLDER, and compare it with what it was.

    With --check nothing stays: everything is restored to a temporary place, audited, compared,
    and removed.
    """
    need("web", "django", "allauth", "pyrage", "waitress")
    from muniment.workspace.backup_file import BackupProblem, read_header
    from muniment.workspace.folder import FolderProblem, KeyHolder
    from muniment.workspace.services.restoring import Place, rehearsing
    from muniment.workspace.services.restoring import restore as do

    if check == (folder is not None):
        fail("name the FOLDER to restore to, or rehearse with --check.")
    try:
        header = read_header(file)
        passphrase = None if key_file else (ask_passphrase() if header.key else None)
        if key_file is not None:
            keys = _key(key_file)
        elif passphrase is not None:
            keys = header.open_key(passphrase)
        else:
            fail(f"{file}: no passphrase opens this backup; name the key with --key FILE.")
        holder: KeyHolder = "passphrase" if passphrase is not None else "file"
        with rehearsing(_tell) as trial:
            there = folder if folder is not None else trial / "workspace"
            made = do(file, keys, Place(there, database, holder, passphrase), _tell)
    except (BackupProblem, FolderProblem) as error:
        fail(str(error))
    for each in made.differs:
        click.echo(f"differs: {each}")
    rows = sum(each["rows"] for each in made.said["tables"].values())
    click.echo(
        f"Backup of {made.said['made_at']}: {rows} rows in {len(made.said['tables'])} tables, "
        f"{len(made.said['vault'])} files of the vault, {len(made.said['registers'])} of the "
        f"registers; history up to entry {made.said['number']}, {made.said['digest']}."
    )
    if made.equal:
        click.echo("Equal: everything is as it was when the backup was made.")
    if folder is not None:
        click.echo(f"The workspace is in {folder}. To open it: muniment serve --workspace {folder}")
    sys.exit(0 if made.equal else 1)


def _tell(remark: str) -> None:
    click.echo(remark, err=True)


def _key(path: Path) -> Keys:
    import pyrage

    from muniment.workspace.keys import Keys

    try:
        lines = path.read_text(encoding="ascii").split()
        secret = next(each for each in lines if each.startswith("AGE-SECRET-KEY-"))
        pyrage.x25519.Identity.from_str(secret)
    except (UnicodeDecodeError, StopIteration, pyrage.IdentityError):
        fail(f"{path}: this is no key of a workspace.")
    return Keys(secret)
