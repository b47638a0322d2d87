"""Optimistic locking: a change names the version that it was made on.

Nothing is locked while a person thinks. When somebody else was quicker, the change is refused and
both versions are shown.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import F

Kept = TypeVar("Kept", bound=models.Model)


class Stale(Exception):
    """A change to something that somebody else has changed since; ``now`` is how it stands."""

    def __init__(self, now: models.Model) -> None:
        super().__init__("Somebody else has changed this in the meantime.")
        self.now = now


def claim_version(kept: Kept, version: int) -> None:
    """Take the next version of something for oneself, inside the transaction that changes it.

    ``kept.version`` is the new one afterwards. Raises Stale when ``version`` is not the present
    one.
    """
    model = type(kept)
    taken = model._default_manager.filter(pk=kept.pk, version=version).update(
        version=F("version") + 1
    )
    if not taken:
        raise Stale(model._default_manager.get(pk=kept.pk))
    kept.refresh_from_db()
