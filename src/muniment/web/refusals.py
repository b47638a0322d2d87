"""What is refused is told in a sentence, on a page in the style of all others."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from muniment.web.sentences import said
from muniment.web.uploads import TooLarge


def refuse(request: HttpRequest, message: str, status: int, title: str = "") -> HttpResponse:
    """The page of a refusal."""
    context = {"title": title or _title(status), "message": said(message)}
    return render(request, "muniment/told.html", context, status=status)


def _title(status: int) -> str:
    return {
        403: _("Not allowed"),
        404: _("Nothing here"),
        413: _("Too large"),
        429: _("Too many attempts"),
    }.get(status, _("Not in order"))


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is not in order, or larger than is taken."""
    if isinstance(exception, TooLarge):
        return refuse(request, str(exception), 413)
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return refuse(request, _("This is more than one form may send."), 413)
    return refuse(request, _("This request is not in order."), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something that may not be done."""
    return refuse(request, _("You may not do this."), 403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing that this person may know of."""
    return refuse(request, _("There is nothing at this address, or nothing open to you."), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program, or of the disk before a page was begun: told without asking the
    database for anything."""
    if is_trouble(sys.exc_info()[1]):
        return unavailable()
    return render(None, "muniment/broken.html", status=500)


def is_trouble(error: BaseException | None) -> bool:
    """Whether an error is the disk's or the database's own, not the program's."""
    # A damaged file is told as the plain error of which all others are kinds.
    return isinstance(error, OSError | OperationalError) or type(error) is DatabaseError


def unavailable() -> HttpResponse:
    """Nothing can be kept now: the disk is full or gone, the database held or damaged."""
    message = _("The workspace cannot be written now: the disk may be full. This was not done.")
    return HttpResponse(f"{message}\n", status=503, content_type="text/plain; charset=utf-8")


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many attempts in too short a time."""
    answer = refuse(request, _("Too many attempts. Wait a few minutes and try again."), 429)
    answer["Retry-After"] = "300"
    return answer


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of this workspace, or is too old."""
    message = _("This form is too old or came from elsewhere. Go back, reload the page, try again.")
    return refuse(request, message, 403, _("Nothing was changed"))
