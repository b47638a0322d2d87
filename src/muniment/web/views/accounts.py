"""One's own account: language, password, second factor, sessions, tokens."""

from __future__ import annotations

import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from muniment.web.access import actor, recently, signed_in
from muniment.web.scopes import scope_labels
from muniment.workspace.models import Entry, Token, User
from muniment.workspace.services.accounts import Unfit, choose_language
from muniment.workspace.services.tokens import LONGEST_DAYS, make_token, revoke

ACTIONS = {
    "account.made": _l("Account made"),
    "account.signed-in": _l("Signed in"),
    "account.signed-out": _l("Signed out"),
    "account.refused": _l("Sign-in refused"),
    "account.password-changed": _l("Password changed"),
    "account.password-made": _l("New first password made"),
    "account.factor-added": _l("Second factor added"),
    "account.factor-removed": _l("Second factor removed"),
    "account.factor-renewed": _l("New recovery codes"),
    "account.factors-removed": _l("Second factor taken away"),
    "account.administrator": _l("Administrator or no longer"),
    "account.closed": _l("Account closed"),
    "account.opened": _l("Account opened"),
    "account.language": _l("Language chosen"),
}
LATELY = 8
"""Entries of the history about an account that its page shows."""


@require_GET
@signed_in
def session(request: HttpRequest) -> HttpResponse:
    """Whose session this is, and the token that its forms take: asked before a form is sent."""
    return JsonResponse({"user": request.user.get_username(), "token": get_token(request)})


@require_GET
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What guards one's account, and what one may do where."""
    assert isinstance(request.user, User)
    context = {
        "languages": settings.LANGUAGES,
        "factors": Authenticator.objects.filter(user=request.user).exclude(type="recovery_codes"),
        "members": request.user.memberships.select_related("collection").order_by("collection"),
        "lately": [
            {
                "words": ACTIONS.get(each.action, each.action),
                "at": each.at,
                "when": datetime.datetime.fromisoformat(each.at),
                "actor": each.actor,
            }
            for each in Entry.objects.filter(
                subject=f"account:{request.user.username}", action__startswith="account."
            ).order_by("-number")[:LATELY]
        ],
        "tokens": request.user.tokens.filter(
            revoked_at=None, expires_at__gt=timezone.now()
        ).count(),
    }
    return render(request, "muniment/account.html", context)


@require_POST
@signed_in
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages."""
    try:
        choose_language(actor(request), request.POST.get("language", ""))
    except Unfit as error:
        messages.error(request, str(error))
    return redirect("account")


@require_GET
@signed_in
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a form for a new one."""
    return _tokens(request, "")


@require_POST
@signed_in
@recently
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is on this page and on no other."""
    try:
        days = int(request.POST.get("days", "")[:6])
    except ValueError:
        days = 0
    try:
        _token, secret = make_token(
            actor(request), request.POST.get("name", ""), request.POST.getlist("scopes"), days
        )
    except Unfit as error:
        messages.error(request, str(error))
        return _tokens(request, "", status=422)
    return _tokens(request, secret)


@require_POST
@signed_in
def end_token(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one of one's tokens."""
    token = Token.objects.filter(pk=number, user=actor(request).user).first()
    if token is None:
        raise Http404
    revoke(actor(request), token)
    messages.success(request, _("“%s” opens nothing any more.") % token.name)
    return redirect("tokens")


def _tokens(request: HttpRequest, secret: str, status: int = 200) -> HttpResponse:
    rows = Token.objects.filter(user=actor(request).user, revoked_at=None).order_by("-made_at")
    context = {
        "tokens": rows,
        "now": timezone.now(),
        "secret": secret,
        "scopes": scope_labels(),
        "longest": LONGEST_DAYS,
        "asked": request.POST if not secret else {},
    }
    return render(request, "muniment/tokens.html", context, status=status)
