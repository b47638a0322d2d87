"""A document beside its claims and findings, and what people decide there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.claimforms import FormProblem, changes_from, parts_from
from muniment.web.labels import form_label
from muniment.web.reviewed import of_claims
from muniment.web.segments import blocks, paragraphs
from muniment.workspace.locking import Stale
from muniment.workspace.models import Claim, Document, Entry, Finding, Passage
from muniment.workspace.permissions import may
from muniment.workspace.sensitive import (
    finding_place,
    plain,
    text_of,
    title_of,
    why_decided,
    why_judged,
)
from muniment.workspace.services import reviewing
from muniment.workspace.services.reviewing import Impossible, body_of
from muniment.workspace.vocabulary import events, kinds

Json = dict[str, Any]
A_PART = 150
"""Paragraphs of a document that are shown at once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim with what stands in it."""

    claim: Claim
    body: Json

    @property
    def address(self) -> str:
        """The claim's permanent address."""
        return reverse("claim", args=[self.claim.document.key, self.claim.key])


@require_GET
@allowed("read", found.document)
def document(request: HttpRequest, document: Document) -> HttpResponse:
    """The document with its claims and findings; ``?at=start-end`` points to a passage."""
    at, lost = _pointed(request, document)
    return _page(request, document, at=at, lost=lost)


