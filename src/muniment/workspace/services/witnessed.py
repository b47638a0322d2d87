"""Rows held against what the history tells of them."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.workspace.models import Assessment, Claim, Finding, Review, Source
from muniment.workspace.sealing import MARK, SealBroken
from muniment.workspace.sensitive import claim_place, is_sealed, plain
from muniment.workspace.services.reading import digest_of_kept
from muniment.workspace.services.reviewing import STATUS_OF
from muniment.workspace.services.telling import Told, mark

_PAGE = 2_000


def row_faults(told: Told, key: bool) -> Iterator[list[str]]:
    """For each row that was looked at, what does not hold of it, as sentences."""
    yield told.broken
    yield from _sources(told, key)
    yield from _claims(told, key)
    yield from _findings(told)
    yield from _assessments(told, key)


def _sources(told: Told, key: bool) -> Iterator[list[str]]:
    left = set(told.sources)
    for source in Source.objects.select_related("collection").iterator(chunk_size=_PAGE):
        left.discard(source.key)
        faults = []
        known = told.sources.get(source.key)
        if known is None:
            faults.append(f"source {source.key}: the history does not tell of it.")
        else:
            said = {**told.described.get(source.key, {}), **known}
            faults += [
                f"source {source.key}: its {name} is not what the history tells."
                for name, value in said.items()
                if not _same(getattr(source, name, value), value, key)
            ]
        if source.key in told.readings and (key or not is_sealed(source)):
            number, kept = told.readings[source.key]
            try:
                if digest_of_kept(source) != kept:
                    faults.append(
                        f"source {source.key}: what is kept of its text and claims is not what "
                        f"was read (entry {number})."
                    )
            except SealBroken as error:
                faults.append(str(error))
        yield faults
    for each in sorted(left):
        yield [f"source {each}: it is gone; the history tells of it."]


def _same(kept: object, told: object, key: bool) -> bool:
    """Whether what is kept is what was told; without the key sealed words are not looked at."""
    unseen = not key and str(told).startswith(MARK) and not str(kept).startswith(MARK)
    return kept == told or unseen


def _claims(told: Told, key: bool) -> Iterator[list[str]]:
    touched = Claim.objects.exclude(status=Claim.Status.SUGGESTED, decided="")
    left = {each for each, known in told.claims.items() if known.counts.verdict != "reopened"}
    rows = touched.select_related("document__source").prefetch_related("reviews__by")
    for claim in rows.iterator(chunk_size=_PAGE):
        name = f"{claim.document.key}:{claim.key}"
        left.discard(name)
        known = told.claims.get(name)
        if known is None:
            yield [f"claim {name}: it was decided on, which the history does not tell."]
            continue
        faults, counts = [], known.counts
        may_be = {_status_after(counts.verdict)}
        if not counts.seconded and counts.verdict != "reopened":
            may_be.add("proposed")
        if claim.status not in may_be:
            faults.append(
                f"claim {name}: it is {claim.status}; entry {counts.number} of the history tells "
                f"that it was {counts.verdict}."
            )
        try:
            faults += _decision(claim, name, counts.after, counts.number, key)
        except SealBroken as error:
            faults.append(str(error))
        chain = ""
        for each in claim.reviews.all():
            texts = [_text(claim, name, kept, faults) for kept in (each.before, each.after) if key]
            chain = mark(chain, each.by.username, each.verdict, each.reason, *texts).hex()
        if chain != known.reviews.hex():
            faults.append(f"claim {name}: its decisions are not those that the history tells.")
        yield faults
    for name in sorted(left):
        yield [f"claim {name}: it is gone; the history tells what was decided of it."]


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
    for finding in judged.iterator(chunk_size=_PAGE):
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
    for each in rows.iterator(chunk_size=_PAGE):
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
            if known[1] is not None and (key or not each.reason.startswith(MARK)):
                found = _mark_of(each)
                if found != known[1]:
                    faults.append(f"{name}: it is not what entry {known[0]} of the history tells.")
        except SealBroken as error:
            faults.append(str(error))
        yield faults
    for number in sorted(left):
        yield [f"assessment {number}: it is gone; entry {told.assessed[number][0]} tells of it."]


def _mark_of(each: Assessment) -> bytes:
    """What stands for an assessment as it is kept."""
    against = f"{each.against.document.key}:{each.against.key}" if each.against else ""
    reason = plain(each.claim.document.source, claim_place(each.claim), each.reason)
    standard = str(each.standard_id or "")
    return mark(each.by.username, against, each.relation, standard, reason)
