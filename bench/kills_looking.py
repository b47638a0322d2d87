"""What must hold after a kill: everything that was said to be accepted, and nothing half there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count

from bench import kills_lists
from muniment.workspace.models import (
    Claim,
    Document,
    Entry,
    Export,
    Finding,
    Item,
    Review,
    Source,
    Work,
)
from muniment.workspace.opened import opened
from muniment.workspace.search.backends import backend
from muniment.workspace.search.clauses import Facet
from muniment.workspace.search.facets import term
from muniment.workspace.sensitive import plain
from muniment.workspace.services.auditing import audit
from muniment.workspace.vault import VaultProblem

Json = dict[str, Any]

_ALL, _LOOKS, _BETWEEN = 1_000_000_000, 20, 0.25
_OVERTAKEN = {"kind": "register-accept", "state": Work.State.FAILED}
"""A list that was changed before another was taken in is read again: so it must be."""


class Looking:
    """Holds a workspace against what was said to be accepted in it."""

    def __init__(self, said: list[Json]) -> None:
        self._said = said

    def faults(self, opening: bool) -> Iterator[str]:
        """What does not hold, as sentences; with ``opening`` files of the vault are opened too."""
        yield from audit(opening=opening).faults
        yield from self._lost()
        yield from kills_lists.lost(self._said)
        yield from _half()
        yield from kills_lists.half()

    def unfinished(self) -> Iterator[str]:
        """What should have ended when nothing disturbs the work."""
        for each in Work.objects.exclude(state=Work.State.DONE).exclude(**_OVERTAKEN):
            yield f"work {each.pk} ({each.label}) is {each.state}: {each.message}"
        for source in Source.objects.exclude(state=Source.State.READ):
            yield f"source {source.key} is {source.state}: {source.problem}"
        for export in Export.objects.exclude(state=Export.State.MADE):
            yield f"export {export.key} is {export.state}: {export.message}"
        yield from kills_lists.unfinished()

    def _lost(self) -> Iterator[str]:
        reviews = dict(Review.objects.values_list("pk", "reason"))
        digests = dict(Entry.objects.values_list("number", "digest"))
        sources = dict(Source.objects.values_list("key", "sha256"))
        versions = dict(Source.objects.values_list("key", "version"))
        exports = set(Export.objects.values_list("key", flat=True))
        for each in self._said:
            lost = False
            if "source" in each and "sha256" in each:
                lost = sources.get(each["source"]) != each["sha256"]
            if "title" in each:
                lost = versions.get(each["source"], 0) < each["version"]
            if "review" in each:
                lost = reviews.get(each["review"]) != each["why"]
            if "export" in each:
                lost = each["export"] not in exports
            if "digest" in each:
                # Another act may have come between the act and its telling: never one before.
                lost = lost or digests.get(each["entry"]) != each["digest"]
            if lost:
                yield f"accepted and lost: {each}"


def _half() -> Iterator[str]:
    """What is there without all that belongs to it."""
    waiting = Work.objects.filter(kind="read", state__in=("waiting", "running"))
    awaited = set(waiting.values_list("about", flat=True))
    for source in Source.objects.annotate(Count("documents")):
        # One statement for both: the worker may be reading it at this moment.
        there = source.documents__count
        if source.state == Source.State.RECEIVED and source.key not in awaited:
            yield f"source {source.key} waits to be read, and nobody will."
        if (source.state == Source.State.READ) != (there > 0):
            yield f"source {source.key} is {source.state} with {there} documents."
        if source.state == Source.State.UNREADABLE:
            yield f"source {source.key}: {source.problem}"
    asked = set(Work.objects.filter(kind="export").values_list("about", flat=True))
    for export in Export.objects.all():
        if export.key not in asked:
            yield f"export {export.key} is asked for, and nobody makes it."
        if (export.state == Export.State.MADE) != bool(export.sha256):
            yield f"export {export.key} is {export.state}, its file is “{export.sha256}”."
        if export.state == Export.State.FAILED:
            yield f"export {export.key}: {export.message}"
    for document in Document.objects.select_related("source"):
        yield from _document(document)
    for claim in Claim.objects.annotate(decisions=Count("reviews")).exclude(decisions=0):
        told = Entry.objects.filter(subject__endswith=f":{claim.document.key}:{claim.key}").count()
        if told != claim.decisions:
            yield f"claim {claim.pk} has {claim.decisions} decisions, the history {told}."
    for work in Work.objects.filter(state="failed").exclude(**_OVERTAKEN):
        yield f"work {work.pk} ({work.kind}) failed: {work.message}"
    yield from _findable()
    yield from _tables()


def _document(document: Document) -> Iterator[str]:
    found = Item.objects.filter(document=document)
    if found.filter(kind="claim").count() != document.claims.count():
        yield f"document {document.key}: not all of its claims can be found."
    if found.filter(kind="passage").count() != document.passages.count():
        yield f"document {document.key}: not all of its passages can be found."
    try:
        opened().vault.get(document.source.sha256)
        plain(document.source, f"{document.key}:text", document.text)
    except VaultProblem as error:
        yield str(error)
    for finding in Finding.objects.filter(document=document).exclude(status="open"):
        if not Entry.objects.filter(subject=f"finding:{document.key}:{finding.key}").exists():
            yield f"finding {finding.pk} was judged, which the history does not tell."


def _findable() -> Iterator[str]:
    """Whether the index of words has each item, and none that is not there. While a worker writes
    the two are asked at different moments, so that a difference counts only where it stays."""
    for kind in ("passage", "claim", "record"):
        clause, items = Facet(term("kind", kind)), Item.objects.filter(kind=kind)
        for _ in range(_LOOKS):
            found = set(backend().ids(clause, _ALL))
            apart = found ^ set(items.values_list("pk", flat=True))
            if not apart:
                break
            time.sleep(_BETWEEN)
        else:
            yield f"{len(apart)} items of kind {kind} are in the index or in the table alone."


def _tables() -> Iterator[str]:
    """What the database itself finds wrong with its file."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma in ("integrity_check", "foreign_key_check"):
            cursor.execute(f"PRAGMA {pragma}")
            for each in cursor.fetchall():
                if each != ("ok",):
                    yield f"{pragma}: {each}"
        cursor.execute("INSERT INTO workspace_words(workspace_words) VALUES ('integrity-check')")
