"""Asking to see what is withheld."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.withheld import keep_shown, safe_next
from muniment.workspace.models import Sensitivity, Source
from muniment.workspace.services.looking import look


@require_POST
@allowed("read", found.source, withholds=False)
def show(request: HttpRequest, source: Source) -> HttpResponse:
    """Show a restricted source while one is signed in; the look is kept, with its reason."""
    if source.sensitivity != Sensitivity.RESTRICTED:
        return redirect(safe_next(request))
    why = request.POST.get("why", "").strip()[:300]
    try:
        look(actor(request), source.collection, f"source:{source.key}", ["everything"], why)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        keep_shown(request, source, why)
    return redirect(safe_next(request))
