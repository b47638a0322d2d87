"""The routes of pairs: which wait for an answer, why two may be one, and what people say of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muniment.linkage.decisions import latest
from muniment.linkage.explaining import Explanation, explain
from muniment.linkage.stored import standing
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.registers.state import Decision
from muniment.web import found
from muniment.web.api.lists import RecordOut, record_out
from muniment.web.api.rules import actor, allowed, need_restricted
from muniment.web.api.schemas import Number, Problem, Reason, Rows, Size, Taken, Why
from muniment.web.api.shared import A_PAGE, ANEW, REFUSED, same_version
from muniment.web.linked import (
    collection_of,
    name_of,
    open_pairs,
    record_named,
    restricted_roles,
)
from muniment.workspace.history import writing
from muniment.workspace.register_tables import ref_of, shown
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import linking
from muniment.workspace.services import registers as acts
from muniment.workspace.services.looking import MASK, reveal

router = Router()
Named = Annotated[str, Field(pattern=r"^[^:\x00]{1,64}:[^\x00]{1,200}$")]
"""A record as "list:record", by what stands for it in addresses."""


class PairOut(Schema):
    """Two records that may be one, and by how much an answer would lessen what is uncertain."""

    a: str
    b: str
    value: float


class Pairs(Rows[PairOut]):
    """Pairs that wait for an answer, in the order of the queue of a version, which stays."""

    version: int


class StepOut(Schema):
    """One field of a pair: the values (masked where restricted), how they agree, its weight as
    log2 of the odds, and the total up to it."""

    field: str
    left: str
    right: str
    level: str
    weight: float
    total: float


class DecidedOut(Schema):
    """What a person decided of a pair; ``reason`` is null where it may tell what is masked."""

    a: str
    b: str
    verdict: str
    by: str
    at: str
    number: int
    reason: str | None


class ExplainedOut(Schema):
    """Why two records are taken for one, or not: field by field, and the decision that stands.

    ``seen`` goes into a decision, so that nobody is overtaken: 0 where none stands.
    ``probability`` is that of the two by themselves, ``together`` the share of draws in which they
    are one, which know the other records too.
    """

    a: str
    b: str
    scored: bool
    probability: float
    together: float
    steps: list[StepOut]
    decision: DecidedOut | None
    seen: int


class Answer(Taken):
    """What a person says of a pair, or that the answer which stands is taken back.

    ``seen`` is the number of the decision that was shown, 0 for none.
    """

    a: Named
    b: Named
    verdict: Literal["same", "different", "unsure", "take-back"]
    seen: Number
    reason: Reason = ""


class Overtaken(Problem):
    """Somebody else was quicker: what you sent, and the decision that stands, if any."""

    yours: dict[str, Any]
    now: DecidedOut | None


class LookedAt(Why):
    """Which records somebody looks at, as "list:record", and why."""

    records: Annotated[list[Named], Field(min_length=1, max_length=200)]


class PairIn(Schema):
    """Two records, each as "list:record"."""

    a: Named
    b: Named


@router.get("/linkages/{run}/pairs", response={200: Pairs, **ANEW}, summary="Pairs to ask about")
@allowed("decide", found.linkage)
def pairs(
    request: HttpRequest, run: Run, after: Number = 0, size: Size = A_PAGE, version: Number = 0
) -> Pairs:
    """The pairs that still wait for an answer, the most telling first.

    Send the ``version`` of the first page with the next ones: no pair is missed or given twice,
    and 409 tells when the lists were linked anew. What was answered meanwhile is left out.
    """
    same_version(run, version)
    waiting = {(each.a, each.b) for each in open_pairs(run)}
    queue = run.document(linking.QUEUE)
    here = [place for place in range(after, len(queue)) if tuple(queue[place][:2]) in waiting]
    return Pairs(
        items=[_pair_out(*queue[place]) for place in here[:size]],
        next=here[size] if len(here) > size else None,
        version=run.version,
    )


@router.get("/linkages/{run}/pair", response={200: ExplainedOut, **REFUSED}, summary="A pair")
@allowed("decide", found.linkage)
def pair(request: HttpRequest, run: Run, said: Query[PairIn]) -> ExplainedOut:
    """Why two records are taken for one, or not, with what is restricted masked."""
    a, b = _pair(run, said.a, said.b)
    decided = latest(standing(registers())).get((a, b))
    try:
        told = explain(run.table("records"), run.table("pairs"), a, b, decided)
    except (KeyError, ValueError) as error:
        raise Http404 from error
    held = registers().state.decisions.get((a, b))
    return ExplainedOut(
        a=name_of(a),
        b=name_of(b),
        scored=told.scored,
        probability=told.probability,
        together=told.together,
        steps=_steps(told, restricted_roles(run)),
        decision=decided_out(held) if held else None,
        seen=held.n if held else 0,
    )


@router.post(
    "/linkages/{run}/decision",
    response={200: DecidedOut | None, **REFUSED, 409: Overtaken},
    summary="Decide on a pair",
)
@allowed("decide", found.linkage)
def decide(request: HttpRequest, run: Run, answer: Answer) -> DecidedOut | None:
    """Say that two records are the same, different, or that it is unsure; or take the answer back.

    What stands then is given, null where nothing does. The linkage itself changes when the lists
    are linked anew.
    """
    who, collection = actor(request), collection_of(run)
    a, b = _pair(run, answer.a, answer.b)
    try:
        if answer.verdict == "take-back":
            acts.take_back(who, collection, (a, b), answer.seen)
        else:
            acts.decide(who, collection, (a, b), answer.verdict, answer.reason.strip(), answer.seen)
    except acts.Quicker:
        raise
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    held = registers().state.decisions.get((a, b))
    return decided_out(held) if held else None


@router.post(
    "/linkages/{run}/look", response={200: list[RecordOut], **REFUSED}, summary="Look at records"
)
@allowed("read", found.linkage, looks=True)
def look_at_linked(request: HttpRequest, run: Run, asked: LookedAt) -> list[RecordOut]:
    """Records of a linkage with their restricted fields; for each list there is a look in the
    history, which names its fields and its records, with why."""
    collection = collection_of(run)
    need_restricted(request, collection)
    if not asked.why.strip():
        raise HttpError(422, "Say why you look: it is kept in the history.")
    wanted: dict[str, list[str]] = {}
    for each in dict.fromkeys(record_named(run, named) for named in asked.records):
        wanted.setdefault(_list_of(each), []).append(each)
    found_rows: list[RecordOut] = []
    with writing():
        for name, mine in wanted.items():
            list_ = shown(registers(), name)
            refs = [ref_of(list_, each) for each in mine]
            reveal(actor(request), collection, name, list_.kind, refs, asked.why)
            here = set(mine)
            names = list_.column("record_id").to_pylist()
            places = [place for place, each in enumerate(names) if each in here]
            found_rows += [record_out(list_, each, ()) for each in list_.rows(places)]
    return found_rows


def decided_out(held: Decision) -> DecidedOut:
    """A decision on a pair, for who may decide on it."""
    closed = any(shown(registers(), _list_of(each)).hidden for each in (held.a, held.b))
    return DecidedOut(
        a=name_of(held.a),
        b=name_of(held.b),
        verdict=held.verdict,
        by=held.who,
        at=held.at,
        number=held.n,
        reason=None if closed else held.reason,
    )


def _list_of(record: str) -> str:
    return record.partition(":")[0]


def _pair(run: Run, one: str, other: str) -> tuple[str, str]:
    """The two records of a pair, the lesser id first. Raises HttpError for one record twice."""
    a, b = sorted((record_named(run, one), record_named(run, other)))
    if a == b:
        raise HttpError(422, "Two records are compared, not one with itself.")
    return a, b


def _pair_out(a: str, b: str, value: float) -> PairOut:
    return PairOut(a=name_of(a), b=name_of(b), value=value)


def _steps(told: Explanation, hidden: frozenset[str]) -> list[StepOut]:
    return [
        StepOut(
            field=each.role,
            left=MASK if each.role in hidden and each.left else each.left,
            right=MASK if each.role in hidden and each.right else each.right,
            level=each.level,
            weight=each.weight,
            total=each.total,
        )
        for each in told.steps
    ]
