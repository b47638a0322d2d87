"""What holds for every request: bounds, headers, the person's language, how refusals are told."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from muniment.web.refusals import is_trouble, refuse, unavailable
from muniment.workspace.locking import Stale
from muniment.workspace.models import User
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.sealing import SealBroken

logger = logging.getLogger("muniment.access")
Answer = Callable[[HttpRequest], HttpResponse]
API = "/api/1/"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PERMISSIONS = ", ".join(
    f"{each}=()"
    for each in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
"""What a browser may do for these pages: nothing of all this. Passkeys stay allowed."""


class Guarded:
    """Requests that cannot be in order stop here; answers say what browsers may do with them."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with its headers."""
        of_api, bare = request.path.startswith(API), request.method == "HEAD"
        if of_api and bare:
            request.method = "GET"
        answer = self._stopped(request) or self._answer(request)
        if of_api:
            answer = _for_programs(answer)
            answer.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # What was shown to a person does not stay on a machine that others use.
        answer.headers.setdefault("Cache-Control", "no-store, private")
        if bare and not answer.streaming:  # a body after it would be taken for the next answer
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
        return answer

    def _stopped(self, request: HttpRequest) -> HttpResponse | None:
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if not sent.isdecimal() or int(sent) > settings.LARGEST_REQUEST:
            limit = settings.LARGEST_REQUEST // 1_000_000
            return _bare(
                request,
                _(
                    "A request may have %d MB at most (largest_request_mb in workspace.toml); "
                    "nothing was taken in."
                )
                % limit,
                413,
            )
        of_api = request.path.startswith(API)
        methods = (*METHODS, "PATCH") if of_api else METHODS
        if request.method not in methods:
            answer = _bare(request, _("Nothing here answers to that."), 405)
            answer["Allow"] = ", ".join(methods)
            return answer
        kinds = ("application/json", "multipart/form-data")
        if of_api and int(sent) and request.content_type not in kinds:
            return _bare(request, _("Send JSON, or a form with a file."), 415)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return _bare(request, _("This request is not in order."), 400)
        return None

    def process_view(
        self, request: HttpRequest, view: object, args: object, parts: object
    ) -> HttpResponse | None:
        """Refuse texts that no database takes."""
        forms = ("application/x-www-form-urlencoded", "multipart/form-data")
        if request.content_type not in forms or request.path.startswith(API):
            return None  # the API reads no form before it knows whose it is, and looks itself
        for values in request.POST.lists():
            if any("\x00" in each for each in (values[0], *values[1])):
                return refuse(request, _("This request is not in order."), 400)
        return None


class OwnLanguage:
    """Pages are in the person's own language, else in the one chosen in this browser, else in the
    workspace's."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, in the person's language."""
        user = request.user
        if isinstance(user, User) and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        elif user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        return self._answer(request)


class FirstPassword:
    """A password that somebody else made opens nothing but the page on which to change it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the way to the page of the password."""
        user = request.user
        if isinstance(user, User) and user.must_change_password:
            change = reverse("account_change_password")
            if request.path not in (change, reverse("account_logout")):
                return redirect(change)
        return self._answer(request)


class SecondFactor:
    """Administrators whom others can reach over a network have a second factor, or add one now."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the way to the page of second factors."""
        user = request.user
        if settings.SECOND_FACTOR and isinstance(user, User) and user.is_superuser:
            inside = request.path.startswith("/accounts/")
            if not inside and not is_mfa_enabled(user):
                return redirect("mfa_index")
        return self._answer(request)


class Refusals:
    """A right that is missing, or a change that came too late, is told as a page."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it is, where nothing is refused."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error that is somebody's to know, None for any other."""
        if isinstance(error, NotAllowed):
            logger.warning("refused to %s: %s", request.user.get_username(), request.path)
            return refuse(request, str(error), 403)
        if isinstance(error, Stale):
            return render(request, "muniment/stale.html", {"now": error.now}, status=409)
        if isinstance(error, SealBroken):
            logger.error("a sealed text does not open: %s", error)
            message = _("Something kept sealed was changed or is damaged: it does not open.")
            return refuse(request, f"{message} {_('Run muniment audit: it tells what.')}", 503)
        if is_trouble(error):
            logger.error("cannot be written", exc_info=error)
            return unavailable()
        return None


def _for_programs(answer: HttpResponse) -> HttpResponse:
    """A refusal that was made for people, as programs are told all others."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code < 400 or kind.startswith("application/json"):
        return answer
    said = answer.content.decode().strip() if kind.startswith("text/plain") else ""
    told = {
        404: _("There is nothing at this address, or nothing open to you."),
        405: _("Nothing here answers to that."),
        500: _("Something went wrong in the program; it was not done."),
    }.get(answer.status_code, said or _("This request is not in order."))
    made = _told(told, answer.status_code)
    for name in ("Allow", "Retry-After"):
        if name in answer:
            made[name] = answer[name]
    return made


def _told(message: str, status: int) -> HttpResponse:
    """A refusal for programs."""
    answer = JsonResponse({"error": message}, status=status)
    answer["Content-Length"] = str(len(answer.content))
    return answer


def _bare(request: HttpRequest, message: str, status: int) -> HttpResponse:
    """A refusal before anything is known of who asks; to programs as all others are told."""
    if request.path.startswith(API):
        return _told(message, status)
    return HttpResponse(message + "\n", status=status, content_type="text/plain; charset=utf-8")
