"""The routes of linkages: how many there are, who is who, and what people say of pairs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muniment.linkage.stored import WHAT
from muniment.linkage.things import thing_of
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.web import found
from muniment.web.api.rules import actor, allowed, somewhere
from muniment.web.api.schemas import (
    Number,
    Rows,
    Short,
    Size,
    Taken,
)
from muniment.web.api.shared import A_PAGE, ANEW, REFUSED, same_version
from muniment.web.api.shown import address
from muniment.web.api.works import WorkOut, work_out
from muniment.web.linked import (
    collection_of,
    counted,
    groups_of,
    mark_of,
    name_of,
    open_pairs,
    warned,
)
from muniment.workspace.models import Collection
from muniment.workspace.permissions import readable
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import linking
from muniment.workspace.services.own_names import estimate_name

router = Router()
_MOST_WARNINGS = 200


class TableOut(Schema):
    """A table of numbers, as its page shows it; ``drawn`` says that it is what a chart draws."""

    title: str
    headings: list[str]
    rows: list[list[str]]
    drawn: bool


class SectionOut(Schema):
    """A part of what was computed: its answer in a sentence, why others are refused, what to
    beware of, and its tables; the numbers of each chart are a table too."""

    heading: str
    answer: str
    words: list[str]
    refused: list[str]
    beware: list[str]
    tables: list[TableOut]


class LinkageIn(Schema):
    """A linkage in short: the answer in a sentence, and why it is out of date (empty: it is not).

    ``version`` counts how often it was made; what is asked of one version stays as it is.
    """

    name: str
    collection: str
    version: int
    counted: str
    lists: list[str]
    answer: str
    stale: list[str]
    at: str
    by: str
    address: str


class Warned(Schema):
    """What to beware of: an entity whose records contradict each other, for one."""

    kind: str
    entity: str
    sentence: str


class LinkageOut(LinkageIn):
    """A linkage: what it found, how many pairs wait for an answer, what can be counted by."""

    sections: list[SectionOut]
    warnings: list[Warned]
    open_pairs: int
    groups: list[str]


class GroupOut(Schema):
    """How many there are of a group: the middle of the draws, and the ends of its interval."""

    values: list[str]
    middle: int
    low: int
    high: int
    coverage: float
    records: int


class GroupsOut(Schema):
    """Counts by groups: the rows add up to the total in every draw."""

    version: int
    by: list[str]
    rows: list[GroupOut]


class EntityOut(Schema):
    """Who the records of one entity are, by list and record; their fields are the lists' own."""

    entity: str
    records: list[str]


class Entities(Rows[EntityOut]):
    """Entities with several records, in the order of a version, which stays."""

    version: int


class EstimateOut(Schema):
    """How many there are in all, those that no list holds included, or why that is not told."""

    linkage: str
    version: int
    stale: list[str]
    at: str
    by: str
    about: str
    sections: list[SectionOut]
    address: str


class NewLinkage(Taken):
    """Lists to be linked; without a name it has the collection's."""

    lists: Annotated[list[Short], Field(min_length=1, max_length=50)]
    name: Short = ""


class NewEstimate(Taken):
    """An estimate to be made: apart by groups, where any are named."""

    strata: Annotated[list[Short], Field(max_length=4)] = []


By = Annotated[list[Short], Field(max_length=2)]


class GroupsIn(Schema):
    """By what is counted: one or two of the linkage's ``groups``; ``by`` may stand twice."""

    by: By = []


@router.get("/linkages", response={200: list[LinkageIn], **REFUSED}, summary="Linkages")
@somewhere("read")
def linkages(request: HttpRequest) -> list[LinkageIn]:
    """What was linked of the lists that one may read."""
    store, mine = registers(), readable(request.user)
    rows = []
    for kept in store.runs():
        if kept.entry.what == WHAT:
            collection = linking.collection_of(store, kept)
            if collection is not None and collection in mine:
                rows.append(LinkageIn(**_short(kept, collection)))
    return rows


@router.post(
    "/collections/{slug}/linkages", response={200: WorkOut, **REFUSED}, summary="Link lists"
)
@allowed("analyse", found.collection)
def link(request: HttpRequest, collection: Collection, asked: NewLinkage) -> WorkOut:
    """Have lists of a collection linked: long work, whose state can be asked for."""
    name = asked.name.strip() or linking.free_run_name(collection)
    try:
        made = linking.link(actor(request), collection, name, asked.lists)
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    return work_out(request, made)


@router.get("/linkages/{run}", response={200: LinkageOut, **REFUSED}, summary="A linkage")
@allowed("read", found.linkage)
def linkage(request: HttpRequest, run: Run) -> LinkageOut:
    """What a linkage found, with the numbers of its charts, and what to beware of."""
    warnings = [warned(each) for each in run.document(linking.WARNINGS)[:_MOST_WARNINGS]]
    return LinkageOut(
        **_short(run, collection_of(run)),
        sections=_sections(run.document(linking.SHEET)),
        warnings=[
            Warned(kind=kind, entity=entity, sentence=sentence)
            for kind, entity, sentence in warnings
        ],
        open_pairs=len(open_pairs(run)),
        groups=groups_of(run),
    )


