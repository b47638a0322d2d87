"""What stands beside a document's text or page: its claims and findings, and what is open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from muniment.web.claimforms import typed_in, values_of
from muniment.web.reviewed import of_claims
from muniment.workspace.models import Claim, Document, Entry, Finding
from muniment.workspace.permissions import may
from muniment.workspace.sensitive import (
    claim_place,
    finding_place,
    notes_of,
    plain,
    text_of,
    title_of,
    why_decided,
    why_judged,
)
from muniment.workspace.services.reviewing import body_of
from muniment.workspace.vocabulary import events

Json = dict[str, Any]
MOST = 1_500
"""Claims that one page shows at once: no text that people write has so many in so few words."""
WAITING = (Claim.Status.SUGGESTED, Claim.Status.PROPOSED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim with what stands in it; ``on_page`` where it is shown on the picture of its page."""

    claim: Claim
    body: Json
    on_page: bool = False

    @property
    def address(self) -> str:
        """The claim's permanent address."""
        return reverse("claim", args=[self.claim.document.key, self.claim.key])

    @property
    def here(self) -> str:
        """Where it is opened from a page that shows it: the text, or the picture of its page."""
        return address_of(self.claim, self.on_page)


def address_of(claim: Claim, on_page: bool) -> str:
    """Where a claim is opened: beside the text, or on the picture of its page where it has one."""
    return _address(claim.document.key, claim.key, claim.page, on_page)


def _address(document: str, claim: str, page: int | None, on_page: bool) -> str:
    if on_page and page:
        return f"{reverse('page', args=[document, page])}?claim={claim}"
    return reverse("claim", args=[document, claim])


def beside(
    request: HttpRequest,
    document: Document,
    span: tuple[int, int],
    opened: Claim | None,
    *,
    on_page: bool = False,
) -> Json:
    """The context of a page that shows a span of a document's text."""
    rows, notes = list(claims_in(document, span)[: MOST + 1]), notes_of(document)
    if len(rows) > MOST:
        rows, span = _some(document, span, opened)
        notes.append(_("%d claims of this part are shown; each opens at its own address.") % MOST)
    findings = list(document.findings.filter(start__gte=span[0], start__lt=span[1])[: MOST + 1])
    if len(findings) > MOST:
        notes.append(_("%d findings of this part are shown; each opens at its own address.") % MOST)
    return {
        "document": document,
        "title": title_of(document),
        "source": document.source,
        "rows": rows,
        "claims": [Shown(each, body_of(each), on_page) for each in rows],
        "reviewed": of_claims(rows),
        "findings": [finding_row(each) for each in findings[:MOST]],
        "opened": opened,
        "on_page": on_page,
        "turns": _turns(document, span, on_page),
        "notes": notes,
        "may_review": may(request.user, "review", document.source.collection),
        **(panel(request, opened) if opened else {}),
    }


def _some(
    document: Document, span: tuple[int, int], opened: Claim | None
) -> tuple[list[Claim], tuple[int, int]]:
    """As many claims of a span as a page can show, with the opened one among them, and the part of
    the span in which they stand."""
    first, last = span
    if opened is not None and first <= opened.start < last:
        before = claims_in(document, (first, opened.start)).order_by("-start", "-end", "-pk")
        first = next(iter(before.values_list("start", flat=True)[MOST // 2 :][:1]), first)
    rows = list(claims_in(document, (first, last))[:MOST])
    if opened is not None and opened not in rows:
        rows[-1:] = [opened]
    return rows, (first, rows[-1].end)


def claims_in(document: Document, span: tuple[int, int]) -> QuerySet[Claim]:
    """The claims that stand in a span of a text; one that was split stands there as its parts."""
    rows = document.claims.filter(start__lt=span[1], end__gt=span[0])
    return rows.exclude(status=Claim.Status.SPLIT)  # of this document: not fetched again with each


def _turns(document: Document, span: tuple[int, int], on_page: bool) -> dict[str, str]:
    """Where keys lead to from the last and the first claim that are shown; "" where nowhere."""
    first, last = span
    rows = document.claims.exclude(status=Claim.Status.SPLIT).values("key", "page")
    after = rows.filter(start__gte=last).order_by("start", "end", "pk")
    before = rows.filter(end__lte=first).order_by("-start", "-end", "-pk")
    waiting = after.filter(status__in=WAITING)
    skipped = rows.filter(status__in=WAITING, end__lte=first).order_by("start", "end", "pk")
    found = {
        "after": after.first(),
        "before": before.first(),
        "open": waiting.first() or skipped.first(),
    }
    return {
        name: _address(document.key, each["key"], each["page"], on_page) if each else ""
        for name, each in found.items()
    }


def panel(
    request: HttpRequest,
    claim: Claim,
    problem: str = "",
    wanted: QueryDict | None = None,
    stale: bool = False,
) -> Json:
    """The context of one claim that is open, and what may be done with it.

    ``wanted`` is what somebody wrote that was not saved: it stays in the form it was written in.
    """
    document, source = claim.document, claim.document.source
    body = body_of(claim)
    kept = plain(source, claim_place(claim), claim.read)
    review = claim.waiting
    return {
        "claim": claim,
        "body": body,
        "read": json.loads(kept) if kept else None,
        "document": document,
        "reviews": [
            (each, why_decided(each)) for each in claim.reviews.select_related("by", "seconded_by")
        ],
        "waiting": review,
        "own": review is not None and review.by_id == request.user.pk,
        "entries": Entry.objects.filter(subject=f"claim:{document.key}:{claim.key}").count(),
        "may_review": may(request.user, "review", source.collection),
        "may_assess": may(request.user, "assess", source.collection),
        "events": events(),
        "problem": problem,
        "stale": stale,
        "values": values_of(body) if wanted is None else typed_in(wanted),
        "pieces": _parts(claim, wanted),
        "verdict": wanted.get("verdict", "") if wanted is not None else "",
        "reason": wanted.get("reason", "") if wanted is not None else "",
    }


def _parts(claim: Claim, wanted: QueryDict | None) -> list[Json]:
    """The parts that a claim may be split into: as somebody wrote them, else two of the whole."""
    text = text_of(claim.document)
    names = ("part_start", "part_end", "part_low", "part_high")
    if wanted is not None and "part_start" in wanted:
        rows = [list(each) for each in zip(*(wanted.getlist(each) for each in names), strict=False)]
    else:
        whole = [str(claim.start), str(claim.end), "", ""]
        rows = [list(whole), list(whole), ["", "", "", ""]]
    return [
        {
            "start": start,
            "end": end,
            "low": low,
            "high": high,
            "quote": _quote(text, start, end),
        }
        for start, end, low, high in rows[:9]
    ]


def _quote(text: str, start: str, end: str) -> str:
    plain_numbers = all(
        each.isascii() and each.isdigit() and len(each) < 10 for each in (start, end)
    )
    return text[int(start) : int(end)][:200] if plain_numbers else ""


def finding_row(finding: Finding) -> Json:
    """A finding with its texts."""
    source = finding.document.source
    passages = json.loads(plain(source, finding_place(finding, "passages"), finding.passages))
    return {
        "finding": finding,
        "message": plain(source, finding_place(finding, "message"), finding.message),
        "working": plain(source, finding_place(finding, "working"), finding.working),
        "passages": passages,
        "reason": why_judged(finding),
    }
