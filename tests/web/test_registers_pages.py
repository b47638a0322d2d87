"""The pages of registers: what is masked, what is revealed, what each form does."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from tests.workspace.lists import accepted, reading_here, rows

from muniment.workspace.history import Actor
from muniment.workspace.models import Entry, Intake, Membership, User
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services.linking import link
from muniment.workspace.services.members import set_member
from muniment.workspace.working import do_waiting

NAMES = ("Ardenov", "Belova", "Alisher")

__all__ = ["reading_here"]
pytestmark = pytest.mark.usefixtures("reading_here")


@pytest.fixture
def browser(admin: Any) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def may_see(user: User, collection: Any, *, restricted: bool = True) -> None:
    Membership.objects.update_or_create(
        user=user,
        collection=collection,
        defaults={"role": "administrator", "restricted": restricted},
    )


def test_a_list_is_brought_looked_at_and_accepted(
    browser: Client, admin: Any, collection: Any
) -> None:
    may_see(admin, collection)
    file = io.BytesIO(rows(0, 12).encode())
    file.name = "ministry.csv"
    answer = browser.post("/collections/trial/registers", {"files": file, "kind": "missing_person"})
    page = answer["Location"]
    do_waiting()
    shown = browser.get(page).content.decode()
    assert "12 records" in shown
    assert not [name for name in NAMES if name in shown]
    intake = Intake.objects.get()
    browser.post(f"{page}/settle", {"version": intake.version, "do": "accept", "reason": "fine"})
    do_waiting()
    assert registers().records("ministry").num_rows == 12
    assert "ministry" in browser.get("/registers/").content.decode()


def test_names_are_masked_until_somebody_says_why(
    browser: Client, admin: Any, actor: Any, collection: Any
) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    may_see(admin, collection)
    for address in ("/registers/ministry", "/registers/ministry/records/3"):
        masked = browser.get(address).content.decode()
        assert not [name for name in NAMES if name in masked]
        before = Entry.objects.filter(action="restricted.seen").count()
        refused = browser.post(address, {"why": ""}).content.decode()
        assert not [name for name in NAMES if name in refused]
        told = browser.post(address, {"why": "to answer a family"}).content.decode()
        assert [name for name in NAMES if name in told]
        assert Entry.objects.filter(action="restricted.seen").count() == before + 1


def test_without_the_right_nothing_is_revealed(actor: Any, collection: Any) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    user = User.objects.create(username="reader")
    set_member(actor, collection, user, "reader", False)
    client = Client()
    client.force_login(user)
    for address in ("/registers/ministry", "/registers/ministry/records/3"):
        shown = client.post(address, {"why": "curious"}).content.decode()
        assert not [name for name in NAMES if name in shown]
    assert not Entry.objects.filter(action="restricted.seen").exists()
    assert client.get("/registers/ministry/counts").status_code == 403
    assert client.post("/registers/ministry/act", {"do": "withdraw"}).status_code == 403


def test_filters_look_into_open_fields_alone(browser: Client, actor: Any, collection: Any) -> None:
    accepted(actor, collection, rows(0, 12), "ministry")
    assert "12 records" in browser.get("/registers/ministry?q=alder").content.decode()
    for field in ("", "family_name", "nonsense"):
        answer = browser.get(f"/registers/ministry?q=Ardenov&field={field}").content.decode()
        assert "No record says this" in answer


def test_counts_and_what_may_be_published(browser: Client, actor: Any, collection: Any) -> None:
    accepted(actor, collection, rows(0, 15), "ministry")
    shown = browser.get("/registers/ministry/counts?by=sex&by=last_seen_place").content.decode()
    assert "Alder" in shown
    assert (
        "Ardenov" not in browser.get("/registers/ministry/counts?by=family_name").content.decode()
    )
    public = browser.post("/registers/ministry/published", {"by": ["sex"]}).content.decode()
    assert "As it may be published" in public
    assert Entry.objects.filter(action="register.counted").exists()


def test_pairs_are_reviewed_one_after_the_other(
    browser: Client, admin: Any, actor: Any, collection: Any
) -> None:
    may_see(admin, collection)
    accepted(actor, collection, rows(0, 60), "ministry")
    accepted(actor, collection, rows(30, 90).replace("Aliyeva", "Alieva"), "office")
    link(actor, collection, "people", ["ministry", "office"])
    do_waiting()
    for part in ("", "/entities", "/estimate", "/review", "?by=sex"):
        page = browser.get(f"/linkages/people{part}")
        assert page.status_code == 200
        assert not [name for name in NAMES if name in page.content.decode()]
    pair = {"a": "ministry:31", "b": "office:31"}
    seen = browser.post("/linkages/people/review", {**pair, "why": "review"}).content.decode()
    assert "Probability" in seen or "probability" in seen
    answer = {**pair, "seen": "0", "do": "same", "reason": "one birth date", "why": "review"}
    browser.post("/linkages/people/review", answer)
    assert registers().state.decisions["ministry:31", "office:31"].verdict == "same"
    again = browser.post("/linkages/people/review", {**answer, "do": "different"}).content.decode()
    assert "Look at it again" in again
    undo = {"last_a": "ministry:31", "last_b": "office:31", "do": "undo"}
    browser.post("/linkages/people/review", undo)
    assert registers().state.decisions == {}
    looked = browser.post("/linkages/people/entities", {"why": "to tell a family"}).content.decode()
    assert [name for name in NAMES if name in looked]


@pytest.mark.parametrize("address", ["/registers/none", "/linkages/none", "/intakes/none"])
def test_what_is_not_there_is_missing(browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_an_act_needs_a_reason_and_the_version(
    browser: Client, admin: Any, actor: Any, collection: Any
) -> None:
    register = accepted(Actor(admin, "web"), collection, rows(0, 5), "ministry")
    act = {"do": "withdraw", "version": str(register.version), "reason": ""}
    browser.post("/registers/ministry/act", act)
    assert registers().listed("ministry").active
    browser.post("/registers/ministry/act", {**act, "reason": "asked to by its compiler"})
    assert not registers().listed("ministry").active
    stale = browser.post("/registers/ministry/act", {**act, "reason": "again"})
    assert stale.status_code == 409
