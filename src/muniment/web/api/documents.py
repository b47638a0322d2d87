"""The routes of documents, and of the claims and findings in them."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from muniment.web import found
from muniment.web.api.rules import (
    actor,
    allowed,
    somewhere,
)
from muniment.web.api.schemas import (
    ClaimOut,
    Decision,
    DocumentOut,
    FindingOut,
    Judgement,
    NewClaim,
    Number,
    PassageOut,
    ReviewOut,
    Rows,
    Short,
    Size,
    Standing,
    Why,
)
from muniment.web.api.shared import (
    A_PAGE,
    CHANGED,
    REFUSED,
    keep_look,
    not_restricted,
    open_claims,
    open_findings,
    rows_of,
)
from muniment.web.api.shown import (
    claim_out,
    document_out,
    finding_out,
    passages_out,
    review_out,
    settled_claim,
    settled_finding,
)
from muniment.workspace.models import (
    Claim,
    Document,
    Finding,
)
from muniment.workspace.services import reviewing

router = Router()


@router.get("/documents/{key}", response={200: DocumentOut, **REFUSED}, summary="A document")
@allowed("read", found.document)
def document(request: HttpRequest, document: Document) -> DocumentOut:
    """A document with its text; a restricted one has to be looked at."""
    not_restricted(document)
    return document_out(document)


@router.post(
    "/documents/{key}/look", response={200: DocumentOut, **REFUSED}, summary="Look at a document"
)
@allowed("read", found.document, looks=True)
def look_at_document(request: HttpRequest, document: Document, why: Why) -> DocumentOut:
    """A restricted document with its text; the look and its reason are in the history."""
    keep_look(request, document.source, why.why)
    return document_out(document)


@router.get(
    "/documents/{key}/passages", response={200: list[PassageOut], **REFUSED}, summary="Passages"
)
@allowed("read", found.document)
def passages(request: HttpRequest, document: Document) -> list[PassageOut]:
    """The paragraphs of a document, each with its permanent address."""
    not_restricted(document)
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
    not_restricted(document)
    rows = document.claims.select_related("document__source__collection")
    return rows_of(rows, after, size, claim_out)


@router.post(
    "/documents/{key}/claims", response={200: ClaimOut | Standing, **REFUSED}, summary="Add a claim"
)
@allowed("review", found.document)
def add_claim(request: HttpRequest, document: Document, claim: NewClaim) -> ClaimOut | Standing:
    """A claim that the machine did not see, at a passage; of a restricted document its key only."""
    body = {**claim.fields, "kind": claim.kind, "start": claim.start, "end": claim.end}
    return settled_claim(reviewing.add(actor(request), document, body, claim.reason))


@router.get(
    "/documents/{key}/claims/{claim}", response={200: ClaimOut, **REFUSED}, summary="A claim"
)
@allowed("read", found.claim)
def claim(request: HttpRequest, claim: Claim) -> ClaimOut:
    """One claim."""
    not_restricted(claim.document)
    return claim_out(claim)


@router.get(
    "/documents/{key}/claims/{claim}/reviews",
    response={200: list[ReviewOut], **REFUSED},
    summary="Decisions on a claim",
)
@allowed("read", found.claim)
def reviews(request: HttpRequest, claim: Claim) -> list[ReviewOut]:
    """Who decided what of a claim, when and why, the first decision first."""
    not_restricted(claim.document)
    rows = claim.reviews.select_related("by", "seconded_by", "claim__document__source")
    return [review_out(each) for each in rows.order_by("pk")]


@router.post(
    "/documents/{key}/claims/{claim}/decision",
    response={200: list[ClaimOut | Standing], **CHANGED},
    summary="Decide on a claim",
)
@allowed("review", found.claim)
def decide(request: HttpRequest, claim: Claim, decision: Decision) -> list[ClaimOut | Standing]:
    """Confirm, correct, reject, reopen, second or split a claim as it stood at that version.

    When somebody else was quicker nothing is changed: 409 gives yours and how it stands now. Of a
    restricted claim only its key, status and version are given.
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
        return [settled_claim(each) for each in (claim, *parts)]
    return [settled_claim(claim)]


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
    rows = open_claims(request, collection, status=status, event=event, kind=kind)
    return rows_of(rows, after, size, claim_out)


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
    rows = open_findings(request, collection, status=status, code=code)
    return rows_of(rows, after, size, finding_out)


@router.get(
    "/documents/{key}/findings",
    response={200: Rows[FindingOut], **REFUSED},
    summary="Findings on a document",
)
@allowed("read", found.document)
def document_findings(
    request: HttpRequest, document: Document, after: Number = 0, size: Size = A_PAGE
) -> Rows[FindingOut]:
    """What rules say of the claims of a document."""
    not_restricted(document)
    rows = document.findings.select_related("document__source__collection")
    return rows_of(rows, after, size, finding_out)


@router.get(
    "/documents/{key}/findings/{finding}",
    response={200: FindingOut, **REFUSED},
    summary="A finding",
)
@allowed("read", found.finding)
def finding(request: HttpRequest, finding: Finding) -> FindingOut:
    """One finding, as it was judged."""
    not_restricted(finding.document)
    return finding_out(finding)


@router.post(
    "/documents/{key}/findings/{finding}/judgement",
    response={200: FindingOut | Standing, **CHANGED},
    summary="Judge a finding",
)
@allowed("review", found.finding)
def judge(request: HttpRequest, finding: Finding, judgement: Judgement) -> FindingOut | Standing:
    """Accept or dismiss a finding, or open it again; of a restricted one its key, status and
    version are given."""
    reviewing.judge(actor(request), finding, judgement.version, judgement.status, judgement.reason)
    return settled_finding(finding)
