"""The tutorial of the API runs: its program asks a workspace, and what it does stands there."""

from __future__ import annotations

import io
import json
import re
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.workspace.routes import all_routes

from muniment.web.api.describing import scope_of
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Entry, Export, User
from muniment.workspace.services.tokens import make_token
from muniment.workspace.working import do_waiting

DOCS = Path(__file__).parent.parent.parent / "docs"


def asked(request: urllib.request.Request) -> Any:
    """What the workspace answers, as ``urlopen`` gives it."""
    headers = dict(request.header_items())
    content_type = headers.pop("Content-type", "application/json")
    ask = getattr(Client(), request.get_method().lower())
    path = request.full_url.partition("://")[2].partition("/")[2]
    sent = {} if request.data is None else {"data": request.data, "content_type": content_type}
    answer = ask(f"/{path}", headers=headers, **sent)
    if answer.status_code >= 400:
        said = Message()
        for name, value in answer.items():
            said[name] = value
        body = io.BytesIO(answer.content)
        raise urllib.error.HTTPError(path, answer.status_code, answer.reason_phrase, said, body)
    return io.BytesIO(answer.content)


def test_the_program_of_the_tutorial_runs(
    admin: User, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Collection.objects.update(approval=False)
    scopes = ("read", "history", "add", "review", "analyse", "export")
    _, secret = make_token(Actor(admin, "web"), "the tutorial", scopes, 1)
    monkeypatch.setenv("MUNIMENT_TOKEN", secret)
    monkeypatch.setattr(urllib.request, "urlopen", asked)
    monkeypatch.setattr(time, "sleep", lambda seconds: do_waiting())
    monkeypatch.chdir(tmp_path)
    text = (DOCS / "tutorial-api.md").read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    names: dict[str, Any] = {}
    exec(compile(program, "tutorial-api.md", "exec"), names)
    assert names["decided"] == 2
    export = Export.objects.get()
    assert (tmp_path / export.filename).read_bytes()
    assert export.rows == 2
    left = Entry.objects.filter(action="export.downloaded").get()
    assert left.via == "api"
    assert [each["low"] for each in names["answers"]["answers"]] == [14]
    kept = json.loads((tmp_path / "claims.geojson").read_text(encoding="utf-8"))
    assert [each["geometry"]["type"] for each in kept["features"]] == ["Point"]
    assert names["head"]["number"] == Entry.objects.count()


def test_every_route_and_its_scope_stand_in_the_reference() -> None:
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    lines = [each for each in text.splitlines() if each.startswith("|")]
    for route in all_routes():
        if not route.of_api:
            continue
        assert route.rule is not None
        method, end = route.methods[0], route.path.split("/")[-1].replace("{path:", "{")
        scope = scope_of(route.rule)
        told = [each for each in lines if method in each and end in each and scope in each]
        assert told, (method, route.path, scope)
