"""The routes under /api/1/."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, get_args

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from ninja import File, Form, Router, UploadedFile
from ninja.errors import HttpError

from muniment.web import found
from muniment.web.api.rules import (
    actor,
    administrators,
    allowed,
    need_open,
    somewhere,
    token,
    with_token,
)
from muniment.web.api.schemas import (
    ClaimOut,
    CollectionOut,
    Conflict,
    Decision,
    DocumentOut,
    EntryOut,
    ExportOut,
    FindingOut,
    Hit,
    Hits,
    Judgement,
    Me,
    NewClaim,
    Number,
    PassageOut,
    Problem,
    Received,
    Rows,
    Said,
    SaidAgain,
    Short,
    Size,
    SourceOut,
    Why,
)
from muniment.web.api.shown import (
    address,
    claim_out,
    document_out,
    entry_out,
    finding_out,
    passages_out,
    source_out,
)
from muniment.workspace.models import (
    Claim,
    Collection,
    Document,
    Entry,
    Export,
    Finding,
    Sensitivity,
    Source,
)
from muniment.workspace.permissions import NotAllowed, Right, may, readable, where
from muniment.workspace.search.asked import MOST, Asked
from muniment.workspace.search.finding import Rights, Search
from muniment.workspace.search.gazetteer import Gazetteer
from muniment.workspace.sensitive import always_plain, said_of
from muniment.workspace.services import reviewing
from muniment.workspace.services.looking import look
from muniment.workspace.services.taking_in import Description, checked, describe, take_in

router = Router()
Kept = TypeVar("Kept", bound=Model)
Shown = TypeVar("Shown")
A_PAGE = 50
REFUSED = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
CHANGED = {**REFUSED, 409: Conflict}


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


@router.get("/sources", response={200: Rows[SourceOut], **REFUSED}, summary="Sources")
@somewhere("read")
def sources(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[SourceOut]:
    """Sources in the order in which they came."""
    rows = Source.objects.filter(collection__in=_within(request, collection))
    rows = rows.select_related("collection", "received_by").prefetch_related("documents")
    return _rows(rows, after, size, source_out)


@router.post(
    "/collections/{slug}/sources",
    response={200: Received, **REFUSED, 413: Problem},
    summary="Take in a source",
)
@allowed("add", found.collection)
def add_source(
    request: HttpRequest, collection: Collection, file: File[UploadedFile], said: Form[Said]
) -> Received:
    """Keep a file as a source and have it read. The same file again gives the source it is."""
    assert file.file is not None
    said_so = _description(said.model_dump())
    taken = take_in(actor(request), collection, file.file, file.name or "", "upload", said_so)
    return Received(source=source_out(taken.source), new=taken.new)


@router.get("/sources/{key}", response={200: SourceOut, **REFUSED}, summary="A source")
@allowed("read", found.source, withholds=False)
def source(request: HttpRequest, source: Source) -> SourceOut:
    """A source. What a restricted one says is null: ask to look at it."""
    return source_out(source)


@router.post(
    "/sources/{key}/look", response={200: SourceOut, **REFUSED}, summary="Look at a source"
)
@allowed("read", found.source)
def look_at_source(request: HttpRequest, source: Source, why: Why) -> SourceOut:
    """What a restricted source says of itself; the look and its reason are in the history."""
    _look(request, source, why.why)
    return source_out(source, shown=True)


@router.patch("/sources/{key}", response={200: SourceOut, **CHANGED}, summary="Describe a source")
@allowed("add", found.source)
def describe_source(request: HttpRequest, source: Source, said: SaidAgain) -> SourceOut:
    """Change what people say of a source, and only the fields given; it is read anew."""
    place = f"source:{source.key}:obtained_from"
    fields = {each: value for each, value in said_of(source).items() if each != "name"}
    fields |= {
        "date": source.date,
        "language": source.language,
        "obtained_from": always_plain(place, source.obtained_from),
        "sensitivity": source.sensitivity,
        **said.model_dump(exclude={"version"}, exclude_unset=True),
    }
    describe(actor(request), source, said.version, _description(fields))
    return source_out(source)


@router.get("/sources/{key}/history", response={200: Rows[EntryOut], **REFUSED}, summary="Custody")
@allowed("history", found.source)
def source_history(
    request: HttpRequest, source: Source, after: Number = 0, size: Size = A_PAGE
) -> Rows[EntryOut]:
    """What was done with a source, from its coming in."""
    return _rows(Entry.objects.filter(subject=f"source:{source.key}"), after, size, entry_out)


@router.get("/documents/{key}", response={200: DocumentOut, **REFUSED}, summary="A document")
@allowed("read", found.document)
def document(request: HttpRequest, document: Document) -> DocumentOut:
    """A document with its text; a restricted one has to be looked at."""
    _not_restricted(document)
    return document_out(document)


@router.post(
    "/documents/{key}/look", response={200: DocumentOut, **REFUSED}, summary="Look at a document"
)
@allowed("read", found.document)
def look_at_document(request: HttpRequest, document: Document, why: Why) -> DocumentOut:
    """A restricted document with its text; the look and its reason are in the history."""
    _look(request, document.source, why.why)
    return document_out(document)


@router.get(
    "/documents/{key}/passages", response={200: list[PassageOut], **REFUSED}, summary="Passages"
)
@allowed("read", found.document)
def passages(request: HttpRequest, document: Document) -> list[PassageOut]:
    """The paragraphs of a document, each with its permanent address."""
    _not_restricted(document)
    return passages_out(document)


@router.get(
    "/documents/{key}/claims",
    response={200: Rows[ClaimOut], **REFUSED},
    summary="Claims of a document",
)
@allowed("read", found.document)
def document_claims(
    request: HttpRequest, document: Document, after: Number = 0, size: Size = A_PAGE
) -> Rows[ClaimOut]:
    """What a document says, as read and as decided."""
    _not_restricted(document)
    rows = document.claims.select_related("document__source__collection")
    return _rows(rows, after, size, claim_out)


@router.post("/documents/{key}/claims", response={200: ClaimOut, **REFUSED}, summary="Add a claim")
@allowed("review", found.document)
def add_claim(request: HttpRequest, document: Document, claim: NewClaim) -> ClaimOut:
    """A claim that the machine did not see, at a passage."""
    body = {**claim.fields, "kind": claim.kind, "start": claim.start, "end": claim.end}
    return claim_out(reviewing.add(actor(request), document, body, claim.reason))


@router.get(
    "/documents/{key}/claims/{claim}", response={200: ClaimOut, **REFUSED}, summary="A claim"
)
@allowed("read", found.claim)
def claim(request: HttpRequest, claim: Claim) -> ClaimOut:
    """One claim."""
    _not_restricted(claim.document)
    return claim_out(claim)


@router.post(
    "/documents/{key}/claims/{claim}/decision",
    response={200: list[ClaimOut], **CHANGED},
    summary="Decide on a claim",
)
@allowed("review", found.claim)
def decide(request: HttpRequest, claim: Claim, decision: Decision) -> list[ClaimOut]:
    """Confirm, correct, reject, reopen, second or split a claim as it stood at that version.

    When somebody else was quicker nothing is changed: 409 gives yours and how it stands now.
    """
    who, version, reason = actor(request), decision.version, decision.reason
    if decision.verdict == "confirm":
        reviewing.confirm(who, claim, version, reason)
    elif decision.verdict == "correct":
        reviewing.correct(who, claim, version, decision.changes, reason)
    elif decision.verdict == "reject":
        reviewing.reject(who, claim, version, reason)
    elif decision.verdict == "reopen":
        reviewing.reopen(who, claim, version, reason)
    elif decision.verdict == "second":
        reviewing.second(who, claim, version)
    else:
        parts = reviewing.split(who, claim, version, decision.parts, reason)
        return [claim_out(each) for each in (claim, *parts)]
    return [claim_out(claim)]


@router.get("/claims", response={200: Rows[ClaimOut], **REFUSED}, summary="Claims")
@somewhere("read")
def claims(
    request: HttpRequest,
    collection: Short = "",
    status: Short = "",
    event: Short = "",
    kind: Short = "",
    after: Number = 0,
    size: Size = A_PAGE,
) -> Rows[ClaimOut]:
    """Claims of all documents but the restricted ones."""
    rows = Claim.objects.filter(
        document__source__collection__in=_within(request, collection),
        document__source__sensitivity__in=_OPEN,
    )
    for field, value in (("status", status), ("event", event), ("kind", kind)):
        rows = rows.filter(**{field: value}) if value else rows
    rows = rows.select_related("document__source__collection")
    return _rows(rows, after, size, claim_out)


@router.get("/findings", response={200: Rows[FindingOut], **REFUSED}, summary="Findings")
@somewhere("read")
def findings(
    request: HttpRequest,
    collection: Short = "",
    status: Short = "",
    code: Short = "",
    after: Number = 0,
    size: Size = A_PAGE,
) -> Rows[FindingOut]:
    """Findings on all documents but the restricted ones."""
    rows = Finding.objects.filter(
        document__source__collection__in=_within(request, collection),
        document__source__sensitivity__in=_OPEN,
    )
    for field, value in (("status", status), ("code", code)):
        rows = rows.filter(**{field: value}) if value else rows
    return _rows(rows.select_related("document__source__collection"), after, size, finding_out)


@router.post(
    "/documents/{key}/findings/{finding}/judgement",
    response={200: FindingOut, **CHANGED},
    summary="Judge a finding",
)
@allowed("review", found.finding)
def judge(request: HttpRequest, finding: Finding, judgement: Judgement) -> FindingOut:
    """Accept or dismiss a finding, or open it again."""
    reviewing.judge(actor(request), finding, judgement.version, judgement.status, judgement.reason)
    return finding_out(finding)


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


@router.get("/exports", response={200: Rows[ExportOut], **REFUSED}, summary="Exports")
@somewhere("read")
def exports(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[ExportOut]:
    """What was asked to leave, by whom, for whom and why."""
    mine = Q(collection__in=where(request.user, "export"))
    mine |= Q(collection__in=where(request.user, "approve"))
    rows = Export.objects.filter(mine, collection__in=_within(request, collection))
    return _rows(rows.select_related("collection", "by"), after, size, _export)


@router.get("/history", response={200: Rows[EntryOut], **REFUSED}, summary="The history")
@administrators
def history(request: HttpRequest, after: Number = 0, size: Size = A_PAGE) -> Rows[EntryOut]:
    """Everything that was done, from the first entry, with the digests that chain it."""
    return _rows(Entry.objects.all(), after, size, entry_out)


_OPEN = (Sensitivity.PUBLIC.value, Sensitivity.INTERNAL.value)


def _rows(
    rows: QuerySet[Kept], after: int, size: int, shown: Callable[[Kept], Shown]
) -> Rows[Shown]:
    """One page of rows in the order of their numbers, whatever is added meanwhile."""
    got = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    more = len(got) > size
    return Rows(items=[shown(each) for each in got[:size]], next=got[size - 1].pk if more else None)


def _within(request: HttpRequest, slug: str) -> QuerySet[Collection]:
    mine = readable(request.user)
    return mine.filter(slug=slug) if slug else mine


def _description(fields: dict[str, str]) -> Description:
    try:
        return checked(Description(**fields))
    except ValueError as error:
        raise HttpError(422, str(error)) from error


def _look(request: HttpRequest, source: Source, why: str) -> None:
    need_open(request, source)
    if source.sensitivity == Sensitivity.RESTRICTED:
        if not why.strip():
            raise HttpError(422, "Say why you look: it is kept in the history.")
        look(actor(request), source.collection, f"source:{source.key}", ["everything"], why)


def _not_restricted(document: Document) -> None:
    """A restricted document is not given by the way: it has to be looked at, with a reason."""
    if document.source.sensitivity == Sensitivity.RESTRICTED:
        raise NotAllowed("This document is restricted: POST to its look, and say why.")


def _where(kind: str, document: Document | None, ref: str) -> str | None:
    if document is None:
        return None
    if kind == "claim":
        return address("claim", document.key, ref)
    return address("document", document.key)


def _export(export: Export) -> ExportOut:
    return ExportOut(
        key=export.key,
        collection=export.collection.slug,
        format=export.format,
        sensitivity=export.sensitivity,
        purpose=export.purpose,
        recipient=export.recipient,
        by=export.by.username,
        asked_at=export.asked_at,
        state=export.state,
        sha256=export.sha256,
        rows=export.rows,
    )
