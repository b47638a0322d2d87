"""Questions put to all sources: how many, of whom, where, when; and every claim that may answer.

Nothing here decides between claims. What the rules say of two of them stands beside what people
say, and never in its place.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from muniment.values.period import Period
from muniment.workspace.decisions import COUNTED
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Assessment, Collection, Question, Review
from muniment.workspace.permissions import Person, need, readable
from muniment.workspace.sensitive import issuer_of
from muniment.workspace.services.alike import Likely, Wanted, likely
from muniment.workspace.services.comparing import Compared, Result, name_of
from muniment.workspace.services.reviewing import Impossible, read_of
from muniment.workspace.services.weighing import counts
from muniment.workspace.vocabulary import events

Json = dict[str, Any]
FIELDS = ("text", "event", "counted", "place", "period")
SAME_ORIGIN = "X504"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked; ``period`` is EDTF or "", ``event`` one of the contract's."""

    text: str
    event: str
    counted: str = ""
    place: str = ""
    period: str = ""


def put(actor: Actor, collection: Collection, asked: Asked) -> Question:
    """Put a question. Raises NotAllowed without the right, Impossible on what cannot be."""
    need(actor.user, "analyse", collection)
    said = _checked(asked)
    key = base64.b32encode(os.urandom(10)).decode("ascii").lower()
    with writing():
        made = Question.objects.create(
            key=key, collection=collection, by=actor.user, at=timezone.now(), **said
        )
        record(actor, "question.put", f"question:{key}", {**said, "collection": collection.slug})
    return made


def change(actor: Actor, question: Question, version: int, asked: Asked) -> Question:
    """Put a question otherwise. Raises as ``put`` does, and Stale when somebody was quicker."""
    need(actor.user, "analyse", question.collection)
    said = _checked(asked)
    with writing():
        claim_version(question, version)
        changed = {
            each: [getattr(question, each), said[each]]
            for each in FIELDS
            if getattr(question, each) != said[each]
        }
        for each, value in said.items():
            setattr(question, each, value)
        question.save(update_fields=list(said))
        record(actor, "question.changed", f"question:{question.key}", changed)
    return question


def _checked(asked: Asked) -> dict[str, str]:
    said = {each: str(getattr(asked, each)).strip() for each in FIELDS}
    if not said["text"]:
        raise Impossible("Write the question in words.")
    if said["event"] not in events():
        raise Impossible("Choose what happened.")
    if said["period"]:
        try:
            Period.parse(said["period"])
        except ValueError as error:
            raise Impossible(
                f"“{said['period']}” is no period: write 2021-03-02, 2021-03, 2021 or "
                "2021-01/2021-06."
            ) from error
    return said


@dataclass(slots=True)
class Answer:
    """A claim that may answer a question, numbered as on the page.

    ``origins`` are those whom its text names as its source; ``one_origin`` the numbers of claims
    that people hold to repeat the same origin; ``same_text`` of those in documents with the same
    text; the others are what the rules say, by number. ``decision`` is the review that counts, and
    ``read`` what the machine read where people hold something else.
    """

    number: int
    likely: Likely
    issuer: str
    origins: list[str] = field(default_factory=list)
    one_origin: set[int] = field(default_factory=set)
    same_text: set[int] = field(default_factory=set)
    decision: Review | None = None
    read: Json | None = None
    told: dict[str, set[int]] = field(default_factory=dict)
    apart: dict[str, set[int]] = field(default_factory=dict)
    weighed: list[Assessment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule says of two claims of the page, by their numbers."""

    result: Result
    numbers: tuple[int, ...]


def found(user: Person, question: Question) -> list[Likely]:
    """The claims, in all sources that a person may find, that may answer a question."""
    return likely(
        user,
        Wanted(
            "figure",
            question.event,
            question.counted,
            question.place,
            question.period,
            tuple(readable(user).order_by("pk").values_list("pk", flat=True).distinct()),
        ),
    )


def answers(rows: Sequence[Likely], compared: Compared | None) -> tuple[list[Answer], list[Told]]:
    """The claims side by side, the earliest statement first, with what is said of them."""
    ordered = sorted(rows, key=lambda each: (each.claim.document.date or "9", each.claim.pk))
    made = [
        Answer(
            number,
            each,
            issuer_of(each.claim.document),
            [span["text"] for span in each.body.get("said_by") or [] if span.get("text")],
        )
        for number, each in enumerate(ordered, start=1)
    ]
    _copied(made)
    _signed(made)
    by_name = {name_of(each.likely.claim): each for each in made}
    told = list(_told(by_name, compared)) if compared is not None else []
    _weighed(made)
    return made, told


def _told(by_name: dict[str, Answer], compared: Compared) -> Iterable[Told]:
    for result in compared.results:
        here = [by_name[each] for each in result.claims if each in by_name]
        if len(here) < 2:
            continue
        yield Told(result, tuple(each.number for each in here))
        for each in here:
            others = {other.number for other in here if other is not each}
            each.told.setdefault(result.code, set()).update(others)
    for pair, reason in compared.pairs.items():
        one, _, other = pair.partition("|")
        if reason and one in by_name and other in by_name:
            mine, theirs = by_name[one], by_name[other]
            mine.apart.setdefault(reason, set()).add(theirs.number)
            theirs.apart.setdefault(reason, set()).add(mine.number)


def _copied(made: Sequence[Answer]) -> None:
    """Claims at the same words of one text are one statement, however many copies there are."""
    rows: dict[tuple[str, str], set[int]] = {}
    for each in made:
        document = each.likely.claim.document
        if document.sameness:
            quote = "".join(str(each.likely.body["passage"]["quote"]).split())
            rows.setdefault((document.sameness, quote), set()).add(each.number)
    for numbers in rows.values():
        for each in made:
            if each.number in numbers and len(numbers) > 1:
                each.same_text = numbers - {each.number}


def _signed(made: Sequence[Answer]) -> None:
    """Who decided what stands, and what the machine read where people hold something else."""
    claims = [each.likely.claim for each in made]
    prefetch_related_objects(claims, "reviews__by")
    for each in made:
        claim = each.likely.claim
        each.decision = claim.decision if claim.status in COUNTED else None
        if claim.status == claim.Status.CORRECTED and claim.read:
            each.read = read_of(claim)


def _weighed(made: Sequence[Answer]) -> None:
    """What people hold of these claims in the light of each other, as far as it stands.

    Where two people are asked for, what two agreed on counts until two agree on something else.
    """
    by_key = {each.likely.claim.pk: each for each in made}
    rows = Assessment.objects.filter(claim__in=by_key, against__in=by_key).select_related(
        "by", "against__document", "standard", "claim__document__source__collection"
    )
    last: dict[tuple[int, int], Assessment] = {}
    counted: dict[tuple[int, int], Assessment] = {}
    for each in rows.order_by("pk"):
        pair = (each.claim_id, each.against_id or 0)
        last[pair] = each
        if counts(each, each.claim.document.source.collection):
            counted[pair] = each
    for (mine, theirs), each in last.items():
        by_key[mine].weighed.append(each)
        standing = counted.get((mine, theirs))
        if standing is not None and standing.relation == Assessment.Relation.SAME_ORIGIN:
            _join(made, by_key[mine], by_key[theirs])


def _join(made: Sequence[Answer], one: Answer, other: Answer) -> None:
    """Both repeat one origin, and so does whatever repeats that of either."""
    together = {one.number, other.number} | one.one_origin | other.one_origin
    for each in made:
        if each.number in together:
            each.one_origin = set(together)
