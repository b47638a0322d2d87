"""Texts that are sealed where their source is restricted, and plain elsewhere.

A sealed text says so itself, so that it opens whatever its source is held to be now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db import models

from muniment.workspace.claimshape import searched
from muniment.workspace.models import Claim, Document, Finding, Review, Sensitivity
from muniment.workspace.models.source import Source
from muniment.workspace.opened import opened
from muniment.workspace.sealing import MARK

SAID = ("name", "title", "issuer", "note")
"""What is said of a source, and sealed where it is restricted: a file's name may give away who."""


def is_sealed(source: Source) -> bool:
    """Whether what is read from a source is kept sealed."""
    return source.sensitivity == Sensitivity.RESTRICTED


def closed(source: Source, place: str, text: str) -> str:
    """A text as it is kept: sealed for this place where the source is restricted."""
    if not text or not (is_sealed(source) or text.startswith(MARK)):
        return text
    return opened().sealer.seal(text, _place(source, place))


def plain(source: Source, place: str, kept: str) -> str:
    """A kept text as it was written. Raises SealBroken when it was changed or moved."""
    return opened().sealer.open(kept, _place(source, place)) if kept.startswith(MARK) else kept


def closed_for_good(source: Source, place: str, text: str) -> str:
    """A text that the history keeps too: sealed whatever its source is held to be, now or later."""
    return opened().sealer.seal(text, _place(source, place)) if text else ""


def always_closed(place: str, text: str) -> str:
    """A text sealed whatever the source: who gave it, for one."""
    return opened().sealer.seal(text, place) if text else ""


def always_plain(place: str, kept: str) -> str:
    """What ``always_closed`` sealed."""
    return opened().sealer.open(kept, place) if kept else ""


def text_of(document: Document) -> str:
    """A document's text."""
    return plain(document.source, f"{document.key}:text", document.text)


def title_of(document: Document) -> str:
    """A document's title, else its file's name."""
    title = plain(document.source, f"{document.key}:title", document.title)
    return title or plain(document.source, f"{document.key}:name", document.name)


def issuer_of(document: Document) -> str:
    """Who issued a document."""
    return plain(document.source, f"{document.key}:issuer", document.issuer)


def notes_of(document: Document) -> list[str]:
    """What its reading tells of a document: what was left out, which part could not be read."""
    kept = plain(document.source, f"{document.key}:notes", document.notes)
    notes: list[str] = json.loads(kept)
    return notes


def said_of(source: Source) -> dict[str, str]:
    """What people said of a source, as they wrote it: the fields of ``SAID``."""
    return {each: plain(source, each, getattr(source, each)) for each in SAID}


def claim_place(claim: Claim) -> str:
    """Where the texts of a claim are sealed for."""
    return f"{claim.document.key}:claim:{claim.key}"


def finding_place(finding: Finding, field: str) -> str:
    """Where a text of a finding is sealed for."""
    return f"{finding.document.key}:finding:{finding.key}:{field}"


def why_decided(review: Review) -> str:
    """Why somebody decided so of a claim, as written."""
    claim = review.claim
    return plain(claim.document.source, claim_place(claim), review.reason)


def why_judged(finding: Finding) -> str:
    """Why somebody holds a finding to be so, as written."""
    return plain(finding.document.source, finding_place(finding, "reason"), finding.reason)


def reseal(source: Source) -> None:
    """Seal or open everything kept of a source as its sensitivity now asks, in a transaction.

    What was decided and why is sealed from the first, and stays: the history keeps the same.
    """
    for row, field, place in _sealable(source):
        before = getattr(row, field)
        after = closed(source, place, plain(source, place, before))
        if before != after:
            setattr(row, field, after)
            row.save(update_fields=[field])
    # Numbers cannot be sealed: they are not kept beside the text.
    for claim in _claims_of(source):
        body = json.loads(plain(source, claim_place(claim), claim.decided or claim.read))
        columns = searched(body, is_sealed(source))
        Claim.objects.filter(pk=claim.pk).update(**columns)


def _claims_of(source: Source) -> models.QuerySet[Claim]:
    """The claims of a source, without the whole text beside each."""
    rows = Claim.objects.filter(document__source=source).select_related("document")
    return rows.defer("document__text", "document__pages")


def _sealable(source: Source) -> Iterator[tuple[models.Model, str, str]]:
    """Everything of a source that may be sealed: the row, its field, the place."""
    for each in SAID:
        yield source, each, each
    for document in Document.objects.filter(source=source):
        for each in ("name", "title", "issuer", "text", "notes"):
            yield document, each, f"{document.key}:{each}"
    for claim in _claims_of(source):
        yield claim, "read", claim_place(claim)
        yield claim, "decided", claim_place(claim)
    findings = Finding.objects.filter(document__source=source).select_related("document")
    for finding in findings.defer("document__text", "document__pages"):
        for field in ("message", "working", "passages"):
            yield finding, field, finding_place(finding, field)


def _place(source: Source, place: str) -> str:
    return f"source:{source.key}:{place}"
