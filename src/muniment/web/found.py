"""What addresses stand for: each finder gives a thing and the collection that it is in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from muniment.linkage.stored import WHAT
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.workspace.models import (
    Assessment,
    Claim,
    Collection,
    Document,
    Export,
    Finding,
    Intake,
    Place,
    Question,
    Register,
    Source,
    Work,
)
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services.linking import collection_of
from muniment.workspace.services.looked import LOOKS


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


def question(key: str) -> tuple[Question, Collection]:
    """A question by its key."""
    found = get_object_or_404(Question.objects.select_related("collection", "by"), key=key)
    return found, found.collection


def assessment(key: str, claim: str, number: int) -> tuple[Assessment, Collection]:
    """An assessment of a claim by its number."""
    rows = Assessment.objects.select_related("claim__document__source__collection", "by")
    found = get_object_or_404(rows, pk=number, claim__document__key=key, claim__key=claim)
    return found, found.claim.document.source.collection


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


def export(key: str) -> tuple[Export, Collection]:
    """An export by its key."""
    found = get_object_or_404(Export.objects.select_related("collection", "by"), key=key)
    return found, found.collection


def register(name: str) -> tuple[Register, Collection]:
    """A list by its name."""
    found = get_object_or_404(Register.objects.select_related("collection"), list=name)
    return found, found.collection


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a list, by what stands for it in its address."""

    register: Register
    ref: str


def record(name: str, record: str) -> tuple[Record, Collection]:
    """A record by its list and what stands for it there."""
    held, collection = register(name)
    return Record(held, record), collection


def look(number: int) -> tuple[Work, Collection]:
    """A look at a file that would change many things, by its number."""
    rows = Work.objects.filter(kind__in=LOOKS, collection__isnull=False)
    found = get_object_or_404(rows.select_related("collection", "by"), pk=number)
    assert found.collection is not None
    return found, found.collection


def work(key: str) -> tuple[Work, Collection]:
    """A piece of long work of a collection, by its key."""
    rows = Work.objects.filter(collection__isnull=False)
    found = get_object_or_404(rows.select_related("collection", "by"), key=key)
    assert found.collection is not None
    return found, found.collection


def intake(key: str) -> tuple[Intake, Collection]:
    """A list on its way in, by its key."""
    found = get_object_or_404(Intake.objects.select_related("collection", "by"), key=key)
    return found, found.collection


def linkage(run: str) -> tuple[Run, Collection]:
    """A linkage by its name, of the collection whose lists it rests on."""
    store = registers()
    try:
        kept = store.run(run)
    except StoreProblem as error:
        raise Http404 from error
    collection = collection_of(store, kept)
    if kept.entry.what != WHAT or collection is None:
        raise Http404
    return kept, collection
