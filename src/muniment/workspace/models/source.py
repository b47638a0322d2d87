"""Sources as received, the documents in them, and their passages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.access import Collection
from muniment.workspace.models.sealed import SealedText
from muniment.workspace.models.sensitivity import Sensitivity
from muniment.workspace.sealing import MARK


def shown_name(name: str, key: str) -> str:
    """A name for lists: a sealed one is withheld, and the key stands for it."""
    return gettext("Restricted, %s") % key if name.startswith(MARK) else name


class Source(models.Model):
    """A file as received, known by its SHA-256; the file itself lies in the vault.

    ``key`` is its permanent address. ``how`` is the way it came (upload, paste, mail, command,
    import), ``obtained_from`` the person it came from, always sealed. ``issuer``, ``date`` (EDTF)
    and ``language`` are what people decided, "" where the document itself is to say it. ``name``,
    ``title``, ``issuer`` and ``note`` are sealed where the source is restricted.
    ``problem``, why it cannot be read, is sealed always.
    ``reading`` is the SHA-256 of what was read from it, as canonical JSON.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("waiting to be read")
        READ = "read", _("read")
        UNREADABLE = "unreadable", _("cannot be read")

    key = models.CharField(max_length=16, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sources")
    sha256 = models.CharField(max_length=64, db_index=True)
    sealed_sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.TextField()
    media_type = models.CharField(max_length=120, blank=True)
    sensitivity = models.CharField(
        max_length=10, choices=Sensitivity.choices, default=Sensitivity.INTERNAL
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    how = models.CharField(max_length=10)
    obtained_from = models.TextField(blank=True)
    title = models.TextField(blank=True)
    issuer = models.TextField(blank=True)
    date = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    problem = SealedText(blank=True)
    reading = models.CharField(max_length=64, blank=True)
    read_by = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["collection", "sha256"], name="one_source_a_file"),
        )
        indexes = (
            models.Index(fields=["collection", "-received_at"]),
            models.Index(fields=["-received_at", "-id"], name="latest_sources"),
        )

    def __str__(self) -> str:
        return shown_name(self.title or self.name, self.key)


class Document(models.Model):
    """A document in a source: most sources are one, a mail has one for each attachment too.

    ``text`` is what all offsets count in (code points), sealed where the source is restricted, as
    are ``name``, ``title``, ``issuer`` and ``notes``.
    ``pages`` is a JSON list of [number, start, end, width, height] in PDF points; ``layout`` the
    SHA-256 in the vault of the boxes of its words, "" for formats without pages. ``sameness`` is
    a mark of its letters, the same for the same text in whatever format, told by nobody without
    the key.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20, unique=True)
    name = models.TextField()
    media_type = models.CharField(max_length=120)
    title = models.TextField(blank=True)
    issuer = models.TextField(blank=True)
    date = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12)
    direction = models.CharField(max_length=3, default="ltr")
    text = models.TextField()
    text_length = models.PositiveIntegerField()
    sameness = models.CharField(max_length=64, blank=True, default="", db_index=True)
    pages = models.TextField(default="[]")
    layout = models.CharField(max_length=64, blank=True)
    layout_sealed = models.CharField(max_length=64, blank=True)
    notes = models.TextField(default="[]")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "number"], name="one_document_a_number"),
        )
        ordering = ("number",)

    def __str__(self) -> str:
        return shown_name(self.title or self.name, self.key)


class Passage(models.Model):
    """A paragraph of a document: ``start`` and ``end`` are offsets in its text."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="one_passage_a_number"),
        )
        ordering = ("number",)
