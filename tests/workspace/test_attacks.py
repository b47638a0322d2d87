"""Somebody without a right, with ids of what is not theirs, and with addresses of elsewhere."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from tests.workspace.lists import accepted, reading_here, rows

from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Document, Entry, User
from muniment.workspace.services import handing, searches
from muniment.workspace.services.members import set_member
from muniment.workspace.services.questions import Asked, put
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.services.tokens import SCOPES, make_token
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    " //evil.example",
    "/\t/evil.example",
    "http://testserver@evil.example/",
)


@pytest.fixture
def theirs(actor: Any) -> Document:
    """A document of a collection that somebody else works on."""
    other = make_collection(actor, "Other")
    file = io.BytesIO(b"On 2 March 2021, 14 people were killed in Quillfeather, it said there.")
    source = take_in(actor, other, file, "a.txt", "upload").source
    do_waiting()
    return source.documents.select_related("source__collection").get()


@pytest.fixture
def somebody(actor: Any, collection: Collection) -> User:
    """An administrator of one collection, without the right to what is restricted."""
    user = User.objects.create(username="somebody")
    set_member(actor, collection, user, "administrator", False)
    return user


@pytest.fixture
def browser(somebody: User) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def said(answer: Any, *ids: str) -> str:
    """What an answer tells, but for what was asked for."""
    text = f"{answer.status_code} {answer.get('Location', '')} {answer.content.decode()}"
    for each in ids:
        text = text.replace(each, "…")
    return re.sub(r"\b\w{64}\b", "token", text)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_form_leads_elsewhere(
    browser: Client, admin: User, document: Document, there: str
) -> None:
    shown = f"/sources/{document.source.key}/show"
    for address, form in (
        (shown, {"why": "to see", "next": there}),
        ("/language", {"language": "ru", "next": there}),
        ("/account/language", {"language": "ru", "next": there}),
    ):
        answer = browser.post(address, form)
        assert "evil.example" not in answer.get("Location", ""), address
        assert "javascript" not in answer.get("Location", ""), address
    admin.set_password("correct horse battery")
    admin.save()
    stranger = Client()
    form = {"login": "admin", "password": "correct horse battery", "next": there}
    answer = stranger.post("/accounts/login/", form)
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_sources_of_others_are_as_if_they_were_not(
    browser: Client, somebody: User, collection: Collection, theirs: Document
) -> None:
    told = set()
    for key in (theirs.source.key, "a" * 16):
        order = {"collection": collection.slug, "what": "all", "format": "json", "sources": key}
        form = {**order, "purpose": "a trial", "recipient": "a desk", "audience": "internal"}
        told.add(said(browser.post("/exports/ask", form), key))
    assert len(told) == 1
    for key in (theirs.key, "a" * 16 + "-1"):
        for path in ("", "/claims/x", "/pages", "/new"):
            assert browser.get(f"/documents/{key}{path}").status_code == 404
    assert browser.post(f"/sources/{theirs.source.key}/change", {}).status_code == 404


def test_claims_of_others_cannot_be_weighed_against(
    browser: Client, document: Document, theirs: Document
) -> None:
    mine, other = (each.claims.filter(kind="figure")[0] for each in (document, theirs))
    address = f"/documents/{document.key}/claims/{mine.key}/assess"
    for against in (f"{theirs.key}:{other.key}", f"{'a' * 16}-1:{other.key}"):
        form = {"against": against, "relation": "contradicts", "reason": "a trial", "before": ""}
        assert browser.post(address, form).status_code in (404, 422)
    assert mine.assessments.count() == 0


@pytest.mark.usefixtures("reading_here")
def test_lists_of_others_can_neither_be_linked_nor_leave(
    browser: Client, actor: Any, collection: Collection, theirs: Document
) -> None:
    hidden = accepted(actor, theirs.source.collection, rows(0, 8), "ministry").list
    own = accepted(actor, collection, rows(0, 8), "office").list
    for name in (hidden, "none"):
        browser.post(f"/collections/{collection.slug}/linkages", {"lists": [own, name]})
        form = {"collection": collection.slug, "what": "register", "format": "csv", "list": name}
        browser.post("/exports/ask", {**form, "purpose": "p", "recipient": "r"})
        do_waiting()
        assert browser.get(f"/registers/{name}").status_code == 404
    from muniment.workspace.sealed_registers import registers

    assert not registers().state.runs


def test_searches_and_questions_of_others_stay_theirs(
    browser: Client, actor: Any, collection: Collection, theirs: Document
) -> None:
    kept = searches.save(actor, "mine", "q=Quillfeather")
    assert browser.post(f"/search/kept/{kept.pk}/remove").status_code == 404
    form = {"collection": collection.slug, "what": "claims", "format": "json", "search": kept.pk}
    form |= {"status": "confirmed", "audience": "internal"}
    browser.post("/exports/ask", {**form, "purpose": "p", "recipient": "r"})
    export = collection.exports.get()
    assert handing.order_of(export).search == ""
    question = put(actor, theirs.source.collection, Asked(text="Where?", event="killed"))
    for path in ("", "/change", "/compare"):
        answer = browser.post(f"/questions/{question.key}{path}", {"version": "1"})
        assert answer.status_code in (404, 405), path


def test_a_program_changes_only_what_its_route_is_about(
    somebody: User, document: Document, theirs: Document
) -> None:
    token = make_token(Actor(somebody, "web"), "t", SCOPES, 2)[1]
    body = {
        "version": document.source.version,
        "title": "Said again",
        "collection": theirs.source.collection.slug,
        "key": theirs.source.key,
        "received_by": "admin",
        "sha256": "0" * 64,
        "pk": theirs.source.pk,
    }
    answer = Client().patch(
        f"/api/1/sources/{document.source.key}",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    before = document.source
    document.source.refresh_from_db()
    assert answer.status_code in (200, 422)
    assert document.source.collection_id != theirs.source.collection_id
    assert (before.key, before.sha256) == (document.source.key, document.source.sha256)


def test_who_loses_a_right_loses_what_the_session_had_shown(
    actor: Any, collection: Collection
) -> None:
    user = User.objects.create(username="reader")
    set_member(actor, collection, user, "reader", True)
    said_so = Description(sensitivity="restricted", title="Thistledown")
    file = io.BytesIO(b"14 people were killed in Quillfeather.")
    source = take_in(actor, collection, file, "a.txt", "upload", said_so).source
    do_waiting()
    client = Client()
    client.force_login(user)
    client.post(f"/sources/{source.key}/show", {"why": "to see"})
    assert b"Thistledown" in client.get(f"/sources/{source.key}").content
    set_member(actor, collection, user, "reader", False)
    assert client.get(f"/sources/{source.key}").status_code == 403
    user.memberships.all().delete()
    assert client.get(f"/sources/{source.key}").status_code == 404
    assert Entry.objects.filter(action="restricted.seen").count() == 1
