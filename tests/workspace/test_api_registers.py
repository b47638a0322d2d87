"""What programs get of registers is what stands: of a record, of the history, of small counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.workspace.lists import accepted, reading_here, rows
from tests.workspace.test_api import Program

from muniment.registers import suppression
from muniment.workspace.models import Collection, User
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import registers as acts

__all__ = ["reading_here"]


@pytest.fixture
def program(admin: User) -> Program:
    return Program(admin)


def test_a_record_is_as_the_revision_says_that_was_made_to_stand_again(
    admin: User, actor: Any, collection: Collection, program: Program, reading_here: None
) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    register = accepted(actor, collection, rows(0, 12, "found alive"), "ministry")
    acts.apply(actor, register, register.version, 1, "the second was of another office")
    stands = program.get("/registers/ministry/records?size=1").json()["items"][0]
    assert stands["fields"]["status"] == "missing"
    record = program.get(f"/registers/ministry/records/{stands['record']}").json()
    assert record["fields"] == stands["fields"]
    assert [each["revision"] for each in record["history"]] == [1, 2, 1]
    assert [each["changes"].get("status") for each in record["history"]] == [
        [None, "missing"],
        ["missing", "found_alive"],
        ["found_alive", "missing"],
    ]
    pages = Client()
    pages.force_login(admin)
    page = pages.get(f"/registers/ministry/records/{stands['record']}").content.decode()
    assert "Revision 1, row" in page
    assert page.count("<strong>Revision ") == 3


def test_where_the_history_stands_has_the_registers_own(
    actor: Any, collection: Collection, program: Program, reading_here: None
) -> None:
    assert program.get("/history/head").json()["registers"] == ""
    accepted(actor, collection, rows(0, 3), "ministry")
    head = program.get("/history/head").json()
    assert head["registers"] == registers().head != ""
    made = program.send("post", "/checkpoints", {}).json()
    assert made["registers"] == head["registers"]


def test_all_that_is_published_hides_below_one_threshold(
    admin: User,
    actor: Any,
    collection: Collection,
    program: Program,
    reading_here: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accepted(actor, collection, rows(0, 15), "ministry")
    monkeypatch.setattr(suppression, "THRESHOLD", 9)
    public = program.send("post", "/registers/ministry/counts", {"by": ["sex"]}).json()
    assert (public["threshold"], public["cells"][0]["count"]) == (9, None)
    pages = Client()
    pages.force_login(admin)
    page = pages.post("/registers/ministry/published", {"by": ["sex"]})
    assert page.context["threshold"] == 9
