"""What left comes back: a file is looked at row by row, then taken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.workspace.models import Collection
from muniment.workspace.services import bringing_back


@require_safe
@allowed("add", found.collection)
def choose(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The form for a file that comes back."""
    return render(request, "muniment/returned.html", {"collection": collection})


@require_POST
@allowed("add", found.collection)
def preview(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Have a file looked at; nothing is changed yet."""
    sent = request.FILES.get("file")
    if sent is None or sent.file is None:
        context = {"collection": collection, "problem": _("Choose a file.")}
        return render(request, "muniment/returned.html", context, status=422)
    kept = bringing_back.receive(actor(request), collection, sent.file)
    look = bringing_back.look_at(actor(request), collection, kept, sent.name or "")
    return redirect("look", look.pk)
