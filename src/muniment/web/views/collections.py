"""One collection: what holds in it, and who works in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muniment.web import found
from muniment.web.access import actor, allowed, recently
from muniment.web.counting import count
from muniment.web.holdings import holdings
from muniment.web.scopes import role_labels
from muniment.workspace.models import Collection, User
from muniment.workspace.permissions import may
from muniment.workspace.services.accounts import Unfit
from muniment.workspace.services.members import change_collection, remove_member, set_member

_QUESTIONS = 4


@require_GET
@allowed("read", found.collection)
def collection(request: HttpRequest, collection: Collection) -> HttpResponse:
    """What holds in a collection and who works in it; whoever may manage it changes both here."""
    return _collection(request, collection)


@require_POST
@allowed("manage", found.collection)
def change(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Change what holds in a collection."""
    said = request.POST
    try:
        version = int(said.get("version", "")[:10])
    except ValueError:
        version = 0
    try:
        change_collection(
            actor(request),
            collection,
            version,
            name=said.get("name", ""),
            description=said.get("description", ""),
            two_people="two_people" in said,
            approval="approval" in said,
        )
    except Unfit as error:
        messages.error(request, str(error))
        return _collection(request, collection, status=422)
    messages.success(request, _("Kept."))
    return redirect("collection", collection.slug)


@require_POST
@allowed("manage", found.collection)
@recently
def member(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Give somebody a role, or take it away."""
    said = request.POST
    user = User.objects.filter(username=said.get("account", ""), is_active=True).first()
    try:
        if user is None:
            raise Unfit(_("Nobody with an account has this name."))
        if "remove" in said:
            remove_member(actor(request), collection, user)
        else:
            restricted = "restricted" in said
            set_member(actor(request), collection, user, said.get("role", ""), restricted)
    except Unfit as error:
        messages.error(request, str(error))
        return _collection(request, collection, status=422)
    messages.success(request, _("Kept."))
    if not may(request.user, "read", collection):
        return redirect("home")
    return redirect("collection", collection.slug)


def _collection(request: HttpRequest, collection: Collection, status: int = 200) -> HttpResponse:
    context = {
        "collection": collection,
        "holdings": holdings([collection.pk]),
        "sources": count(collection.sources.all()),
        "lists": collection.registers.count(),
        "questions": collection.questions.order_by("-at")[:_QUESTIONS],
        "adds": may(request.user, "add", collection),
        "members": collection.members.select_related("user").order_by("user__username"),
        "manages": may(request.user, "manage", collection),
        "roles": role_labels(),
    }
    return render(request, "muniment/collection.html", context, status=status)
