"""What a password of an account may be, beside Django's own rules."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class NotTooLong:
    """Passwords end somewhere: hashing an endless one would keep the machine busy."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError on a password of more than ``LONGEST`` characters."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule, for people."""
        return _("A password has %d characters at most.") % LONGEST
