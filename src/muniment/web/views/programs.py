"""The description of the API: for programs as OpenAPI, for people as a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from muniment.web.access import anyone, signed_in
from muniment.web.api.describing import schema

SUBJECTS = {
    "Overview": _("Overview"),
    "Sources": _("Sources"),
    "Documents": _("Documents"),
    "Questions": _("Questions"),
    "Places": _("Places"),
    "Registers": _("Registers"),
    "Exports": _("Exports"),
}
"""The subjects of the routes, as pages call them."""


@require_GET
@anyone
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: of the program, not of what is kept, so that anyone may have it."""
    return JsonResponse(schema())


@require_GET
@signed_in
def described(request: HttpRequest) -> HttpResponse:
    """All routes of the API, with what each takes and gives."""
    subjects: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema()["paths"].items():
        for method, said in methods.items():
            subjects.setdefault(said["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": said["summary"],
                    "description": said["description"].replace("`", ""),
                    "query": [
                        each["name"] for each in said.get("parameters", ()) if each["in"] == "query"
                    ],
                }
            )
    context = {"subjects": [(SUBJECTS[name], rows) for name, rows in subjects.items()]}
    return render(request, "muniment/api.html", context)
