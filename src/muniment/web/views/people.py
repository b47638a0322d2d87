"""People and collections of the whole workspace, for its administrators."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from muniment.web.access import actor, administrators, recently
from muniment.workspace.models import Collection, Membership, User
from muniment.workspace.services import accounts
from muniment.workspace.services.accounts import Unfit
from muniment.workspace.services.starting import make_collection


@require_GET
@administrators
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and all collections."""
    return _people(request)


@require_POST
@administrators
@recently
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is on this page and on no other."""
    try:
        user, password = accounts.make_account(
            actor(request), request.POST.get("name", ""), "administrator" in request.POST
        )
    except Unfit as error:
        messages.error(request, str(error))
        return _people(request, status=422)
    return _people(request, user, password)


@require_POST
@administrators
@recently
def change_account(request: HttpRequest, number: int) -> HttpResponse:
    """Close or open an account, make a new first password, take away a lost second factor."""
    user = User.objects.filter(pk=number).first()
    if user is None:
        raise Http404
    who, what = actor(request), request.POST.get("what", "")
    try:
        if what == "password":
            return _people(request, user, accounts.new_password(who, user))
        if what in ("close", "open"):
            accounts.set_active(who, user, what == "open")
        elif what in ("raise", "lower"):
            accounts.set_administrator(who, user, what == "raise")
        elif what == "factors":
            accounts.without_second_factor(who, user)
        else:
            raise Unfit(_("Choose what to do with this account."))
    except Unfit as error:
        messages.error(request, str(error))
        return _people(request, status=422)
    messages.success(request, _("Done for %s.") % user.username)
    return redirect("people")


@require_POST
@administrators
def new_collection(request: HttpRequest) -> HttpResponse:
    """Make a collection."""
    name = request.POST.get("name", "").strip()[:200]
    if not name:
        messages.error(request, _("A collection has a name."))
        return _people(request, status=422)
    made = make_collection(actor(request), name, request.POST.get("description", "").strip())
    return redirect("collection", made.slug)


def _people(
    request: HttpRequest, user: User | None = None, password: str = "", status: int = 200
) -> HttpResponse:
    members = Membership.objects.select_related("collection").order_by("collection__name")
    rows = User.objects.order_by("-is_active", "username")
    context = {
        "people": rows.prefetch_related(Prefetch("memberships", members), "authenticator_set"),
        "collections_all": Collection.objects.order_by("name"),
        "made": user,
        "password": password,
    }
    return render(request, "muniment/people.html", context, status=status)
