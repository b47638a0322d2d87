"""Restricted things are shown to those who may see them, and each look is in the history."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from muniment.web.access import actor
from muniment.workspace.history import record
from muniment.workspace.models import Document, Source
from muniment.workspace.permissions import may_see_restricted
from muniment.workspace.sensitive import is_sealed

View = Callable[..., HttpResponse]


def shown(view: View) -> View:
    """A page about a document, or about something in one: withheld where the source is restricted.

    A person with the right sees it; the first look of a session at each source is recorded.
    """

    @wraps(view)
    def checked(request: HttpRequest, thing: Any) -> HttpResponse:
        document = thing if isinstance(thing, Document) else thing.document
        source: Source = document.source
        if is_sealed(source):
            if not may_see_restricted(request.user, source.collection):
                return render(request, "muniment/withheld.html", {"document": document}, status=403)
            seen = request.session.setdefault("seen", [])
            if source.key not in seen:
                with transaction.atomic():
                    record(actor(request), "restricted.seen", f"source:{source.key}", {})
                request.session["seen"] = [*seen, source.key]
        return view(request, thing)

    return checked
