"""Sources: the list, taking in, and one source with its documents."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed, somewhere
from muniment.web.views.home import work_context
from muniment.workspace.models import Collection, Entry, Sensitivity, Source
from muniment.workspace.permissions import readable, where
from muniment.workspace.services.taking_in import Description, take_in

A_PAGE = 50


@require_GET
@somewhere("read")
def listing(request: HttpRequest) -> HttpResponse:
    """The sources of all collections that a person may read, the latest first."""
    rows = Source.objects.filter(collection__in=readable(request.user))
    rows = rows.select_related("collection", "received_by").order_by("-received_at", "-id")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "addable": where(request.user, "add"),
        "sensitivities": Sensitivity.choices,
        "said": Description(),
        **work_context(request),
    }
    return render(request, "muniment/sources.html", context)


@require_POST
@allowed("add", found.collection)
def add(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Take in the files and the text of a form."""
    said = Description(
        **{
            each: request.POST.get(each, "").strip()
            for each in ("title", "issuer", "date", "language", "note", "obtained_from")
        },
        sensitivity=request.POST.get("sensitivity", "internal"),
    )
    taken = [
        take_in(actor(request), collection, file.file, file.name or "", "upload", said)
        for file in request.FILES.getlist("files")
        if file.file is not None
    ]
    if text := request.POST.get("text", "").strip():
        stream = io.BytesIO(text.encode("utf-8"))
        taken.append(take_in(actor(request), collection, stream, "pasted.txt", "paste", said))
    new = sum(each.new for each in taken)
    if new:
        messages.success(
            request, ngettext("%d source taken in.", "%d sources taken in.", new) % new
        )
    for each in taken:
        if not each.new:
            messages.info(request, _("“%s” is here already.") % each.source)
    return redirect("sources")


@require_GET
@allowed("read", found.source)
def show(request: HttpRequest, source: Source) -> HttpResponse:
    """One source: where it came from, its documents, its custody."""
    custody = Entry.objects.filter(subject=f"source:{source.key}").order_by("number")
    return render(request, "muniment/source.html", {"source": source, "custody": custody})
