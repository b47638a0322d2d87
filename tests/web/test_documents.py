"""A document beside its claims: addresses that hold, decisions, and what a late one sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.workspace_fixtures import TEXT

from muniment.web.views.documents import mark_of
from muniment.workspace.models import Claim
from muniment.workspace.services.reviewing import confirm


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
