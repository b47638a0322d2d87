"""The routes of questions: put, changed, and answered by every claim side by side."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from muniment.web import found
from muniment.web.api.rules import actor, allowed, may_open, somewhere
from muniment.web.api.schemas import (
    ClaimOut,
    Edtf,
    Line,
    Number,
    Rows,
    Short,
    Size,
    Taken,
    Version,
    Why,
)
from muniment.web.api.shared import A_PAGE, CHANGED, REFUSED, keep_look, rows_of, within
from muniment.web.api.shown import address, claim_out
from muniment.web.api.weighing import AssessmentOut, assessment_out
from muniment.web.api.works import WorkOut, work_out
from muniment.web.timechart import chart
from muniment.workspace.models import Collection, Question, Sensitivity, Source, User
from muniment.workspace.services import comparing, questions
from muniment.workspace.services.alike import Likely

router = Router()
MOST_SHOWN = 200


class NewQuestion(Taken):
    """A question to all sources. ``event`` is one of the vocabulary's, ``period`` EDTF."""

    text: Line
    event: Short
    counted: Line = ""
    place: Line = ""
    period: Edtf = ""


class QuestionAgain(Taken):
    """A question put otherwise: the fields that are given, on the version that was seen."""

    version: Version
    text: Line | None = None
    event: Short | None = None
    counted: Line | None = None
    place: Line | None = None
    period: Edtf | None = None


class QuestionOut(Schema):
    """A question to all sources of the collections that one may read."""

    key: str
    collection: str
    text: str
    event: str
    counted: str
    place: str
    period: str
    by: str
    at: datetime.datetime
    version: int
    address: str


class AnswerOut(Schema):
    """A claim that may answer, by its ``number``, with what is said of it.

    ``stated`` is the date (EDTF) of its document, ``low`` and ``high`` the ends of its range, null
    where that end is open. ``origins`` are those whom the text names as its source; ``one_origin``
    the numbers of claims that people hold to repeat the same origin, ``same_text`` of those in
    copies of the same text; ``rules`` by their codes, ``not_comparable`` by reason: with which
    others. ``charted`` says whether it has a place on the chart.
    """

    number: int
    claim: ClaimOut
    stated: str
    issuer: str
    low: float | None
    high: float | None
    unit: str
    charted: bool
    origins: list[str]
    one_origin: list[int]
    same_text: list[int]
    rules: dict[str, list[int]]
    not_comparable: dict[str, list[int]]
    assessments: list[AssessmentOut]


class RuleOut(Schema):
    """What a rule says of claims, by their numbers; never a verdict."""

    code: str
    outcome: str
    message: str
    claims: list[int]


class ChartOut(Schema):
    """The chart of the page: its scale, and how many numbers of another unit are not on it."""

    scale: str
    of_another_unit: int


class AnswersOut(Schema):
    """Every claim that may answer, the earliest statement first.

    ``compared`` is false until the rules have compared exactly these claims. ``withheld`` are the
    restricted sources that hold others: ask to look, and say why. ``more`` tells that there are
    more than are given.
    """

    question: QuestionOut
    compared: bool
    answers: list[AnswerOut]
    rules: list[RuleOut]
    chart: ChartOut | None
    withheld: list[str]
    more: bool


@router.get("/questions", response={200: Rows[QuestionOut], **REFUSED}, summary="Questions")
@somewhere("read")
def listed(
    request: HttpRequest, collection: Short = "", after: Number = 0, size: Size = A_PAGE
) -> Rows[QuestionOut]:
    """The questions of the collections that one may read."""
    rows = Question.objects.filter(collection__in=within(request, collection))
    return rows_of(rows.select_related("collection", "by"), after, size, question_out)


@router.post(
    "/collections/{slug}/questions",
    response={200: QuestionOut, **REFUSED},
    summary="Put a question",
)
@allowed("analyse", found.collection)
def put(request: HttpRequest, collection: Collection, asked: NewQuestion) -> QuestionOut:
    """Put a question to all sources."""
    made = questions.put(actor(request), collection, questions.Asked(**asked.model_dump()))
    return question_out(made)


@router.get("/questions/{key}", response={200: QuestionOut, **REFUSED}, summary="A question")
@allowed("read", found.question)
def question(request: HttpRequest, question: Question) -> QuestionOut:
    """One question."""
    return question_out(question)


