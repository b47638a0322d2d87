"""How far people have come with the claims of something: a bar in three parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from muniment.workspace.models import Claim

WIDTH = 100
_DECIDED = (Claim.Status.CONFIRMED, Claim.Status.CORRECTED, Claim.Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Claims that people decided, that await a second person, and that nobody has looked at."""

    decided: int
    proposed: int
    suggested: int

    @property
    def total(self) -> int:
        """All of them; what was split counts as its parts."""
        return self.decided + self.proposed + self.suggested

    @property
    def decided_to(self) -> str:
        """Where the first part of the bar ends."""
        return self._at(self.decided)

    @property
    def proposed_to(self) -> str:
        """How wide the second part is."""
        return self._at(self.proposed)

    def _at(self, number: int) -> str:
        return f"{WIDTH * number / self.total:.1f}" if self.total else "0"


def of_counts(counts: Mapping[str, int]) -> Reviewed:
    """From numbers by status."""
    return Reviewed(
        sum(counts.get(each, 0) for each in _DECIDED),
        counts.get(Claim.Status.PROPOSED, 0),
        counts.get(Claim.Status.SUGGESTED, 0),
    )


def of_claims(claims: Iterable[Claim]) -> Reviewed:
    """From claims that are at hand."""
    counts: dict[str, int] = {}
    for each in claims:
        counts[each.status] = counts.get(each.status, 0) + 1
    return of_counts(counts)


def of_sources(numbers: Iterable[int]) -> dict[int, Reviewed]:
    """Of sources by their numbers; one without claims is not among them."""
    rows = (
        Claim.objects.filter(document__source__in=list(numbers))
        .order_by()
        .values_list("document__source", "status")
        .annotate(number=Count("pk"))
    )
    counts: dict[int, dict[str, int]] = {}
    for source, status, number in rows:
        counts.setdefault(source, {})[status] = number
    return {source: of_counts(each) for source, each in counts.items()}
