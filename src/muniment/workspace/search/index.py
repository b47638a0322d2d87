"""What can be found, kept in step with what is kept, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from muniment.workspace.models import Claim, Document, Finding, Item, Source
from muniment.workspace.opened import opened
from muniment.workspace.search.folding import words
from muniment.workspace.sensitive import claim_place, is_sealed, plain, text_of

Json = dict[str, Any]
_LEVELS = ("error", "warning", "note")


def index_documents(source: Source, documents: Sequence[Document]) -> None:
    """Make everything in these documents of a source findable, and nothing else of it."""
    Item.objects.filter(document__source=source).delete()
    rows: list[Item] = []
    for document in documents:
        text = text_of(document)
        levels = _levels(document)
        rows += [
            _item(source, document, "passage", str(each.number), text[each.start : each.end], {})
            for each in document.passages.all()
        ]
        rows += [
            _claim_item(source, document, each, text, levels.get(each.key, ""))
            for each in document.claims.all()
        ]
    Item.objects.bulk_create(rows, batch_size=500)


def index_claim(claim: Claim) -> None:
    """Make one claim findable as it stands."""
    document = claim.document
    Item.objects.filter(kind="claim", document=document, ref=claim.key).delete()
    level = _levels(document).get(claim.key, "")
    _claim_item(document.source, document, claim, text_of(document), level).save()


def index_finding(finding: Finding) -> None:
    """Bring the claims that a finding rests on in step with it."""
    document = finding.document
    for claim in document.claims.filter(key__in=json.loads(finding.claims)):
        index_claim(claim)


def _levels(document: Document) -> dict[str, str]:
    """The gravest open finding of each claim of a document, by claim key."""
    found: dict[str, str] = {}
    for level in reversed(_LEVELS):
        for keys in document.findings.filter(status="open", level=level).values_list(
            "claims", flat=True
        ):
            found.update(dict.fromkeys(json.loads(keys), level))
    return found


def _claim_item(source: Source, document: Document, claim: Claim, text: str, level: str) -> Item:
    body = json.loads(plain(source, claim_place(claim), claim.decided or claim.read))
    said = " ".join(
        each["text"]
        for each in (body.get("place"), body.get("responsible"), body.get("counted"))
        if each
    )
    facets = {
        "claim_kind": claim.kind,
        "event": claim.event,
        "party": (body.get("responsible") or {}).get("text", ""),
        "place": (body.get("place") or {}).get("text", ""),
        "status": claim.status,
        "finding": level,
    }
    years = _years(body)
    words_of = f"{text[claim.start : claim.end]} {said}"
    return _item(source, document, "claim", claim.key, words_of, facets, years)


def _item(
    source: Source,
    document: Document,
    kind: str,
    ref: str,
    text: str,
    facets: Json,
    years: tuple[int, int] | None = None,
) -> Item:
    sealed = is_sealed(source)
    found = words(text)
    if sealed:
        found = [opened().sealer.word(each) for each in found]
        facets = {**facets, "party": "", "place": ""}
    row = Item(
        kind=kind,
        collection_id=source.collection_id,
        document=document,
        ref=ref,
        year_from=years[0] if years else None,
        year_to=years[1] if years else None,
        sensitivity=source.sensitivity,
        folded=" ".join(found),
        **{name: value[:120] for name, value in facets.items()},
    )
    row.terms = " ".join(terms(row))
    return row


def terms(row: Item) -> Iterable[str]:
    """The facets of something as words of the index."""
    yield f"zk{row.kind}"
    yield f"zc{row.collection_id}"
    yield f"zs{row.sensitivity}"
    if row.document_id:
        yield f"zd{row.document_id}"
    for mark, value in (
        ("zq", row.claim_kind),
        ("ze", row.event),
        ("zt", row.status),
        ("zf", row.finding),
    ):
        if value:
            yield mark + value.replace("-", "")
    for mark, value in (("zp", row.party), ("zl", row.place)):
        if value:
            yield mark + "".join(words(value))
    if row.year_from is not None and row.year_to is not None:
        for year in range(row.year_from, min(row.year_to, row.year_from + 200) + 1):
            yield f"zy{year}"


def _years(body: Json) -> tuple[int, int] | None:
    """The first and the last year that a claim speaks of, as far as it says so."""
    from muniment.values.period import Period

    period = body.get("period") or {}
    edtf = period.get("edtf") or body.get("edtf") or ""
    try:
        days = Period.parse(edtf).days if edtf else None
    except ValueError:
        days = None
    return (days[0].year, days[1].year) if days else None
