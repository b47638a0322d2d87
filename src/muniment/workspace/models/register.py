"""Registers: which list belongs to which collection, and lists on their way in.

What a list holds is in the store of the registers (workspace/sealed_registers.py), never here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.access import Collection
from muniment.workspace.models.sealed import SealedText


class Register(models.Model):
    """A list of the store of registers and the collection that it belongs to.

    ``list`` is its name in the store, ``kind`` the kind of its records.
    """

    list = models.CharField(max_length=64, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="registers")
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("list",)

    def __str__(self) -> str:
        return self.list


class Intake(models.Model):
    """A file of a list on its way in: read and compared until somebody accepts or refuses it.

    The file is in the vault under ``sha256``. ``name`` (of the file), ``mapping`` (TOML) and
    ``found`` (JSON: what was read, what is wrong with it, how it differs from revision
    ``against``) are sealed, as is ``message``. ``digest`` is the SHA-256 of the records as they
    were shown: what is accepted is that and nothing else.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READ = "read", _("waits for a decision")
        UNREADABLE = "unreadable", _("cannot be read")
        ACCEPTING = "accepting", _("being taken in")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    key = models.CharField(max_length=16, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="intakes")
    list = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    sha256 = models.CharField(max_length=64)
    sealed_sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    mapping = models.TextField(blank=True)
    found = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    against = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    message = SealedText(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-at", "-id")
