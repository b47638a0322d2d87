"""Files that would change many things: what each row would do, and whether it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.web.actions import field_label
from muniment.web.labels import Text
from muniment.web.views.home import work_context
from muniment.workspace.exporting.returning import ReturnProblem
from muniment.workspace.models import Work
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.services import bringing_back, looked, places_lists
from muniment.workspace.services.places import PlaceProblem

LONGEST = 2_000
OUTCOMES = {
    "problem": gettext_lazy("cannot be taken"),
    "stale": gettext_lazy("changed here since"),
    "withheld": gettext_lazy("restricted"),
    "new": gettext_lazy("to be added"),
    "changed": gettext_lazy("to be changed"),
    "same": gettext_lazy("as it stands"),
}
"""What may come of a row, what needs a look first."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a look is called, and where it belongs."""

    title: Text
    page: str
    page_title: Text


_KINDS = {
    "return-look": _Words(gettext_lazy("Bring back what left"), "exports", gettext_lazy("Exports")),
    "places-look": _Words(gettext_lazy("A list of places"), "places", gettext_lazy("Places")),
}


@require_safe
@allowed("add", found.look)
def show(request: HttpRequest, look: Work) -> HttpResponse:
    """What a file would do, row by row; or how far the look at it is."""
    return _page(request, look)


@require_POST
@allowed("add", found.look)
def take(request: HttpRequest, look: Work) -> HttpResponse:
    """Take the rows of a file that was looked at."""
    why = request.POST.get("why", "").strip()[:LONGEST]
    try:
        if look.kind == "places-look":
            places_lists.take(actor(request), look, why)
        else:
            bringing_back.take(actor(request), look, why)
    except (PlaceProblem, ReturnProblem) as error:
        return _page(request, look, str(error), 422)
    messages.success(request, _("The rows are being taken; what cannot be taken stays as it is."))
    return redirect(_KINDS[look.kind].page)


def _told(line: looked.Line) -> list[tuple[str, Any, Any]]:
    """What a row changes, in words."""
    return [(field_label(what), before, after) for what, before, after in line.differences]


def _page(request: HttpRequest, look: Work, problem: str = "", status: int = 200) -> HttpResponse:
    if look.by_id != actor(request).user.pk:  # what is seen depends on who looks
        raise NotAllowed(_("Only who had a file looked at sees what was found."))
    words, result = _KINDS[look.kind], looked.kept(look)
    context = {
        "look": look,
        "words": words,
        "belongs": reverse(words.page),
        "name": looked.order_of(look).get("file", ""),
        "waits": look.state in (Work.State.WAITING, Work.State.RUNNING),
        "failed": look.state == Work.State.FAILED,
        "problem": problem,
        "found": result,
        **work_context(request),
    }
    if result is not None:
        context["counts"] = [
            (what, label, result.counts[what])
            for what, label in OUTCOMES.items()
            if what in result.counts
        ]
        context["rows"] = [(each, OUTCOMES[each.outcome], _told(each)) for each in result.lines]
    return render(request, "muniment/look.html", context, status=status)