@require_GET
@allowed("read", found.claim)
def claim(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The document at one claim, which is opened beside it."""
    if request.headers.get("HX-Request"):
        return _panel(request, claim)
    return _page(request, claim.document, at=(claim.start, claim.end), opened=claim)


@require_POST
@allowed("review", found.claim)
def decide(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Confirm, correct, reject, split, take back or second a claim."""
    what, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    who = actor(request)
    try:
        version = int(request.POST.get("version", "0"))
        if what == "confirm":
            reviewing.confirm(who, claim, version, reason)
        elif what == "correct":
            changes = changes_from(request.POST, body_of(claim))
            reviewing.correct(who, claim, version, changes, reason)
        elif what == "reject":
            reviewing.reject(who, claim, version, reason)
        elif what == "reopen":
            reviewing.reopen(who, claim, version, reason)
        elif what == "second":
            reviewing.second(who, claim, version)
        elif what == "split":
            parts = parts_from(request.POST, body_of(claim))
            reviewing.split(who, claim, version, parts, reason)
        else:
            raise Impossible("Choose what to do with this claim.")
    except (Impossible, FormProblem, ValueError) as error:
        return _panel(request, claim, problem=str(error), status=422)
    except Stale:
        stale = _wanted(request)
        claim.refresh_from_db()
        return _panel(request, claim, stale=stale, status=409)
    claim.refresh_from_db()
    if request.headers.get("HX-Request"):
        return _panel(request, claim)
    return redirect("claim", claim.document.key, claim.key)


@require_GET
@allowed("review", found.document)
def new(request: HttpRequest, document: Document) -> HttpResponse:
    """The form for a claim at a passage that was selected."""
    at, lost = _pointed(request, document)
    if at is None or lost:
        raise Http404
    context = {
        "document": document,
        "at": at,
        "quote": text_of(document)[at[0] : at[1]],
        "kinds": kinds(),
        "events": events(),
    }
    return render(request, "muniment/parts/new_claim.html", context)


@require_POST
@allowed("review", found.document)
def add(request: HttpRequest, document: Document) -> HttpResponse:
    """Add the claim of the form."""
    try:
        kind = request.POST.get("kind", "")
        body = changes_from(request.POST, {"kind": kind})
        made = reviewing.add(
            actor(request), document, {"kind": kind, **body}, request.POST.get("reason", "")
        )
    except (Impossible, FormProblem) as error:
        context = {
            "document": document,
            "problem": str(error),
            "at": (request.POST.get("start"), request.POST.get("end")),
            "quote": request.POST.get("quote", ""),
            "kinds": kinds(),
            "events": events(),
        }
        return render(request, "muniment/parts/new_claim.html", context, status=422)
    return redirect("claim", document.key, made.key)


@require_POST
@allowed("review", found.finding)
def judge(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Accept or dismiss a finding, or open it again."""
    problem, status = "", 200
    try:
        reviewing.judge(
            actor(request),
            finding,
            int(request.POST.get("version", "0")),
            request.POST.get("status", ""),
            request.POST.get("reason", "").strip(),
        )
    except (Impossible, ValueError) as error:
        problem, status = str(error), 422
    except Stale:
        status = 409
        problem = "Somebody else has changed this in the meantime. This is how it stands now."
    finding.refresh_from_db()
    context = {
        "row": _finding(finding),
        "document": finding.document,
        "problem": problem,
        "may_review": True,
    }
    return render(request, "muniment/parts/finding.html", context, status=status)


def _page(
    request: HttpRequest,
    document: Document,
    at: tuple[int, int] | None = None,
    lost: bool = False,
    opened: Claim | None = None,
) -> HttpResponse:
    text = text_of(document)
    part, parts = _part(request, document, at)
    passages = list(document.passages.all()[part * A_PART : (part + 1) * A_PART])
    first, last = _span(passages)
    claims = list(
        document.claims.filter(start__lt=last, end__gt=first)
        .exclude(status=Claim.Status.SPLIT)
        .select_related("document__source")
    )
    findings = document.findings.filter(start__gte=first, start__lt=last)
    shown = paragraphs(text, passages, claims, at)
    title = title_of(document)
    context = {
        "document": document,
        "title": title,
        "source": document.source,
        "blocks": blocks(shown),
        "headings": {each.number for each in shown if each.says(title)},
        "reviewed": of_claims(claims),
        "claims": [Shown(each, body_of(each)) for each in claims],
        "findings": [_finding(each) for each in findings.select_related("document__source")],
        "at": at,
        "lost": lost,
        "opened": opened,
        "part": part,
        "parts": range(parts),
        "notes": json.loads(document.notes),
        "pages": [each[0] for each in json.loads(document.pages)],
        "may_review": may(request.user, "review", document.source.collection),
        **(_panel_context(request, opened) if opened else {}),
    }
    return render(request, "muniment/document.html", context)


def _panel(
    request: HttpRequest,
    claim: Claim,
    problem: str = "",
    stale: Json | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**_panel_context(request, claim), "problem": problem, "stale": stale}
    return render(request, "muniment/parts/claim.html", context, status=status)


def _panel_context(request: HttpRequest, claim: Claim) -> Json:
    source = claim.document.source
    subject = f"claim:{claim.document.key}:{claim.key}"
    return {
        "claim": claim,
        "body": body_of(claim),
        "read": json.loads(plain(source, f"{claim.document.key}:claim:{claim.key}", claim.read))
        if claim.read
        else None,
        "document": claim.document,
        "reviews": [
            (each, why_decided(each))
            for each in claim.reviews.select_related("by", "seconded_by", "claim__document__source")
        ],
        "entries": Entry.objects.filter(subject=subject).count(),
        "citable": citable(request, claim.document, claim.start, claim.end),
        "may_review": may(request.user, "review", source.collection),
        "events": events(),
        "may_assess": may(request.user, "assess", source.collection),
    }


def _wanted(request: HttpRequest) -> Json:
    """What somebody wrote who came too late, under the names that the form's fields have."""
    return {
        form_label(name): form_label(value) if name == "verdict" else value
        for name, value in request.POST.items()
        if value and name not in ("csrfmiddlewaretoken", "version")
    }


def citable(request: HttpRequest, document: Document, start: int, end: int) -> str:
    """The whole address of a passage, with a mark of its words: see ``_pointed``."""
    address = reverse("document", args=[document.key])
    mark = mark_of(text_of(document)[start:end])
    return request.build_absolute_uri(f"{address}?at={start}-{end}&words={mark}#at")


def mark_of(quote: str) -> str:
    """Eight digits that change with the words of a passage."""
    return hashlib.sha256(quote.encode("utf-8")).hexdigest()[:8]


def _pointed(request: HttpRequest, document: Document) -> tuple[tuple[int, int] | None, bool]:
    """The span that an address points to, and whether it is not what it was made for.

    An address carries a mark of the words it was made for. Where other words stand there, that
    is said: a look-alike elsewhere is never taken instead.
    """
    asked = request.GET.get("at")
    if not asked:
        return None, False
    try:
        start, end = (int(each) for each in asked.split("-"))
    except ValueError:
        return None, True
    if not 0 <= start <= end <= document.text_length:
        return None, True
    mark = request.GET.get("words")
    if mark and mark != mark_of(text_of(document)[start:end]):
        return None, True
    return (start, end), False


def _part(request: HttpRequest, document: Document, at: tuple[int, int] | None) -> tuple[int, int]:
    """Which part of a long document is shown, from 0, and of how many."""
    parts = max(1, -(-document.passages.count() // A_PART))
    if at is not None:
        before = document.passages.filter(start__lte=at[0]).count()
        return min(max(before - 1, 0) // A_PART, parts - 1), parts
    asked = request.GET.get("part", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return min(max(number, 1), parts) - 1, parts


def _span(passages: Sequence[Passage]) -> tuple[int, int]:
    return (passages[0].start, passages[-1].end) if passages else (0, 0)


def _finding(finding: Finding) -> Json:
    source = finding.document.source
    passages = json.loads(plain(source, finding_place(finding, "passages"), finding.passages))
    return {
        "finding": finding,
        "message": plain(source, finding_place(finding, "message"), finding.message),
        "working": plain(source, finding_place(finding, "working"), finding.working),
        "passages": passages,
        "reason": why_judged(finding),
    }
