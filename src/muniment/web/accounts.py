"""Accounts: administrators make them; nobody signs up by themselves, and nothing is mailed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from muniment.web.devices import device_of, remember
from muniment.workspace.opened import opened

_PLACE = "authenticator"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The rules of this workspace's accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account of their own."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where to go on after choosing a password."""
        return reverse("home")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt: for the name, or for a browser that the person has used before.

        Under whatever address the pages are asked for, it is the same name. Raises ValidationError
        after too many.
        """
        name = str(credentials.get("username", "")).casefold()
        device = device_of(request, name)
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config={"login_failed": "5/5m/key"} if device else None,
            key=f"{name}:{device}",
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **said: Any
    ) -> HttpResponseBase:
        """Where to go on after signing in; the browser is known from then on."""
        answer: HttpResponseBase = super().post_login(request, user, **said)
        remember(request, answer, user.get_username())
        return answer


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return opened().sealer.seal(text, _PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return opened().sealer.open(encrypted_text, _PLACE)
