"""The routes of the workspace as a whole: the token, collections, search, the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from django.http import HttpRequest
from ninja import Query, Router

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
    SearchIn,
    Size,
)
from muniment.web.api.shared import (
    A_PAGE,
    REFUSED,
    itself,
    rows_of,
)
from muniment.web.api.shown import (
    entries_out,
)
from muniment.web.search_results import Hit as Found
from muniment.web.search_results import Piece, hits, looked_for
from muniment.workspace.models import (
    Collection,
    Entry,
)
from muniment.workspace.permissions import Right, may, readable
from muniment.workspace.search.asked import MOST, Asked
from muniment.workspace.search.finding import Rights, Search
from muniment.workspace.search.gazetteer import Gazetteer

router = Router()
_FACETS = ("kind", "claim", "event", "party", "place", "status", "finding")


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
def search(request: HttpRequest, said: Query[SearchIn]) -> Hits:
    """Passages, claims and records with these words, but for what is restricted."""
    chosen = {each: getattr(said, each) for each in _FACETS}
    asked = Asked.read(
        {
            **chosen,
            "q": [said.q],
            "from": [str(said.first or "")],
            "to": [str(said.last or "")],
            "spelled": ["1"] if said.spelled else [],
            "page": [str(said.page)],
        }
    )
    reads = Rights.of(request.user).reads
    made = Search(asked, Rights(reads, ()), Gazetteer(reads, ()))
    slugs = dict(Collection.objects.filter(pk__in=reads).values_list("pk", "slug"))
    found = hits(made.items(), looked_for(made.clause))
    items = [
        _hit(each, first.pieces, slugs)
        for first in found
        for each in (first, *first.also)
        if not each.restricted
    ]
    total = made.counts["total"][""] if items else 0
    return Hits(items=items, page=asked.page, total=min(total, MOST))


@router.get("/history", response={200: Rows[EntryOut], **REFUSED}, summary="The history")
@administrators
def history(request: HttpRequest, after: Number = 0, size: Size = A_PAGE) -> Rows[EntryOut]:
    """Everything that was done, from the first entry, with the digests that chain it."""
    return entries_out(request, rows_of(Entry.objects.all(), after, size, itself))


def _hit(found: Found, pieces: Sequence[Piece], slugs: dict[int, str]) -> Hit:
    return Hit(
        kind=found.item.kind,
        collection=slugs[found.item.collection_id],
        document=found.document.key if found.document else None,
        ref=found.item.ref,
        title=found.title,
        text="".join(each.text for each in pieces),
        page=found.page,
        address=found.address,
    )
