"""Where two people decide, one alone undoes nothing: in the services, on the pages, by programs."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from tests.workspace.people import member, ruled

from muniment.workspace.history import Actor
from muniment.workspace.models import Claim, Collection, Document, Review
from muniment.workspace.permissions import NotAllowed
from muniment.workspace.services import reviewing
from muniment.workspace.services.auditing import audit
from muniment.workspace.services.reviewing import Impossible
from muniment.workspace.services.tokens import SCOPES, make_token


@pytest.fixture
def other(actor: Actor, collection: Collection) -> Actor:
    """A second reviewer, in a collection where two people decide."""
    ruled(collection, two_people=True)
    return Actor(member(collection, "second", "reviewer"), "web")


@pytest.fixture
def claim(actor: Actor, other: Actor, document: Document) -> Claim:
    """A claim that two people have corrected."""
    found = now(document.claims.get(event="killed", low=14))
    reviewing.correct(actor, found, found.version, {"low": 13, "high": 13}, "counted twice")
    return reviewing.second(other, now(found), found.version)


def now(claim: Claim) -> Claim:
    """The claim as it stands."""
    return Claim.objects.select_related("document__source__collection").get(pk=claim.pk)


def in_services(who: Actor, claim: Claim, verdict: str) -> None:
    claim = now(claim)
    if verdict == "second":
        reviewing.second(who, claim, claim.version)
    else:
        reviewing.reopen(who, claim, claim.version, "misread")


def on_pages(who: Actor, claim: Claim, verdict: str) -> None:
    client = Client()
    client.force_login(who.user)
    address = f"/documents/{claim.document.key}/claims/{claim.key}"
    form = {"verdict": verdict, "version": str(now(claim).version), "reason": "misread"}
    assert client.post(f"{address}/decide", form).status_code in (200, 302)


def by_programs(who: Actor, claim: Claim, verdict: str) -> None:
    secret = make_token(who, "t", SCOPES, 2)[1]
    answer = Client().post(
        f"/api/1/documents/{claim.document.key}/claims/{claim.key}/decision",
        {"verdict": verdict, "version": now(claim).version, "reason": "misread"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("way", [in_services, on_pages, by_programs])
def test_taking_back_what_two_decided_takes_two(
    actor: Actor, other: Actor, claim: Claim, way: Callable[[Actor, Claim, str], None]
) -> None:
    way(actor, claim, "reopen")
    assert (now(claim).status, now(claim).low) == ("corrected", 13)
    assert now(claim).decided
    assert audit().faults == audit(key=False).faults == []
    way(other, claim, "second")
    assert (now(claim).status, now(claim).low, now(claim).decided) == ("suggested", 14, "")
    assert audit().faults == audit(key=False).faults == []


def test_one_alone_neither_seconds_nor_replaces_what_counts(
    actor: Actor, other: Actor, claim: Claim
) -> None:
    in_services(actor, claim, "reopen")
    with pytest.raises(NotAllowed):
        in_services(actor, claim, "second")
    reviewing.correct(actor, now(claim), now(claim).version, {"low": 1, "high": 1}, "other")
    in_services(actor, claim, "reopen")  # of what waits, and so of what counts: it takes two
    assert (now(claim).status, now(claim).low) == ("corrected", 13)
    assert [each.waits for each in claim.reviews.all()] == [False, True, True, True]
    decision = now(claim).decision
    assert decision is not None
    assert decision.verdict == "corrected"
    assert audit().faults == []


def test_what_waits_is_withdrawn_by_one(actor: Actor, other: Actor, document: Document) -> None:
    found = now(document.claims.get(event="killed", low=14))
    reviewing.reject(actor, found, found.version, "no figure")
    assert now(found).status == "proposed"
    in_services(other, found, "reopen")
    assert now(found).status == "suggested"
    with pytest.raises(Impossible):
        in_services(other, found, "second")


def test_what_waits_beside_a_decision_is_on_the_pages(
    actor: Actor, other: Actor, claim: Claim
) -> None:
    in_services(actor, claim, "reopen")
    client = Client()
    client.force_login(other.user)
    page = client.get(f"/documents/{claim.document.key}/claims/{claim.key}").content.decode()
    assert 'value="second"' in page
    assert client.get("/").context["waiting"].number == 1
    assert claim.key in client.get("/search?status=proposed").content.decode()


@pytest.mark.parametrize("hours", [-48, 48])
def test_what_is_seconded_is_the_last_decision_whatever_the_clock_says(
    actor: Actor, other: Actor, document: Document, hours: int
) -> None:
    found = now(document.claims.get(event="killed", low=14))
    reviewing.confirm(actor, found, found.version)
    away = datetime.timedelta(hours=hours)
    Review.objects.update(at=Review.objects.get().at + away)
    reviewing.reject(actor, now(found), now(found).version, "no figure")
    in_services(other, found, "second")
    assert now(found).status == "rejected"


def test_a_program_sees_how_a_claim_stands(actor: Actor, other: Actor, claim: Claim) -> None:
    in_services(actor, claim, "reopen")
    secret = make_token(other, "t", SCOPES, 2)[1]
    answer = Client().get(
        f"/api/1/documents/{claim.document.key}/claims",
        headers={"Authorization": f"Bearer {secret}"},
    )
    row = next(each for each in answer.json()["items"] if each["key"] == claim.key)
    assert (row["status"], row["decided"]["low"]) == ("corrected", 13)
