"""Claims read from documents, what people decided of them, and findings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.source import Document


class Claim(models.Model):
    """What a document says at a passage.

    ``key`` is stable: the same document and passage have the same key on every machine. ``read``
    is the claim as the machine read it, in the JSON of ``muniment check`` ("" where a person added
    it); ``decided`` is what people made of it ("" until they did). Neither is ever written into
    the other. Both are sealed where the source is restricted, and then ``event`` and the other
    columns that searches use say only what gives nobody away.
    """

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")
        SPLIT = "split", _("split into others")
        PROPOSED = "proposed", _("awaiting a second person")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="claims")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    paragraph = models.PositiveIntegerField()
    event = models.CharField(max_length=20, blank=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    approximate = models.BooleanField(default=False)
    read = models.TextField(blank=True)
    decided = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SUGGESTED)
    origin = models.CharField(max_length=10, default="machine")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "key"], name="one_claim_a_key"),)
        indexes = (models.Index(fields=["status", "document"], name="claims_by_status"),)
        ordering = ("start", "end", "id")

    @property
    def decision(self) -> Review | None:
        """The review by which it stands so: what waits beside a decision that counts is none."""
        reviews = list(self.reviews.all())
        if self.status != self.Status.PROPOSED:
            reviews = [each for each in reviews if not each.waits]
        return reviews[-1] if reviews else None

    @property
    def waiting(self) -> Review | None:
        """The review that waits for a second person."""
        reviews = list(self.reviews.all())
        return reviews[-1] if reviews and reviews[-1].waits else None


class Review(models.Model):
    """What one person decided of a claim, and who seconded it; never changed afterwards.

    ``before`` and ``after`` are claims as JSON. Both are sealed, as is ``reason``. What
    ``waits`` counts when another person seconds it, and never where a later one came before that.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")
        SPLIT = "split", _("split")
        ADDED = "added", _("added")
        REOPENED = "reopened", _("reopened")

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)  # as they were made: clocks go wrong


class Finding(models.Model):
    """What a rule says of claims of one document.

    ``key`` survives edits elsewhere in the document. ``claims`` is a JSON list of claim keys,
    ``passages`` one of passages, the leading one first; ``message``, ``working`` and ``passages``
    are sealed where the source is restricted, ``reason`` always.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="findings")
    key = models.CharField(max_length=40)
    code = models.CharField(max_length=8, db_index=True)
    level = models.CharField(max_length=8)
    message = models.TextField()
    working = models.TextField(blank=True)
    claims = models.TextField(default="[]")
    passages = models.TextField(default="[]")
    start = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "key"], name="one_finding_a_key"),
        )
        ordering = ("start", "id")
