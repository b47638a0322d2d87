"""Sources are read: documents, passages, claims and findings, as the machine sees them.

Reading again replaces what nobody has decided on; what people decided stays, and where the machine
now reads something else at the same place, the decision keeps what it was made on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from muniment import __version__
from muniment.documents.errors import UnreadableDocument
from muniment.workspace.claimshape import searched
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import Claim, Document, Finding, Passage, Source, Work
from muniment.workspace.models.sealed import Kept, sealed_for
from muniment.workspace.opened import opened
from muniment.workspace.reading_process import read_source
from muniment.workspace.sealing import MARK
from muniment.workspace.search.backends import backend
from muniment.workspace.search.index import index_documents
from muniment.workspace.sensitive import (
    closed,
    finding_place,
    is_sealed,
    plain,
    said_of,
    text_of,
)
from muniment.workspace.services.sameness import mark_of
from muniment.workspace.services.taking_in import LONGEST
from muniment.workspace.vault import VaultProblem
from muniment.workspace.working import WorkProblem, work

Json = dict[str, Any]
_READ_AGAIN = (
    *("kind", "start", "end", "page", "paragraph", "event", "low", "high", "approximate"),
    *("read", "version"),
)
_FOUND_AGAIN = ("code", "level", "message", "working", "claims", "passages", "start", "version")
_OF_DOCUMENT = (
    *("number", "key", "media_type", "date", "language", "direction", "text_length", "pages"),
    *("layout", "layout_sealed"),
)
_SEALED = ("name", "title", "issuer", "notes")
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "ku", "yi", "dv", "ug", "sd")


def unreadable(source: Source, actor: Actor, problem: str) -> None:
    """Keep, in a transaction, that a source cannot be read, and why."""
    kept = sealed_for(Source, "problem", source.key, problem)
    Source.objects.filter(pk=source.pk).update(state=Source.State.UNREADABLE, problem=kept)
    record(actor, "source.unreadable", f"source:{source.key}", {"problem": problem})


def _given_up(mine: Work, order: Json, why: str) -> None:
    unreadable(Source.objects.get(key=order["source"]), Actor(mine.by, "worker"), why)


@work("read", _given_up)
def read(mine: Work, order: Json) -> str:
    """Read one source; a sentence on what was found in it."""
    source = Source.objects.select_related("collection").get(key=order["source"])
    actor = Actor(mine.by, "worker")
    if order.get("overwrite"):
        backend().overwrite_deleted()
    try:
        data = opened().vault.get(source.sha256)
        said = said_of(source)
        found = read_source(said["name"], data, issuer=said["issuer"], date=source.date)
    except (UnreadableDocument, VaultProblem) as error:
        # The file's name stays out: it may be withheld.
        problem = error.problem if isinstance(error, UnreadableDocument) else str(error)
        with writing():
            unreadable(source, actor, problem)
        raise WorkProblem(f"{source}: {problem}") from error
    layouts = [_layout(each) for each in found]
    with writing():
        source = Source.objects.select_related("collection").get(pk=source.pk)
        counts = keep_reading(source, found, layouts)
        reading = digest_of_reading(found)
        Source.objects.filter(pk=source.pk).update(
            state=Source.State.READ,
            problem=Kept(""),
            media_type=found[0]["media_type"] if found else "",
            reading=reading,
            read_by=__version__,
        )
        record(
            actor,
            "source.read",
            f"source:{source.key}",
            {
                "reading": reading,
                "kept": digest_of_kept(source),
                "found": digest_of_found(source),
                "muniment": __version__,
                **counts,
            },
        )
    return f"{counts['claims']} claims, {counts['findings']} findings"


def digest_of_reading(found: list[Json]) -> str:
    """The SHA-256 of what was read, as canonical JSON: the same file gives the same."""
    plain = [{"text": each["text"], "claims": each["document"]["claims"]} for each in found]
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def digest_of_kept(source: Source) -> str:
    """The SHA-256 of what is kept of readings of a source: texts, and claims as read.

    Nothing but a reading changes it, so that an audit finds every other change. Raises SealBroken
    where a sealed text was changed.
    """
    whole = hashlib.sha256()
    for document in source.documents.order_by("number"):
        document.source = source
        whole.update(f"{document.key}\n{text_of(document)}\n".encode())
        read = document.claims.exclude(read="").order_by("key").values_list("key", "read")
        for key, kept in read:
            claim = plain(source, f"{document.key}:claim:{key}", kept)
            whole.update(f"{key} {claim}\n".encode())
    return whole.hexdigest()


def digest_of_found(source: Source) -> str:
    """The SHA-256 of what else a reading leaves: facts of documents, their paragraphs, findings.

    As with ``digest_of_kept``, nothing but a reading changes it. Raises SealBroken.
    """
    whole = hashlib.sha256()
    for document in source.documents.order_by("number"):
        document.source = source
        facts = [getattr(document, each) for each in _OF_DOCUMENT]
        texts = [
            plain(source, f"{document.key}:{each}", getattr(document, each)) for each in _SEALED
        ]
        spans = document.passages.order_by("number").values_list("number", "start", "end", "page")
        whole.update(as_json([*facts, *texts, [list(each) for each in spans]]).encode())
        for finding in document.findings.order_by("key"):
            finding.document = document
            whole.update(as_json([finding.key, *_words(finding)[:-1]]).encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the boxes of a document's words are kept; "" for formats without pages."""

    sha256: str = ""
    sealed: str = ""


