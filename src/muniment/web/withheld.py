"""What belongs to a restricted source, and a restricted place, is withheld until it is asked for,
with a reason.

The look is kept once for a session and a source or place (decision 74): in the session stands which
ones were asked for, and whether the person may see them is asked anew each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from muniment.workspace.models import Place, Sensitivity, Source
from muniment.workspace.permissions import may_see_restricted

SHOWN, WHY = "seen", "seen_why"


def source_of(thing: object) -> Source | None:
    """The source that something belongs to, where it belongs to one."""
    if isinstance(thing, Source):
        return thing
    for way in ("source", "document", "claim"):
        if (above := getattr(thing, way, None)) is not None:
            return source_of(above)
    return None


def is_withheld(request: HttpRequest, thing: object) -> bool:
    """Whether something is not to be shown in this session, or not yet."""
    held = _held(thing)
    if held is None or held.sensitivity != Sensitivity.RESTRICTED:
        return False
    if not may_see_restricted(request.user, held.collection):
        return True
    return held.key not in request.session.get(SHOWN, [])


def keep_shown(request: HttpRequest, held: Iterable[Source | Place], why: str) -> None:
    """Remember in the session that sources or places were asked for."""
    keys = [*request.session.get(SHOWN, []), *(each.key for each in held)]
    request.session[SHOWN] = list(dict.fromkeys(keys))
    request.session[WHY] = why


def withhold(request: HttpRequest, thing: Any) -> HttpResponse:
    """The page in place of what is withheld: that it is there, and how to see it if one may."""
    held = _held(thing)
    assert held is not None
    here = request.get_full_path() if request.method == "GET" else safe_next(request)
    context = {
        "held": held,
        "is_place": isinstance(held, Place),
        "may_see": may_see_restricted(request.user, held.collection),
        "why": request.session.get(WHY, ""),
        "next": here,
    }
    return render(request, "muniment/withheld.html", context, status=403)


def safe_next(request: HttpRequest) -> str:
    """Where a form asks to go on to, if that is here; else the first page."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    hosts, secure = {request.get_host()}, request.is_secure()
    inside = url_has_allowed_host_and_scheme(there, hosts, require_https=secure)
    if inside and there.startswith("/"):  # anything else would be taken for the name of a page
        return there
    return reverse("home")


def _held(thing: object) -> Source | Place | None:
    """What decides whether something is withheld: a place itself, else the source."""
    return thing if isinstance(thing, Place) else source_of(thing)
