"""The pages of sources, of what leaves and of what comes back."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.workspace.words import why
from tests.workspace_fixtures import TEXT

from muniment.workspace.models import Collection, Entry, Export, Source, User
from muniment.workspace.services.members import set_member
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting

MAIL = b"""From: desk@norland.invalid
To: office@sudland.invalid
Subject: Statement of 4 March 2021
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8

On 2 March 2021, 3 people were killed in Alder.
--x
Content-Type: text/plain; name=annex.txt
Content-Disposition: attachment; filename=annex.txt

At least 7 houses were destroyed in Birch on 2 March 2021.
--x--
"""


@pytest.fixture
def pages(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def ask(pages: Client, collection: Collection, **said: Any) -> Any:
    form = {
        "collection": collection.slug,
        "what": "claims",
        "format": "json",
        "audience": "internal",
        "status": ["confirmed", "suggested"],
        "purpose": "for the report",
        "recipient": "the desk",
    }
    return pages.post(reverse("ask-export"), form | said)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_file_goes_to_the_collection_that_was_chosen(pages: Client, actor: Any) -> None:
    other = make_collection(actor, "Second")
    file = SimpleUploadedFile("s.txt", TEXT.encode())
    pages.post(reverse("bring"), {"to": other.slug, "files": file})
    assert Source.objects.get().collection == other
    answer = pages.post(reverse("bring"), {"to": "nowhere", "text": "x"})
    assert answer.status_code == 404


def test_a_script_gets_a_line_for_each_file(pages: Client, collection: Collection) -> None:
    for said in ("taken in", "here already"):
        file = SimpleUploadedFile("s.txt", TEXT.encode())
        form = {"to": collection.slug, "files": file}
        answer = pages.post(reverse("bring"), form, headers={"X-One-File": "1"})
        assert said in text_of(answer)
        assert "<main" not in text_of(answer)


@pytest.mark.parametrize(
    "wrong", [{"date": "yesterday"}, {"language": "<b>"}, {"sensitivity": "none"}]
)
def test_a_description_that_cannot_be_is_told(
    pages: Client, collection: Collection, wrong: dict[str, str]
) -> None:
    for header in ({}, {"X-One-File": "1"}):
        form = {"to": collection.slug, "text": "some text", **wrong}
        answer = pages.post(reverse("bring"), form, headers=header)
        assert answer.status_code == 422
        assert "some text" in text_of(answer) or header
    assert not Source.objects.exists()


def test_a_mail_shows_its_attachments(pages: Client, collection: Collection) -> None:
    file = SimpleUploadedFile("letter.eml", MAIL)
    pages.post(reverse("bring"), {"to": collection.slug, "files": file})
    do_waiting()
    source = Source.objects.get()
    assert source.how == "mail"
    answer = text_of(pages.get(reverse("source", args=[source.key])))
    assert "attachment" in answer
    assert "annex.txt" in answer


def test_what_the_document_says_stands_in_the_list_and_narrows_it(
    pages: Client, document: Any, actor: Any, collection: Collection
) -> None:
    take_in(actor, collection, io.BytesIO(b"Nothing dated."), "b.txt", "upload")
    do_waiting()
    document.refresh_from_db()
    assert "2021-03-04" in text_of(pages.get(reverse("sources")))
    for query, there in (
        ({"date": "2021"}, True),
        ({"date": "1999"}, False),
        ({"issuer": "ombudsman"}, bool(document.issuer)),
        ({"q": "statement"}, True),
        ({"state": "unreadable"}, False),
        ({"sensitivity": "internal", "sort": "oldest"}, True),
        ({"sort": "issuer", "collection": collection.slug}, True),
        ({"sort": "'; --", "state": "x", "page": "9e9"}, True),
    ):
        answer = text_of(pages.get(reverse("sources"), query))
        assert (reverse("source", args=[document.source.key]) in answer) is there, query


def test_a_description_is_changed_and_a_stale_one_is_shown_beside(
    pages: Client, document: Any, actor: Any
) -> None:
    source = document.source
    address = reverse("change-source", args=[source.key])
    form = {"version": source.version, "title": "First", "obtained_from": "Marrowby"}
    assert pages.post(address, form).status_code == 302
    answer = pages.post(address, {"version": 1, "title": "Second"})
    assert answer.status_code == 409
    assert "First" in text_of(answer)
    assert "Second" in text_of(answer)
    assert "Marrowby" not in text_of(answer)
    edit = text_of(pages.get(reverse("edit-source", args=[source.key])))
    assert "Marrowby" not in edit
    source.refresh_from_db()
    kept = source.obtained_from
    pages.post(address, {"version": source.version, "title": "Third"})
    source.refresh_from_db()
    assert source.obtained_from == kept
    pages.post(address, {"version": source.version, "title": "Third", "forget_from": "on"})
    source.refresh_from_db()
    assert source.obtained_from == ""


def test_whom_it_came_from_is_shown_with_a_reason_that_is_kept(
    pages: Client, document: Any, actor: Any, collection: Collection
) -> None:
    source = document.source
    describe(actor, source, source.version, Description(obtained_from="Marrowby"))
    page = reverse("source", args=[source.key])
    assert "Marrowby" not in text_of(pages.get(page))
    address = reverse("obtained", args=[source.key])
    assert "Marrowby" not in text_of(pages.post(address, {"why": ""}))
    assert "Marrowby" in text_of(pages.post(address, {"why": "to call back"}))
    looked = Entry.objects.get(action="restricted.seen")
    assert why(looked) == "to call back"
    reader = User.objects.create(username="reader")
    set_member(actor, collection, reader, "reader", False)
    client = Client()
    client.force_login(reader)
    assert client.post(address, {"why": "to see"}).status_code == 403


def test_what_could_not_be_read_is_read_again(
    pages: Client, actor: Any, collection: Collection
) -> None:
    taken = take_in(actor, collection, io.BytesIO(b"%PDF-1.4 broken"), "a.pdf", "upload")
    do_waiting()
    source = taken.source
    source.refresh_from_db()
    assert source.state == "unreadable"
    address = reverse("read-again", args=[source.key])
    assert pages.post(address, {"version": source.version}).status_code == 422
    assert pages.post(address, {"version": 77, "reason": "x"}).status_code == 409
    pages.post(address, {"version": source.version, "reason": "a new reader"})
    source.refresh_from_db()
    assert source.state == "received"
    do_waiting()
    assert "a new reader" in text_of(pages.get(reverse("source", args=[source.key])))


def test_an_export_from_asking_to_the_file(
    pages: Client, document: Any, actor: Any, collection: Collection
) -> None:
    assert ask(pages, collection, purpose=" ").status_code == 422
    assert ask(pages, collection, what="decisions", format="geojson").status_code == 422
    assert ask(pages, Collection(slug="other")).status_code == 404
    assert ask(pages, collection).status_code == 302
    export = Export.objects.get()
    own = pages.post(reverse("decide-export", args=[export.key]), {"decision": "approve"})
    assert own.status_code == 403
    publisher = User.objects.create(username="publisher")
    set_member(actor, collection, publisher, "publisher", False)
    other = Client()
    other.force_login(publisher)
    address = reverse("decide-export", args=[export.key])
    assert export.key in text_of(other.get(reverse("exports")))
    version = {"version": export.version}
    assert other.post(address, {"decision": "refuse", **version}).status_code == 422
    assert other.post(address, {"reason": "not clear", **version}).status_code == 422
    assert other.post(address, {"decision": "approve", "version": 9}).status_code == 409
    assert other.post(address, {"decision": "approve", **version}).status_code == 302
    do_waiting()
    file = reverse("export-file", args=[export.key])
    assert pages.get(file).status_code == 405
    answer = pages.post(file)
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["about"]["recipient"] == "the desk"
    shown = text_of(pages.get(reverse("export", args=[export.key])))
    assert "Handed out" in shown
    assert "Received by" in shown
    assert "Fields that left" in shown
    assert "sealed:" not in shown
    assert export.purpose in shown


def test_rows_come_back_through_the_pages(
    pages: Client, document: Any, actor: Any, collection: Collection
) -> None:
    Collection.objects.update(approval=False)
    ask(pages, collection)
    do_waiting()
    content = json.loads(
        pages.post(reverse("export-file", args=[Export.objects.get().key])).content
    )
    row = next(each for each in content["claims"] if each["event"] == "destroyed")
    row["low"], row["status"] = 90, "confirmed"
    look = reverse("look-back", args=[collection.slug])
    file = SimpleUploadedFile("back.json", json.dumps(content).encode())
    here = pages.post(look, {"file": file})["Location"]
    assert "Nothing is changed yet" in text_of(pages.get(here))
    do_waiting()
    shown = text_of(pages.get(here))
    assert "back.json" in shown
    assert "95" in shown
    assert "90" in shown
    assert pages.post(f"{here}/take", {"why": ""}).status_code == 422
    assert pages.post(f"{here}/take", {"why": "recounted"}).status_code == 302
    do_waiting()
    claim = document.claims.get(event="destroyed")
    assert (claim.low, claim.status) == (90, "corrected")
    assert pages.post(look).status_code == 422
    broken = SimpleUploadedFile("b.xlsx", b"PK\x03\x04nothing")
    here = pages.post(look, {"file": broken})["Location"]
    do_waiting()
    assert "problem" in pages.get(here).content.decode()
    assert pages.post(f"{here}/take", {"why": "recounted"}).status_code == 422


def test_a_record_has_what_people_decided_and_nothing_suggested(
    pages: Client, document: Any, actor: Any
) -> None:
    from muniment.workspace.services.reviewing import confirm

    claim = document.claims.get(event="killed", low=14)
    confirm(actor, claim, claim.version, "seen in the annex")
    address = reverse("record", args=[document.source.key])
    for paper in ("", "?paper=letter", "?paper=<x>"):
        shown = text_of(pages.get(address + paper))
        assert document.source.sha256 in shown
        assert "seen in the annex" in shown
        assert "At least 95 houses" not in shown
        assert "Signature" in shown
