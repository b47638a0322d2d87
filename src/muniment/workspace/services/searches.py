"""Searches that a person keeps under a name, for that person alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import SavedSearch, User
from muniment.workspace.sensitive import always_closed, always_plain

MOST = 200
LONGEST_NAME, LONGEST_QUERY = 120, 4_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A search that somebody keeps, opened."""

    pk: int
    name: str
    query: str


class SearchProblem(ValueError):
    """A search that cannot be kept; the message is a sentence for whoever wants it."""


def kept(user: User) -> list[Kept]:
    """The searches that a person keeps, by their names."""
    found = [
        Kept(
            each.pk,
            always_plain(_place(user, "name"), each.name),
            always_plain(_place(user, "query"), each.query),
        )
        for each in SavedSearch.objects.filter(user=user)
    ]
    return sorted(found, key=lambda each: each.name.casefold())


def save(actor: Actor, name: str, query: str) -> SavedSearch:
    """Keep a search under a name; what had that name before is replaced.

    Raises SearchProblem without a name, or when too many are kept.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise SearchProblem("Give the search a name.")
    with writing():
        mine = kept(actor.user)
        same = next((each.pk for each in mine if each.name == name), None)
        if same is None and len(mine) >= MOST:
            raise SearchProblem(f"No more than {MOST} searches are kept; remove one first.")
        saved = SavedSearch(
            pk=same,
            user=actor.user,
            name=always_closed(_place(actor.user, "name"), name),
            query=always_closed(_place(actor.user, "query"), query[:LONGEST_QUERY]),
            made_at=timezone.now(),
        )
        saved.save()
        # What somebody looks for may give somebody away: the history has only that it was kept.
        record(actor, "search.saved", f"search:{saved.pk}", {})
    return saved


def remove(actor: Actor, saved: SavedSearch) -> None:
    """Keep a search no longer. Raises SearchProblem for another person's."""
    if saved.user_id != actor.user.pk:
        raise SearchProblem("This search is another person's.")
    with writing():
        record(actor, "search.removed", f"search:{saved.pk}", {})
        saved.delete()


def _place(user: User, field: str) -> str:
    """Where the words of a person's searches are sealed for."""
    return f"search:{user.pk}:{field}"
