"""Taking in, reading, deciding: the way through, with what must never be lost."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.workspace_fixtures import TEXT

from muniment.workspace.history import broken, head
from muniment.workspace.locking import Stale
from muniment.workspace.models import Claim, Entry, Item, Review, Source
from muniment.workspace.sensitive import why_decided
from muniment.workspace.services.reviewing import add, body_of, confirm, correct, reject
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.working import do_waiting


def killed(document: Any) -> Claim:
    found: Claim = document.claims.get(event="killed", low=14)
    return found


def test_a_source_is_read_and_its_claims_stand_at_their_passages(document: Any) -> None:
    claim = killed(document)
    assert TEXT[claim.start : claim.end] == body_of(claim)["passage"]["quote"]
    assert claim.status == Claim.Status.SUGGESTED
    assert Item.objects.filter(kind="claim").count() == document.claims.count()


def test_the_same_file_is_kept_once(actor: Any, collection: Any, document: Any) -> None:
    again = take_in(actor, collection, io.BytesIO(TEXT.encode()), "other.txt", "upload")
    assert not again.new
    assert Source.objects.count() == 1
    assert Entry.objects.latest("number").action == "source.received-again"


def test_a_decision_leaves_what_was_read(actor: Any, document: Any) -> None:
    claim = killed(document)
    read = claim.read
    correct(actor, claim, claim.version, {"low": 13, "high": 13}, "counted twice")
    claim.refresh_from_db()
    assert (claim.status, claim.low, claim.read) == (Claim.Status.CORRECTED, 13, read)
    assert why_decided(Review.objects.get()) == "counted twice"


def test_a_stale_decision_is_refused(actor: Any, document: Any) -> None:
    claim = killed(document)
    version = claim.version
    confirm(actor, claim, version)
    with pytest.raises(Stale):
        reject(actor, claim, version, "no")
    assert killed(document).status == Claim.Status.CONFIRMED


def test_reading_again_keeps_decisions(actor: Any, document: Any) -> None:
    from muniment.workspace.services.taking_in import describe

    claim = confirm(actor, killed(document), 1)
    source = document.source
    describe(actor, source, source.version, Description(issuer="Somebody"))
    do_waiting()
    assert killed(document).pk == claim.pk
    document.refresh_from_db()
    assert document.issuer == "Somebody"


def test_what_is_restricted_is_sealed_and_opens_again(
    actor: Any, collection: Any, document: Any
) -> None:
    from muniment.workspace.sensitive import text_of
    from muniment.workspace.services.taking_in import describe

    source = document.source
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    do_waiting()
    document.refresh_from_db()
    assert "Alder" not in document.text
    assert text_of(document) == TEXT
    assert not any("alder" in each.folded for each in Item.objects.all())


def test_the_history_is_a_chain_that_the_database_guards(actor: Any, document: Any) -> None:
    confirm(actor, killed(document), 1)
    assert list(broken()) == []
    number, _ = head()
    assert number == Entry.objects.count()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(number=1).update(actor="another")


def test_a_person_adds_a_claim_at_a_passage(actor: Any, document: Any) -> None:
    start = TEXT.index("95 houses")
    body = {"kind": "figure", "start": start, "end": start + 9, "low": 95, "high": None}
    claim = add(actor, document, body)
    assert claim.origin == "person"
    assert body_of(claim)["passage"]["quote"] == "95 houses"
