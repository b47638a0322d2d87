"""Who may do what: roles in collections, from ``roles.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from muniment.workspace.models import Collection, Membership, Sensitivity, User

Right = Literal[
    "read",
    "history",
    "add",
    "register",
    "review",
    "assess",
    "decide",
    "analyse",
    "export",
    "approve",
    "manage",
]
Person = User | AnonymousUser


class NotAllowed(Exception):
    """Somebody lacks a right; the message is a sentence for that person."""


@lru_cache
def rights() -> dict[str, frozenset[str]]:
    """The rights of each role."""
    text = files("muniment.workspace").joinpath("roles.toml").read_text(encoding="utf-8")
    return {role: frozenset(row["rights"]) for role, row in tomllib.loads(text).items()}


def may(user: Person, right: Right, collection: Collection) -> bool:
    """Whether a person has a right in a collection."""
    role = _role(user, collection)
    return role is not None and right in rights()[role]


def may_see_restricted(user: Person, collection: Collection) -> bool:
    """Whether a person may look at restricted fields in a collection; each look is logged."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return Membership.objects.filter(user=user, collection=collection, restricted=True).exists()


def seeing_restricted(user: Person) -> QuerySet[Collection]:
    """The collections in which a person may look at restricted fields."""
    if not isinstance(user, User) or not user.is_active:
        return Collection.objects.none()
    return Collection.objects.filter(members__user=user, members__restricted=True)


def what_is_open(user: Person, source: str = "") -> Q:
    """What of sources is open to a person, or of what belongs to them: ``source`` is the way to
    them ("document__source__")."""
    seen = list(seeing_restricted(user).values_list("pk", flat=True))
    restricted = Q(**{f"{source}sensitivity": Sensitivity.RESTRICTED})
    return ~restricted | Q(**{f"{source}collection__in": seen})


def need(user: Person, right: Right, collection: Collection) -> None:
    """Raise NotAllowed unless a person has a right in a collection."""
    if not may(user, right, collection):
        raise NotAllowed(f"You may not do this in {collection} (it takes the right to {right}).")


def readable(user: Person) -> QuerySet[Collection]:
    """The collections that a person may read."""
    if not isinstance(user, User) or not user.is_active:
        return Collection.objects.none()
    if user.is_superuser:
        return Collection.objects.all()
    return Collection.objects.filter(members__user=user)


def where(user: Person, right: Right) -> QuerySet[Collection]:
    """The collections in which a person has a right."""
    if isinstance(user, User) and user.is_active and user.is_superuser:
        return Collection.objects.all()
    roles = [role for role, held in rights().items() if right in held]
    if not isinstance(user, User) or not user.is_active:
        return Collection.objects.none()
    # A person has one role in a collection, so that none is there twice.
    return Collection.objects.filter(members__user=user, members__role__in=roles)


def rights_anywhere(user: Person) -> frozenset[str]:
    """The rights that a person has in any collection at all."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return rights()["administrator"] if Collection.objects.exists() else frozenset()
    roles = Membership.objects.filter(user=user).values_list("role", flat=True).distinct()
    return frozenset[str]().union(*(rights().get(each, frozenset()) for each in roles))


def _role(user: Person, collection: Collection) -> str | None:
    if not isinstance(user, User) or not user.is_active:
        return None
    if user.is_superuser:
        return "administrator"
    member = Membership.objects.filter(user=user, collection=collection).first()
    return member.role if member else None
