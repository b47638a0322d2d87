"""The routes of lists on their way in: brought, looked at, accepted whole or refused."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.errors import HttpError
from pydantic import Field

from muniment.registers.objects import StoreProblem
from muniment.web import found
from muniment.web.api.rules import actor, allowed
from muniment.web.api.schemas import Problem, Reason, Taken, Version, plain_text
from muniment.web.api.shared import CHANGED, REFUSED
from muniment.web.api.shown import address
from muniment.workspace.models import Collection, Intake
from muniment.workspace.services import intakes

router = Router()
_MOST_PROBLEMS = 500
Name = Annotated[str, Field(max_length=64), plain_text]


class Brought(Taken):
    """What a list is called and what it lists; "" to be guessed from the file.

    A list that is called as one that stands is its next revision.
    """

    name: Name = ""
    kind: Annotated[str, Field(max_length=40), plain_text] = ""


class ProblemOut(Schema):
    """What is wrong with a row, by its number; the reason never quotes what stands in a
    cell."""

    severity: str
    sheet: str | None
    row: int | None
    column: str | None
    reason: str
    refused: bool


class ComparedOut(Schema):
    """How a list differs from the revision that stands: how many records of each sort."""

    revision: int
    counts: dict[str, int]
    same: bool


class IntakeOut(Schema):
    """A list on its way in. ``state`` is reading, read (it waits for a decision), unreadable,
    accepting, accepted or refused; ``counts`` account for every row; the first problems are given.
    """

    key: str
    collection: str
    name: str
    kind: str
    file: str
    sha256: str
    state: str
    message: str
    by: str
    at: datetime.datetime
    counts: dict[str, int]
    problems: list[ProblemOut]
    more_problems: bool
    compared: ComparedOut | None
    revision: int | None
    version: int
    address: str


class Settled(Taken):
    """Accept a list as it was read at that version, or refuse it, which takes a reason."""

    decision: Literal["accept", "refuse"]
    version: Version
    reason: Reason = ""


@router.post(
    "/collections/{slug}/registers",
    response={200: IntakeOut, **REFUSED, 413: Problem},
    summary="Bring a list",
)
@allowed("register", found.collection)
def bring(
    request: HttpRequest, collection: Collection, file: File[UploadedFile], said: Form[Brought]
) -> IntakeOut:
    """Bring a list or its next revision: it is read and compared, and nothing is taken in yet.

    Ask for the intake again until its state is read or unreadable.
    """
    assert file.file is not None
    try:
        made = intakes.bring(
            actor(request), collection, file.file, file.name or "", said.name, said.kind
        )
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    return intake_out(made)


@router.get("/intakes/{key}", response={200: IntakeOut, **REFUSED}, summary="A list on its way in")
@allowed("register", found.intake)
def intake(request: HttpRequest, intake: Intake) -> IntakeOut:
    """How a list was read, what is wrong with it, and how it differs from what stands."""
    return intake_out(intake)


@router.post(
    "/intakes/{key}/decision",
    response={200: IntakeOut, **CHANGED},
    summary="Accept or refuse a list",
)
@allowed("register", found.intake)
def settle(request: HttpRequest, intake: Intake, said: Settled) -> IntakeOut:
    """Take a list in whole as it was read, or refuse it whole."""
    act = intakes.accept if said.decision == "accept" else intakes.refuse
    try:
        act(actor(request), intake, said.version, said.reason.strip())
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    intake.refresh_from_db()
    return intake_out(intake)


def intake_out(intake: Intake) -> IntakeOut:
    """A list on its way in as it stands."""
    seen = intakes.preview(intake)
    assert seen is not None
    compared: dict[str, Any] | None = seen.comparison
    problems = seen.told.get("problems", [])
    return IntakeOut(
        key=intake.key,
        collection=intake.collection.slug,
        name=intake.list,
        kind=intake.kind,
        file=seen.name,
        sha256=intake.sha256,
        state=intake.state,
        message=intake.message,
        by=intake.by.username,
        at=intake.at,
        counts=seen.told.get("counts", {}),
        problems=[_problem(*each) for each in problems[:_MOST_PROBLEMS]],
        more_problems=len(problems) > _MOST_PROBLEMS,
        compared=ComparedOut(
            revision=compared["revision"], counts=compared["counts"], same=compared["same"]
        )
        if compared
        else None,
        revision=intake.revision,
        version=intake.version,
        address=address("intake", intake.key),
    )


def _problem(
    severity: str,
    sheet: str | None,
    row: int | None,
    column: str | None,
    _value: object,
    reason: str,
    refused: bool,
) -> ProblemOut:
    return ProblemOut(
        severity=severity,
        sheet=sheet,
        row=row,
        column=column,
        reason=reason,
        refused=refused,
    )
