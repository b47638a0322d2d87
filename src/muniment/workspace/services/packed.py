"""What a package says of the documents of a source: texts, claims, findings, decisions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from muniment.workspace.models import Assessment, Claim, Document, Finding, Review, Source
from muniment.workspace.sensitive import (
    claim_place,
    finding_place,
    is_sealed,
    issuer_of,
    plain,
    text_of,
    title_of,
    why_decided,
    why_judged,
)
from muniment.workspace.services.looking import MASK

Json = dict[str, Any]
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|[. ]+$|^\.+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def safe_name(name: str) -> str:
    """A file's name as every system takes it."""
    safe = _UNSAFE.sub("_", name) or "unnamed"
    return f"_{safe}" if _RESERVED.match(safe) else safe


def documents_json(source: Source) -> Iterator[tuple[str, str, Json]]:
    """Each document of a source: its key, its text, and what is kept of it."""
    for document in source.documents.order_by("number"):
        document.source = source
        yield document.key, text_of(document), _document(document)


def _document(document: Document) -> Json:
    claims = document.claims.select_related("split_from").prefetch_related(
        "reviews__by",
        "reviews__seconded_by",
        "assessments__by",
        "assessments__seconded_by",
        "assessments__standard",
        "assessments__against__document__source",
    )
    return {
        "key": document.key,
        "title": title_of(document),
        "issuer": issuer_of(document),
        "date": document.date,
        "language": document.language,
        "media_type": document.media_type,
        "passages": [
            [each.number, each.start, each.end, each.page] for each in document.passages.all()
        ],
        "claims": [_claim(document, each) for each in claims],
        "findings": [_finding(document, each) for each in document.findings.all()],
    }


def _claim(document: Document, claim: Claim) -> Json:
    claim.document = document
    source, place = document.source, claim_place(claim)

    def body(kept: str) -> Json | None:
        found: Json | None = json.loads(plain(source, place, kept)) if kept else None
        return found

    return {
        "key": claim.key,
        "kind": claim.kind,
        "status": claim.status,
        "origin": claim.origin,
        "split_from": claim.split_from.key if claim.split_from else None,
        "read": body(claim.read),
        "decided": body(claim.decided),
        "decisions": [_review(each, body(each.after)) for each in claim.reviews.all()],
        "assessments": [
            _assessment(each, _why_weighed(source, place, each)) for each in claim.assessments.all()
        ],
    }


def _review(each: Review, after: Json | None) -> Json:
    return {
        "verdict": each.verdict,
        "after": after,
        "reason": why_decided(each),
        "by": each.by.username,
        "at": each.at.isoformat(),
        "seconded_by": each.seconded_by.username if each.seconded_by else None,
        "seconded_at": each.seconded_at.isoformat() if each.seconded_at else None,
    }


def _why_weighed(source: Source, place: str, each: Assessment) -> str:
    """Why a claim is weighed so; masked where it speaks of a restricted source and this is none."""
    against = each.against.document.source if each.against else source
    if is_sealed(against) and not is_sealed(source):
        return MASK
    return plain(source, place, each.reason)


def _assessment(each: Assessment, reason: str) -> Json:
    against = each.against
    return {
        "id": each.pk,
        "against": f"{against.document.key}:{against.key}" if against else None,
        "relation": each.relation,
        "standard": each.standard.name if each.standard else None,
        "reason": reason,
        "by": each.by.username,
        "at": each.at.isoformat(),
        "seconded_by": each.seconded_by.username if each.seconded_by else None,
        "supersedes": each.supersedes_id,
    }


def _finding(document: Document, finding: Finding) -> Json:
    finding.document = document
    source = document.source

    def text(field: str) -> str:
        return plain(source, finding_place(finding, field), getattr(finding, field))

    return {
        "key": finding.key,
        "code": finding.code,
        "level": finding.level,
        "message": text("message"),
        "working": text("working"),
        "claims": json.loads(finding.claims),
        "passages": json.loads(text("passages")),
        "status": finding.status,
        "reason": why_judged(finding),
    }
