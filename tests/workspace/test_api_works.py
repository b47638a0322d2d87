"""What came of long work on restricted sources is told by one rule, however much is asked for."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.workspace.people import member
from tests.workspace.test_api import Program

from muniment.workspace.models import Collection, Document, User, Work
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting


def restricted(actor: Any, document: Document) -> None:
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    do_waiting()
    Work.objects.filter(about=source.key).update(done=3, total=3)


def test_a_page_and_a_program_are_told_the_same(
    admin: User, actor: Any, collection: Collection, document: Document
) -> None:
    restricted(actor, document)
    colleague = member(collection, "colleague", "documenter")
    for user, scopes in ((colleague, ()), (admin, ("read",))):
        program = Program(user, *scopes)
        rows = program.get("/work").json()["items"]
        assert len(rows) == 2
        assert {(each["message"], each["done"], each["total"]) for each in rows} == {("", 0, 0)}
        assert program.get(f"/work/{rows[0]['key']}").json() == rows[0]
    pages = Client()
    pages.force_login(colleague)
    shown = pages.get(reverse("home")).context["work"]
    assert {(each.message, each.done, each.total) for each in shown} == {("", 0, 0)}
    pages.force_login(admin)
    shown = pages.get(reverse("home")).context["work"]
    assert {(each.done, each.total) for each in shown} == {(3, 3)}
    assert all(each.message for each in shown)


@pytest.mark.parametrize("scopes", [(), ("read",)])
def test_more_work_takes_no_more_questions(
    admin: User,
    actor: Any,
    collection: Collection,
    document: Document,
    scopes: tuple[str, ...],
) -> None:
    restricted(actor, document)
    program = Program(admin, *scopes)
    program.get("/work")
    with CaptureQueriesContext(connection) as few:
        program.get("/work")
    for number in range(5):
        text = f"A letter of Norland, number {number}, on 2 March 2021."
        take_in(actor, collection, io.BytesIO(text.encode()), f"{number}.txt", "upload")
    do_waiting()
    with CaptureQueriesContext(connection) as many:
        assert len(program.get("/work").json()["items"]) == 7
    assert len(many) == len(few)
