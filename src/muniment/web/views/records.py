"""A record of a source to print and sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.custody_words import HOW, steps
from muniment.workspace.exporting.claimcolumns import columns_of
from muniment.workspace.history import head
from muniment.workspace.models import Claim, Document, Entry, Finding, Review
from muniment.workspace.models.source import Source
from muniment.workspace.sensitive import (
    finding_place,
    issuer_of,
    plain,
    said_of,
    title_of,
    why_decided,
    why_judged,
)
from muniment.workspace.services.reviewing import body_of

PAPERS = ("a4", "letter")
MOST = 2_000
DECIDED = (
    Claim.Status.CONFIRMED,
    Claim.Status.CORRECTED,
    Claim.Status.REJECTED,
    Claim.Status.PROPOSED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with what it says and who decided so."""

    claim: Claim
    body: dict[str, Any]
    said: dict[str, Any]
    review: Review | None
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the source with its claims and findings."""

    document: Document
    title: str
    issuer: str
    lines: list[Line]
    findings: list[tuple[Finding, str, str, str]]
    suggested: int


@require_GET
@allowed("read", found.source)
def record(request: HttpRequest, source: Source) -> HttpResponse:
    """The source, its custody, what people hold of it, and lines to sign; for A4 or Letter."""
    paper = request.GET.get("paper", "a4")
    parts, left = [], MOST
    for document in source.documents.select_related("source__collection"):
        part = _part(document, left)
        left -= len(part.lines)
        parts.append(part)
    custody = Entry.objects.filter(subject=f"source:{source.key}").order_by("number")
    number, digest = head()
    said = said_of(source)
    context = {
        "source": source,
        "said": said,
        "title": said["title"] or (parts[0].title if parts else said["name"]),
        "how": HOW.get(source.how, source.how),
        "parts": parts,
        "cut": left <= 0,
        "most": MOST,
        "custody": steps(custody, actor(request).user),
        "head": (number, digest),
        "paper": paper if paper in PAPERS else "a4",
        "now": timezone.now(),
    }
    return render(request, "muniment/record.html", context)


def _part(document: Document, most: int) -> Part:
    claims = document.claims.filter(status__in=DECIDED).select_related(
        "document__source__collection"
    )
    claims = claims.prefetch_related("reviews__by", "reviews__seconded_by")
    lines = []
    for claim in claims[: max(most, 0)]:
        body, last = body_of(claim), claim.decision
        reason = why_decided(last) if last else ""
        lines.append(Line(claim, body, columns_of(body), last, reason))
    source = document.source
    findings = [
        (
            each,
            plain(source, finding_place(each, "message"), each.message),
            plain(source, finding_place(each, "working"), each.working),
            why_judged(each),
        )
        for each in document.findings.exclude(level="note").select_related("document__source")
    ]
    suggested = document.claims.filter(status=Claim.Status.SUGGESTED).count()
    title, issuer = title_of(document), issuer_of(document)
    return Part(document, title, issuer, lines, findings, suggested)
