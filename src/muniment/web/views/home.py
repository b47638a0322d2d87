"""The first page: what waits for this person."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from muniment.web.access import signed_in
from muniment.workspace.models import Claim, Finding, Source, Work
from muniment.workspace.permissions import readable


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What came in lately, what waits for review, what is under way."""
    mine = readable(request.user)
    claims = Claim.objects.filter(document__source__collection__in=mine)
    status = dict(claims.values_list("status").annotate(Count("id")))
    return render(
        request,
        "muniment/home.html",
        {
            "sources": Source.objects.filter(collection__in=mine).order_by("-received_at")[:8],
            "status": status,
            "findings": Finding.objects.filter(
                document__source__collection__in=mine, status="open"
            ).exclude(level="note")[:8],
            "work": Work.objects.filter(collection__in=mine)[:6],
        },
    )
