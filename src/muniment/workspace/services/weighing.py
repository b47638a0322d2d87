"""Claims weighed against claims of other sources: signed, dated, reasoned, and superseded by a
later word, never overwritten."""

from __future__ import annotations

from django.utils import timezone

from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import Stale
from muniment.workspace.models import Assessment, Claim, Collection, Rung
from muniment.workspace.permissions import NotAllowed, need
from muniment.workspace.sensitive import claim_place, closed_for_good, plain
from muniment.workspace.services.reviewing import Impossible


def assess(
    actor: Actor,
    claim: Claim,
    against: Claim | None,
    relation: str,
    reason: str,
    *,
    standard: Rung | None = None,
    before: int | None = None,
) -> Assessment:
    """Keep what somebody holds of a claim in the light of another, or of all that is known.

    ``before`` is the number of the assessment that this one supersedes. Raises Impossible without
    a reason, or on what cannot be; NotAllowed without the right; Stale when another stands by now.
    """
    collection = claim.document.source.collection
    need(actor.user, "assess", collection)
    if against is not None:
        need(actor.user, "read", against.document.source.collection)
        if against.document.source_id == claim.document.source_id:
            raise Impossible("A claim is weighed against claims of other sources.")
        if relation not in Assessment.Relation.values:
            raise Impossible("Say how the other claim bears on this one.")
    elif relation:
        raise Impossible("Choose the claim that this one is weighed against.")
    elif standard is None:
        raise Impossible("Say which standard of proof is reached.")
    if standard is not None and standard.rank is None:
        raise Impossible("This step is no longer part of the ladder: choose another.")
    if not reason.strip():
        raise Impossible("An assessment needs a reason.")
    with writing():
        Claim.objects.select_for_update().get(pk=claim.pk)
        last = standing(claim, against)
        if (last.pk if last else None) != before:
            raise Stale(last or claim)
        source = claim.document.source
        sealed = closed_for_good(source, claim_place(claim), reason.strip())
        made = Assessment.objects.create(
            claim=claim,
            against=against,
            relation=relation,
            standard=standard,
            reason=sealed,
            by=actor.user,
            at=timezone.now(),
            supersedes=last,
        )
        record(
            actor,
            "claim.assessed",
            f"claim:{claim.document.key}:{claim.key}",
            {
                "assessment": made.pk,
                "against": f"{against.document.key}:{against.key}" if against else "",
                "relation": relation,
                "standard": str(standard.pk) if standard else "",
                "rung": standard.name if standard else "",
                "supersedes": last.pk if last else None,
                "from": last.relation if last else "",
            },
            sealed,
        )
    return made


def second(actor: Actor, assessment: Assessment) -> Assessment:
    """Another person agrees with an assessment.

    Raises NotAllowed without the right or where it is one's own, Impossible where it was superseded
    or seconded already.
    """
    claim = assessment.claim
    need(actor.user, "assess", claim.document.source.collection)
    if assessment.by_id == actor.user.pk:
        raise NotAllowed("Your own assessment takes another person to second it.")
    with writing():
        superseded = Assessment.objects.filter(supersedes=assessment).exists()
        taken = Assessment.objects.filter(pk=assessment.pk, seconded_by=None).update(
            seconded_by=actor.user, seconded_at=timezone.now()
        )
        if superseded or not taken:
            raise Impossible("This assessment does not wait for a second person.")
        record(
            actor,
            "claim.assessment-seconded",
            f"claim:{claim.document.key}:{claim.key}",
            {"assessment": assessment.pk, "by": assessment.by.username},
        )
        assessment.refresh_from_db()
    return assessment


def standing(claim: Claim, against: Claim | None) -> Assessment | None:
    """The assessment of a claim against another that was not superseded."""
    rows = claim.assessments.filter(against=against, superseded_by=None)
    return rows.order_by("-pk").first()


def reason_of(assessment: Assessment) -> str:
    """Why somebody holds it, as written."""
    claim = assessment.claim
    return plain(claim.document.source, claim_place(claim), assessment.reason)


def counts(assessment: Assessment, collection: Collection) -> bool:
    """Whether an assessment counts: where two people are asked for, once it was seconded."""
    return not collection.two_people or assessment.seconded_by_id is not None
