"""Long work, as people see it: what it is for, how far it is, what came of it."""

from __future__ import annotations

import base64
import json
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.access import Collection
from muniment.workspace.models.sealed import SealedText


def new_key() -> str:
    """A key for a row, of chance."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()


class Work(models.Model):
    """One piece of long work. It is done by a task; after a crash what is not done is done again.

    ``kind`` names what is done (workspace/working.py lists them), ``order`` is JSON for it.
    ``about`` is the key of the source, the list or the export that it is done to. ``done`` of
    ``total`` steps are finished; ``message`` says what came of it or what went wrong. ``order``
    and ``message`` are sealed: they may quote a row or name a file.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=40)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, null=True)
    key = models.CharField(max_length=16, default=new_key)
    about = models.CharField(max_length=40, blank=True, default="", db_index=True)
    order = SealedText(default="{}")
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.WAITING, db_index=True
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = SealedText(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-id")

    @property
    def named(self) -> str:
        """The name of what it is done to, where the order has one."""
        return str(json.loads(self.order).get("name", ""))

    @property
    def label(self) -> str:
        """What is done, for people: the kind of work, with its name where the order has one."""
        return f"{self.kind}: {self.named}" if self.named else self.kind
