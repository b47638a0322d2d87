"""The routes of the workspace as a whole: the token, collections, search, the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import get_args

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from muniment.web.api.rules import (
    actor,
    administrators,
    somewhere,
    token,
    with_token,
)
from muniment.web.api.schemas import (
    CheckpointOut,
    CollectionOut,
    EntryOut,
    Head,
    Held,
    Hit,
    Hits,
    Kept,
    Latest,
    Me,
    Number,
    Rows,
    SearchIn,
    Short,
    Size,
    Vocabulary,
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
from muniment.web.entries import latest_of
from muniment.web.search_results import Hit as Found
from muniment.web.search_results import Piece, hits, looked_for
from muniment.workspace.custody import Checkpoint
from muniment.workspace.history import head
from muniment.workspace.models import (
    Assessment,
    Claim,
    Collection,
    Entry,
    Sensitivity,
    User,
)
from muniment.workspace.permissions import Right, may, readable
from muniment.workspace.search.asked import MOST, Asked
from muniment.workspace.search.finding import Rights, Search
from muniment.workspace.search.gazetteer import Gazetteer
from muniment.workspace.services import checkpoints
from muniment.workspace.services.intakes import known_kinds
from muniment.workspace.services.tokens import revoke
from muniment.workspace.vocabulary import events, kinds

router = Router()
_FACETS = ("kind", "claim", "event", "party", "place", "status", "finding")


@router.get("/me", response={200: Me, **REFUSED}, summary="This token")
@with_token
def me(request: HttpRequest) -> Me:
    """Whose token this is, what it may do, and until when."""
    held = token(request)
    return Me(account=held.user.username, scopes=held.scopes.split(), until=held.expires_at)


@router.post("/me/end", response={200: Me, **REFUSED}, summary="End this token")
@with_token
def end(request: HttpRequest) -> Me:
    """This token opens nothing from now on: for a program that is done, or has lost it."""
    held = token(request)
    revoke(actor(request), held)
    return Me(account=held.user.username, scopes=[], until=timezone.now())


@router.get("/vocabulary", response={200: Vocabulary, **REFUSED}, summary="Words that are taken")
@with_token
def vocabulary(request: HttpRequest) -> Vocabulary:
    """The words that requests take, with the institution's own kinds of lists."""
    return Vocabulary(
        events=list(events()),
        kinds_of_lists=sorted(known_kinds()),
        kinds_of_claims=list(kinds()),
        statuses_of_claims=list(Claim.Status.values),
        relations=list(Assessment.Relation.values),
        sensitivities=list(Sensitivity.values),
    )


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


@router.get("/history/head", response={200: Head, **REFUSED}, summary="Where the history stands")
@somewhere("history")
def stands(request: HttpRequest) -> Head:
    """The last entry of the history and its digest: noted elsewhere, they tell later whether what
    is before it is still what it was."""
    number, digest = head()
    return Head(
        number=number,
        digest=digest,
        registers=checkpoints.registers_head(),
        key=checkpoints.key_fingerprint(),
    )


@router.get("/history/latest", response={200: Latest, **REFUSED}, summary="The latest entries")
@somewhere("history")
def latest(
    request: HttpRequest,
    who: Short = "",
    what: Short = "",
    subject: Short = "",
    before: Number = 0,
    size: Size = A_PAGE,
) -> Latest:
    """What was done in the collections where one may read the history, the latest first: by who
    did it, what, and to what."""
    assert isinstance(request.user, User)
    chosen = {"actor": who, "action": what, "subject": subject}
    rows = Entry.objects.filter(**{name: value for name, value in chosen.items() if value})
    found, further = latest_of(request.user, rows, before or None, size)
    shown = entries_out(request, Rows(items=found, next=further))
    return Latest(items=shown.items, before=shown.next)


@router.post("/checkpoints", response={200: CheckpointOut, **REFUSED}, summary="Make a checkpoint")
@administrators
def checkpoint(request: HttpRequest) -> CheckpointOut:
    """A signed checkpoint of the history as it stands, to be kept elsewhere."""
    return CheckpointOut(**asdict(checkpoints.take(actor(request))))


@router.post(
    "/checkpoints/check", response={200: Held, **REFUSED}, summary="Hold the history against one"
)
@administrators
def check(request: HttpRequest, kept: Kept) -> Held:
    """Whether the history still begins as a checkpoint of it signed; files are not looked at."""
    faults = list(checkpoints.against(Checkpoint(**kept.model_dump(exclude={"muniment"}))))
    return Held(holds=not faults, faults=faults)


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
