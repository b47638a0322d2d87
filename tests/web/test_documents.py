"""A document beside its claims: addresses that hold, decisions, and what a late one sees."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.workspace_fixtures import TEXT

from muniment.web import beside
from muniment.web.views import documents
from muniment.web.views.documents import mark_of
from muniment.workspace.models import Claim
from muniment.workspace.services.reviewing import add, body_of, confirm


@pytest.fixture
def browser(admin: Any) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def killed(document: Any) -> Claim:
    found: Claim = document.claims.get(event="killed", low=14)
    return found


def test_every_letter_of_the_text_is_there_once(browser: Client, document: Any) -> None:
    page = browser.get(f"/documents/{document.key}").content.decode()
    assert "14 people" in page
    assert page.count("whereabouts of") == 1


def test_an_address_opens_at_its_passage_and_fails_loudly(browser: Client, document: Any) -> None:
    start = TEXT.index("14 people")
    address = f"/documents/{document.key}?at={start}-{start + 9}&words="
    right = browser.get(address + mark_of("14 people")).content.decode()
    assert 'id="at"' in right
    wrong = browser.get(address + mark_of("15 people")).content.decode()
    assert 'id="at"' not in wrong
    assert "does not stand here" in wrong


@pytest.mark.parametrize("at", ["x", "1", "-1-4", "5-2", "0-99999999", "1-2-3", "٣-٤"])
def test_an_address_that_is_none_is_told(browser: Client, document: Any, at: str) -> None:
    answer = browser.get(f"/documents/{document.key}", {"at": at})
    assert answer.status_code == 200


def test_a_claim_is_confirmed_and_looks_so(browser: Client, document: Any) -> None:
    claim = killed(document)
    address = f"/documents/{document.key}/claims/{claim.key}"
    answer = browser.post(f"{address}/decide", {"version": 1, "verdict": "confirm"}, follow=True)
    assert answer.status_code == 200
    assert killed(document).status == Claim.Status.CONFIRMED
    assert "state confirmed" in answer.content.decode()


def test_a_late_decision_shows_both_versions(browser: Client, actor: Any, document: Any) -> None:
    claim = confirm(actor, killed(document), 1)
    address = f"/documents/{document.key}/claims/{claim.key}/decide"
    late = {"version": 1, "verdict": "correct", "low": "13", "high": "13", "reason": "twice"}
    answer = browser.post(address, late)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "confirmed" in page
    assert "twice" in page
    assert killed(document).status == Claim.Status.CONFIRMED


@pytest.mark.parametrize(
    "form",
    [
        {"verdict": "correct", "low": "many", "reason": "x"},
        {"verdict": "correct", "low": "9", "high": "3", "reason": "x"},
        {"verdict": "correct", "low": "1e400", "reason": "x"},
        {"verdict": "correct", "low": "nan", "reason": "x"},
        {"verdict": "correct", "low": "13", "reason": ""},
        {"verdict": "correct", "period": "last spring", "reason": "x"},
        {"verdict": "split", "part_start": "1", "reason": "x"},
        {"verdict": "dance"},
        {"verdict": "confirm", "version": "one"},
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    browser: Client, document: Any, form: dict[str, str]
) -> None:
    claim = killed(document)
    address = f"/documents/{document.key}/claims/{claim.key}/decide"
    answer = browser.post(address, {"version": "1", **form})
    assert answer.status_code == 422
    assert killed(document).version == 1


def test_a_selected_passage_becomes_a_claim(browser: Client, document: Any) -> None:
    start = TEXT.index("houses")
    form = {"kind": "figure", "start": start, "end": start + 6, "low": "95", "high": ""}
    answer = browser.post(f"/documents/{document.key}/add", form, follow=True)
    assert answer.status_code == 200
    made = document.claims.get(origin="person")
    assert (made.start, made.low, made.high) == (start, 95, None)


def test_a_person_corrects_what_the_machine_never_saw(
    browser: Client, actor: Any, document: Any
) -> None:
    at = {"start": TEXT.index("houses"), "end": TEXT.index("houses") + 6}
    made = add(actor, document, {"kind": "figure", "low": 95, "high": 95, **at})
    form = {
        "version": made.version,
        "verdict": "correct",
        "reason": "said by two",
        "place": "Alder",
        "said_by": "the mayor ← a radio",
        "unit": "km",
        **at,
    }
    address = f"/documents/{document.key}/claims/{made.key}/decide"
    page = browser.post(address, form, follow=True).content.decode()
    assert "the mayor ← a radio" in page
    body = body_of(Claim.objects.get(pk=made.pk))
    assert (body["place"], body["unit"]) == ({"text": "Alder"}, "km")
    assert [each["text"] for each in body["said_by"]] == ["the mayor", "a radio"]
    again = {**form, "version": Claim.objects.get(pk=made.pk).version}
    assert browser.post(address, again).status_code == 422


def test_what_was_typed_too_late_or_wrong_stays_in_its_form(
    browser: Client, actor: Any, document: Any
) -> None:
    claim = confirm(actor, killed(document), 1)
    address = f"/documents/{document.key}/claims/{claim.key}/decide"
    form = {"verdict": "correct", "low": "13", "high": "13", "place": "Birch", "reason": "twice"}
    late = browser.post(address, {**form, "version": 1}).content.decode()
    assert 'value="Birch"' in late
    assert 'value="twice"' in late
    assert f'name="version" value="{claim.version}"' in late
    wrong = browser.post(address, {**form, "low": "many", "version": claim.version})
    assert 'value="many"' in wrong.content.decode()
    assert killed(document).version == claim.version


def test_a_finding_opens_at_its_passage(browser: Client, document: Any) -> None:
    start = TEXT.index("95 houses")
    passage = {"start": start, "end": start + 9, "quote": "95 houses"}
    document.findings.create(
        key="f1",
        code="A105",
        level="error",
        message="m",
        start=start,
        passages=json.dumps([passage]),
    )
    page = browser.get(f"/documents/{document.key}/findings/f1").content.decode()
    assert "pointed" in page
    assert 'id="at"' in page
    assert browser.get(f"/documents/{document.key}/findings/f2").status_code == 404


def test_findings_that_are_not_shown_are_told_of(
    browser: Client, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOST", 20)
    told = "20 findings of this part are shown"
    for number in range(21):
        assert told not in browser.get(f"/documents/{document.key}").content.decode()
        document.findings.create(
            key=f"x{number}", code="X001", level="note", message=f"trial {number}", start=0
        )
    page = browser.get(f"/documents/{document.key}").content.decode()
    assert told in page
    assert page.count("trial ") == 20


def test_keys_lead_on_to_other_parts(
    browser: Client, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "A_PART", 1)
    first = browser.get(f"/documents/{document.key}").content.decode()
    claims = list(document.claims.order_by("start", "end", "pk"))
    before, after = claims[0], claims[1]
    assert f'data-after="/documents/{document.key}/claims/{after.key}"' in first
    second = browser.get(f"/documents/{document.key}?part=2").content.decode()
    assert f'data-before="/documents/{document.key}/claims/{before.key}"' in second


def test_a_selection_is_kept_without_space_and_in_its_kind(browser: Client, document: Any) -> None:
    start = TEXT.index(" houses ")
    address = f"/documents/{document.key}/new"
    page = browser.get(address, {"at": f"{start}-{start + 8}", "kind": "demand"}).content.decode()
    assert f'name="start" value="{start + 1}"' in page
    assert 'name="addressee"' in page
    assert browser.get(address, {"at": "0-4", "kind": "dance"}).status_code == 404


def test_pages_keep_nothing_in_the_browser_and_tell_whose_session_it_is(
    browser: Client, document: Any
) -> None:
    page = browser.get(f"/documents/{document.key}").content.decode()
    assert '"historyCacheSize": 0' in page
    assert browser.get("/account/session").json()["user"] == "admin"
    assert Client().get("/account/session").status_code == 302
