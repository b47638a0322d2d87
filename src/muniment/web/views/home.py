"""The first page: what waits for this person; and the work under way."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muniment.web.access import actor, signed_in
from muniment.web.closed_works import without_results
from muniment.web.counting import count
from muniment.web.holdings import holdings
from muniment.web.source_rows import Listed, listed
from muniment.workspace.models import Claim, Finding, Question, Review, Source, User, Work
from muniment.workspace.permissions import readable, what_is_open, where
from muniment.workspace.sensitive import finding_place, plain

LATEST = 8
_COUNTED = 1_000
_QUESTIONS = 4


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What came in lately, what waits for review, what does not add up, what is under way."""
    user = actor(request).user
    mine = readable(user)
    reviewing = where(request.user, "review")
    seen = what_is_open(user, "document__source__")
    claims = Claim.objects.filter(seen, document__source__collection__in=reviewing)
    later = Review.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    others = Review.objects.filter(~Exists(later), waits=True).exclude(by=user)
    waiting = claims.filter(pk__in=others.values("claim"))
    sources = Source.objects.filter(collection__in=mine)
    findings = Finding.objects.filter(document__source__collection__in=mine, status="open")
    findings = findings.exclude(level="note").exclude(document__source__sensitivity="restricted")
    latest = findings.select_related("document__source").order_by("-pk")[:LATEST]
    context = {
        "sources": _latest(user, sources),
        "holdings": holdings(mine.values_list("pk", flat=True)),
        "questions": Question.objects.filter(collection__in=mine).order_by("-at")[:_QUESTIONS],
        "source_count": count(sources),
        "suggested": count(claims.filter(status=Claim.Status.SUGGESTED), _COUNTED),
        "waiting": count(waiting, _COUNTED),
        "finding_count": count(findings, _COUNTED),
        "findings": [(each, _message(each)) for each in latest],
        "addable": where(request.user, "add"),
        **work_context(request),
    }
    return render(request, "muniment/home.html", context)


UNFINISHED = (Work.State.WAITING, Work.State.RUNNING)


@require_GET
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """The work under way, as a part of a page that asks for it anew."""
    return render(request, "muniment/parts/work.html", work_context(request))


def work_context(request: HttpRequest) -> dict[str, Any]:
    """The latest work that a person may see, and whether any of it goes on."""
    rows: QuerySet[Work] = Work.objects.filter(collection__in=readable(request.user))
    latest = list(rows.select_related("collection").order_by("-asked_at", "-pk")[:6])
    without_results(latest, what_is_open(request.user))
    over = [each for each in latest if each.state == Work.State.DONE]
    waiting = [each for each in latest if each.state in UNFINISHED]
    return {
        "work": latest,
        "going": [each for each in latest if each not in over],
        "over": over,
        "waiting_count": rows.filter(state__in=UNFINISHED).count() if waiting else 0,
        "busy": bool(waiting),
    }


def _latest(user: User, sources: QuerySet[Source]) -> list[Listed]:
    """The sources that came last, as they are listed."""
    latest = sources.order_by("-received_at", "-pk").values_list("pk", flat=True)
    return listed(user, list(latest[:LATEST]))


def _message(finding: Finding) -> str:
    return plain(finding.document.source, finding_place(finding, "message"), finding.message)
