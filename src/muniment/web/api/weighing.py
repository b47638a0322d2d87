"""The routes of weighing: assessments of a claim, signed and reasoned, and the ladder of proof."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muniment.web import found
from muniment.web.access import needed
from muniment.web.api.rules import actor, allowed, need_open, with_token
from muniment.web.api.schemas import LARGEST, Reason, Taken
from muniment.web.api.shared import CHANGED, REFUSED, is_closed, not_restricted
from muniment.web.api.shown import address
from muniment.workspace.models import Assessment, Claim, Rung
from muniment.workspace.permissions import may
from muniment.workspace.services import ladder as ladders
from muniment.workspace.services import weighing
from muniment.workspace.services.comparing import name_of

router = Router()


class RungOut(Schema):
    """A step of the ladder of proof; ``rank`` 1 is the lowest."""

    number: int
    rank: int
    name: str
    meaning: str
    version: int


class NewAssessment(Taken):
    """What somebody holds of a claim.

    ``against`` is a claim of another source as "document:claim", with how it bears on this one
    (``relation``); "" for all that is known, with the step of the ladder that is reached
    (``standard``, its number). ``before`` is the number of the assessment that stands and is
    superseded by this one, null where there is none.
    """

    against: Annotated[str, Field(pattern=r"^([\w-]{1,60}:[\w-]{1,60})?$")] = ""
    relation: Literal["", "corroborates", "contradicts", "same-origin", "unrelated"] = ""
    standard: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    before: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    reason: Reason


class AssessmentOut(Schema):
    """What one person holds of a claim; a later one supersedes it, and nothing is overwritten.

    ``standard`` is the name of the step of the ladder as it was worded then.
    """

    number: int
    claim: str
    against: str | None
    relation: str
    standard: str | None
    reason: str
    by: str
    at: datetime.datetime
    supersedes: int | None
    stands: bool
    seconded_by: str | None
    address: str


class Weighed(Schema):
    """An assessment of a restricted claim, or against one: that it was made, and how it stands."""

    number: int
    stands: bool
    seconded_by: str | None


@router.get("/ladder", response={200: list[RungOut], **REFUSED}, summary="The ladder of proof")
@with_token
def ladder(request: HttpRequest) -> list[RungOut]:
    """The standards of proof of this institution, the lowest first."""
    return [
        RungOut(
            number=each.pk,
            rank=each.rank or 0,
            name=each.name,
            meaning=each.meaning,
            version=each.version,
        )
        for each in ladders.steps()
    ]


@router.get(
    "/documents/{key}/claims/{claim}/assessments",
    response={200: list[AssessmentOut], **REFUSED},
    summary="Assessments of a claim",
)
@allowed("read", found.claim)
def assessments(request: HttpRequest, claim: Claim) -> list[AssessmentOut]:
    """What people hold of a claim, as they said it; where the other claim is restricted or in a
    collection that is not open, the assessment is left out."""
    not_restricted(claim.document)
    rows = claim.assessments.select_related(
        "by",
        "seconded_by",
        "standard",
        "superseded_by",
        "claim__document__source__collection",
        "against__document__source__collection",
    )
    return [assessment_out(each) for each in rows.order_by("pk") if may_show(request, each)]


@router.post(
    "/documents/{key}/claims/{claim}/assessments",
    response={200: AssessmentOut | Weighed, **CHANGED},
    summary="Assess a claim",
)
@allowed("assess", found.claim)
def assess(request: HttpRequest, claim: Claim, said: NewAssessment) -> AssessmentOut | Weighed:
    """Keep what its person holds of a claim. 409 where another assessment stands by now.

    Where one of the two claims is restricted, only the number is given and how it stands.
    """
    standard = None
    if said.standard is not None:
        standard = Rung.objects.filter(pk=said.standard).first()
        if standard is None:
            raise HttpError(422, "There is no such step on the ladder.")
    made = weighing.assess(
        actor(request),
        claim,
        _against(request, said.against),
        said.relation,
        said.reason,
        standard=standard,
        before=said.before,
    )
    return _settled(request, made)


@router.post(
    "/documents/{key}/claims/{claim}/assessments/{number}/second",
    response={200: AssessmentOut | Weighed, **REFUSED},
    summary="Agree with an assessment",
)
@allowed("assess", found.assessment)
def second(request: HttpRequest, assessment: Assessment) -> AssessmentOut | Weighed:
    """Agree with another person's assessment, where the collection asks for two.

    Where the claim is restricted, only the number is given and how it stands.
    """
    if not may_show(request, assessment):
        raise Http404
    return _settled(request, weighing.second(actor(request), assessment))


def assessment_out(assessment: Assessment) -> AssessmentOut:
    """An assessment, signed, dated and reasoned."""
    claim, against = assessment.claim, assessment.against
    return AssessmentOut(
        number=assessment.pk,
        claim=name_of(claim),
        against=name_of(against) if against else None,
        relation=assessment.relation,
        standard=assessment.standard.name if assessment.standard else None,
        reason=weighing.reason_of(assessment),
        by=assessment.by.username,
        at=assessment.at,
        supersedes=assessment.supersedes_id,
        stands=not hasattr(assessment, "superseded_by"),
        seconded_by=assessment.seconded_by.username if assessment.seconded_by else None,
        address=address("weigh", claim.document.key, claim.key),
    )


def _settled(request: HttpRequest, assessment: Assessment) -> AssessmentOut | Weighed:
    """An assessment that was made or seconded; of what is restricted only how it stands."""
    if not is_closed(assessment) and may_show(request, assessment):
        return assessment_out(assessment)
    return Weighed(
        number=assessment.pk,
        stands=not hasattr(assessment, "superseded_by"),
        seconded_by=assessment.seconded_by.username if assessment.seconded_by else None,
    )


def may_show(request: HttpRequest, assessment: Assessment) -> bool:
    """Whether the other claim that an assessment speaks of is open, or there is none."""
    if assessment.against is None:
        return True
    collection = assessment.against.document.source.collection
    return not is_closed(assessment.against) and may(request.user, "read", collection)


def _against(request: HttpRequest, named: str) -> Claim | None:
    """The claim of this name, where it is open. Raises HttpError, NotAllowed."""
    if not named:
        return None
    document, _, key = named.partition(":")
    try:
        against: Claim = needed(request.user, "read", found.claim, {"key": document, "claim": key})
    except Http404 as error:
        raise HttpError(422, "There is no claim of this name, or none open to you.") from error
    need_open(request, against.document.source)
    return against
