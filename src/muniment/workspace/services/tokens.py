"""Tokens: a program's way in, for one person, for some rights, for some time."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from typing import get_args

from django.utils import timezone

from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import Token
from muniment.workspace.permissions import NotAllowed, Right
from muniment.workspace.services.accounts import Unfit

MARK = "muniment_"
"""What every token begins with, so that one is known where it lies about."""
RESTRICTED = "restricted"
SCOPES: tuple[str, ...] = (*get_args(Right), RESTRICTED)
LONGEST_DAYS = 366
LONGEST_NAME = 100
_A_MINUTE = datetime.timedelta(minutes=1)


def make_token(actor: Actor, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """A token for oneself, and its secret: it is shown once, only its hash is kept.

    Raises Unfit without a name, a scope, or on a time that cannot be.
    """
    name, asked = name.strip(), set(scopes)
    if not name or len(name) > LONGEST_NAME:
        raise Unfit(f"Say what the token is for, in {LONGEST_NAME} characters at most.")
    if not asked or not asked <= set(SCOPES):
        raise Unfit("Choose what the token may do.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Unfit(f"A token lasts from 1 to {LONGEST_DAYS} days.")
    secret = MARK + secrets.token_urlsafe(32)
    now = timezone.now()
    scope = " ".join(each for each in SCOPES if each in asked)
    with writing():
        token = Token.objects.create(
            user=actor.user,
            name=name,
            sha256=_hash(secret),
            scopes=scope,
            made_at=now,
            expires_at=now + datetime.timedelta(days=days),
        )
        until = token.expires_at.isoformat()
        detail = {"name": name, "scopes": scope, "until": until, "mark": token.sha256}
        record(actor, "token.made", f"token:{token.pk}", detail)
    return token, secret


def revoke(actor: Actor, token: Token) -> None:
    """A token opens nothing from now on. Raises NotAllowed for another's, but to administrators."""
    if token.user_id != actor.user.pk and not actor.user.is_superuser:
        raise NotAllowed("This is another person's token.")
    with writing():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record(actor, "token.revoked", f"token:{token.pk}", {"name": token.name})


def token_of(secret: str) -> Token | None:
    """The token with this secret, where it still opens something."""
    if not secret.startswith(MARK):
        return None
    now = timezone.now()
    token = (
        Token.objects.select_related("user")
        .filter(sha256=_hash(secret), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .exclude(user__must_change_password=True)
        .first()
    )
    if token and (token.used_at is None or now - token.used_at > _A_MINUTE):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


def _hash(secret: str) -> str:
    """SHA-256 is enough: a secret has 256 bits that nobody chose."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
