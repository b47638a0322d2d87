"""A workspace begins: its tables, its first account and its first collection."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils.text import slugify

from muniment.workspace.history import Actor, record
from muniment.workspace.models import Collection, Rung, User

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


def start(username: str, password: str, name: str, via: str = "command") -> User:
    """The first account, an administrator, with a first collection and a ladder of proof.

    Raises ValueError, as a sentence, on a password that is too weak.
    """
    user = User(username=username, is_superuser=True)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    with transaction.atomic():
        user.set_password(password)
        user.save()
        actor = Actor(user, via)
        record(actor, "workspace.started", "workspace", {"name": name, "account": username})
        for rank, (rung, meaning) in enumerate(LADDER, start=1):
            Rung.objects.create(rank=rank, name=rung, meaning=meaning)
        make_collection(actor, name)
    return user


def make_collection(actor: Actor, name: str, description: str = "") -> Collection:
    """A new collection, whose first member is whoever makes it."""
    slug = slugify(name)[:50] or "collection"
    number, free = 1, slug
    while Collection.objects.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    with transaction.atomic():
        made = Collection.objects.create(slug=free, name=name, description=description)
        made.members.create(user=actor.user, role="administrator", restricted=True)
        record(actor, "collection.made", f"collection:{free}", {"name": name})
    return made
