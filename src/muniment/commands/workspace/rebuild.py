"""Floor 6: ``muniment rebuild``: what follows from what is kept, made anew."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.commands.workspace.opening import open_folder, workspace_option
from muniment.commands.workspace.trouble import plainly


@click.command()
@workspace_option
@plainly
def rebuild(folder: Path) -> None:
    """Make anew what can be: what a search finds, other spellings of names, pictures of pages.

    Nothing that is kept changes, and people may go on working. For when a search does not find
    what is there.
    """
    open_folder(folder)
    from muniment.workspace.services.rebuilding import rebuild as do

    made = do(lambda step: click.echo(f"  {step} …", err=True))
    click.echo(
        f"{made.found:,} passages and claims of {made.sources:,} sources and {made.records:,} "
        f"records of {made.lists:,} lists can be found."
    )
