"""People decide on claims: confirm, correct, reject, split, add; a second person seconds.

The machine's reading is never changed by it. Each decision is kept as a review; where the
collection asks for two people, it counts when another person has seconded it. Until then what
counted before it stands: one person alone undoes nothing that two have decided.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from muniment.workspace.claimshape import searched, shaped
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Claim, Document, Finding, Review
from muniment.workspace.permissions import NotAllowed, need
from muniment.workspace.search.index import index_claim, index_finding
from muniment.workspace.sensitive import (
    claim_place,
    closed,
    closed_for_good,
    finding_place,
    is_sealed,
    plain,
    text_of,
)
from muniment.workspace.services.reading import as_json
from muniment.workspace.vocabulary import kinds

Json = dict[str, Any]
FIELDS = {
    "figure": (
        *("low", "high", "approximate", "unit", "class", "counted", "event"),
        *("period", "place", "responsible", "said_by"),
    ),
    "date": ("edtf",),
    "citation": ("instrument", "symbol", "provision"),
    "demand": ("addressee",),
}
"""What people may say of a claim of each kind, whether or not the machine did."""
_CONTEXT = 32
_KEY = re.compile(r"p?[0-9a-f]{15,16}")
STATUS_OF = {
    Review.Verdict.CONFIRMED: Claim.Status.CONFIRMED,
    Review.Verdict.CORRECTED: Claim.Status.CORRECTED,
    Review.Verdict.REJECTED: Claim.Status.REJECTED,
    Review.Verdict.SPLIT: Claim.Status.SPLIT,
    Review.Verdict.ADDED: Claim.Status.CONFIRMED,
}


class Impossible(ValueError):
    """A decision that cannot be; the message is a sentence for whoever made it."""


def body_of(claim: Claim) -> Json:
    """The claim as it stands: what people decided, else what the machine read."""
    kept = claim.decided or claim.read
    body: Json = json.loads(plain(claim.document.source, claim_place(claim), kept))
    return body


def counted_body(claim: Claim) -> Json:
    """The claim as it counts: what waits for a second person is as it was read."""
    waits = claim.status == Claim.Status.PROPOSED and claim.read
    return read_of(claim) if waits else body_of(claim)


def read_of(claim: Claim) -> Json:
    """The claim as the machine read it; as it stands where a person added it."""
    kept = claim.read or claim.decided
    body: Json = json.loads(plain(claim.document.source, claim_place(claim), kept))
    return body


def confirm(actor: Actor, claim: Claim, version: int, reason: str = "") -> Claim:
    """The claim is there, as it stands. Raises as ``_decide`` does."""
    return _decide(actor, claim, version, Review.Verdict.CONFIRMED, body_of(claim), reason)


def correct(actor: Actor, claim: Claim, version: int, changes: Json, reason: str) -> Claim:
    """The claim says something else than was read: ``changes`` are fields of the contract.

    Raises Impossible on a field that claims of this kind do not have, a value that cannot be, or
    no reason; and as ``_decide`` does.
    """
    _reasoned(reason, "A correction")
    after = corrected(body_of(claim), changes, text_of(claim.document))
    return _decide(actor, claim, version, Review.Verdict.CORRECTED, after, reason)


def reject(actor: Actor, claim: Claim, version: int, reason: str) -> Claim:
    """The passage does not say this. Raises Impossible without a reason; and as ``_decide``."""
    _reasoned(reason, "A rejection")
    return _decide(actor, claim, version, Review.Verdict.REJECTED, body_of(claim), reason)


def reopen(actor: Actor, claim: Claim, version: int, reason: str) -> Claim:
    """Take back what was decided: the claim is a suggestion again, with its history.

    Where two people are asked for, what counts is taken back by two; what waits, by one.
    """
    _reasoned(reason, "Taking a decision back")
    return _decide(actor, claim, version, Review.Verdict.REOPENED, read_of(claim), reason)


def add(actor: Actor, document: Document, body: Json, reason: str = "") -> Claim:
    """A claim that the machine did not see, at a passage that a person selected.

    ``body`` has "kind", "start", "end" and fields of the contract, and "key" where the claim has
    been called something before, in a workspace that it left. Raises Impossible when the passage
    is not in the text or the same claim is there already; NotAllowed without the right.
    """
    need(actor.user, "review", document.source.collection)
    with writing():
        claim = _new(document, body, None)
        _review(actor, claim, Review.Verdict.ADDED, "", as_json(body_of(claim)), reason)
        index_claim(claim)
    return claim


def split(
    actor: Actor, claim: Claim, version: int, parts: Sequence[Json], reason: str
) -> list[Claim]:
    """One claim is several: ``parts`` are bodies as for ``add``. The whole is kept, as split."""
    if len(parts) < 2:
        raise Impossible("Splitting a claim takes two parts or more.")
    _reasoned(reason, "Splitting a claim")
    with writing():
        _decide(actor, claim, version, Review.Verdict.SPLIT, body_of(claim), reason)
        made = []
        for each in parts:
            part = _new(claim.document, each, claim)
            _review(actor, part, Review.Verdict.ADDED, "", as_json(body_of(part)), reason)
            index_claim(part)
            made.append(part)
    return made


def second(actor: Actor, claim: Claim, version: int) -> Claim:
    """Another person agrees with what was decided, which counts from then on.

    Raises Impossible when nothing waits for it, NotAllowed when the decision is one's own.
    """
    need(actor.user, "review", claim.document.source.collection)
    with writing():
        claim_version(claim, version)
        review = claim.waiting
        if review is None:
            raise Impossible("Nothing of this claim waits for a second person.")
        if review.by_id == actor.user.pk:
            raise NotAllowed("Your own decision takes another person to second it.")
        review.seconded_by, review.seconded_at = actor.user, timezone.now()
        review.waits = False
        review.save(update_fields=["seconded_by", "seconded_at", "waits"])
        kept = plain(claim.document.source, claim_place(claim), review.after)
        _stand(claim, Review.Verdict(review.verdict), json.loads(kept))
        claim.save()
        record(
            actor,
            "claim.seconded",
            _subject(claim),
            {"verdict": review.verdict, "by": review.by.username},
        )
        index_claim(claim)
    return claim


def judge(actor: Actor, finding: Finding, version: int, status: str, reason: str) -> Finding:
    """Accept or dismiss a finding, or open it again. A dismissal needs a reason."""
    need(actor.user, "review", finding.document.source.collection)
    if status not in Finding.Status.values:
        raise Impossible(f"A finding cannot be {status}.")
    if status == Finding.Status.DISMISSED:
        _reasoned(reason, "A dismissal")
    with writing():
        claim_version(finding, version)
        before = finding.status
        place = finding_place(finding, "reason")
        sealed = closed_for_good(finding.document.source, place, reason)
        finding.status, finding.reason = status, sealed
        finding.save(update_fields=["status", "reason"])
        record(
            actor,
            f"finding.{status}",
            f"finding:{finding.document.key}:{finding.key}",
            {"code": finding.code, "status": [before, status]},
            sealed,
        )
        index_finding(finding)
    return finding


def corrected(body: Json, changes: Json, text: str) -> Json:
    """A claim with some of its fields changed. Raises Impossible on what cannot be."""
    known = {"start", "end", *FIELDS.get(body["kind"], ())} | {
        each for each in body if each not in ("id", "kind", "passage", "found_by")
    }
    for each in changes:
        if each not in known:
            raise Impossible(f"A {body['kind']} has no “{each}”.")
    _shaped(changes)
    after = {**body, **{k: v for k, v in changes.items() if k not in ("start", "end")}}
    low, high = after.get("low"), after.get("high")
    if low is not None and high is not None and low > high:
        raise Impossible(f"The lowest, {low:g}, is above the highest, {high:g}.")
    if "start" in changes or "end" in changes:
        start = changes.get("start", body["passage"]["start"])
        end = changes.get("end", body["passage"]["end"])
        after["passage"] = {**body["passage"], **passage_at(text, start, end)}
    return after


def passage_at(text: str, start: int, end: int) -> Json:
    """The selectors of a span. Raises Impossible when there is no such span in the text."""
    if not 0 <= start < end <= len(text):
        raise Impossible(f"There is no passage from {start} to {end} in this text.")
    return {
        "start": start,
        "end": end,
        "quote": text[start:end],
        "prefix": text[max(0, start - _CONTEXT) : start],
        "suffix": text[end : end + _CONTEXT],
    }


def _decide(
    actor: Actor, claim: Claim, version: int, verdict: Review.Verdict, after: Json, reason: str
) -> Claim:
    """Keep a decision. Raises NotAllowed without the right to review, Stale when somebody else
    was quicker."""
    source = claim.document.source
    need(actor.user, "review", source.collection)
    with writing():
        claim_version(claim, version)
        before = claim.decided or claim.read
        if verdict == Review.Verdict.REOPENED and claim.origin != "machine":
            raise Impossible("A claim that a person added is rejected, not reopened.")
        beside = source.collection.two_people and claim.status in STATUS_OF.values()
        if not beside:
            _stand(claim, verdict, after)
        text = plain(source, claim_place(claim), before)
        _review(actor, claim, verdict, text, as_json(after), reason, beside)
        claim.save()
        index_claim(claim)
    return claim


def _stand(claim: Claim, verdict: Review.Verdict, after: Json) -> None:
    """Let a claim stand as it was decided."""
    source = claim.document.source
    if verdict == Review.Verdict.REOPENED:
        claim.decided, claim.status = "", Claim.Status.SUGGESTED
    else:
        claim.decided = closed(source, claim_place(claim), as_json(after))
        claim.status = STATUS_OF[verdict]
    claim.start, claim.end = after["passage"]["start"], after["passage"]["end"]
    for name, value in searched(after, is_sealed(source)).items():
        setattr(claim, name, value)


def _review(
    actor: Actor,
    claim: Claim,
    verdict: Review.Verdict,
    before: str,
    after: str,
    reason: str,
    beside: bool = False,
) -> None:
    """Keep who decided what of a claim, and put it into the history.

    With ``beside`` it waits for a second person while what counts stands.
    """
    source = claim.document.source
    place = claim_place(claim)
    proposed = source.collection.two_people and verdict != Review.Verdict.REOPENED
    if proposed and not beside:
        claim.status = Claim.Status.PROPOSED
        Claim.objects.filter(pk=claim.pk).update(status=claim.status)
    sealed_before = closed_for_good(source, place, before)
    sealed_after = closed_for_good(source, place, after)
    sealed_reason = closed_for_good(source, place, reason)
    Review.objects.create(
        claim=claim,
        verdict=verdict,
        before=sealed_before,
        after=sealed_after,
        reason=sealed_reason,
        by=actor.user,
        at=timezone.now(),
        waits=proposed or beside,
    )
    detail = {"before": sealed_before, "after": sealed_after, "version": claim.version}
    detail["waits"] = proposed or beside
    if beside:
        detail["beside"] = True
    record(actor, f"claim.{verdict}", _subject(claim), detail, sealed_reason)


def _new(document: Document, body: Json, whole: Claim | None) -> Claim:
    """A claim that a person makes at a passage."""
    text, source = text_of(document), document.source
    kind = body.get("kind")
    if kind not in kinds():
        raise Impossible("A claim is a figure, a date, a citation or a demand.")
    try:
        passage = passage_at(text, int(body["start"]), int(body["end"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Impossible("Select the passage that says it.") from error
    paragraph = document.passages.filter(start__lte=passage["start"]).order_by("-start").first()
    fields = {k: v for k, v in body.items() if k not in ("kind", "start", "end", "key")}
    _shaped(fields)
    words = f"{document.key}:{kind}:{passage['start']}:{passage['end']}:{as_json(fields)}"
    key = str(body.get("key") or "") or "p" + hashlib.sha256(words.encode("utf-8")).hexdigest()[:15]
    if not _KEY.fullmatch(key):
        raise Impossible(f"“{key}” is no key of a claim.")
    if document.claims.filter(key=key).exists():
        raise Impossible("This claim is there already.")
    passage |= {
        "page": paragraph.page if paragraph else None,
        "paragraph": paragraph.number if paragraph else 0,
    }
    decided = {"id": key, "kind": kind, "passage": passage, **fields, "found_by": "a person"}
    claim = Claim(
        document=document,
        key=key,
        kind=kind,
        start=passage["start"],
        end=passage["end"],
        page=passage["page"],
        paragraph=passage["paragraph"],
        status=Claim.Status.CONFIRMED,
        origin="person",
        split_from=whole,
        **searched(decided, is_sealed(source)),
    )
    claim.decided = closed(source, claim_place(claim), as_json(decided))
    claim.save()
    return claim


def _shaped(fields: Json) -> None:
    try:
        shaped(fields)
    except ValueError as error:
        raise Impossible(str(error)) from error


def _reasoned(reason: str, what: str) -> None:
    if not reason.strip():
        raise Impossible(f"{what} needs a reason.")


def _subject(claim: Claim) -> str:
    return f"claim:{claim.document.key}:{claim.key}"
