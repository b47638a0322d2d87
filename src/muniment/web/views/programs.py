"""The description of the API: for programs as OpenAPI, for people as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muniment.web.access import anyone, signed_in
from muniment.web.api.describing import schema


@require_GET
@anyone
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: of the program, not of what is kept, so that anyone may have it."""
    return JsonResponse(schema())


@require_GET
@signed_in
def described(request: HttpRequest) -> HttpResponse:
    """All routes of the API, with what each takes and gives."""
    rows = [
        {
            "method": method.upper(),
            "path": path,
            "summary": said["summary"],
            "description": said.get("description", ""),
            "query": [each["name"] for each in said.get("parameters", ()) if each["in"] == "query"],
        }
        for path, methods in schema()["paths"].items()
        for method, said in methods.items()
    ]
    return render(request, "muniment/api.html", {"routes": rows})
