"""The history: append-only and hash-chained."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that was done.

    ``number`` counts from 1 without gaps. ``at`` is UTC in ISO 8601 with microseconds, as text,
    so that what is hashed is what is kept. ``actor`` is a user name or "muniment"; ``via`` how:
    web, api, command, worker. ``action`` is a noun and a past participle ("claim.confirmed"),
    ``subject`` what it was done to ("claim:k7…"); ``detail`` is canonical JSON with what changed
    from what to what (texts of restricted things sealed); ``reason`` the person's words.
    ``digest`` is the SHA-256 of all that with ``previous``, the digest before. The database
    itself refuses to change or delete rows.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=150, db_index=True)
    via = models.CharField(max_length=10)
    action = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=120, db_index=True)
    detail = models.TextField()
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
