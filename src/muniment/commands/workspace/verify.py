"""Floor 6: ``muniment verify``: an evidence package checked offline, without a workspace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from muniment.commands.common import WholePath, fail, need, shown
from muniment.commands.workspace.trouble import plainly


@click.command()
@click.argument("package", type=WholePath())
@click.option("--key", default="", help="The signing key in short, as its office told you.")
@click.option(
    "--authority",
    "authorities",
    multiple=True,
    type=WholePath(dir_okay=False),
    metavar="FILE",
    help="The certificate (PEM) of a time authority that you trust. May be repeated.",
)
@plainly
def verify(package: Path, key: str, authorities: tuple[Path, ...]) -> None:
    """Check an evidence PACKAGE, an archive or a folder: every byte that changed is named.

    It takes no workspace, no key and no network.
    """
    need("web", "cryptography")
    from muniment.workspace.custody_bag import NoBag
    from muniment.workspace.custody_package import verify as check

    try:
        found = check(package, key, authorities)
    except NoBag as error:
        fail(str(error))
    click.echo(f"{shown(package.name)}: {found.files} files, {found.entries} entries of custody.")
    for each in found.remarks:
        click.echo(f"remark: {shown(each)}")
    for each in found.faults:
        click.echo(f"fault: {shown(each)}")
    if found.time:
        click.echo(f"Time: {shown(found.time)}")
    if found.key:
        click.echo(f"Signing key: {found.key}" + ("" if key else "  (compare it with the office)"))
    if found.holds:
        click.echo("Everything in this package is as it was signed.")
    sys.exit(0 if found.holds else 1)
