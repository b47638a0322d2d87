"""The audit names what was changed behind the services' back, and nothing else."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from tests.workspace.lists import accepted, reading_here, rows

from muniment.workspace.custody import CustodyProblem, read_checkpoint
from muniment.workspace.models import Claim, Finding, Review, Source
from muniment.workspace.opened import opened
from muniment.workspace.services import checkpoints
from muniment.workspace.services.auditing import audit
from muniment.workspace.services.reviewing import confirm, correct, judge, reject, reopen, split
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]


@pytest.fixture
def kept(actor: Any, document: Any) -> Any:
    """A document with decisions of every kind."""
    claims = list(document.claims.filter(kind="figure"))
    confirm(actor, claims[0], 1)
    correct(actor, claims[1], 1, {"low": 3, "high": 4}, "as the table says")
    reject(actor, claims[2], 1, "no figure")
    reopen(actor, claims[2], 2, "it is one")
    parts = [
        {"kind": "figure", "start": 5, "end": 9, "low": 1, "high": 1},
        {"kind": "figure", "start": 10, "end": 14, "low": 2, "high": 2},
    ]
    split(actor, claims[3], 1, parts, "two things")
    return document


def test_what_people_did_holds(kept: Any) -> None:
    found = audit()
    assert found.faults == []
    assert found.checkpoint is not None
    assert found.checkpoint.holds()


def test_sealing_and_reading_again_change_nothing(actor: Any, kept: Any) -> None:
    for sensitivity in ("restricted", "internal"):
        source = Source.objects.get()
        describe(actor, source, source.version, Description(sensitivity=sensitivity))
        assert audit().faults == []
        do_waiting()
        assert audit().faults == []
        assert audit(key=False).faults == []


def test_a_changed_row_is_named(kept: Any) -> None:
    decided = Claim.objects.get(status="corrected")
    Claim.objects.filter(pk=decided.pk).update(decided=decided.decided.replace(":3", ":5", 1))
    assert any(decided.key in each for each in audit().faults)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Claim, {"read": "{}"}),
        (Claim, {"status": "rejected"}),
        (Source, {"sha256": "0" * 64}),
        (Source, {"title": "Another"}),
        (Source, {"size": 1}),
        (Review, {"reason": "another"}),
        (Review, {"verdict": "confirmed"}),
    ],
)
def test_every_kind_of_row_is_held_against_the_history(
    kept: Any, model: Any, change: dict[str, Any]
) -> None:
    assert audit().faults == []
    model.objects.update(**change)
    assert audit().faults


def test_a_text_changed_in_the_database_is_found(kept: Any) -> None:
    kept.text = kept.text.replace("14 people", "40 people")
    kept.save(update_fields=["text"])
    assert any("text and claims" in each for each in audit().faults)


def test_a_decision_taken_away_is_found(kept: Any) -> None:
    Review.objects.all().delete()
    Claim.objects.filter(origin="person").delete()
    faults = audit().faults
    assert any("is gone" in each for each in faults)
    assert any("its decisions" in each for each in faults)


def test_a_finding_dismissed_without_a_word_is_found(actor: Any, collection: Any) -> None:
    text = b"On 2 March 2021, 16 people were killed in Alder, among them 9 men and 8 women."
    take_in(actor, collection, io.BytesIO(text), "b.txt", "upload")
    do_waiting()
    finding = Finding.objects.filter(level="error")[0]
    judge(actor, finding, 1, "dismissed", "not so")
    assert audit().faults == []
    Finding.objects.update(reason="because")
    assert any("finding" in each for each in audit().faults)


def test_a_changed_byte_of_the_vault_is_found_with_and_without_the_key(kept: Any) -> None:
    place = opened().vault.path(kept.source.sha256)
    content = bytearray(place.read_bytes())
    content[-3] ^= 1
    place.write_bytes(content)
    for key in (True, False):
        assert any(place.name in each and kept.source.key in each for each in audit(key=key).faults)
    place.unlink()
    assert any("is gone" in each for each in audit().faults)


def without_guards() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE workspace_entry DISABLE TRIGGER history_kept")
        else:
            cursor.execute("DROP TRIGGER history_kept_update")
            cursor.execute("DROP TRIGGER history_kept_delete")


def test_a_changed_entry_is_named(kept: Any) -> None:
    without_guards()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workspace_entry SET reason = 'x' WHERE number = 3")
    assert any("entry 3 of the history" in each for each in audit().faults)


def test_an_end_that_was_cut_off_is_found_against_a_checkpoint(kept: Any) -> None:
    checkpoint = read_checkpoint(checkpoints.make().text())
    assert audit(checkpoint).faults == []
    without_guards()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM workspace_entry WHERE number = %s", [checkpoint.number])
    faults = audit(checkpoint).faults
    assert any("cut off" in each for each in faults)


def test_a_history_written_anew_is_found_against_a_checkpoint(actor: Any, kept: Any) -> None:
    from muniment.workspace.history import digest_of
    from muniment.workspace.models import Entry

    checkpoint = checkpoints.make()
    without_guards()
    previous = "0" * 64
    for entry in Entry.objects.order_by("number"):
        entry.at, entry.previous = entry.at.replace("T", " "), previous
        previous = entry.digest = digest_of(entry)
        entry.save()
    assert not any("was changed" in each for each in audit().faults)
    assert any("checkpoint signed" in each for each in audit(checkpoint).faults)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"muniment": "checkpoint 1"}', "[" * 99_999, '{"muniment": 1}'],
)
def test_what_is_no_checkpoint_is_told(text: str) -> None:
    with pytest.raises(CustodyProblem):
        read_checkpoint(text)


def test_every_word_of_a_checkpoint_is_signed(kept: Any) -> None:
    import json

    text = checkpoints.make().text()
    for name, value in json.loads(text).items():
        if name == "muniment":
            continue
        other = value + 1 if isinstance(value, int) else value[::-1] + "0"
        changed = read_checkpoint(json.dumps({**json.loads(text), name: other}))
        assert not changed.holds()
        assert list(checkpoints.against(changed))


def test_registers_hold_with_the_acts_that_the_history_tells(
    actor: Any, collection: Any, reading_here: None
) -> None:
    accepted(actor, collection, rows(0, 20), "ministry")
    found = audit()
    assert found.faults == []
    assert found.registers > 0
    assert found.checkpoint is not None
    assert found.checkpoint.registers
    place = next((opened().folder.registers / "objects").rglob("*.age"), None)
    assert place is not None
    content = bytearray(place.read_bytes())
    content[-3] ^= 1
    place.write_bytes(content)
    assert any("the registers" in each for each in audit().faults)
    (opened().folder.registers / "registers.sqlite").rename(opened().folder.path / "gone")
    assert any("is gone" in each for each in audit(found.checkpoint).faults)
