"""A workspace begins: its tables, its first account and its first collection."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.text import slugify

from muniment.workspace.folder import FolderProblem
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import Collection, Entry, Rung, User
from muniment.workspace.opened import opened
from muniment.workspace.turn import TABLES, wait_for_turn
from muniment.workspace.witness import older

LADDER = (
    ("Suspicion", "One source says so, and nothing is known for or against it."),
    ("Reasonable grounds to suspect", "Credible, and open to other explanations."),
    ("Reasonable grounds to believe", "Several sources of different origin fit together."),
    ("Balance of probabilities", "More likely than not."),
    ("Clear and convincing", "Highly probable; contrary evidence was sought and weighed."),
)


def make_tables() -> None:
    """Make or bring up to date the tables of the database."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def bring_up_to_date() -> None:
    """Look whether the database of the workspace that is open is whole, and bring it up to date.

    Nothing is made where there is nothing. Raises FolderProblem where the database is gone, was
    never filled, is of a later version of Muniment, or is older than its history had come.
    """
    folder = opened().folder
    if not folder.database and not (folder.sqlite.is_file() and folder.sqlite.stat().st_size):
        raise FolderProblem(
            f"{folder.sqlite}: the database is gone. Put it back with its whole folder, or restore "
            f"a backup. Where nothing was ever kept here, `muniment init {folder.path}` begins."
        )
    if _is_behind():
        with wait_for_turn(folder, TABLES):
            if _is_behind():  # another process may have been quicker
                make_tables()
    if told := older():
        raise FolderProblem(told)


def _is_behind() -> bool:
    """Whether tables are missing. Raises FolderProblem where there are later ones, or none."""
    place = opened().folder.path
    loader = MigrationLoader(connection)
    done, known = set(loader.applied_migrations), set(loader.disk_migrations)
    if later := sorted(name for app, name in done - known if app == "workspace"):
        raise FolderProblem(
            f"{place}: a later version of Muniment has worked here ({later[-1]}); update Muniment. "
            "Nothing was changed."
        )
    if not is_begun(loader):
        raise FolderProblem(
            f"{place}: no workspace was finished here; `muniment init {place}` goes on."
        )
    return bool(known - done)


def is_begun(loader: MigrationLoader | None = None) -> bool:
    """Whether the database holds a workspace: its history begins with it."""
    applied = (loader or MigrationLoader(connection)).applied_migrations
    if not any(app == "workspace" for app, _ in applied):
        return False
    return Entry.objects.exists()


def start(username: str, password: str, name: str, via: str = "command") -> User:
    """The first account, an administrator, with a first collection and a ladder of proof.

    Raises ValueError, as a sentence, on a password that is too weak.
    """
    user = User(username=username, is_superuser=True)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    with writing():
        user.set_password(password)
        user.save()
        actor = Actor(user, via)
        steps = [
            Rung.objects.create(rank=rank, name=rung, meaning=meaning)
            for rank, (rung, meaning) in enumerate(LADDER, start=1)
        ]
        ladder = [[each.pk, each.name, each.meaning] for each in steps]
        detail = {"name": name, "account": username, "ladder": ladder}
        record(actor, "workspace.started", "workspace", detail)
        make_collection(actor, name)
    return user


def make_collection(actor: Actor, name: str, description: str = "") -> Collection:
    """A new collection, whose first member is whoever makes it."""
    slug = slugify(name)[:50] or "collection"
    number, free = 1, slug
    while Collection.objects.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    with writing():
        made = Collection.objects.create(slug=free, name=name, description=description)
        made.members.create(user=actor.user, role="administrator", restricted=True)
        record(actor, "collection.made", f"collection:{free}", {"name": name})
    return made
