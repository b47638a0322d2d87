"""Asking to see what is withheld."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.withheld import keep_shown, safe_next
from muniment.workspace.models import Collection, Place, Sensitivity, Source
from muniment.workspace.services.looking import look


@require_POST
@allowed("read", found.source, withholds=False)
def show(request: HttpRequest, source: Source) -> HttpResponse:
    """Show a restricted source while one is signed in; the look is kept, with its reason."""
    return _show(request, source.collection, f"source:{source.key}", [source])


@require_POST
@allowed("read", found.place, withholds=False)
def show_place(request: HttpRequest, place: Place) -> HttpResponse:
    """Show a restricted place while one is signed in; the look is kept, with its reason."""
    return _show(request, place.collection, f"place:{place.key}", [place])


@require_POST
@allowed("read", found.collection)
def show_places(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Show the restricted places of a collection; the look is kept, with which they are."""
    return _show(request, collection, f"collection:{collection.slug}", collection.places.all())


def _show(
    request: HttpRequest, collection: Collection, subject: str, held: Iterable[Source | Place]
) -> HttpResponse:
    closed = [each for each in held if each.sensitivity == Sensitivity.RESTRICTED]
    if not closed:
        return redirect(safe_next(request))
    why = request.POST.get("why", "").strip()[:300]
    try:
        which = [each.key for each in closed] if subject.startswith("collection:") else []
        look(actor(request), collection, subject, ["everything"], why, which)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        keep_shown(request, closed, why)
    return redirect(safe_next(request))
