"""What each finder finds and what stands in addresses that have none, for the walk over routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muniment.workspace.exporting.order import Order
from muniment.workspace.models import Claim, Document, Export, Finding
from muniment.workspace.models.search import Place

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


EXAMPLES: dict[str, Values] = {
    "collection": lambda document: {"slug": document.source.collection.slug},
    "source": lambda document: {"key": document.source.key},
    "document": lambda document: {"key": document.key},
    "claim": lambda document: {"key": document.key, "claim": _claim(document).key},
    "finding": lambda document: {"key": document.key, "finding": _finding(document).key},
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
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /sources/{key}/look": {"why": "to see"},
    "PATCH /sources/{key}": {"version": 1},
    "POST /documents/{key}/look": {"why": "to see"},
    "POST /documents/{key}/claims": {"kind": "figure", "start": 1, "end": 9},
    "POST /documents/{key}/claims/{claim}/decision": {"verdict": "confirm", "version": 1},
    "POST /documents/{key}/findings/{finding}/judgement": {"version": 1, "status": "accepted"},
}
"""What is sent to routes of the API, which look at it before anything else."""
FILES = ("POST /collections/{slug}/sources",)
"""Routes of the API that take a file."""
