"""Reads a source in a process of its own: text, boxes, claims, findings.

What comes back is the JSON of ``muniment check`` for each document in the file, with its text,
paragraphs, pages and the boxes of its words: plain data, never code.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

from muniment.documents.document import Document
from muniment.documents.isolation import run_forked, serve
from muniment.documents.limits import DEFAULT_LIMITS, Limits

Json = dict[str, Any]


def read_source(
    name: str,
    data: bytes,
    *,
    issuer: str = "",
    date: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> list[Json]:
    """The documents in a file's bytes, each as JSON.

    ``issuer`` and ``date`` (EDTF) stand in where a document does not tell its own. Each document
    has "document" (the contract of ``muniment check``), "text", "paragraphs" and "pages" (lists)
    and "words" (lists of start, end, page, x0, y0, x1, y1 in points from the top left corner).
    Raises UnreadableDocument when the file cannot be read, or not within the limits.
    """
    order: dict[str, object] = {"name": name, "issuer": issuer, "date": date}
    packed = run_forked(
        "muniment.workspace.reading_process",
        order,
        data,
        limits,
        limits.recognition_seconds,
        loaded="muniment.workspace.warmed",
    )
    documents: list[Json] = json.loads(packed)
    return documents


def answer(order: dict[str, object], data: bytes, limits: Limits) -> bytes:
    """What the other process gives back for an order and a file's bytes."""
    from muniment.documents.reading import read_bytes

    read = [
        _document(each, str(order["issuer"]), str(order["date"]))
        for each in read_bytes(str(order["name"]), data, limits)
    ]
    return json.dumps(read, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _document(document: Document, issuer: str, date: str) -> Json:
    from muniment.checks.checking import check_document
    from muniment.checks.positions import positions
    from muniment.checks.rulebook import rule
    from muniment.claims.reader import read_claims
    from muniment.reports.contract import document_json
    from muniment.reports.report import CheckedDocument

    document = replace(document, issuer=document.issuer or issuer or None)
    document = replace(document, date=document.date or date or None)
    claims = read_claims(document, second_opinion=False)
    results = [
        each
        for each in check_document(claims, lambda code: rule(code).on_by_default)
        if rule(each.code).on_by_default
    ]
    checked = CheckedDocument(claims=claims, results=results, positions=positions(claims))
    return {
        "document": document_json(checked),
        "media_type": document.media_type,
        "text": document.text,
        "paragraphs": [[start, end, document.page_at(start)] for start, end in document.paragraphs],
        "pages": [list(each[:5]) for each in document.pages],
        "words": _words(document) if document.pages else [],
        "notes": document.notes,
    }


def _words(document: Document) -> list[list[float]]:
    """Where each word stands on its page."""
    found: list[list[float]] = []
    start = None
    for at, sign in enumerate(document.text + " "):
        if not sign.isspace():
            start = at if start is None else start
        elif start is not None:
            found += [
                [
                    start,
                    at,
                    box.page,
                    *(round(each, 1) for each in (box.x0, box.y0, box.x1, box.y1)),
                ]
                for box in document.boxes_of(start, at)
            ]
            start = None
    return found


if __name__ == "__main__":
    serve(sys.argv[1:], answer)
