"""Long work, as people see it: what it is for, how far it is, what came of it."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.access import Collection


class Work(models.Model):
    """One piece of long work. It is done by a task; after a crash what is not done is done again.

    ``kind`` names what is done (workspace/working.py lists them), ``order`` is JSON for it.
    ``done`` of ``total`` steps are finished; ``message`` says what came of it or what went wrong.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=40)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, null=True)
    order = models.TextField(default="{}")
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.WAITING, db_index=True
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
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