@router.post(
    "/linkages/{run}/again", response={200: WorkOut, **REFUSED}, summary="Link the lists anew"
)
@allowed("analyse", found.linkage)
def again(request: HttpRequest, run: Run) -> WorkOut:
    """Link the same lists anew, with the decisions made since."""
    lists = list(run.entry.rests_on)
    try:
        made = linking.link(actor(request), collection_of(run), run.name, lists)
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    return work_out(request, made)


@router.get(
    "/linkages/{run}/counts", response={200: GroupsOut, **REFUSED}, summary="Counts with intervals"
)
@allowed("read", found.linkage)
def counts(request: HttpRequest, run: Run, said: Query[GroupsIn]) -> GroupsOut:
    """How many there are of each group, with intervals over the draws of who is who."""
    by, known = list(dict.fromkeys(said.by)), groups_of(run)
    for each in by:
        if each not in known:
            raise HttpError(422, f"This cannot be counted by; choose of: {', '.join(known)}.")
    if not by:
        raise HttpError(422, f"Say what to count by: {', '.join(known)}.")
    rows = [
        GroupOut(
            values=list(each.values),
            middle=each.people.middle,
            low=each.people.low,
            high=each.people.high,
            coverage=each.people.coverage,
            records=each.records,
        )
        for each in counted(run, by)
    ]
    if not rows:
        raise HttpError(422, "These lists are too long to be counted while one waits.")
    return GroupsOut(version=run.version, by=by, rows=rows)


@router.get("/linkages/{run}/entities", response={200: Entities, **ANEW}, summary="Who is who")
@allowed("read", found.linkage)
def entities(
    request: HttpRequest, run: Run, after: Number = 0, size: Size = A_PAGE, version: Number = 0
) -> Entities:
    """Each entity of several records with all its records; ``version`` as for pairs."""
    import pyarrow as pa
    import pyarrow.compute as pc

    same_version(run, version)
    known = run.table("records", ["record_id", "entity"])
    several = pc.value_counts(known["entity"])
    names = several.field("values").filter(pc.greater(several.field("counts"), 1)).sort()
    wanted = [str(each) for each in names.slice(after, size).to_pylist()]
    rows = known.filter(pc.is_in(known["entity"], pa.array(wanted, pa.string()))).to_pylist()
    by_entity: dict[str, list[str]] = {each: [] for each in wanted}
    for row in rows:
        by_entity[row["entity"]].append(name_of(row["record_id"]))
    return Entities(
        items=[EntityOut(entity=mark_of(each), records=ids) for each, ids in by_entity.items()],
        next=after + size if after + size < len(names) else None,
        version=run.version,
    )


@router.get("/linkages/{run}/estimate", response={200: EstimateOut, **REFUSED}, summary="Estimate")
@allowed("read", found.linkage)
def estimate(request: HttpRequest, run: Run) -> EstimateOut:
    """How many no list holds: the models side by side, each with its interval or its refusal."""
    store, name = registers(), estimate_name(run.name)
    if name not in store.state.runs:
        raise Http404
    kept = store.run(name)
    sheet = kept.document(linking.SHEET)
    return EstimateOut(
        linkage=run.name,
        version=kept.version,
        stale=list(kept.stale),
        at=kept.entry.at,
        by=kept.entry.who,
        about=sheet["about"],
        sections=_sections(sheet),
        address=address("estimate", run.name),
    )


@router.post(
    "/linkages/{run}/estimate", response={200: WorkOut, **REFUSED}, summary="Have it estimated"
)
@allowed("analyse", found.linkage)
def make_estimate(request: HttpRequest, run: Run, asked: NewEstimate) -> WorkOut:
    """Have those estimated that no list holds: long work, whose state can be asked for."""
    known = groups_of(run)
    for each in asked.strata:
        if each not in known:
            raise HttpError(422, f"There is no such group; choose of: {', '.join(known)}.")
    try:
        made = linking.estimate(actor(request), collection_of(run), run.name, asked.strata)
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    return work_out(request, made)


def _short(run: Run, collection: Collection) -> dict[str, Any]:
    sections = run.document(linking.SHEET).get("sections", [])
    return {
        "name": run.name,
        "collection": collection.slug,
        "version": run.version,
        "counted": thing_of(run).key,
        "lists": list(run.entry.rests_on),
        "answer": str(sections[0].get("answer", "")) if sections else "",
        "stale": list(run.stale),
        "at": run.entry.at,
        "by": run.entry.who,
        "address": address("linkage", run.name),
    }


def _sections(sheet: dict[str, Any]) -> list[SectionOut]:
    """The sections of a page of numbers, without its drawings: their numbers are tables."""
    return [
        SectionOut(
            heading=each["heading"],
            answer=each["answer"],
            words=each["words"],
            refused=each["refused"],
            beware=each["beware"],
            tables=[
                *(
                    TableOut(
                        title=drawing["title"],
                        headings=_cells(drawing["table"][0]) if drawing["table"] else [],
                        rows=[_cells(row) for row in drawing["table"][1:]],
                        drawn=True,
                    )
                    for drawing in each["drawings"]
                ),
                *(
                    TableOut(
                        title="",
                        headings=_cells(table["headings"]),
                        rows=[_cells(row) for row in table["rows"]],
                        drawn=False,
                    )
                    for table in each["tables"]
                ),
            ],
        )
        for each in sheet.get("sections", [])
    ]


def _cells(row: list[Any]) -> list[str]:
    return [str(each) for each in row]
