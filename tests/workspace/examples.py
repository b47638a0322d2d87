"""What each finder finds and what stands in addresses that have none, for the walk over routes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from tests.workspace.lists import accepted, brought, rows

from muniment.workspace.exporting.order import Order
from muniment.workspace.history import Actor
from muniment.workspace.models import (
    Assessment,
    Claim,
    Document,
    Export,
    Finding,
    Intake,
    Question,
    Register,
    Work,
)
from muniment.workspace.models.search import Place
from muniment.workspace.register_tables import ref_of, shown
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import places_lists
from muniment.workspace.services.linking import link
from muniment.workspace.working import do_waiting

Values = Callable[[Document], dict[str, Any]]


def _finding(document: Document) -> Finding:
    found = document.findings.first()
    if found is None:
        found = document.findings.create(
            key="f0", code="X001", level="note", message="a trial", start=0
        )
    return found


def _claim(document: Document) -> Claim:
    claim = document.claims.first()
    assert claim is not None
    return claim


def _place(document: Document) -> Place:
    source = document.source
    place, _ = Place.objects.get_or_create(
        key="example-place",
        collection=source.collection,
        defaults={"names": '[["", "Alder"]]', "positions": "[[1.0, 2.0, 500]]"},
    )
    return place


def _export(document: Document) -> Export:
    source = document.source
    export, _ = Export.objects.get_or_create(
        key="exampleexport",
        collection=source.collection,
        defaults={
            "what": Order(what="claims", format="json", sources=(source.key,)).to_json(),
            "format": "json",
            "sensitivity": source.sensitivity,
            "purpose": "a trial",
            "recipient": "a desk",
            "by": source.received_by,
            "asked_at": source.received_at,
        },
    )
    return export


def _lists(document: Document) -> None:
    """Two lists and what links them, in the document's collection."""
    if Register.objects.exists():
        return
    source = document.source
    who, collection = Actor(source.received_by, "command"), source.collection
    accepted(who, collection, rows(0, 12), "ministry")
    accepted(who, collection, rows(4, 16), "office")
    link(who, collection, "people", ["ministry", "office"])
    do_waiting()


def _register(document: Document) -> dict[str, Any]:
    _lists(document)
    return {"name": "ministry"}


def _record(document: Document) -> dict[str, Any]:
    _lists(document)
    store = registers()
    record = store.records("ministry").column("record_id")[0].as_py()
    return {"name": "ministry", "record": ref_of(shown(store, "ministry"), record)}


def _linkage(document: Document) -> dict[str, Any]:
    _lists(document)
    return {"run": "people"}


def _look(document: Document) -> dict[str, Any]:
    """A list of places that the one who brought the document had looked at."""
    source = document.source
    held = Work.objects.filter(kind="places-look", collection=source.collection).first()
    if held is None:
        file = io.BytesIO(b"name,lat,lon\nAlder,1.5,2.5\n")
        who = Actor(source.received_by, "command")
        held = places_lists.receive(who, source.collection, file, "places.csv")
        do_waiting()
    return {"number": held.pk}


def _work(document: Document) -> dict[str, Any]:
    """Long work that was done to a document's source."""
    source = document.source
    held = Work.objects.filter(collection=source.collection, about=source.key).first()
    assert held is not None
    return {"key": held.key}


def _intake(document: Document) -> dict[str, Any]:
    intake = Intake.objects.filter(list="camp").first()
    if intake is None:
        who = Actor(document.source.received_by, "command")
        intake = brought(who, document.source.collection, rows(0, 12), "camp")
    return {"key": intake.key}


def _question(document: Document) -> dict[str, Any]:
    source = document.source
    question, _ = Question.objects.get_or_create(
        key="example-question",
        collection=source.collection,
        defaults={
            "text": "How many were killed?",
            "event": "killed",
            "by": source.received_by,
            "at": timezone.now(),
        },
    )
    return {"key": question.key}


