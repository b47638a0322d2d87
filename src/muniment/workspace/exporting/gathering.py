"""The rows that leave: of a collection, as far as the order and the audience go."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Count, QuerySet

from muniment.workspace.exporting.claimcolumns import changes_between, columns_of
from muniment.workspace.exporting.order import JUDGED, Order
from muniment.workspace.models import (
    Claim,
    Collection,
    Document,
    Finding,
    Review,
    Sensitivity,
    Source,
)
from muniment.workspace.sensitive import (
    always_plain,
    claim_place,
    finding_place,
    issuer_of,
    plain,
    said_of,
    title_of,
    why_decided,
    why_judged,
)

Row = dict[str, Any]
ALLOWED = {
    "public": ("public",),
    "internal": ("public", "internal"),
    "restricted": ("public", "internal", "restricted"),
}
"""For each audience the sensitivities that it may have."""
AT_ONCE = 500
"""Rows that are in memory at once."""
MOST_ASKED = 500
"""Documents that the database is asked for by their numbers."""


@cache
def known_fields() -> dict[str, dict[str, str]]:
    """The columns of each table, with their sensitivity."""
    text = files("muniment.workspace.exporting").joinpath("fields.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(slots=True)
class Table:
    """A table that leaves: its name, its columns, its rows, which come one by one and once."""

    name: str
    fields: tuple[str, ...]
    rows: Iterator[Row]
    count: int = 0
    """How many rows have come so far."""

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


@dataclass(slots=True)
class Gathered:
    """What leaves as tables, and sentences on what was left out."""

    tables: list[Table] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """What of a collection may leave by an order: sources, and what hangs on them."""

    collection: Collection
    order: Order
    found: frozenset[tuple[int, str]] | None = None
    """Documents' numbers and claims' keys that a saved search finds; None: there is none."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The sensitivities that may leave."""
        return ALLOWED[self.order.audience]

    def sources(self) -> QuerySet[Source]:
        """The sources that may leave."""
        return self._chosen().filter(sensitivity__in=self.allowed)

    def withheld(self) -> int:
        """How many of the sources asked for may not."""
        return self._chosen().exclude(sensitivity__in=self.allowed).count()

    def documents(self) -> QuerySet[Document]:
        """The documents of these sources."""
        rows = Document.objects.filter(source__in=self.sources()).defer("text")
        return rows.select_related("source__collection").order_by("source__pk", "number")

    def claims(self) -> QuerySet[Claim]:
        """The claims asked for in them."""
        rows = Claim.objects.filter(
            document__source__in=self.sources(), status__in=self.order.statuses
        )
        if self.found is not None:
            numbers = {number for number, _ in self.found}
            # Of more the database is not asked: ``wanted`` says it row by row.
            rows = rows.filter(document__in=numbers) if len(numbers) <= MOST_ASKED else rows
        rows = rows.select_related("document__source__collection", "split_from")
        return rows.defer("document__text").order_by(
            "document__source__pk", "document__number", "start", "end", "pk"
        )

    def wanted(self, claim: Claim) -> bool:
        """Whether the saved search, if there is one, finds a claim."""
        return self.found is None or (claim.document_id, claim.key) in self.found

    def findings(self) -> QuerySet[Finding]:
        """The findings in these sources; for the public those that somebody accepted."""
        rows = Finding.objects.filter(document__source__in=self.sources())
        if self.order.audience == Sensitivity.PUBLIC:
            rows = rows.filter(status__in=JUDGED)
        rows = rows.select_related("document__source__collection").defer("document__text")
        return rows.order_by("document__source__pk", "document__number", "start", "pk")

    def _chosen(self) -> QuerySet[Source]:
        rows = Source.objects.filter(collection=self.collection)
        return rows.filter(key__in=self.order.sources) if self.order.sources else rows


def gather(scope: Scope, names: Iterable[str]) -> Gathered:
    """The tables of an order that have these names; their rows are read as somebody takes them."""
    gathered = Gathered(left_out=left_out(scope))
    for name in names:
        every = known_fields()[name]
        kept = tuple(each for each, level in every.items() if level in scope.allowed)
        if gone := [each for each in every if each not in kept]:
            gathered.left_out.append(f"{name}: the columns {', '.join(gone)}.")
        if kept:
            gathered.tables.append(Table(name, kept, _rows(scope, name, kept)))
    return gathered


def _rows(scope: Scope, name: str, kept: Iterable[str]) -> Iterator[Row]:
    """The rows of a table with the columns that may leave."""
    made: dict[str, Callable[[Scope], Iterator[Row]]] = {
        "sources": _sources,
        "documents": _documents,
        "claims": _claims,
        "findings": _findings,
        "decisions": _decisions,
    }
    return ({each: row.get(each) for each in kept} for row in made[name](scope))