@router.patch(
    "/questions/{key}", response={200: QuestionOut, **CHANGED}, summary="Put a question otherwise"
)
@allowed("analyse", found.question)
def change(request: HttpRequest, question: Question, asked: QuestionAgain) -> QuestionOut:
    """Change a question as it stood at that version, and only the fields given."""
    said = {each: getattr(question, each) for each in questions.FIELDS}
    said |= asked.model_dump(exclude={"version"}, exclude_none=True)
    changed = questions.change(actor(request), question, asked.version, questions.Asked(**said))
    return question_out(changed)


@router.get(
    "/questions/{key}/answers",
    response={200: AnswersOut, **REFUSED},
    summary="Answers side by side",
)
@allowed("read", found.question)
def answers(request: HttpRequest, question: Question) -> AnswersOut:
    """Every claim that may answer, but for what is restricted; what is on the chart, and what
    rules and people say of any two."""
    shown, closed, more = _found(request, question)
    return _answers(question, shown, sorted(closed), more)


@router.post(
    "/questions/{key}/look", response={200: AnswersOut, **REFUSED}, summary="Look at all answers"
)
@allowed("read", found.question, looks=True)
def look_at_answers(request: HttpRequest, question: Question, why: Why) -> AnswersOut:
    """The same with the claims of restricted sources; each look is in the history with why."""
    shown, closed, more = _found(request, question)
    for source, rows in closed.values():
        keep_look(request, source, why.why)
        shown += rows
    return _answers(question, shown, [], more)


@router.post(
    "/questions/{key}/compare",
    response={200: WorkOut | None, **REFUSED},
    summary="Have answers compared",
)
@allowed("analyse", found.question)
def compare(request: HttpRequest, question: Question) -> WorkOut | None:
    """Have the claims that may answer compared by the rules; null where there is nothing to do."""
    shown, _, _ = _found(request, question)
    claims = [each.claim for each in shown]
    asked = comparing.ask_for(actor(request), question.collection, claims)
    return work_out(request, asked) if asked is not None else None


def question_out(question: Question) -> QuestionOut:
    """A question as it stands."""
    return QuestionOut(
        key=question.key,
        collection=question.collection.slug,
        by=question.by.username,
        at=question.at,
        version=question.version,
        address=address("question", question.key),
        **{each: getattr(question, each) for each in questions.FIELDS},
    )


def _found(
    request: HttpRequest, question: Question
) -> tuple[list[Likely], dict[str, tuple[Source, list[Likely]]], bool]:
    """The claims that are open, those of restricted sources that may be looked at, by source, and
    whether there are more."""
    assert isinstance(request.user, User)
    shown: list[Likely] = []
    closed: dict[str, tuple[Source, list[Likely]]] = {}
    rows = questions.found(request.user, question)
    for each in rows[:MOST_SHOWN]:
        source = each.claim.document.source
        if source.sensitivity != Sensitivity.RESTRICTED:
            shown.append(each)
        elif may_open(request, source):
            closed.setdefault(source.key, (source, []))[1].append(each)
    return shown, closed, len(rows) > MOST_SHOWN


def _answers(
    question: Question, shown: Sequence[Likely], withheld: list[str], more: bool
) -> AnswersOut:
    compared = comparing.compared([each.claim for each in shown])
    made, told = questions.answers(shown, compared)
    drawn = chart(made)
    charted = {each.answer.number for each in drawn.marks} if drawn else set()
    return AnswersOut(
        question=question_out(question),
        compared=compared is not None,
        answers=[_answer(each, each.number in charted) for each in made],
        rules=[
            RuleOut(
                code=each.result.code,
                outcome=each.result.outcome,
                message=each.result.message,
                claims=list(each.numbers),
            )
            for each in told
        ],
        chart=ChartOut(
            scale="logarithmic" if drawn.logarithmic else "linear", of_another_unit=drawn.apart
        )
        if drawn
        else None,
        withheld=withheld,
        more=more,
    )


def _answer(each: questions.Answer, charted: bool) -> AnswerOut:
    body: dict[str, Any] = each.likely.body
    return AnswerOut(
        number=each.number,
        claim=claim_out(each.likely.claim),
        stated=each.likely.claim.document.date,
        issuer=each.issuer,
        low=body.get("low"),
        high=body.get("high"),
        unit=body.get("unit") or "",
        charted=charted,
        origins=each.origins,
        one_origin=sorted(each.one_origin - {each.number}),
        same_text=sorted(each.same_text),
        rules={code: sorted(numbers) for code, numbers in sorted(each.told.items())},
        not_comparable={reason: sorted(numbers) for reason, numbers in sorted(each.apart.items())},
        assessments=[assessment_out(row) for row in each.weighed],
    )