def keep_reading(source: Source, found: list[Json], layouts: list[Layout]) -> dict[str, int]:
    """Keep what was read of a source; how many documents, claims and findings there are."""
    counts = {"documents": len(found), "claims": 0, "findings": 0}
    documents = []
    for number, (each, layout) in enumerate(zip(found, layouts, strict=True), start=1):
        document = _document(source, number, each, layout)
        documents.append(document)
        _passages(document, each)
        counts["claims"] += _claims(source, document, each["document"]["claims"])
        counts["findings"] += _findings(source, document, each["document"]["findings"])
    index_documents(source, documents)
    return counts


def _document(source: Source, number: int, read: Json, layout: Layout) -> Document:
    facts, said = read["document"], said_of(source)
    key = f"{source.key}-{number}"
    language = source.language or facts["language"]
    document, _ = Document.objects.update_or_create(
        source=source,
        number=number,
        defaults={
            "key": key,
            "name": closed(source, f"{key}:name", facts["path"][-255:]),
            "media_type": read["media_type"],
            "title": closed(source, f"{key}:title", said["title"] or _short(facts["title"])),
            "issuer": closed(source, f"{key}:issuer", said["issuer"] or _short(facts["issuer"])),
            "date": source.date or facts["date"] or "",
            "language": language,
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "text": closed(source, f"{key}:text", read["text"]),
            "text_length": len(read["text"]),
            "sameness": mark_of(read["text"], is_sealed(source)),
            "pages": json.dumps(read["pages"]),
            "layout": layout.sha256,
            "layout_sealed": layout.sealed,
            "notes": closed(source, f"{key}:notes", json.dumps(read["notes"], ensure_ascii=False)),
        },
    )
    document.source = source
    return document


def _short(text: str | None) -> str:
    """What a document calls itself, no longer than people may call it."""
    whole = text or ""
    return whole if len(whole) <= LONGEST["title"] else f"{whole[: LONGEST['title'] - 1]}…"


def _passages(document: Document, read: Json) -> None:
    document.passages.all().delete()
    Passage.objects.bulk_create(
        Passage(document=document, number=number, start=start, end=end, page=page)
        for number, (start, end, page) in enumerate(read["paragraphs"], start=1)
    )


