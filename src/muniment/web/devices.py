"""Browsers in which somebody has signed in before.

Attempts to guess a password are counted for a name, whoever makes them, so that many machines
guess no faster than one. So that nobody keeps a person out by guessing wrong all day, a browser in
which that person has signed in is counted for itself: it carries a signed cookie that opens nothing
and tells nobody's name.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

_SALT = "muniment.device"
_AGE = 31_536_000


def device_of(request: HttpRequest, name: str) -> str:
    """What stands for this browser where somebody of this name has signed in before; else ""."""
    kept = request.COOKIES.get(_cookie(name), "")
    try:
        said = TimestampSigner(salt=_SALT).unsign(kept, max_age=_AGE)
    except BadSignature:
        return ""
    mark, _, device = said.partition("-")
    return device if mark == _mark(name) else ""


def remember(request: HttpRequest, answer: HttpResponseBase, name: str) -> None:
    """Know this browser as one in which somebody of this name has signed in."""
    device = device_of(request, name) or secrets.token_hex(16)
    answer.set_cookie(
        _cookie(name),
        TimestampSigner(salt=_SALT).sign(f"{_mark(name)}-{device}"),
        max_age=_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _cookie(name: str) -> str:
    host = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{host}known-{_mark(name)[:12]}"


def _mark(name: str) -> str:
    """What stands for a name, told by nobody without the workspace's key."""
    return salted_hmac(_SALT, name.casefold(), algorithm="sha256").hexdigest()[:32]