def _assessment(document: Document) -> dict[str, Any]:
    claim, source = _claim(document), document.source
    held = claim.assessments.first()
    if held is None:
        held = Assessment.objects.create(
            claim=claim, reason="", by=source.received_by, at=timezone.now()
        )
    return {"key": document.key, "claim": claim.key, "number": held.pk}


EXAMPLES: dict[str, Values] = {
    "collection": lambda document: {"slug": document.source.collection.slug},
    "source": lambda document: {"key": document.source.key},
    "document": lambda document: {"key": document.key},
    "claim": lambda document: {"key": document.key, "claim": _claim(document).key},
    "finding": lambda document: {"key": document.key, "finding": _finding(document).key},
    "register": _register,
    "record": _record,
    "linkage": _linkage,
    "intake": _intake,
    "look": _look,
    "work": _work,
    "question": _question,
    "assessment": _assessment,
    "place": lambda document: {"key": _place(document).key},
    "export": lambda document: {"key": _export(document).key},
    "page": lambda document: {"key": document.key, "number": 1},
}
PARTS: dict[str, Values] = {
    "end-token": lambda document: {"number": 999},
    "change-account": lambda document: {"number": document.source.received_by_id},
    "mfa_edit_webauthn": lambda document: {"pk": 999},
    "mfa_remove_webauthn": lambda document: {"pk": 999},
    "remove-search": lambda document: {"number": 999},
}
QUERY = {
    "search": "?q=quillfeather",
    "GET /search": "?q=quillfeather",
    "new-claim": "?start=1&end=9",
    "GET /linkages/{run}/counts": "?by=sex",
    "GET /linkages/{run}/pair": "?a=ministry:8&b=office:4",
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /registers/{name}/look": {"why": "to see", "records": ["x"]},
    "POST /sources/{key}/look": {"why": "to see"},
    "PATCH /sources/{key}": {"version": 1},
    "POST /documents/{key}/look": {"why": "to see"},
    "POST /documents/{key}/claims": {"kind": "figure", "start": 1, "end": 9},
    "POST /documents/{key}/claims/{claim}/decision": {"verdict": "confirm", "version": 1},
    "POST /documents/{key}/findings/{finding}/judgement": {"version": 1, "status": "accepted"},
    "POST /collections/{slug}/exports": {
        "what": "claims",
        "format": "json",
        "purpose": "a trial",
        "recipient": "a desk",
    },
    "POST /exports/{key}/decision": {"version": 1, "decision": "approve"},
    "POST /exports/{key}/take-back": {"version": 1},
    "POST /collections/{slug}/questions": {"text": "How many?", "event": "killed"},
    "PATCH /questions/{key}": {"version": 1, "place": "Alder"},
    "POST /questions/{key}/look": {"why": "to see"},
    "POST /documents/{key}/claims/{claim}/assessments": {"reason": "to try", "standard": 1},
    "POST /collections/{slug}/places": {"names": [{"name": "Alder"}]},
    "PATCH /places/{key}": {"version": 1, "basis": "a map"},
    "POST /places/{key}/look": {"why": "to see"},
    "POST /collections/{slug}/linkages": {"lists": ["ministry"]},
    "POST /linkages/{run}/estimate": {},
    "POST /linkages/{run}/decision": {
        "a": "ministry:8",
        "b": "office:4",
        "verdict": "same",
        "seen": 0,
    },
    "POST /linkages/{run}/look": {"why": "to see", "records": ["ministry:2"]},
    "POST /intakes/{key}/decision": {"decision": "accept", "version": 1},
    "POST /checkpoints/check": {
        "number": 0,
        "digest": "0" * 64,
        "tree": "0" * 64,
        "registers": "",
        "at": "2021-03-02T00:00:00+00:00",
        "public_key": "0" * 64,
        "signature": "0" * 128,
    },
}
"""What is sent to routes of the API, which look at it before anything else."""
FILES = ("POST /collections/{slug}/sources", "POST /collections/{slug}/registers")
"""Routes of the API that take a file."""
