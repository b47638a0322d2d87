"""The API put together: who may come in, and how what goes wrong is told."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from muniment import __version__
from muniment.registers.objects import StoreProblem
from muniment.web.api.documents import router as documents
from muniment.web.api.exports import router as exports
from muniment.web.api.geometry import router as geometry
from muniment.web.api.intakes import router as intakes
from muniment.web.api.linkages import router as linkages
from muniment.web.api.lists import router as lists
from muniment.web.api.pairs import decided_out
from muniment.web.api.pairs import router as pairs
from muniment.web.api.places import router as places
from muniment.web.api.questions import router as questions
from muniment.web.api.reading import Strict
from muniment.web.api.rules import TokenOnly, TooOften
from muniment.web.api.sources import router as sources
from muniment.web.api.standing import as_it_stands
from muniment.web.api.weighing import router as weighing
from muniment.web.api.works import router as works
from muniment.web.api.workspace import router as workspace
from muniment.web.uploads import TooLarge
from muniment.workspace.locking import Stale
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.sealing import SealBroken
from muniment.workspace.services.registers import Quicker
from muniment.workspace.services.reviewing import Impossible

api = NinjaAPI(
    title="Muniment",
    version="1",
    description=f"The workspace for programs, as of Muniment {__version__}.",
    auth=TokenOnly(),
    parser=Strict(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-1",
)
_SUBJECTS = {
    "Overview": (workspace, works),
    "Sources": (sources,),
    "Documents": (documents,),
    "Questions": (questions, weighing),
    "Places": (places, geometry),
    "Registers": (lists, intakes, linkages, pairs),
    "Exports": (exports,),
}
for _subject, _routers in _SUBJECTS.items():
    for _router in _routers:
        api.add_router("", _router, tags=[_subject])


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that opens nothing."""
    answer = _told(request, 401, "A token is needed, and this one opens nothing.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    """More requests than a token may make in a minute."""
    answer = _told(request, 429, "This was tried too often; try again in a minute.")
    answer["Retry-After"] = str(error.wait)
    return answer


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    """A right or a scope that is missing."""
    return _told(request, 403, str(error))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing there, or nothing that this person may know of."""
    return _told(request, 404, "There is nothing here, or nothing open to you.")


@api.exception_handler(Stale)
def stale(request: HttpRequest, error: Stale) -> HttpResponse:
    """Somebody else was quicker: both versions are given, and nothing was changed."""
    now = as_it_stands(request, error.now)
    content = {"error": str(error), "yours": json.loads(request.body), "now": now}
    return api.create_response(request, content, status=409)


@api.exception_handler(Quicker)
def quicker(request: HttpRequest, error: Quicker) -> HttpResponse:
    """Somebody else decided on a pair: what stands is given, and nothing was changed."""
    now = decided_out(error.now) if error.now else None
    stands = None if now is None else now.model_dump(mode="json")
    content = {"error": str(error), "yours": json.loads(request.body), "now": stands}
    return api.create_response(request, content, status=409)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that is not as the description says; what is wrong, field by field."""
    wrong = [f"{'.'.join(str(p) for p in each['loc'])}: {each['msg']}" for each in error.errors]
    return _told(request, 422, "; ".join(wrong)[:2000])


@api.exception_handler(Impossible)
def impossible(request: HttpRequest, error: Impossible) -> HttpResponse:
    """A decision that cannot be."""
    return _told(request, 422, str(error))


@api.exception_handler(StoreProblem)
def no_list(request: HttpRequest, error: StoreProblem) -> HttpResponse:
    """A list or a record that does not stand."""
    return _told(request, 404, str(error))


@api.exception_handler(SuspiciousOperation)
def bad(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    """A request that is not in order, or larger than is taken."""
    if isinstance(error, TooLarge):
        return _told(request, 413, str(error))
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _told(request, 413, "This is more than one request may send.")
    return _told(request, 400, "This request is not in order.")


@api.exception_handler(MultiPartParserError)
def no_form(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    """A form that is none."""
    return _told(request, 400, "This form cannot be read.")


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What is refused on the way: JSON that is none, for one, which the library tells anew."""
    why = error.__cause__ if isinstance(error.__cause__, HttpError) else error
    return _told(request, why.status_code, str(why))


@api.exception_handler(SealBroken)
def broken(request: HttpRequest, error: SealBroken) -> HttpResponse:
    """A sealed text that was changed on the disk: it is not given, and which one is said."""
    return _told(request, 503, str(error))


def _told(request: HttpRequest, status: int, message: str) -> HttpResponse:
    content: dict[str, Any] = {"error": message}
    return api.create_response(request, content, status=status)
