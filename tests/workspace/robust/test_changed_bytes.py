"""A changed byte anywhere in the vault, the history or what was read is found and named."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.workspace.test_spine import killed

from muniment.workspace.models import Claim, Document, Entry, Review, Source
from muniment.workspace.opened import Opened
from muniment.workspace.services.auditing import audit
from muniment.workspace.services.reviewing import confirm, correct
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.working import do_waiting

_OFTEN = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_ENTRY = ("at", "actor", "via", "action", "subject", "detail", "previous", "digest")
_TABLES = {
    Claim: ("read", "decided"),
    Document: ("text",),
    Review: ("before", "after", "reason"),
    Source: ("sha256", "sealed_sha256", "title"),
}


@pytest.fixture
def filled(workspace: Opened, actor: Any, collection: Any, document: Any) -> Opened:
    """A workspace with decisions, and a restricted source beside the open one."""
    confirm(actor, killed(document), 1)
    claim = document.claims.get(low=95)
    correct(actor, claim, 1, {"low": 90}, "counted again")
    said = Description(sensitivity="restricted", title="A letter")
    take_in(
        actor, collection, io.BytesIO(b"On 2 March 2021, 3 people died."), "b.txt", "paste", said
    )
    do_waiting()
    assert audit().faults == []
    return workspace


@given(data=st.data())
@_OFTEN
def test_a_changed_byte_of_the_vault_names_its_file(filled: Opened, data: st.DataObject) -> None:
    path: Path = data.draw(st.sampled_from(sorted(filled.folder.vault.glob("??/*.age"))))
    whole = path.read_bytes()
    path.write_bytes(_changed(data, whole))
    try:
        faults = audit(opening=data.draw(st.booleans())).faults
        assert any(path.name in each for each in faults)
    finally:
        path.write_bytes(whole)
    assert audit().faults == []


@given(data=st.data())
@_OFTEN
def test_a_changed_letter_of_the_history_names_its_entry(
    filled: Opened, data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from(list(Entry.objects.values_list("number", flat=True))))
    column = data.draw(st.sampled_from(_ENTRY))
    with _Unguarded():
        before = _set(Entry, number, column, data)
        faults = audit().faults
        _put(Entry, number, column, before)
    assert any(f"entry {number} " in each for each in faults), faults


@given(number=st.integers(2, 4))
@_OFTEN
def test_an_entry_taken_out_is_missed(filled: Opened, number: int) -> None:
    with _Unguarded(), transaction.atomic():
        Entry.objects.filter(number=number).delete()
        faults = audit().faults
        transaction.set_rollback(True)
    assert any(f"entry {number} " in each for each in faults), faults


@given(data=st.data())
@_OFTEN
def test_a_changed_letter_of_what_was_read_or_decided_names_it(
    filled: Opened, data: st.DataObject
) -> None:
    model = data.draw(st.sampled_from(list(_TABLES)))
    column = data.draw(st.sampled_from(_TABLES[model]))
    rows = list(model._default_manager.exclude(**{column: ""}).values_list("pk", flat=True))
    row = data.draw(st.sampled_from(rows))
    key = _source_of(model._default_manager.get(pk=row)).key
    before = _set(model, row, column, data)
    faults = audit().faults
    _put(model, row, column, before)
    assert any(key in each for each in faults), (model, column, faults)


def _source_of(row: Any) -> Source:
    if isinstance(row, Review):
        row = row.claim
    if isinstance(row, Claim):
        row = row.document
    found: Source = row.source if isinstance(row, Document) else row
    return found


def _changed(data: st.DataObject, whole: bytes) -> bytes:
    at = data.draw(st.integers(0, len(whole) - 1))
    return whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]


def _set(model: Any, row: Any, column: str, data: st.DataObject) -> str:
    """Change one letter of a column past the services; the text before."""
    before: str = model._default_manager.values_list(column, flat=True).get(pk=row)
    at = data.draw(st.integers(0, len(before) - 1))
    other = data.draw(st.sampled_from([each for each in "0aZ" if each != before[at]]))
    _put(model, row, column, before[:at] + other + before[at + 1 :])
    return before


def _put(model: Any, row: Any, column: str, text: str) -> None:
    model._default_manager.filter(pk=row).update(**{column: text})


class _Unguarded:
    """The history without its guards, as whoever has the database file could have it."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE workspace_entry DISABLE TRIGGER USER")
                return
            cursor.execute(
                "SELECT name, sql FROM sqlite_master "
                "WHERE tbl_name = 'workspace_entry' AND type = 'trigger'"
            )
            self._guards = cursor.fetchall()
            for name, _ in self._guards:
                cursor.execute(f"DROP TRIGGER {name}")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE workspace_entry ENABLE TRIGGER USER")
                return
            for _name, sql in self._guards:
                cursor.execute(sql)
