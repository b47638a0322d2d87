"""Floor 6: ``muniment add``: files into a workspace."""

from __future__ import annotations

import stat
import sys
from os.path import realpath
from pathlib import Path
from typing import IO

import click

from muniment.commands.common import fail, shown
from muniment.commands.workspace import trouble
from muniment.commands.workspace.opening import open_folder, workspace_option
from muniment.commands.workspace.trouble import plainly


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@workspace_option
@click.option("--collection", default="", help="The short name of the collection to add to.")
@click.option("--account", default="", help="Who adds; needed where there are several accounts.")
@click.option("--issuer", default="", help="Who issued the documents where they do not tell it.")
@click.option("--date", default="", help="Their date (EDTF) where they do not tell it.")
@click.option("--from", "obtained_from", default="", help="Whom they came from; kept sealed.")
@click.option(
    "--sensitivity",
    type=click.Choice(["public", "internal", "restricted"]),
    default="internal",
    help="Who may see them; internal by default.",
)
@plainly
def add(
    paths: tuple[Path, ...],
    folder: Path,
    collection: str,
    account: str,
    issuer: str,
    date: str,
    obtained_from: str,
    sensitivity: str,
) -> None:
    """Take files and folders into a workspace as sources, and read them."""
    open_folder(folder)
    from muniment.documents.finding import find_files
    from muniment.workspace.history import Actor
    from muniment.workspace.models import Collection, User, Work
    from muniment.workspace.permissions import NotAllowed
    from muniment.workspace.services.taking_in import Description, Untaken, take_in
    from muniment.workspace.working import READERS, do_waiting

    users = User.objects.filter(username=account) if account else User.objects.all()
    places = Collection.objects.filter(slug=collection) if collection else Collection.objects.all()
    if users.count() != 1:
        fail(
            "say with --account who adds: "
            + ", ".join(User.objects.values_list("username", flat=True))
        )
    if places.count() != 1:
        fail(
            "say with --collection where to: "
            + ", ".join(Collection.objects.values_list("slug", flat=True))
        )
    said = Description(
        issuer=issuer, date=date, obtained_from=obtained_from, sensitivity=sensitivity
    )
    actor, place = Actor(users.get(), "command"), places.get()
    before = Work.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found, new, problems = find_files(list(paths)), 0, list[str]()
    try:
        for path in found:
            try:
                with _opened(path) as stream:
                    taken = take_in(actor, place, stream, path.name, "command", said)
            except Untaken as error:  # this one only; where nothing can be kept the command ends
                problems.append(f"{shown(path)}: {error}")
                continue
            new += taken.new
            click.echo(
                f"{taken.source.key}  {shown(path)}" + ("" if taken.new else "  (here already)")
            )
    except (NotAllowed, ValueError) as error:
        fail(str(error))
    for note in found.notes:
        click.echo(shown(note), err=True)
    click.echo(f"{new} new; reading …", err=True)
    try:
        do_waiting(READERS)
    except trouble.problems() as error:
        fail(f"{trouble.sentence(error)} Reading stopped, and goes on the next time.")
    failed = Work.objects.filter(state=Work.State.FAILED, pk__gt=before).order_by("pk")
    problems += [each.message for each in failed]
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(1 if problems else 0)


def _opened(path: Path) -> IO[bytes]:
    """A file to be taken in. Raises Untaken where it cannot be read, is the workspace's own, or is
    a pipe or a device, which may have no end."""
    from muniment.workspace.opened import opened
    from muniment.workspace.services.taking_in import Untaken, too_large

    try:
        if Path(realpath(path)).is_relative_to(realpath(opened().folder.path)):
            raise Untaken("is of the workspace itself, and is not taken in.")
        kind = path.stat()
        if not stat.S_ISREG(kind.st_mode):
            raise Untaken("is no file: a pipe, a socket or a device is not taken in.")
        if kind.st_size > opened().folder.largest_file_mb * 1_000_000:
            raise Untaken(too_large(opened().folder.largest_file_mb))
        return path.open("rb")
    except OSError as error:
        raise Untaken(f"cannot be read ({error.strerror or error}).") from error
