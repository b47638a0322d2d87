"""People and rules as administrators make them, so that the history tells of each."""

from __future__ import annotations

from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, User
from muniment.workspace.services.accounts import make_account
from muniment.workspace.services.members import change_collection, set_member


def administrator() -> Actor:
    """The first account."""
    return Actor(User.objects.filter(is_superuser=True).order_by("pk")[0], "command")


def account(name: str, password: str = "") -> User:
    """A new account that has changed its first password already."""
    user, _ = make_account(administrator(), name)
    user.must_change_password = False
    if password:
        user.set_password(password)
    user.save(update_fields=["password", "must_change_password"])
    return user


def member(collection: Collection, name: str, role: str, restricted: bool = False) -> User:
    """A new account with a role in a collection."""
    user = account(name)
    set_member(administrator(), collection, user, role, restricted)
    return user


def ruled(
    collection: Collection, *, two_people: bool | None = None, approval: bool | None = None
) -> Collection:
    """The collection with other rules than it had."""
    collection.refresh_from_db()
    return change_collection(
        administrator(),
        collection,
        collection.version,
        name=collection.name,
        description=collection.description,
        two_people=collection.two_people if two_people is None else two_people,
        approval=collection.approval if approval is None else approval,
    )
