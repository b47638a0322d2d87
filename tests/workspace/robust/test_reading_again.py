"""Reading again: what people did stays, and nobody decides on what is no longer there."""

from __future__ import annotations

from typing import Any

import pytest
from tests.workspace.robust.again import read_again
from tests.workspace.test_spine import killed

from muniment.workspace.locking import Stale
from muniment.workspace.models import Assessment, Claim, Review
from muniment.workspace.services.reading import digest_of_kept
from muniment.workspace.services.reviewing import confirm, reopen
from muniment.workspace.services.taking_in import Description, describe
from muniment.workspace.working import do_waiting


def test_what_says_the_same_stays_the_same_row(document: Any) -> None:
    before = list(document.claims.values_list("pk", "version"))
    found = list(document.findings.values_list("pk", "version"))
    read_again(document)
    assert list(document.claims.values_list("pk", "version")) == before
    assert list(document.findings.values_list("pk", "version")) == found


def test_a_decision_on_what_was_read_otherwise_is_refused(actor: Any, document: Any) -> None:
    seen = killed(document)
    read_again(document, lambda claim: claim | {"low": 15} if claim["id"] == seen.key else claim)
    now = Claim.objects.get(pk=seen.pk)
    assert (now.low, now.version) == (15, seen.version + 1)
    with pytest.raises(Stale):
        confirm(actor, now, seen.version)


def test_what_was_weighed_or_decided_on_stays_though_it_is_read_no_more(
    actor: Any, document: Any
) -> None:
    weighed, reopened, unheeded = document.claims.all()[:3]
    Assessment.objects.create(
        claim=weighed, reason="two witnesses", by=actor.user, at="2021-03-04T00:00Z"
    )
    confirm(actor, reopened, 1)
    reopen(actor, reopened, 2, "too early")
    gone = {weighed.key, reopened.key, unheeded.key}
    read_again(document, lambda claim: None if claim["id"] in gone else claim)
    left = set(document.claims.values_list("key", flat=True))
    assert gone & left == {weighed.key, reopened.key}
    assert Review.objects.filter(claim=reopened).count() == 2


def test_a_claim_that_is_sealed_since_has_a_new_row_of_words(actor: Any, document: Any) -> None:
    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    do_waiting()
    kept = {each.read[:9] for each in document.claims.all()}
    assert kept == {"sealed:1:"}
    assert {each.message[:9] for each in document.findings.all()} <= {"sealed:1:"}
    source.refresh_from_db()
    assert digest_of_kept(source)
