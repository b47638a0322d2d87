"""The language of the pages, chosen before signing in or after."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from muniment.web.access import actor, anyone
from muniment.workspace.services.accounts import choose_language


@require_POST
@anyone
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a language for this browser, and for the person who is signed in; then go back."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "")
    # Within these pages only: an address that leads elsewhere is not followed.
    inside = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    answer = redirect(back if inside else "home")
    if language not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        choose_language(actor(request), language)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return answer
