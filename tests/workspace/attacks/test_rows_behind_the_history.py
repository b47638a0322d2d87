"""Whoever writes to the database behind the history's back is found out, row by row.

Each field that tells who may what, what was said, decided, weighed, asked or let out is changed in
turn, as one would with the database file alone, and the audit must name the row.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from tests.workspace.lists import accepted, reading_here, rows
from tests.workspace.people import member, ruled

from muniment.workspace.exporting.order import Order
from muniment.workspace.history import Actor
from muniment.workspace.models import (
    Assessment,
    Claim,
    Collection,
    Document,
    Export,
    Finding,
    Intake,
    Membership,
    Passage,
    Place,
    Question,
    Register,
    Review,
    Rung,
    Source,
    Token,
    User,
)
from muniment.workspace.services import handing, places, questions, reviewing, weighing
from muniment.workspace.services.auditing import audit
from muniment.workspace.services.ladder import add_rung, change_rung, move_rung
from muniment.workspace.services.starting import make_collection
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.services.tokens import make_token
from muniment.workspace.working import do_waiting

__all__ = ["reading_here"]

_OPEN = b"On 2 March 2021, 16 people were killed in Alder, among them 9 men and 8 women."
_CLOSED = b"On 2 March 2021, 17 people were killed in Quillfeather, among them 9 men."
_WHEN = "2001-01-01 00:00:00+00:00"
CHANGES: list[tuple[type[models.Model], str, Any]] = [
    (User, "is_superuser", True),
    (User, "is_active", False),
    (User, "username", "mallory"),
    (Membership, "role", "administrator"),
    (Membership, "restricted", True),
    (Collection, "two_people", False),
    (Collection, "approval", False),
    (Collection, "name", "Another"),
    (Token, "scopes", "read export approve manage"),
    (Token, "sha256", "0" * 64),
    (Token, "expires_at", "2099-01-01 00:00:00+00:00"),
    (Source, "collection", "other"),
    (Source, "how", "mail"),
    (Source, "received_by", "second"),
    (Source, "reading", "0" * 64),
    (Source, "state", "unreadable"),
    (Document, "title", "Another"),
    (Document, "issuer", "Another"),
    (Document, "date", "1999"),
    (Document, "language", "ru"),
    (Passage, "start", 1),
    (Claim, "low", 900),
    (Claim, "high", 900),
    (Claim, "event", "detained"),
    (Claim, "start", 1),
    (Claim, "kind", "date"),
    (Claim, "origin", "person"),
    (Claim, "status", "confirmed"),
    (Review, "seconded_by", "admin"),
    (Review, "waits", False),
    (Review, "at", _WHEN),
    (Finding, "level", "note"),
    (Finding, "message", "nothing"),
    (Finding, "code", "Z999"),
    (Assessment, "at", _WHEN),
    (Assessment, "seconded_by", "admin"),
    (Assessment, "supersedes", None),
    (Export, "state", "approved"),
    (Export, "what", '{"what":"all"}'),
    (Export, "sensitivity", "restricted"),
    (Export, "by", "second"),
    (Export, "decided_by", "second"),
    (Export, "sha256", "0" * 64),
    (Export, "recipient", ""),
    (Question, "text", ""),
    (Question, "event", "detained"),
    (Question, "period", "1999"),
    (Place, "names", '[["", "Elsewhere"]]'),
    (Place, "positions", "[[9, 9, 9]]"),
    (Place, "sensitivity", "public"),
    (Rung, "name", "Certainty"),
    (Rung, "meaning", "Nothing"),
    (Intake, "collection", "other"),
    (Register, "collection", "other"),
]


@pytest.fixture
def filled(actor: Any, collection: Collection, document: Document) -> None:
    """Everything that people do, once or more."""
    other = make_collection(actor, "Other")
    ruled(other, two_people=True, approval=True)
    ruled(collection, two_people=True, approval=False)
    second = Actor(member(collection, "second", "reviewer"), "web")
    said = Description(title="T", issuer="I", date="2021", language="en")
    found = [
        _taken(actor, collection, _OPEN, said),
        _taken(actor, collection, _CLOSED, Description(sensitivity="restricted")),
    ]
    for each in (document, *found):
        figures = list(each.claims.filter(kind="figure").order_by("start"))
        reviewing.confirm(actor, figures[0], 1)
        figures[0].refresh_from_db()
        reviewing.second(second, figures[0], figures[0].version)
        reviewing.correct(actor, figures[1], 1, {"low": 3, "high": 5}, "counted anew")
    finding = found[0].findings.filter(level="error")[0]
    reviewing.judge(actor, finding, finding.version, "accepted", "so it is")
    mine, theirs = (each.claims.filter(low__isnull=False)[0] for each in (document, found[0]))
    step = Rung.objects.order_by("rank")[0]
    one = weighing.assess(actor, mine, theirs, "corroborates", "both say so", standard=step)
    weighing.second(second, one)
    weighing.assess(actor, mine, theirs, "contradicts", "they do not", before=one.pk)
    change_rung(actor, step, 1, "A hint", "One source says so.")
    move_rung(actor, add_rung(actor, "Proven", "Beyond doubt."), 1, up=False)
    asked = questions.Asked(text="How many?", event="killed", place="Alder", period="2021")
    questions.put(actor, collection, asked)
    places.add(actor, collection, places.described("Alder", "1, 2, 300", "a map", "internal"))
    make_token(actor, "a program", ["read"], 2)
    accepted(actor, collection, rows(0, 6), "ministry")
    handing.ask_export(actor, collection, Order(what="all", format="json"), "a case", "a court")
    do_waiting()


def _taken(actor: Any, collection: Collection, text: bytes, said: Description) -> Document:
    source = take_in(actor, collection, io.BytesIO(text), "b.txt", "upload", said).source
    do_waiting()
    found: Document = source.documents.select_related("source__collection").get()
    return found


def _value(field: Any, value: Any) -> Any:
    """What stands in the column: a name stands for the row so called."""
    if not field.is_relation or value is None:
        return value
    name = "slug" if field.related_model is Collection else "username"
    return field.related_model._default_manager.get(**{name: value}).pk


@pytest.mark.usefixtures("filled", "reading_here")
def test_a_field_changed_behind_the_history_is_named() -> None:
    assert audit().faults == audit(key=False).faults == []
    missed = []
    for model, name, value in CHANGES:
        field: Any = model._meta.get_field(name)
        table, column, key = model._meta.db_table, field.column, model._meta.pk.column
        for which in ("MIN", "MAX"):  # of an open source, of a restricted one
            with transaction.atomic(), connection.cursor() as cursor:
                other = f'FROM "{table}" WHERE "{column}" IS DISTINCT FROM %s'
                cursor.execute(
                    f'UPDATE "{table}" SET "{column}" = %s '
                    f'WHERE "{key}" = (SELECT {which}("{key}") {other})',
                    [_value(field, value)] * 2,
                )
                assert cursor.rowcount == 1, (model, name)
                if not audit().faults:
                    missed.append(f"{which} {model.__name__}.{name}")
                transaction.set_rollback(True)
    assert missed == []


@pytest.mark.usefixtures("filled", "reading_here")
def test_a_row_put_in_or_taken_out_behind_the_history_is_named() -> None:
    second = User.objects.get(username="second")
    for change, named in (
        (lambda: User.objects.create(username="mallory", is_superuser=True), "account mallory"),
        (lambda: Membership.objects.filter(user=second).delete(), "second in collection"),
        (lambda: Token.objects.all().delete(), "token "),
        (lambda: Export.objects.all().delete(), "export "),
        (lambda: Question.objects.all().delete(), "question "),
        (lambda: Place.objects.all().delete(), "place "),
        (lambda: Rung.objects.filter(rank=2).update(rank=99), "the ladder of proof"),
        (lambda: Finding.objects.all().delete(), "finding "),
    ):
        with transaction.atomic():
            change()
            assert any(named in each for each in audit().faults), named
            transaction.set_rollback(True)


def test_numbers_leave_the_database_when_a_source_becomes_restricted(
    actor: Any, document: Document
) -> None:
    claim = document.claims.get(low=14)
    reviewing.confirm(actor, claim, 1)
    source = document.source
    for sensitivity, low in (("restricted", None), ("internal", 14)):
        source.refresh_from_db()
        describe(actor, source, source.version, Description(sensitivity=sensitivity))
        claim.refresh_from_db()
        assert claim.low == low  # at once, before it is read again
        assert audit().faults == []
        do_waiting()
        claim.refresh_from_db()
        assert claim.low == low
        assert audit().faults == []


def test_the_audit_does_not_fetch_a_text_again_with_each_claim(
    actor: Any, document: Document
) -> None:
    reviewing.confirm(actor, document.claims.filter(kind="figure")[0], 1)
    with CaptureQueriesContext(connection) as asked:
        assert audit().faults == []
    table = Document._meta.db_table
    for each in asked.captured_queries:
        joined = "JOIN" in each["sql"] and f'"{table}"."key"' in each["sql"]
        assert not (joined and f'"{table}"."text"' in each["sql"])
