"""Claims weighed against sources, the ladder of proof, and questions over many sources."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.access import Collection
from muniment.workspace.models.claim import Claim
from muniment.workspace.models.sealed import SealedText


class Rung(models.Model):
    """A step of the institution's ladder of standards of proof; ``rank`` 1 is the lowest.

    One that was worded anew or taken off the ladder has no rank: it stays for what rests on it.
    """

    rank = models.PositiveSmallIntegerField(unique=True, null=True)
    name = models.CharField(max_length=100)
    meaning = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """What one person holds of a claim in the light of another, signed, dated and reasoned.

    It is superseded by a later one, never overwritten: ``supersedes`` is the one before.
    ``against`` is a claim of another source; ``standard`` the rung that is reached with it.
    ``reason`` is sealed.
    """

    class Relation(models.TextChoices):
        CORROBORATES = "corroborates", _("corroborates")
        CONTRADICTS = "contradicts", _("contradicts")
        SAME_ORIGIN = "same-origin", _("repeats the same origin")
        UNRELATED = "unrelated", _("is about something else")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments")
    against = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="weighs")
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)
    standard = models.ForeignKey(
        Rung, on_delete=models.PROTECT, null=True, related_name="assessments"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)  # as they were made: clocks go wrong


class Question(models.Model):
    """One question put to all sources of a collection: how many, of whom, where, when.

    ``event`` is one of the check contract's; ``counted``, ``place`` and ``responsible`` are words;
    ``period`` is EDTF. What is asked, of whom and where is sealed.
    """

    key = models.CharField(max_length=16, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="questions")
    text = SealedText()
    event = models.CharField(max_length=20)
    counted = SealedText(blank=True)
    place = SealedText(blank=True)
    period = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.text
