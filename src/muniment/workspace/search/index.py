"""What can be found, kept in step with what is kept, in the same transaction."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from typing import Any

from muniment.workspace.models import Claim, Document, Finding, Item, Sensitivity, Source
from muniment.workspace.opened import opened
from muniment.workspace.search.backends import keep_in_step
from muniment.workspace.search.facets import terms
from muniment.workspace.search.folding import words
from muniment.workspace.search.spellings import Seen, forget, learn
from muniment.workspace.sensitive import claim_place, is_sealed, plain, text_of

Json = dict[str, Any]
_SENTENCE = 300
_STOP = re.compile(r"[.!?؟։。]\s|\n")
_LEVELS = ("error", "warning", "note")


def index_documents(source: Source, documents: Sequence[Document]) -> None:
    """Make everything in these documents of a source findable, and nothing else of it."""
    before = Item.objects.filter(document__source=source)
    sealed = is_sealed(source)
    gone: set[str] = set()
    if sealed:
        for folded in before.exclude(sensitivity="restricted").values_list("folded", flat=True):
            gone.update(folded.split())
    before.delete()
    rows: list[Item] = []
    seen = Seen()
    for document in documents:
        text = text_of(document)
        seen.add(text)
        levels = _levels(document)
        rows += [
            _item(source, document, "passage", str(each.number), text[each.start : each.end], {})
            for each in document.passages.all()
        ]
        rows += [
            _claim_item(source, document, each, text, levels.get(each.key, ""))[0]
            for each in document.claims.all()
        ]
    Item.objects.bulk_create(rows, batch_size=500)
    keep_in_step()
    forget(gone)
    learn(seen, sealed)


def _status(claim: Claim) -> str:
    """How a claim is found: where something waits for a second person, by that."""
    decided = claim.status != Claim.Status.SUGGESTED
    return Claim.Status.PROPOSED if decided and claim.waiting is not None else claim.status


def index_claim(claim: Claim) -> None:
    """Make one claim findable as it stands."""
    document = claim.document
    # The same row again: what is found the latest first is what came last, not what was decided.
    before = Item.objects.filter(kind="claim", document=document, ref=claim.key).first()
    level = _levels(document).get(claim.key, "")
    row, words_of = _claim_item(document.source, document, claim, text_of(document), level)
    row.pk = before.pk if before else None
    row.save()
    keep_in_step()
    if before is not None and before.sensitivity != Sensitivity.RESTRICTED:
        forget(set(before.folded.split()) - set(row.folded.split()))
    seen = Seen()
    seen.add(words_of)
    learn(seen, is_sealed(document.source))


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


def _claim_item(
    source: Source, document: Document, claim: Claim, text: str, level: str
) -> tuple[Item, str]:
    """A claim as it can be found, and its words as they are written."""
    body = json.loads(plain(source, claim_place(claim), claim.decided or claim.read))
    named = {
        each: (body.get(each) or {}).get("text", "")
        for each in ("place", "responsible", "counted", "addressee")
    }
    facets = {
        "claim_kind": claim.kind,
        "event": claim.event,
        "party": named["responsible"] or named["addressee"],
        "place": named["place"],
        "status": _status(claim),
        "finding": level,
    }
    happened = claim.event.replace("-", " ")
    said = _sentence(text, claim.start, claim.end)
    words_of = " ".join([said, happened, *filter(None, named.values())])
    row = _item(source, document, "claim", claim.key, words_of, facets, _years(body))
    return row, words_of


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence in which a claim stands, so that it is found by what is said of it."""
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    first = max((each.end() for each in _STOP.finditer(before)), default=0)
    stop = _STOP.search(after)
    return before[first:] + text[start:end] + (after[: stop.start()] if stop else after)


def _item(
    source: Source,
    document: Document,
    kind: str,
    ref: str,
    text: str,
    facets: Json,
    years: tuple[int | None, int | None] = (None, None),
) -> Item:
    sealed = is_sealed(source)
    found = words(text)
    if sealed:
        found = [opened().sealer.word(each) for each in found]
        facets = {**facets, "party": "", "place": ""}
        years = (None, None)
    row = Item(
        kind=kind,
        collection_id=source.collection_id,
        document=document,
        ref=ref,
        year_from=years[0],
        year_to=years[1],
        sensitivity=source.sensitivity,
        folded=" ".join(found),
        **{name: value[:120] for name, value in facets.items()},
    )
    row.terms = " ".join(terms(row))
    return row


def _years(body: Json) -> tuple[int | None, int | None]:
    """The first and the last year that a claim speaks of, None for an end that is open."""
    from muniment.values.period import Period

    edtf = (body.get("period") or {}).get("edtf") or body.get("edtf") or ""
    try:
        period = Period.parse(edtf) if edtf else None
    except ValueError:
        return None, None
    if period is None or not period.has_year:
        return None, None
    return _year(period.earliest), _year(period.latest)


def _year(day: int | None) -> int | None:
    """The year of an ordinal day, where there is such a day in the calendar."""
    if day is None or not 1 <= day <= datetime.date.max.toordinal():
        return None
    return datetime.date.fromordinal(day).year
