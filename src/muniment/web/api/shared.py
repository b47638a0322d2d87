"""What the routes share: how they refuse, how rows follow one another, what is withheld."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja.errors import HttpError

from muniment.registers.runs import Run
from muniment.web.api.rules import (
    actor,
    need_open,
)
from muniment.web.api.schemas import (
    Conflict,
    Problem,
    Rows,
)
from muniment.web.withheld import source_of
from muniment.workspace.models import (
    Claim,
    Collection,
    Document,
    Finding,
    Place,
    Sensitivity,
    Source,
)
from muniment.workspace.permissions import NotAllowed, readable
from muniment.workspace.services.looking import look

Kept = TypeVar("Kept", bound=Model)
Shown = TypeVar("Shown")
A_PAGE = 50
REFUSED = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
CHANGED = {**REFUSED, 409: Conflict}
ANEW = {**REFUSED, 409: Problem}
"""Of what is read page by page: it was made anew since the first page."""
OPEN = (Sensitivity.PUBLIC.value, Sensitivity.INTERNAL.value)
"""What is given without having been asked for by name."""
_LONG = ("document__text", "document__pages", "document__notes")
"""What no list of claims needs of their documents."""


def rows_of(
    rows: QuerySet[Kept], after: int, size: int, shown: Callable[[Kept], Shown]
) -> Rows[Shown]:
    """One page of rows as they are shown."""
    got, further = page_of(rows, after, size)
    return Rows(items=[shown(each) for each in got], next=further)


def page_of(rows: QuerySet[Kept], after: int, size: int) -> tuple[list[Kept], int | None]:
    """One page of rows in the order of their numbers, whatever is added meanwhile; and the number
    after which the next begins, None at the end."""
    got = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    return got[:size], got[size - 1].pk if len(got) > size else None


def itself(row: Kept) -> Kept:
    """A row as it is, for ``rows_of``."""
    return row


def within(request: HttpRequest, slug: str) -> QuerySet[Collection]:
    """The collections that one may read, or the one of this name where one may."""
    mine = readable(request.user)
    return mine.filter(slug=slug) if slug else mine


def open_claims(request: HttpRequest, collection: str, **narrowed: str) -> QuerySet[Claim]:
    """Claims of all documents that one may read, but of restricted ones."""
    rows = Claim.objects.filter(
        document__source__collection__in=within(request, collection),
        document__source__sensitivity__in=OPEN,
        **{field: value for field, value in narrowed.items() if value},
    )
    return rows.select_related("document__source__collection").defer(*_LONG)


def open_findings(request: HttpRequest, collection: str, **narrowed: str) -> QuerySet[Finding]:
    """Findings on all documents that one may read, but on restricted ones."""
    rows = Finding.objects.filter(
        document__source__collection__in=within(request, collection),
        document__source__sensitivity__in=OPEN,
        **{field: value for field, value in narrowed.items() if value},
    )
    return rows.select_related("document__source__collection").defer(*_LONG)


def keep_look(request: HttpRequest, source: Source, why: str) -> None:
    """Keep that somebody looks at a restricted source. Raises NotAllowed, HttpError without why."""
    need_open(request, source)
    if source.sensitivity == Sensitivity.RESTRICTED:
        if not why.strip():
            raise HttpError(422, "Say why you look: it is kept in the history.")
        look(actor(request), source.collection, f"source:{source.key}", ["everything"], why)


def is_closed(thing: Model) -> bool:
    """Whether something is restricted, by itself or by the source that it belongs to: no answer
    tells what it says but that to a look."""
    held = thing if isinstance(thing, Place) else source_of(thing)
    return held is not None and held.sensitivity == Sensitivity.RESTRICTED


def not_restricted(document: Document) -> None:
    """A restricted document is not given by the way: it has to be looked at, with a reason."""
    if is_closed(document):
        raise NotAllowed("This document is restricted: POST to its look, and say why.")


def same_version(run: Run, version: int) -> None:
    """Raise HttpError where a linkage was made anew since its first page was given."""
    if version not in (0, run.version):
        raise HttpError(409, f"The lists were linked anew (version {run.version}); begin again.")
