"""What holds for every request: the person's language, and how refusals are told."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from muniment.workspace.locking import Stale
from muniment.workspace.models import User
from muniment.workspace.permissions import NotAllowed

Answer = Callable[[HttpRequest], HttpResponse]


class OwnLanguage:
    """Pages are in the person's own language, where one was chosen."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, in the person's language."""
        user = request.user
        if isinstance(user, User) and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
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
            return render(request, "muniment/refused.html", {"message": str(error)}, status=403)
        if isinstance(error, Stale):
            return render(request, "muniment/stale.html", {"now": error.now}, status=409)
        return None
