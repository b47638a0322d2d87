"""The routes of the workspace as a whole: the token, collections, search, the history."""

from __future__ import annotations

from typing import get_args

from django.http import HttpRequest
from ninja import Router

from muniment.web.api.rules import (
    administrators,
    somewhere,
    token,
    with_token,
)
from muniment.web.api.schemas import (
    CollectionOut,
    EntryOut,
    Hit,
    Hits,
    Me,
    Number,
    Rows,
    Short,
    Size,
)
from muniment.web.api.shared import (
    A_PAGE,
    REFUSED,
    rows_of,
)
from muniment.web.api.shown import (
    address,
    entry_out,
)
from muniment.workspace.models import (
    Collection,
    Document,
    Entry,
)
from muniment.workspace.permissions import Right, may, readable
from muniment.workspace.search.asked import MOST, Asked
from muniment.workspace.search.finding import Rights, Search
from muniment.workspace.search.gazetteer import Gazetteer

router = Router()


@router.get("/me", response={200: Me, **REFUSED}, summary="This token")
@with_token
def me(request: HttpRequest) -> Me:
    """Whose token this is, what it may do, and until when."""
    held = token(request)
    return Me(account=held.user.username, scopes=held.scopes.split(), until=held.expires_at)


@router.get("/collections", response={200: list[CollectionOut], **REFUSED}, summary="Collections")
@somewhere("read")
def collections(request: HttpRequest) -> list[CollectionOut]:
    """The collections that one may read."""
    scopes = token(request).scopes.split()
    rights = [each for each in get_args(Right) if each in scopes]
    return [
        CollectionOut(
            slug=each.slug,
            name=each.name,
            description=each.description,
            rights=[right for right in rights if may(request.user, right, each)],
        )
        for each in readable(request.user).order_by("pk").distinct()
    ]


@router.get("/search", response={200: Hits, **REFUSED}, summary="Search")
@somewhere("read")
def search(request: HttpRequest, q: Short = "", page: Number = 1) -> Hits:
    """Passages, claims and records with these words, but for what is restricted."""
    asked = Asked.read({"q": [q], "page": [str(page)]})
    reads = Rights.of(request.user).reads
    made = Search(asked, Rights(reads, ()), Gazetteer(reads, ()))
    slugs = dict(Collection.objects.filter(pk__in=reads).values_list("pk", "slug"))
    items = [
        Hit(
            kind=each.kind,
            collection=slugs[each.collection_id],
            document=each.document.key if each.document else None,
            ref=each.ref,
            address=_where(each.kind, each.document, each.ref),
        )
        for each in made.items()
    ]
    total = made.counts["total"][""] if items else 0
    return Hits(items=items, page=asked.page, total=min(total, MOST))


@router.get("/history", response={200: Rows[EntryOut], **REFUSED}, summary="The history")
@administrators
def history(request: HttpRequest, after: Number = 0, size: Size = A_PAGE) -> Rows[EntryOut]:
    """Everything that was done, from the first entry, with the digests that chain it."""
    return rows_of(Entry.objects.all(), after, size, entry_out)


def _where(kind: str, document: Document | None, ref: str) -> str | None:
    if document is None:
        return None
    if kind == "claim":
        return address("claim", document.key, ref)
    return address("document", document.key)
