"""What addresses stand for: each finder gives a thing and the collection that it is in."""

from __future__ import annotations

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from muniment.workspace.models import Claim, Collection, Document, Finding, Place, Source


def collection(slug: str) -> tuple[Collection, Collection]:
    """A collection by its short name."""
    found = get_object_or_404(Collection, slug=slug)
    return found, found


def source(key: str) -> tuple[Source, Collection]:
    """A source by its key."""
    found = get_object_or_404(Source.objects.select_related("collection"), key=key)
    return found, found.collection


def document(key: str) -> tuple[Document, Collection]:
    """A document by its key."""
    found = get_object_or_404(Document.objects.select_related("source__collection"), key=key)
    return found, found.source.collection


def claim(key: str, claim: str) -> tuple[Claim, Collection]:
    """A claim by its document's key and its own."""
    rows = Claim.objects.select_related("document__source__collection")
    found = get_object_or_404(rows, document__key=key, key=claim)
    return found, found.document.source.collection


def place(key: str) -> tuple[Place, Collection]:
    """A place by its key."""
    found = get_object_or_404(Place.objects.select_related("collection"), key=key)
    return found, found.collection


def finding(key: str, finding: str) -> tuple[Finding, Collection]:
    """A finding by its document's key and its own."""
    rows = Finding.objects.select_related("document__source__collection")
    found = get_object_or_404(rows, document__key=key, key=finding)
    return found, found.document.source.collection


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document, by its number from 1."""

    document: Document
    number: int


def page(key: str, number: int) -> tuple[Page, Collection]:
    """A page by its document's key and its number."""
    held, collection = document(key)
    return Page(held, number), collection
