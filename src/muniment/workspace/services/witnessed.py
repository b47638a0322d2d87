"""Rows held against what the history tells of them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

from muniment.workspace.claimshape import searched
from muniment.workspace.models import Assessment, Claim, Finding, Review, Source
from muniment.workspace.sealing import MARK, SealBroken
from muniment.workspace.sensitive import claim_place, is_sealed, plain
from muniment.workspace.services.reading import digest_of_found, digest_of_kept
from muniment.workspace.services.reviewing import STATUS_OF
from muniment.workspace.services.telling import Decided, Told, mark
from muniment.workspace.services.witnessed_facts import fact_faults

_PAGE = 2_000
_LONG = ("document__text", "document__pages")
"""What is not fetched again with each claim."""
_A_DAY = 24 * 60 * 60


def row_faults(told: Told, key: bool) -> Iterator[list[str]]:
    """For each row that was looked at, what does not hold of it, as sentences."""
    yield told.broken
    yield from fact_faults(told, key)
    yield from _sources(told, key)
    yield from _claims(told, key)
    yield from _findings(told)
    yield from _assessments(told, key)


def _sources(told: Told, key: bool) -> Iterator[list[str]]:
    left = set(told.sources)
    for source in Source.objects.select_related("collection", "received_by").iterator(
        chunk_size=_PAGE
    ):
        left.discard(source.key)
        faults = []
        known = told.sources.get(source.key)
        if known is None:
            faults.append(f"source {source.key}: the history does not tell of it.")
        else:
            said = {**told.described.get(source.key, {}), **known}
            faults += [
                f"source {source.key}: its {name.replace('_', ' ')} is not what the history tells."
                for name, value in said.items()
                if not _same(_of_source(source, name, value), value, key)
            ]
        if key or not is_sealed(source):
            try:
                faults += _reading(source, told)
            except SealBroken as error:
                faults.append(str(error))
        yield faults
    for each in sorted(left):
        yield [f"source {each}: it is gone; the history tells of it."]


def _of_source(source: Source, name: str, value: object) -> object:
    """A field of a source as the history calls it; the value that was told where it has none."""
    if name == "collection":
        return source.collection.slug
    return source.received_by.username if name == "received_by" else getattr(source, name, value)


def _reading(source: Source, told: Told) -> Iterator[str]:
    """What does not hold of what was read from a source, and claimed of it. Raises SealBroken."""
    yield from _columns(source)
    if source.key in told.readings:
        number, kept, found = told.readings[source.key]
        if digest_of_kept(source) != kept:
            yield (
                f"source {source.key}: what is kept of its text and claims is not what was read "
                f"(entry {number})."
            )
        if found and digest_of_found(source) != found:
            yield (
                f"source {source.key}: what is kept of its documents, their paragraphs and "
                f"findings is not what was read (entry {number})."
            )


def _columns(source: Source) -> Iterator[str]:
    """What stands beside claims for searches and charts, against what they say."""
    rows = Claim.objects.filter(document__source=source).select_related("document")
    for claim in rows.defer(*_LONG).iterator(chunk_size=_PAGE):
        text = plain(source, claim_place(claim), claim.decided or claim.read)
        try:
            body = json.loads(text)
            says = {**searched(body, is_sealed(source)), "kind": body["kind"]}
            says |= {each: body["passage"][each] for each in ("start", "end")}
        except (ValueError, KeyError, TypeError, AttributeError):
            yield f"claim {claim.document.key}:{claim.key}: it cannot be read: it was changed."
            continue
        says |= {"origin": "machine" if claim.read else "person"}
        wrong = [each for each, value in says.items() if not _equal(getattr(claim, each), value)]
        if wrong:
            yield (
                f"claim {claim.document.key}:{claim.key}: its {' and '.join(wrong)} beside its "
                "text is not what it says."
            )


def _equal(kept: object, says: object) -> bool:
    numbers = isinstance(kept, float) and isinstance(says, int)
    return kept == (float(says) if numbers and isinstance(says, int) else says)


def _same(kept: object, told: object, key: bool) -> bool:
    """Whether what is kept is what was told; without the key sealed words are not looked at."""
    unseen = not key and str(told).startswith(MARK) and not str(kept).startswith(MARK)
    return kept == told or unseen


def _claims(told: Told, key: bool) -> Iterator[list[str]]:
    touched = Claim.objects.exclude(status=Claim.Status.SUGGESTED, decided="")
    left = {each for each, known in told.claims.items() if known.counts.verdict != "reopened"}
    rows = touched.select_related("document__source").prefetch_related(
        "reviews__by", "reviews__seconded_by"
    )
    for claim in rows.defer(*_LONG).iterator(chunk_size=_PAGE):
        name = f"{claim.document.key}:{claim.key}"
        left.discard(name)
        known = told.claims.get(name)
        if known is None:
            yield [f"claim {name}: it was decided on, which the history does not tell."]
            continue
        faults, counts = [], known.counts
        may_be = _may_be(counts)
        if claim.status not in may_be:
            faults.append(
                f"claim {name}: it is {claim.status}; entry {counts.number} of the history tells "
                f"that it was {counts.verdict}."
            )
        try:
            faults += _decision(claim, name, counts.after, counts.number, key)
        except SealBroken as error:
            faults.append(str(error))
        faults += list(_reviews(claim, name, known, faults, key))
        yield faults
    for name in sorted(left):
        yield [f"claim {name}: it is gone; the history tells what was decided of it."]


def _may_be(counts: Decided) -> set[str]:
    """What a claim may be after the decision that counts."""
    after = _status_after(counts.verdict)
    if counts.seconded or counts.verdict == "reopened" or counts.waits is False:
        return {after}
    # Whether a second person was asked for was not always told.
    return {"proposed"} if counts.waits else {after, "proposed"}


def _reviews(
    claim: Claim, name: str, known: Decided, faults: list[str], key: bool
) -> Iterator[str]:
    """What does not hold of the decisions on a claim."""
    chain, seconds, reviews = "", b"", list(claim.reviews.all())
    for each in reviews:
        texts = [_text(claim, name, kept, faults) for kept in (each.before, each.after) if key]
        chain = mark(chain, each.by.username, each.verdict, each.reason, *texts).hex()
        if each.seconded_by is not None:
            seconds = mark(seconds.hex(), each.seconded_by.username)
    if chain != known.reviews.hex():
        yield f"claim {name}: its decisions are not those that the history tells."
        return
    if seconds != known.seconds:
        yield f"claim {name}: who seconded its decisions is not whom the history tells."
    last = reviews[-1] if reviews else None
    if last is not None and known.waits is not None:
        waits = known.waits and not known.seconded
        if last.waits != waits:
            yield f"claim {name}: whether it waits for a second person is not as the history tells."
    pairs = zip(reviews, known.at, strict=True)
    if any(_apart(each.at, at) for each, at in pairs):
        yield f"claim {name}: when it was decided is not when the history tells."


def _apart(at: datetime.datetime, told: int) -> bool:
    """Whether two moments are more apart than an act and its entry can be."""
    return bool(told) and abs(at.timestamp() - told) > _A_DAY


def _text(claim: Claim, name: str, kept: str, faults: list[str]) -> str:
    """What a review keeps, opened; a fault where it does not open."""
    try:
        return plain(claim.document.source, claim_place(claim), kept)
    except SealBroken:
        faults.append(f"claim {name}: what a decision changed does not open.")
        return ""


def _status_after(verdict: str) -> str:
    if verdict == Review.Verdict.REOPENED:
        return Claim.Status.SUGGESTED
    return STATUS_OF[Review.Verdict(verdict)]


def _decision(
    claim: Claim, name: str, after: bytes | None, number: int, key: bool
) -> Iterator[str]:
    if claim.decided and after is not None and (key or not claim.decided.startswith(MARK)):
        decided = plain(claim.document.source, claim_place(claim), claim.decided)
        if mark(decided) != after:
            yield f"claim {name}: it does not read as was decided (entry {number} of the history)."


def _findings(told: Told) -> Iterator[list[str]]:
    judged = Finding.objects.exclude(status=Finding.Status.OPEN).select_related("document")
    seen = set()
    for finding in judged.defer(*_LONG).iterator(chunk_size=_PAGE):
        name = f"{finding.document.key}:{finding.key}"
        seen.add(name)
        known = told.findings.get(name)
        if known is None or (finding.status, finding.reason) != known[1:]:
            yield [f"finding {name}: it is {finding.status}, which the history does not tell."]
        else:
            yield []
    for name, (number, status, _) in sorted(told.findings.items()):
        if status != Finding.Status.OPEN and name not in seen:
            yield [f"finding {name}: it is not {status}, as entry {number} of the history tells."]


def _assessments(told: Told, key: bool) -> Iterator[list[str]]:
    left = set(told.assessed)
    rows = Assessment.objects.select_related(
        "claim__document__source", "against__document", "standard", "by", "seconded_by"
    )
    long = [f"{way}__{each}" for way in ("claim", "against") for each in _LONG]
    for each in rows.defer(*long).iterator(chunk_size=_PAGE):
        left.discard(each.pk)
        name = f"assessment {each.pk} of claim {each.claim.document.key}:{each.claim.key}"
        known = told.assessed.get(each.pk)
        if known is None:
            yield [f"{name}: the history does not tell of it."]
            continue
        faults = []
        if (each.seconded_by.username if each.seconded_by else None) != told.seconded.get(each.pk):
            faults.append(f"{name}: who seconded it is not whom the history tells.")
        try:
            opens = known.mark is not None and (key or not each.reason.startswith(MARK))
            changed = opens and _mark_of(each) != known.mark
        except SealBroken as error:
            changed = False
            faults.append(str(error))
        if changed or each.supersedes_id != known.supersedes or _apart(each.at, known.at):
            faults.append(f"{name}: it is not what entry {known.number} of the history tells.")
        yield faults
    for number in sorted(left):
        yield [
            f"assessment {number}: it is gone; entry {told.assessed[number].number} tells of it."
        ]


def _mark_of(each: Assessment) -> bytes:
    """What stands for an assessment as it is kept."""
    against = f"{each.against.document.key}:{each.against.key}" if each.against else ""
    reason = plain(each.claim.document.source, claim_place(each.claim), each.reason)
    standard = str(each.standard_id or "")
    return mark(each.by.username, against, each.relation, standard, reason)
