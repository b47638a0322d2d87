"""Accounts: administrators make them; nobody signs up by themselves, and nothing is mailed."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

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


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return opened().sealer.seal(text, _PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return opened().sealer.open(encrypted_text, _PLACE)
