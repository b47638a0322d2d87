"""What can be found: passages, claims and records, each with its words and its facets."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from muniment.workspace.models.access import Collection
from muniment.workspace.models.source import Document


class Item(models.Model):
    """Something a search can find.

    ``kind`` is passage, claim or record; ``ref`` its number or key there. ``folded`` is its words
    as they are looked for: folded, romanised, sealed words as marks (see search/folding.py), and
    ``terms`` its facets as words ("kclaim evkilled co3"), so that the index alone answers a
    search with facets. The full-text index over both is made in the migrations, for SQLite with
    FTS5, for PostgreSQL with a tsvector.
    """

    kind = models.CharField(max_length=8)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    ref = models.CharField(max_length=120, db_index=True)
    claim_kind = models.CharField(max_length=12, blank=True)
    event = models.CharField(max_length=20, blank=True)
    party = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    year_from = models.SmallIntegerField(null=True)
    year_to = models.SmallIntegerField(null=True)
    status = models.CharField(max_length=10, blank=True)
    finding = models.CharField(max_length=8, blank=True)
    sensitivity = models.CharField(max_length=10)
    folded = models.TextField()
    terms = models.TextField()


class SavedSearch(models.Model):
    """A search that somebody keeps under a name; ``query`` is the address's query string."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches"
    )
    name = models.CharField(max_length=120)
    query = models.TextField()
    made_at = models.DateTimeField()