def _claims(source: Source, document: Document, claims: list[Json]) -> int:
    """Keep the claims that people may decide on; relations between them serve the rules alone.

    A suggestion that is read again stays the same row; where it says something else now it has a
    new version, so that nobody decides on what is no longer there. One that is no longer read goes,
    unless somebody has weighed it or had decided on it before.
    """
    shown = {each["id"]: each for each in claims if each["kind"] != "relation"}
    gone, changed = [], []
    kept = {each.key: each for each in document.claims.all()}
    for key, row in kept.items():
        if row.status != Claim.Status.SUGGESTED:
            continue
        if key not in shown:
            gone.append(row.pk)
        elif row.read.startswith(MARK) != is_sealed(source) or (
            plain(source, f"{document.key}:claim:{key}", row.read) != as_json(shown[key])
        ):
            again = claim_row(source, document, shown[key])
            again.pk, again.version = row.pk, row.version + 1
            changed.append(again)
    unheeded = document.claims.filter(reviews=None, assessments=None, weighs=None)
    unheeded.filter(pk__in=gone).delete()
    Claim.objects.bulk_update(changed, _READ_AGAIN, batch_size=200)
    Claim.objects.bulk_create(
        claim_row(source, document, each) for key, each in shown.items() if key not in kept
    )
    return len(shown)


def claim_row(source: Source, document: Document, claim: Json) -> Claim:
    """A claim as read, as a row."""
    passage = claim["passage"]
    return Claim(
        document=document,
        key=claim["id"],
        kind=claim["kind"],
        start=passage["start"],
        end=passage["end"],
        page=passage["page"],
        paragraph=passage["paragraph"],
        read=closed(source, f"{document.key}:claim:{claim['id']}", as_json(claim)),
        **searched(claim, is_sealed(source)),
    )


def _findings(source: Source, document: Document, findings: list[Json]) -> int:
    """Keep what the rules say; an open finding that says something else now has a new version."""
    shown = {each["key"]: each for each in findings if each["passages"]}
    kept = {each.key: each for each in document.findings.all()}
    new, changed, gone = [], [], []
    for key, each in shown.items():
        row, before = _finding(source, document, each), kept.get(key)
        if before is None:
            new.append(row)
        elif before.status == Finding.Status.OPEN and _words(before) != _words(row):
            row.pk, row.version = before.pk, before.version + 1
            changed.append(row)
    for key, before in kept.items():
        if before.status == Finding.Status.OPEN and key not in shown:
            gone.append(before.pk)
    document.findings.filter(pk__in=gone).delete()
    Finding.objects.bulk_update(changed, _FOUND_AGAIN, batch_size=200)
    Finding.objects.bulk_create(new)
    return len(findings)


def _finding(source: Source, document: Document, finding: Json) -> Finding:
    """A finding as read, as a row."""
    place = f"{document.key}:finding:{finding['key']}"
    return Finding(
        document=document,
        key=finding["key"],
        code=finding["code"],
        level=finding["level"],
        message=closed(source, f"{place}:message", finding["message"]),
        working=closed(source, f"{place}:working", finding["working"] or ""),
        claims=json.dumps(finding["claims"]),
        passages=closed(source, f"{place}:passages", as_json(finding["passages"])),
        start=finding["passages"][0]["start"],
    )


def _words(finding: Finding) -> list[object]:
    """What a finding says, to be compared: its texts opened, and whether they are sealed."""
    texts = ("message", "working", "passages")
    opened_texts = [
        plain(finding.document.source, finding_place(finding, each), getattr(finding, each))
        for each in texts
    ]
    facts = [getattr(finding, each) for each in _FOUND_AGAIN if each not in (*texts, "version")]
    return [*opened_texts, *facts, finding.message.startswith(MARK)]


def _layout(read: Json) -> Layout:
    """Keep the boxes of a document's words in the vault."""
    if not read["words"]:
        return Layout()
    kept = opened().vault.put_bytes(json.dumps(read["words"]).encode("ascii"))
    return Layout(kept.sha256, kept.sealed_sha256)


def as_json(value: object) -> str:
    """JSON as it is kept: letters as they are, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
