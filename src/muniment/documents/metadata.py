"""What a document says of itself: title, issuer, place, date, addressees, language."""

from __future__ import annotations

from muniment.documents.document import Document
from muniment.documents.formats.parts import Parts
from muniment.documents.language import detect_language


def describe(document: Document, parts: Parts) -> None:
    """Fill in what the document states of itself; what it does not state stays None."""
    stated = parts.stated
    document.title = stated.get("title")
    document.issuer = stated.get("issuer")
    document.issuer_state = stated.get("issuer_state")
    document.place = stated.get("place")
    document.date = stated.get("date")
    document.addressees = parts.addressees
    start, end = document.body
    document.language = stated.get("language") or detect_language(document.text[start:end])
