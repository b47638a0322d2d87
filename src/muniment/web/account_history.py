"""What happens to accounts on the way in is kept in the history: signing in, and what guards it."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from muniment.workspace.history import MACHINE, Actor, record, writing
from muniment.workspace.models import User


@receiver(user_logged_in)
def signed_in(sender: object, user: User, **said: Any) -> None:
    """Somebody came in."""
    _keep(user, "account.signed-in")


@receiver(user_logged_out)
def signed_out(sender: object, user: User | None, **said: Any) -> None:
    """Somebody left."""
    if user is not None:
        _keep(user, "account.signed-out")


@receiver(user_login_failed)
def refused(sender: object, credentials: dict[str, Any], **said: Any) -> None:
    """Somebody tried to come in under a name that is there; what else was typed is not kept."""
    name = str(credentials.get("username") or "")
    if User.objects.filter(username__iexact=name).exists():
        with writing():
            record(MACHINE, "account.refused", f"account:{name}", {})


@receiver(password_changed)
def password(sender: object, user: User, **said: Any) -> None:
    """A person changed the password; whoever made the one before knows it no longer."""
    with writing():
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        user.must_change_password = False
        record(Actor(user, "web"), "account.password-changed", f"account:{user.username}", {})


@receiver(authenticator_added)
def factor_added(sender: object, user: User, authenticator: Any, **said: Any) -> None:
    """A second factor was added."""
    _keep(user, "account.factor-added", authenticator.type)


@receiver(authenticator_removed)
def factor_removed(sender: object, user: User, authenticator: Any, **said: Any) -> None:
    """A second factor was removed."""
    _keep(user, "account.factor-removed", authenticator.type)


@receiver(authenticator_reset)
def factor_reset(sender: object, user: User, authenticator: Any, **said: Any) -> None:
    """New recovery codes took the place of the old."""
    _keep(user, "account.factor-renewed", authenticator.type)


def _keep(user: User, action: str, factor: str = "") -> None:
    with writing():
        detail = {"factor": str(factor)} if factor else {}
        record(Actor(user, "web"), action, f"account:{user.username}", detail)
