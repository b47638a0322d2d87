"""What leaves: asked for, approved or refused, handed out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed, somewhere
from muniment.web.custody_words import steps
from muniment.web.downloads import attachment_of
from muniment.web.views.home import work_context
from muniment.workspace.entry_words import words_of
from muniment.workspace.exporting.order import DECIDED, FORMATS, NAMES, Order, OrderProblem
from muniment.workspace.history import head
from muniment.workspace.locking import Stale
from muniment.workspace.models import (
    Claim,
    Entry,
    Export,
    Sensitivity,
    Source,
)
from muniment.workspace.models.register import Register
from muniment.workspace.permissions import may, may_see_restricted, where
from muniment.workspace.services import handing, searches

A_PAGE = 30
WHAT = {
    "all": gettext_lazy("Sources, claims, findings and decisions"),
    "sources": gettext_lazy("Sources and their documents"),
    "claims": gettext_lazy("Claims"),
    "findings": gettext_lazy("Findings"),
    "decisions": gettext_lazy("Decisions, each with who and when"),
    "register": gettext_lazy("A list of the registers"),
    "package": gettext_lazy("Evidence package: files, claims, custody, signed"),
}
MOST_SOURCES = 2_000


@require_GET
@somewhere("read")
def listing(request: HttpRequest) -> HttpResponse:
    """Exports of the collections in which a person exports or approves, and the form for one."""
    return _page(request, {}, status=200)


@require_POST
@somewhere("export")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the export of the form."""
    form = request.POST
    collection = where(request.user, "export").filter(slug=form.get("collection", "")).first()
    if collection is None:
        raise Http404
    order = Order(
        what=form.get("what", ""),
        format=form.get("format", ""),
        audience=form.get("audience", Sensitivity.INTERNAL),
        statuses=tuple(dict.fromkeys(form.getlist("status"))),
        sources=tuple(dict.fromkeys(form.get("sources", "").split()))[:MOST_SOURCES],
        search=_search(request, form.get("search", "")),
        lists=tuple(each for each in form.getlist("list") if each),
    )
    try:
        export = handing.ask_export(
            actor(request), collection, order, form.get("purpose", ""), form.get("recipient", "")
        )
    except OrderProblem as error:
        return _page(request, {**form.dict(), "problem": str(error)}, status=422)
    return redirect("export", export.key)


@require_GET
@allowed("export", found.export)
def show(request: HttpRequest, export: Export) -> HttpResponse:
    """One export: what it holds, for whom, who allowed it, and each time that it left."""
    return _one(request, export)


@require_POST
@allowed("approve", found.export)
def decide(request: HttpRequest, export: Export) -> HttpResponse:
    """Approve or refuse what another person asked for."""
    version, reason = _version(request), request.POST.get("reason", "")
    decision = request.POST.get("decision")
    if decision not in ("approve", "refuse"):
        return _one(request, export, _("Say whether you approve or refuse."), 422)
    try:
        if decision == "approve":
            handing.approve(actor(request), export, version, reason)
            messages.success(request, _("Approved. The file is being made."))
        else:
            handing.refuse(actor(request), export, version, reason)
            messages.success(request, _("Refused."))
    except OrderProblem as error:
        return _one(request, export, str(error), 422)
    except Stale:
        export.refresh_from_db()
        return _one(request, export, _("Somebody else decided on this in the meantime."), 409)
    return redirect("export", export.key)


@require_POST
@allowed("export", found.export)
def take_back(request: HttpRequest, export: Export) -> HttpResponse:
    """Ask no longer for one's own."""
    try:
        handing.take_back(actor(request), export, _version(request))
    except OrderProblem as error:
        return _one(request, export, str(error), 422)
    except Stale:
        export.refresh_from_db()
        return _one(request, export, _("Somebody else decided on this in the meantime."), 409)
    return redirect("export", export.key)


