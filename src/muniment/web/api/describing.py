"""The API's description as OpenAPI: from the routes, with the scope that each takes by its rule."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from muniment.web.access import Rule
from muniment.web.api.api import api
from muniment.workspace.services.tokens import RESTRICTED

Json = dict[str, Any]
BASE = "/api/1/"
_TOLD = {
    400: "The request is not in order: JSON that is none, for one.",
    401: "No token, or one that opens nothing: ended, expired, or its person may not come in.",
    403: "The token's scopes or its person's rights do not reach so far.",
    404: "There is nothing here, or nothing that this person may know of.",
    409: "Somebody else was quicker: nothing was changed; what you sent and how it stands now.",
    413: "The file, or the body, is larger than is taken.",
    422: "What was sent cannot be; the sentence says which field and why.",
    429: "The token was used, or others were tried, more often than is allowed in a minute.",
}
_SENTENCES = {
    400: "The body is no JSON that can be read.",
    401: "A token is needed, and this one opens nothing.",
    403: "This token does not allow it (its scopes lack export).",
    404: "There is nothing here, or nothing open to you.",
    409: "Somebody else changed this in the meantime.",
    413: "This file is larger than 500 MB.",
    422: "body.decision.version: Field required",
    429: "This was tried too often; try again in a minute.",
}
_ALWAYS = (400, 429)
_KIND = re.compile(r"\{\w+:")
"""What a part of an address says of its kind, which the description leaves out."""


@lru_cache
def schema() -> Json:
    """The whole description, as it is given to programs."""
    whole: Json = dict(api.get_openapi_schema(path_prefix=BASE))
    rules = _rules()
    for path, methods in whole["paths"].items():
        for method, said in methods.items():
            _describe(said, rules[path, method])
    examples = json.loads(files("muniment.web.api").joinpath("examples.json").read_text("utf-8"))
    for name, each in whole["components"]["schemas"].items():
        if name in examples:
            each["examples"] = [examples[name]]
        if "description" in each:
            each["description"] = _marked(each["description"])
    whole["components"]["securitySchemes"]["TokenOnly"] |= {
        "description": "A token of the page “Tokens”. Each route names the scope that it takes.",
        "bearerFormat": "muniment_…",
    }
    return whole


def _rules() -> dict[tuple[str, str], Rule]:
    """The rules of the routes by their addresses and methods."""
    return {
        (f"{BASE}{_KIND.sub('{', path).lstrip('/')}", method.lower()): operation.view_func.rule  # type: ignore[attr-defined]
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }


def scope_of(rule: Rule) -> str:
    """The scope that a token needs for a route, "" for any token."""
    return "manage" if rule.administrator else str(rule.right or "")


def _marked(text: str) -> str:
    """Words of our own notes as Markdown has them."""
    return text.replace("``", "`")


def _describe(said: Json, rule: Rule) -> None:
    """Add to a route's description its scope, and each refusal in words."""
    scope = scope_of(rule)
    said["x-scope"] = scope
    note = f"Scope: {scope}." if scope else "Any token."
    if rule.looks:
        note += f" What is restricted takes the scope {RESTRICTED} too."
    if rule.administrator:
        note += " For administrators of the workspace."
    said["description"] = _marked(f"{said.get('description', '')}\n\n{note}".strip())
    answers: Json = said["responses"]
    known = {int(each): answer for each, answer in answers.items()}
    for status in _ALWAYS:
        if status not in known:
            answers[str(status)] = known[status] = _refusal()
    for status, answer in known.items():
        if (told := _TOLD.get(status)) is None:
            continue
        answer["description"] = told
        for content in answer.get("content", {}).values():
            example: Json = {"error": _SENTENCES[status]}
            if content["schema"].get("$ref", "").endswith("/Conflict"):
                example |= {"yours": {"version": 3}, "now": {"version": 4}}
            content["example"] = example
        if status == 429:
            answer["headers"] = {
                "Retry-After": {
                    "description": "Seconds until the token may be used again.",
                    "schema": {"type": "integer"},
                }
            }


def _refusal() -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"content": {"application/json": {"schema": schema}}}
