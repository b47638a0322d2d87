"""Nonsense in every form and every address: a sentence or a page, never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from tests.workspace.routes import Route, all_routes
from tests.workspace.test_permissions import values_of

from muniment.workspace.models import Collection, Document, Membership, User

_NAMES = re.compile(
    r"(?:GET|POST|said|form|asked|values|request)\.(?:get|getlist)\(\s*f?\"([a-z_]+)\"|"
    r"(?:GET|POST|said|form|asked)\[\"([a-z_]+)\"\]|_said\(form, \"([a-z_]+)\"\)|"
    r"name=\"([a-z_]+)\"",
)
_MORE = ("q", "from", "to", "page", "place", "party", "year", "spelled", "low", "high", "part_low")
NONSENSE = (
    "9" * 5_000,
    "1e400",
    "99999999999999999999",
    "٣\u202e<script>hx-get</script>{{ 7 }}{% url %}'\" OR 1=1 -- *:( AND NEAR",
)
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "decide": ("verdict", ("confirm", "correct", "reject", "reopen", "second", "split")),
    "act-on-list": ("do", ("apply", "withdraw", "restore", "undo")),
    "settle-intake": ("do", ("accept", "refuse")),
    "review-pairs": ("do", ("same", "undo", "skip", "back")),
    "decide-export": ("decision", ("approve",)),
    "ask-export": ("what", ("claims", "register", "package")),
    "judge": ("status", ("dismissed",)),
    "assess": ("relation", ("corroborates",)),
}
"""What forms do, where the rest of the form is nonsense."""
LEAVE = ("logout", "password", "login", "mfa", "webauthn", "session", "reauth", "language")
"""Pages of the way in, which are not ours; and those that change who asks."""


@cache
def names() -> list[str]:
    """All that forms and addresses are asked for, from the pages themselves."""
    found = set(_MORE)
    for folder in (files("muniment.web"), files("muniment.web").joinpath("views")):
        for each in folder.iterdir():
            if each.name.endswith(".py"):
                for some in _NAMES.findall(each.read_text("utf-8")):
                    found.update(filter(None, some))
    templates = files("muniment.web").joinpath("templates", "muniment")
    for place in (templates, templates.joinpath("parts")):
        for each in place.iterdir():
            if each.name.endswith(".html"):
                found.update(filter(None, (some[3] for some in _NAMES.findall(each.read_text()))))
    return sorted(found)


@cache
def form(value: str, *but: tuple[str, str]) -> str:
    """A form, as browsers send it, with a value in everything that any is asked for."""
    return urlencode(dict.fromkeys(names(), value) | dict(but))


def asked(route: Route) -> Iterator[tuple[str, str]]:
    """What is sent to a route."""
    for value in NONSENSE:
        yield "GET", form(value[:2_000])
        yield "POST", form(value)
    yield "POST", ""
    name, choices = CHOICES.get(route.name, ("", ()))
    for choice in choices:
        for value in ("9" * 400, "x"):
            yield "POST", form(value, (name, choice), ("version", "1"))


def test_nonsense_is_no_fault(admin: User, collection: Collection, document: Document) -> None:
    Membership.objects.update_or_create(
        user=admin, collection=collection, defaults={"role": "administrator", "restricted": True}
    )
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    cookies, wrong = client.cookies.output(header=""), []
    routes = [
        each
        for each in all_routes()
        if not each.of_api and not any(word in each.path + each.name for word in LEAVE)
    ]
    for route in routes:
        address = route.address(values_of(route, document))
        taken: dict[str, bool] = {}
        for method, sent in asked(route):
            if not taken.get(method, True):
                continue
            client.cookies.load(cookies)
            with transaction.atomic():
                if method == "GET":
                    answer = client.get(f"{address}?{sent}")
                else:
                    answer = client.post(address, sent, "application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            taken[method] = answer.status_code != 405
            if answer.status_code >= 500:
                wrong.append(f"{method} {address} {sent[:60]}: {answer.status_code}")
    if wrong:
        pytest.fail("\n".join(wrong))
