"""Things as the API gives them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from muniment.web.api.rules import token
from muniment.web.api.schemas import (
    ClaimOut,
    DocumentOut,
    EntryOut,
    ExportOut,
    FindingOut,
    PassageOut,
    ReviewOut,
    Rows,
    SourceOut,
    Standing,
)
from muniment.web.api.shared import is_closed
from muniment.web.entries import Reader
from muniment.workspace.entry_words import words_of
from muniment.workspace.models import (
    Claim,
    Document,
    Entry,
    Export,
    Finding,
    Review,
    Sensitivity,
    Source,
    User,
)
from muniment.workspace.sensitive import (
    claim_place,
    finding_place,
    issuer_of,
    plain,
    said_of,
    text_of,
    title_of,
    why_decided,
    why_judged,
)
from muniment.workspace.services import handing
from muniment.workspace.services.tokens import RESTRICTED

_SAID = (
    *("name", "title", "issuer", "note", "date", "language"),
    *("sha256", "size", "media_type", "problem"),
)
"""What is told of a source where it is open."""


def source_out(source: Source, *, shown: bool = False) -> SourceOut:
    """A source; what it says only where it is not restricted, or was asked for."""
    open_now = shown or source.sensitivity != Sensitivity.RESTRICTED
    said: dict[str, Any] = dict.fromkeys(_SAID)
    if open_now:
        said = {each: getattr(source, each) for each in _SAID} | said_of(source)
    return SourceOut(
        key=source.key,
        collection=source.collection.slug,
        sensitivity=source.sensitivity,
        state=source.state,
        received_by=source.received_by.username,
        received_at=source.received_at,
        how=source.how,
        version=source.version,
        documents=[each.key for each in source.documents.all()] if open_now else [],
        **said,
    )


def document_out(document: Document) -> DocumentOut:
    """A document with its text, for those who may see it."""
    return DocumentOut(
        key=document.key,
        source=document.source.key,
        number=document.number,
        name=plain(document.source, f"{document.key}:name", document.name),
        title=title_of(document),
        issuer=issuer_of(document),
        date=document.date,
        language=document.language,
        direction=document.direction,
        media_type=document.media_type,
        text=text_of(document),
        address=address("document", document.key),
    )


def passages_out(document: Document) -> list[PassageOut]:
    """The paragraphs of a document."""
    text, here = text_of(document), address("document", document.key)
    return [
        PassageOut(
            number=each.number,
            start=each.start,
            end=each.end,
            page=each.page,
            text=text[each.start : each.end],
            address=f"{here}?at={each.start}-{each.end}#at",
        )
        for each in document.passages.all()
    ]


def claim_out(claim: Claim) -> ClaimOut:
    """A claim, the machine's reading and people's decision apart."""
    return ClaimOut(
        key=claim.key,
        document=claim.document.key,
        kind=claim.kind,
        status=claim.status,
        origin=claim.origin,
        version=claim.version,
        address=address("claim", claim.document.key, claim.key),
        read=_body(claim, claim.read),
        decided=_body(claim, claim.decided),
    )


def settled_claim(claim: Claim) -> ClaimOut | Standing:
    """A claim that somebody decided on; of a restricted one only how it stands."""
    if not is_closed(claim):
        return claim_out(claim)
    return Standing(key=claim.key, status=claim.status, version=claim.version)


def settled_finding(finding: Finding) -> FindingOut | Standing:
    """A finding that somebody judged; of a restricted one only how it stands."""
    if not is_closed(finding):
        return finding_out(finding)
    return Standing(key=finding.key, status=finding.status, version=finding.version)


def review_out(review: Review) -> ReviewOut:
    """What a person decided of a claim."""
    return ReviewOut(
        number=review.pk,
        verdict=review.verdict,
        by=review.by.username,
        at=review.at,
        reason=why_decided(review),
        before=_body(review.claim, review.before),
        after=_body(review.claim, review.after),
        waits=review.waits,
        seconded_by=review.seconded_by.username if review.seconded_by else None,
    )


def finding_out(finding: Finding) -> FindingOut:
    """A finding, in the words of its rule."""
    source, here = finding.document.source, address("document", finding.document.key)
    return FindingOut(
        key=finding.key,
        document=finding.document.key,
        code=finding.code,
        level=finding.level,
        status=finding.status,
        reason=why_judged(finding),
        message=plain(source, finding_place(finding, "message"), finding.message),
        claims=json.loads(finding.claims),
        version=finding.version,
        address=f"{here}?at={finding.start}-{finding.start}#at",
    )


def entries_out(request: HttpRequest, entries: Rows[Any]) -> Rows[EntryOut]:
    """Entries of the history, as somebody may read them."""
    assert isinstance(request.user, User)
    reader = Reader.of(request.user, entries.items)
    if RESTRICTED not in token(request).scopes.split():
        reader = replace(reader, looks=frozenset())
    return Rows(items=[_entry(each, reader) for each in entries.items], next=entries.next)


def _entry(entry: Entry, reader: Reader) -> EntryOut:
    detail: dict[str, Any] = json.loads(entry.detail)
    words = words_of(entry.number, entry.subject, entry.detail, entry.reason)
    open_now = reader.reads(entry, detail)
    return EntryOut(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        via=entry.via,
        action=entry.action,
        subject=entry.subject,
        detail=detail,
        reason=entry.reason,
        previous=entry.previous,
        digest=entry.digest,
        words=words.detail if open_now else None,
        why=words.reason if open_now else None,
    )


def export_out(export: Export) -> ExportOut:
    """An export as it stands; why it failed or what the rules kept back, as its page says it."""
    made = export.state == Export.State.MADE
    return ExportOut(
        key=export.key,
        collection=export.collection.slug,
        what=handing.order_of(export).what,
        format=export.format,
        sensitivity=export.sensitivity,
        purpose=export.purpose,
        recipient=export.recipient,
        by=export.by.username,
        asked_at=export.asked_at,
        expires_at=handing.expires_at(export),
        state=export.state,
        decided_by=export.decided_by.username if export.decided_by else None,
        reason=export.reason,
        message="" if made else export.message,
        filename=export.filename,
        sha256=export.sha256,
        size=export.size,
        rows=export.rows,
        left_out=export.message.splitlines() if made else [],
        version=export.version,
        address=address("export", export.key),
    )


def address(name: str, *parts: str) -> str:
    """The permanent address of a page, "" where there is none."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def _body(claim: Claim, kept: str) -> dict[str, Any] | None:
    if not kept:
        return None
    body: dict[str, Any] = json.loads(plain(claim.document.source, claim_place(claim), kept))
    return body
