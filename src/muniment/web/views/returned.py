"""What left comes back: a file is looked at row by row, then taken."""

from __future__ import annotations

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from muniment.web import found
from muniment.web.access import actor, allowed
from muniment.workspace.exporting.returning import ReturnProblem
from muniment.workspace.models import Collection
from muniment.workspace.services import bringing_back

SALT, HOURS = "muniment.returned", 4
MOST_SHOWN = 300
OUTCOMES = {
    "problem": gettext_lazy("cannot be taken"),
    "stale": gettext_lazy("changed here since"),
    "withheld": gettext_lazy("restricted"),
    "new": gettext_lazy("to be added"),
    "changed": gettext_lazy("to be changed"),
    "same": gettext_lazy("as it stands"),
}
"""What may come of a row, what needs a look first."""


@require_safe
@allowed("add", found.collection)
def choose(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The form for a file that comes back."""
    return render(request, "muniment/returned.html", {"collection": collection})


@require_POST
@allowed("add", found.collection)
def preview(request: HttpRequest, collection: Collection) -> HttpResponse:
    """What each row of a file would do; nothing is changed yet."""
    sent = request.FILES.get("file")
    try:
        if sent is None or sent.file is None:
            raise ReturnProblem(_("Choose a file."))
        kept = bringing_back.receive(actor(request), collection, sent.file)
        plan = bringing_back.plan(actor(request), collection, kept.sha256, "")
    except ReturnProblem as error:
        context = {"collection": collection, "problem": str(error)}
        return render(request, "muniment/returned.html", context, status=422)
    order = list(OUTCOMES)
    rows = sorted(plan.rows, key=lambda each: order.index(each.outcome))
    shown = [each for each in rows if each.outcome != "same"]
    context = {
        "collection": collection,
        "name": sent.name,
        "counts": [
            (what, label, plan.counts[what])
            for what, label in OUTCOMES.items()
            if what in plan.counts
        ],
        "rows": [(each, OUTCOMES[each.outcome]) for each in shown[:MOST_SHOWN]],
        "more": max(0, len(shown) - MOST_SHOWN),
        "told": plan.told,
        "takes": sum(each.do is not None for each in plan.rows),
        "ticket": dumps([kept.sha256, collection.slug, request.user.pk], salt=SALT),
    }
    return render(request, "muniment/returned.html", context)


@require_POST
@allowed("add", found.collection)
def take(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Take the rows of a file that was looked at."""
    try:
        ticket = loads(request.POST.get("ticket", ""), salt=SALT, max_age=HOURS * 3600)
        sha256, slug, number = ticket
        if (slug, number) != (collection.slug, request.user.pk):
            raise BadSignature
        bringing_back.bring_back(
            actor(request), collection, sha256, request.POST.get("why", "").strip()[:2_000]
        )
    except (BadSignature, ReturnProblem) as error:
        problem = str(error) if isinstance(error, ReturnProblem) else ""
        problem = problem or _("Choose the file again: it was looked at too long ago.")
        context = {"collection": collection, "problem": problem}
        return render(request, "muniment/returned.html", context, status=422)
    messages.success(request, _("The rows are being taken; what cannot be taken stays as it is."))
    return redirect("exports")
