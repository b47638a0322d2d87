"""What leaves: exports, asked for with a purpose, approved, made, and logged."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.access import Collection
from muniment.workspace.models.sealed import SealedText
from muniment.workspace.models.sensitivity import Sensitivity


class Export(models.Model):
    """One export: who wants what, for what purpose, who allowed it, and what left.

    ``what`` is JSON: the things chosen ("sources", "claims", a register's list, a package) and how.
    ``sensitivity`` is the highest that is in it. The file is in the vault under ``sha256``.
    Purpose, recipient, reason and message are sealed: each may name somebody.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("awaiting approval")
        APPROVED = "approved", _("being made")
        REFUSED = "refused", _("refused")
        MADE = "made", _("ready")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=16, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="exports")
    what = models.TextField()
    format = models.CharField(max_length=20)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices)
    purpose = SealedText()
    recipient = SealedText(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = SealedText(blank=True)
    filename = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    message = SealedText(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-asked_at", "-id")
