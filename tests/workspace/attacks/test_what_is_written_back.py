"""What people and documents write is shown as words, in bounds, and breaks no page."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client

from muniment.web import beside as besides
from muniment.web.segments import paragraphs
from muniment.workspace.models import Claim, Collection, Document, Passage, Place, Source, User
from muniment.workspace.services.taking_in import LONGEST, take_in
from muniment.workspace.working import do_waiting

PLACES = {"names": "Zed", "positions": "1, 2, 3", "sensitivity": "internal"}


@pytest.fixture
def browser(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.mark.parametrize("words", ["sealed:1:AAAA", "sealed:", "sealed:1:" + "A" * 60])
def test_words_that_look_sealed_open_as_they_were_written(
    browser: Client, collection: Collection, words: str
) -> None:
    address = f"/collections/{collection.slug}/places"
    assert browser.post(address, {**PLACES, "basis": words}).status_code == 302
    assert browser.get("/places/").status_code == 200
    assert words in browser.get(f"/places/{Place.objects.get().key}").content.decode()


@pytest.mark.parametrize("field", sorted(LONGEST))
def test_what_is_said_of_a_source_has_bounds(
    browser: Client, collection: Collection, field: str
) -> None:
    form = {"text": "On 2 March 2021, 14 people were killed.", field: "A" * (LONGEST[field] + 1)}
    answer = browser.post(f"/collections/{collection.slug}/add", form)
    assert answer.status_code == 422
    assert f"{LONGEST[field]:,} characters" in answer.content.decode()
    assert not Source.objects.exists()


def test_where_a_place_is_known_from_has_bounds(browser: Client, collection: Collection) -> None:
    form = {**PLACES, "basis": "A" * 100_000}
    answer = browser.post(f"/collections/{collection.slug}/places", form)
    assert "2,000 characters" in answer.content.decode()
    assert not Place.objects.exists()


def test_a_document_that_calls_itself_at_length_is_called_so_in_short(
    actor: Any, collection: Collection
) -> None:
    mail = f"From: a@example.org\nSubject: {'Alder ' * 1_000}\n\nOn 2 March 2021, 14 were killed."
    source = take_in(actor, collection, io.BytesIO(mail.encode()), "a.eml", "mail").source
    do_waiting()
    title = source.documents.get().title
    assert len(title) == LONGEST["title"]
    assert title.endswith("…")


def test_a_sealed_text_that_was_changed_is_told_not_a_fault(
    browser: Client, collection: Collection
) -> None:
    browser.post(f"/collections/{collection.slug}/places", {**PLACES, "basis": "a map"})
    Place.objects.update(basis="sealed:1:" + "A" * 60)
    answer = browser.get("/places/")
    assert answer.status_code == 503
    assert "muniment audit" in answer.content.decode()


def test_a_source_without_documents_has_a_record(
    browser: Client, actor: Any, collection: Collection
) -> None:
    source = take_in(actor, collection, io.BytesIO(b"MZ\x90\0"), "a.exe", "upload").source
    for _ in ("before", "after"):
        assert browser.get(f"/sources/{source.key}/record").status_code == 200
        do_waiting()


class Counted:
    """A claim that counts how often one asks where it ends."""

    asked = 0

    def __init__(self, at: int) -> None:
        self.start, self.key, self.kind, self.status = at, str(at), "date", "suggested"

    @property
    def end(self) -> int:
        Counted.asked += 1
        return self.start + 1


def test_a_paragraph_is_cut_in_steps_that_grow_with_its_claims_alone() -> None:
    claims = [cast(Claim, Counted(at)) for at in range(0, 40_000, 2)]
    whole = cast(Passage, SimpleNamespace(number=1, start=0, end=40_000, page=None))
    found = paragraphs("x" * 40_000, [whole], claims)
    assert sum(len(each.claims) for each in found[0].segments) == len(claims)
    assert Counted.asked < 20 * len(claims)


def test_a_page_shows_so_many_claims_and_the_one_that_is_asked_for(
    browser: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(besides, "MOST", 4)
    every = list(document.claims.order_by("start", "end", "pk"))
    assert len(every) > 5
    page = browser.get(f"/documents/{document.key}").content.decode()
    assert "4 claims of this part are shown" in page
    for each in every:
        page = browser.get(f"/documents/{document.key}/claims/{each.key}").content.decode()
        assert f'data-claim="{each.key}"' in page
        assert page.count("data-claim=") == 4
