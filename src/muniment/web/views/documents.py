"""A document beside its claims and findings, and what people decide there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.beside import address_of, beside, finding_row, panel
from muniment.web.claimforms import FormProblem, changes_from, parts_from, typed_in, values_of
from muniment.web.labels import FORM, form_label
from muniment.web.segments import blocks, paragraphs
from muniment.workspace.locking import Stale
from muniment.workspace.models import Claim, Document, Finding, Passage
from muniment.workspace.sensitive import text_of
from muniment.workspace.services import reviewing
from muniment.workspace.services.reviewing import Impossible, body_of
from muniment.workspace.vocabulary import events, kinds

Json = dict[str, Any]
A_PART = 150
"""Paragraphs of a document that are shown at once."""


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
            if not changes:
                raise Impossible(_("Nothing differs from how it stands: change a field."))
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
        return _panel(request, claim, problem=str(error), wanted=request.POST, status=422)
    except Stale:
        claim.refresh_from_db()
        return _panel(request, claim, wanted=request.POST, stale=True, status=409)
    claim.refresh_from_db()
    if request.headers.get("HX-Request"):
        return _panel(request, claim)
    return redirect("claim", claim.document.key, claim.key)


@require_GET
@allowed("review", found.document)
def new(request: HttpRequest, document: Document) -> HttpResponse:
    """The form for a claim at a passage that was selected."""
    at, lost = _pointed(request, document)
    kind = request.GET.get("kind", kinds()[0])
    if at is None or lost or kind not in kinds():
        raise Http404
    return _new(request, document, _without_space(text_of(document), *at), kind)


@require_POST
@allowed("review", found.document)
def add(request: HttpRequest, document: Document) -> HttpResponse:
    """Add the claim of the form."""
    kind = request.POST.get("kind", "")
    try:
        body = changes_from(request.POST, {"kind": kind})
        made = reviewing.add(
            actor(request), document, {"kind": kind, **body}, request.POST.get("reason", "")
        )
    except (Impossible, FormProblem) as error:
        said = (request.POST.get("start", ""), request.POST.get("end", ""))
        whole = all(each.isascii() and each.isdigit() and len(each) < 10 for each in said)
        at = (int(said[0]), int(said[1])) if whole else (0, 0)
        return _new(request, document, at, kind, str(error), request.POST)
    address = address_of(made, request.POST.get("view") == "page")
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _new(
    request: HttpRequest,
    document: Document,
    at: tuple[int, int],
    kind: str,
    problem: str = "",
    wanted: QueryDict | None = None,
) -> HttpResponse:
    """The form for a new claim; what somebody wrote that was not saved stays in it."""
    context = {
        "document": document,
        "problem": problem,
        "at": at,
        "quote": text_of(document)[at[0] : at[1]],
        "kind": kind if kind in kinds() else kinds()[0],
        "kinds": kinds(),
        "events": events(),
        "values": typed_in(wanted) if wanted is not None else {},
        "reason": wanted.get("reason", "") if wanted is not None else "",
        "view": (wanted or request.GET).get("view", ""),
    }
    return render(request, "muniment/parts/new_claim.html", context, status=422 if problem else 200)


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space that a pointer takes along at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@require_GET
@allowed("read", found.finding)
def finding(request: HttpRequest, finding: Finding) -> HttpResponse:
    """The document at the passage of one finding, which is marked beside it."""
    leading = finding_row(finding)["passages"][:1]
    at = (leading[0]["start"], leading[0]["end"]) if leading else (finding.start, finding.start)
    return _page(request, finding.document, at=at, pointed=finding)


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
        problem = _("Somebody else has changed this in the meantime. This is how it stands now.")
    written = request.POST.get("reason", "") if status != 200 else ""
    finding.refresh_from_db()
    context = {
        "written": written,
        "row": finding_row(finding),
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
    pointed: Finding | None = None,
) -> HttpResponse:
    text = text_of(document)
    part, parts = _part(request, document, at)
    passages = list(document.passages.all()[part * A_PART : (part + 1) * A_PART])
    context = beside(request, document, _span(passages), opened)
    shown = paragraphs(text, passages, context["rows"], at)
    context |= {
        "blocks": blocks(shown),
        "headings": {each.number for each in shown if each.says(context["title"])},
        "at": at,
        "lost": lost,
        "pointed": pointed,
        "part": part + 1,
        "parts": parts,
        "here": (opened.page if opened else None) or (passages[0].page if passages else None) or 1,
        **(_citable(request, opened) if opened else {}),
    }
    return render(request, "muniment/document.html", context)


def _panel(
    request: HttpRequest,
    claim: Claim,
    problem: str = "",
    wanted: QueryDict | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = panel(request, claim, problem, wanted, stale) | _citable(request, claim)
    if stale and wanted is not None:
        context["differing"] = _differing(wanted, claim)
    return render(request, "muniment/parts/claim.html", context, status=status)


def _citable(request: HttpRequest, claim: Claim) -> Json:
    return {"citable": citable(request, claim.document, claim.start, claim.end)}


def _differing(form: QueryDict, claim: Claim) -> list[tuple[str, str, str]]:
    """What somebody wrote who came too late, beside how it stands now."""
    now, typed = values_of(body_of(claim)), typed_in(form)
    said = [(name, now[name], typed[name]) for name in now if name in form]
    rows = [(form_label(name), *each) for name, *each in said if each[0] != each[1]]
    also = [(form_label(name), "", form.get(name, "")) for name in ("verdict", "reason")]
    return [
        (name, before, form_label(after) if after in FORM else after)
        for name, before, after in (*rows, *also)
        if before or after
    ]


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
