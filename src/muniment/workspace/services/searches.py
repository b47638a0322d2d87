"""Searches that a person keeps under a name, for that person alone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from muniment.workspace.history import Actor, record
from muniment.workspace.models import SavedSearch

MOST = 200
LONGEST_NAME, LONGEST_QUERY = 120, 4_000


class SearchProblem(ValueError):
    """A search that cannot be kept; the message is a sentence for whoever wants it."""


def save(actor: Actor, name: str, query: str) -> SavedSearch:
    """Keep a search under a name; what had that name before is replaced.

    Raises SearchProblem without a name, or when too many are kept.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise SearchProblem("Give the search a name.")
    with transaction.atomic():
        mine = SavedSearch.objects.filter(user=actor.user)
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            raise SearchProblem(f"No more than {MOST} searches are kept; remove one first.")
        saved, _ = SavedSearch.objects.update_or_create(
            user=actor.user,
            name=name,
            defaults={"query": query[:LONGEST_QUERY], "made_at": timezone.now()},
        )
        # What somebody looks for may give somebody away: the history has only that it was kept.
        record(actor, "search.saved", f"search:{saved.pk}", {})
    return saved


def remove(actor: Actor, saved: SavedSearch) -> None:
    """Keep a search no longer. Raises SearchProblem for another person's."""
    if saved.user_id != actor.user.pk:
        raise SearchProblem("This search is another person's.")
    with transaction.atomic():
        record(actor, "search.removed", f"search:{saved.pk}", {})
        saved.delete()