@require_POST
@allowed("export", found.export)
def file(request: HttpRequest, export: Export) -> HttpResponseBase:
    """The file, as an attachment; that it left is in the history first."""
    try:
        content = handing.hand_out_in_parts(actor(request), export)
    except OrderProblem as error:
        return _one(request, export, str(error), 422)
    return attachment_of(content, export.size, export.filename, "application/octet-stream")


def _page(request: HttpRequest, said: dict[str, Any], status: int) -> HttpResponse:
    exporting, approving = where(request.user, "export"), where(request.user, "approve")
    rows = Export.objects.filter(Q(collection__in=exporting) | Q(collection__in=approving))
    rows = rows.select_related("collection", "by").order_by("-asked_at", "-pk")
    waiting = rows.filter(state=Export.State.ASKED, collection__in=approving)
    chosen = said.get("sources") or request.GET.get("sources", "")
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting.exclude(by=request.user.pk),
        "exporting": exporting,
        "bringing": where(request.user, "add"),
        "what": [(name, label, " ".join(FORMATS[name])) for name, label in WHAT.items()],
        "formats": NAMES.items(),
        "audiences": Sensitivity.choices,
        "statuses": Claim.Status.choices,
        "decided": request.POST.getlist("status") if said else list(DECIDED),
        "searches": searches.kept(actor(request).user),
        "lists": Register.objects.filter(collection__in=exporting).select_related("collection"),
        "said": {"audience": "internal", "what": request.GET.get("what", "all")} | said,
        "chosen": _named(request, chosen.split()),
        "to": said.get("collection") or request.GET.get("collection", ""),
        "states": dict(Export.State.choices),
        **work_context(request),
    }
    return render(request, "muniment/exports.html", context, status=status)


def _one(
    request: HttpRequest, export: Export, problem: str = "", status: int = 200
) -> HttpResponse:
    order, user = handing.order_of(export), request.user
    mine = export.by_id == user.pk
    entries = Entry.objects.filter(subject=f"export:{export.key}").order_by("number")
    context = {
        "export": export,
        "order": order,
        "what": WHAT[order.what],
        "format": NAMES[order.format],
        "statuses": [label for value, label in Claim.Status.choices if value in order.statuses],
        "narrowed": order.tables and {"claims", "decisions"} & set(order.tables),
        "sources": _named(request, order.sources),
        "entries": steps(entries, actor(request).user),
        "left": _left(entries),
        "head": head(),
        "left_out": export.message.splitlines() if export.state == Export.State.MADE else [],
        "expires": handing.expires_at(export),
        "expired": handing.is_expired(export),
        "may_take": handing.may_take(user, export),  # type: ignore[arg-type]
        "may_decide": not mine and may(user, "approve", export.collection),
        "sees": export.sensitivity != Sensitivity.RESTRICTED
        or may_see_restricted(user, export.collection),
        "mine": mine,
        "problem": problem,
        "busy": export.state == Export.State.APPROVED,
    }
    return render(request, "muniment/export.html", context, status=status)


def _left(entries: Iterable[Entry]) -> list[tuple[str, list[str]]]:
    """The fields that the file of an export holds, by table, as the history has them."""
    made = [each for each in entries if each.action == "export.made"][-1:]
    said = [words_of(each.number, each.subject, each.detail, each.reason).detail for each in made]
    fields: dict[str, list[str]] = said[0].get("fields", {}) if said else {}
    return [(table, sorted(names)) for table, names in fields.items()]


def _named(request: HttpRequest, keys: Any) -> list[Source]:
    """Sources by their keys, of those that a person may export."""
    rows = Source.objects.filter(key__in=list(keys)[:MOST_SOURCES])
    return list(rows.filter(collection__in=where(request.user, "export")).order_by("pk"))


def _search(request: HttpRequest, number: str) -> str:
    """The query of a saved search of one's own, "" where none was chosen."""
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return ""
    mine = searches.kept(actor(request).user)
    return next((each.query for each in mine if each.pk == int(number)), "")


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
