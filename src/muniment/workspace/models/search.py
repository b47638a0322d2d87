"""What can be found: passages, claims and records, each with its words and its facets."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from muniment.workspace.models.access import Collection
from muniment.workspace.models.sensitivity import Sensitivity
from muniment.workspace.models.source import Document


class Item(models.Model):
    """Something a search can find.

    ``kind`` is passage, claim or record; ``ref`` its number or key there. ``folded`` is its words
    as they are looked for: folded, romanised, sealed words as marks (see search/folding.py), and
    ``terms`` its facets as words ("z_kclaim z_ekilled z_c3"), so that the index alone answers a
    search with facets. FTS5 indexes both, in the same file with SQLite, in a file beside the
    database with PostgreSQL (search/items_file.py). A record has its register's number in
    ``register`` and what everybody may see of it in ``label``.
    """

    kind = models.CharField(max_length=8)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    ref = models.CharField(max_length=120, db_index=True)
    register = models.CharField(max_length=64, blank=True, default="", db_index=True)
    label = models.CharField(max_length=300, blank=True, default="")
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


class Spelling(models.Model):
    """A word that texts write, and a key that other spellings of the same name share.

    ``text`` is the word in small letters as written, ``word`` what stands for it in the index.
    ``key`` is "" for ordinary words, which have no other spellings. Of sealed texts ``key`` and
    ``word`` are marks and ``text`` is sealed, so that only the workspace's key tells them.
    """

    key = models.CharField(max_length=64)
    word = models.CharField(max_length=64, db_index=True)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key", "word", "text"], name="one_spelling_a_key"),
        )


class Place(models.Model):
    """A place as this institution knows it: all its names, and where it may be.

    ``names`` is a JSON list of [language or "", name], none preferred; ``positions`` one of
    [latitude, longitude, uncertainty in metres], several where nobody knows at which it is.
    ``basis`` says where that is known from. All three are sealed where the place is restricted.
    """

    key = models.CharField(max_length=16, unique=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="places")
    names = models.TextField()
    positions = models.TextField(default="[]")
    basis = models.TextField(blank=True)
    sensitivity = models.CharField(
        max_length=10, choices=Sensitivity.choices, default=Sensitivity.INTERNAL
    )
    version = models.PositiveIntegerField(default=1)


class SavedSearch(models.Model):
    """A search that somebody keeps under a name; ``query`` is the address's query string.

    Both are sealed: what is looked for may be the name of a victim.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches"
    )
    name = models.TextField()
    query = models.TextField()
    made_at = models.DateTimeField()
