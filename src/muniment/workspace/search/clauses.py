"""What a search asks of the index, whatever database answers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words side by side in what is found; of the last only its beginning with ``open``."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as its word in the index ("z_kclaim")."""

    term: str


@dataclass(frozen=True, slots=True)
class All:
    """Each of several."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One or more of several."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """One thing and not the other."""

    kept: Clause
    without: Clause


Clause = Words | Facet | All | Any | Without


def every(*parts: Clause | None) -> Clause | None:
    """All of those that are given; None where none is."""
    given = tuple(each for each in parts if each is not None)
    return All(given) if len(given) > 1 else given[0] if given else None


def some(*parts: Clause) -> Clause | None:
    """Any of those that are given; None where none is."""
    return Any(parts) if len(parts) > 1 else parts[0] if parts else None