def left_out(scope: Scope) -> list[str]:
    """What of the collection stays back, in sentences."""
    told = []
    if scope.order.audience == Sensitivity.PUBLIC:
        told.append("Sources that are not marked public, with all that is read from them.")
        told.append("Claims that nobody has confirmed or corrected, findings nobody has accepted.")
    elif number := scope.withheld():
        told.append(f"{number} restricted sources, with all that is read from them.")
    gone = [label for value, label in Claim.Status.choices if value not in scope.order.statuses]
    if "claims" in scope.order.tables and gone and scope.order.audience != Sensitivity.PUBLIC:
        told.append(f"Claims that are: {', '.join(map(str, gone))}.")
    if scope.found is not None:
        told.append("Claims that the saved search does not find.")
    return told


def _sources(scope: Scope) -> Iterator[Row]:
    rows = scope.sources().select_related("received_by").order_by("pk")
    for source in rows.iterator(AT_ONCE):
        yield {
            **{each: getattr(source, each) for each in ("key", "sha256", "date", "language")},
            **{each: getattr(source, each) for each in ("media_type", "size", "state", "how")},
            **{each: getattr(source, each) for each in ("sensitivity", "reading", "version")},
            **said_of(source),
            "received_at": source.received_at.isoformat(),
            "received_by": source.received_by.username,
            "obtained_from": always_plain(
                f"source:{source.key}:obtained_from", source.obtained_from
            ),
        }


def _documents(scope: Scope) -> Iterator[Row]:
    rows = scope.documents().annotate(count=Count("claims"))
    for document in rows.iterator(AT_ONCE):
        yield {
            **{each: getattr(document, each) for each in ("key", "number", "date", "language")},
            "source": document.source.key,
            "title": title_of(document),
            "issuer": issuer_of(document),
            "media_type": document.media_type,
            "text_length": document.text_length,
            "claims": getattr(document, "count", 0),
            "name": plain(document.source, f"{document.key}:name", document.name),
        }


def bodies(claim: Claim) -> tuple[Row | None, Row]:
    """What the machine read of a claim, if it did, and the claim as it stands."""
    source, place = claim.document.source, claim_place(claim)
    read = json.loads(plain(source, place, claim.read)) if claim.read else None
    kept = json.loads(plain(source, place, claim.decided)) if claim.decided else read
    assert kept is not None
    return read, kept


def _claims(scope: Scope) -> Iterator[Row]:
    rows = scope.claims().prefetch_related("reviews__by", "reviews__seconded_by")
    for claim in rows.iterator(AT_ONCE):
        if not scope.wanted(claim):
            continue
        document, (read, body) = claim.document, bodies(claim)
        review = claim.decision
        if review is not None and review.verdict == Review.Verdict.REOPENED:
            review = None
        yield {
            **columns_of(body),
            **{each: getattr(claim, each) for each in ("key", "kind", "status", "origin")},
            **{each: getattr(claim, each) for each in ("start", "end", "page", "paragraph")},
            "document": document.key,
            "source_sha256": document.source.sha256,
            "document_number": document.number,
            "quote": body["passage"]["quote"],
            "split_from": claim.split_from.key if claim.split_from else None,
            "document_title": title_of(document),
            "document_issuer": issuer_of(document),
            "document_date": document.date,
            "decision": review.verdict if review else None,
            "reason": why_decided(review) if review else None,
            "decided_by": review.by.username if review else None,
            "decided_at": review.at.isoformat() if review else None,
            "seconded_by": review.seconded_by.username if review and review.seconded_by else None,
            "changes": changes_between(read, body) or None,
            "version": claim.version,
        }


def _findings(scope: Scope) -> Iterator[Row]:
    for finding in scope.findings().iterator(AT_ONCE):
        document, source = finding.document, finding.document.source
        passages = json.loads(plain(source, finding_place(finding, "passages"), finding.passages))
        yield {
            **{each: getattr(finding, each) for each in ("key", "code", "level", "status")},
            **{each: getattr(finding, each) for each in ("start", "version")},
            "reason": why_judged(finding),
            "document": document.key,
            "source_sha256": source.sha256,
            "document_number": document.number,
            "message": plain(source, finding_place(finding, "message"), finding.message),
            "working": plain(source, finding_place(finding, "working"), finding.working),
            "quote": passages[0]["quote"] if passages else "",
            "claims": json.loads(finding.claims),
        }


def _decisions(scope: Scope) -> Iterator[Row]:
    rows = Review.objects.filter(claim__in=scope.claims())
    rows = rows.select_related("by", "seconded_by", "claim__document__source__collection")
    rows = rows.defer("claim__document__text", "claim__read", "claim__decided")
    for review in rows.order_by("pk").iterator(AT_ONCE):
        claim = review.claim
        if not scope.wanted(claim):
            continue
        source, place = claim.document.source, claim_place(claim)
        before, after = (plain(source, place, each) for each in (review.before, review.after))
        yield {
            "document": claim.document.key,
            "claim": claim.key,
            "verdict": review.verdict,
            "by": review.by.username,
            "at": review.at.isoformat(),
            "reason": why_decided(review),
            "seconded_by": review.seconded_by.username if review.seconded_by else None,
            "seconded_at": review.seconded_at.isoformat() if review.seconded_at else None,
            "before": json.loads(before) if before else None,
            "after": json.loads(after) if after else None,
        }
