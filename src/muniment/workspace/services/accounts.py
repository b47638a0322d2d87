"""Accounts: administrators of the workspace make them, close them, and help who is locked out."""

from __future__ import annotations

import secrets

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from muniment.workspace.history import MACHINE, Actor, record, writing
from muniment.workspace.models import User
from muniment.workspace.permissions import NotAllowed

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those of a password that is read out and typed: none looks like another."""
GROUPS, GROUP = 4, 5
LONGEST_NAME = 60


class Unfit(ValueError):
    """Something that cannot be done to an account; the message is a sentence for whoever tried."""


def first_password() -> str:
    """A password to hand over, some 98 bits, that opens nothing but the page to change it."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)]
    return "-".join(groups)


def fit_name(name: str) -> str:
    """The name of an account without what stands around it. Raises Unfit where it cannot be."""
    name = name.strip()
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as error:
        raise Unfit("A name has letters, digits and @ . + - _ only.") from error
    if len(name) > LONGEST_NAME:
        raise Unfit(f"A name has {LONGEST_NAME} characters at most.")
    if name.casefold() == MACHINE.name:
        raise Unfit(f"The name {name} is taken.")
    return name


def make_account(actor: Actor, name: str, administrator: bool = False) -> tuple[User, str]:
    """A new account with its first password, which is kept nowhere.

    Raises NotAllowed for all but administrators, Unfit on a name that cannot be.
    """
    _administers(actor)
    name = fit_name(name)
    if User.objects.filter(username__iexact=name).exists():
        raise Unfit(f"The name {name} is taken.")
    password = first_password()
    with writing():
        user = User(username=name, is_superuser=administrator, must_change_password=True)
        user.set_password(password)
        user.save()
        record(actor, "account.made", _subject(user), {"administrator": administrator})
    return user, password


def new_password(actor: Actor, user: User) -> str:
    """A first password again, for who has lost theirs; it ends all their sessions.

    Raises NotAllowed for all but administrators, Unfit for one's own account.
    """
    _administers(actor)
    _other(actor, user, "Change your own password on the page of your account.")
    password = first_password()
    with writing():
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        record(actor, "account.password-made", _subject(user), {})
    return password


def without_second_factor(actor: Actor, user: User) -> None:
    """Take away authenticator apps, keys and codes, for who has lost them. Raises as above."""
    _administers(actor)
    _other(actor, user, "Remove your own second factor on the page of your account.")
    with writing():
        gone = sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        Authenticator.objects.filter(user=user).delete()
        record(actor, "account.factors-removed", _subject(user), {"factors": gone})


def set_active(actor: Actor, user: User, active: bool) -> None:
    """Close an account, or open it again: what its person did stays theirs. Raises as above."""
    _administers(actor)
    _other(actor, user, "You cannot close your own account.")
    with writing():
        before, user.is_active = user.is_active, active
        user.save(update_fields=["is_active"])
        if not active:
            user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
        record(
            actor,
            "account.opened" if active else "account.closed",
            _subject(user),
            {"active": [before, active]},
        )


def set_administrator(actor: Actor, user: User, administrator: bool) -> None:
    """Make somebody an administrator of the workspace, or no longer one. Raises as above."""
    _administers(actor)
    _other(actor, user, "Another administrator has to take this from you.")
    with writing():
        before, user.is_superuser = user.is_superuser, administrator
        user.save(update_fields=["is_superuser"])
        record(
            actor,
            "account.administrator",
            _subject(user),
            {"administrator": [before, administrator]},
        )


def choose_language(actor: Actor, language: str) -> None:
    """The language of the pages for oneself; "" for the workspace's. Raises Unfit on another."""
    if language and language not in dict(settings.LANGUAGES):
        raise Unfit("These pages are not in that language.")
    with writing():
        before, actor.user.language = actor.user.language, language
        actor.user.save(update_fields=["language"])
        record(actor, "account.language", _subject(actor.user), {"language": [before, language]})


def _administers(actor: Actor) -> None:
    if not (actor.user.is_active and actor.user.is_superuser):
        raise NotAllowed("Only an administrator of the workspace may do this.")


def _other(actor: Actor, user: User, otherwise: str) -> None:
    if actor.user.pk == user.pk:
        raise Unfit(otherwise)


def _subject(user: User) -> str:
    return f"account:{user.username}"
