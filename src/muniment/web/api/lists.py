"""The routes of registers: lists and their records, with restricted fields masked."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muniment.registers import suppression
from muniment.registers.counting import Cell, Count, CountTable
from muniment.registers.disclosed import publish
from muniment.registers.kind import Kind
from muniment.registers.objects import StoreProblem
from muniment.registers.recordhistory import steps
from muniment.web import found
from muniment.web.api.rules import actor, allowed, need_restricted, somewhere
from muniment.web.api.schemas import Number, Problem, Rows, Short, Size, Taken, Why
from muniment.web.api.shared import A_PAGE, REFUSED
from muniment.web.api.shown import address
from muniment.web.countable import MOST, chosen, countable
from muniment.workspace.history import writing
from muniment.workspace.models import Register
from muniment.workspace.permissions import readable
from muniment.workspace.register_tables import Shown, record_of, ref_of, shown
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services.looking import masked, reveal
from muniment.workspace.services.registers import tie

router = Router()


class ListOut(Schema):
    """A list as it stands; ``restricted`` names the fields that are masked.

    ``version`` goes into what changes the list.
    """

    name: str
    collection: str
    kind: str
    revision: int | None
    records: int
    restricted: list[str]
    withdrawn: bool
    version: int
    address: str


class FieldOut(Schema):
    """A field of the records of a list; ``countable`` is by what it can be counted, or null."""

    name: str
    label: str
    type: str
    sensitivity: str
    countable: str | None


class RevisionOut(Schema):
    """A list as it came once; ``stands`` says which of its revisions is the one."""

    number: int
    records: int
    by: str
    at: str
    stands: bool


class ListWhole(ListOut):
    """A list with its fields and revisions."""

    fields: list[FieldOut]
    revisions: list[RevisionOut]


class RecordOut(Schema):
    """A record: its fields by name, "•••" for what is restricted and there."""

    record: str
    fields: dict[str, Any]
    address: str


class RevisedOut(Schema):
    """A record in a revision that stood; ``changes`` gives what differs from the one before, field
    by field from what to what, masked where restricted. ``there`` is false where it is gone."""

    revision: int
    at: str
    there: bool
    changes: dict[str, list[Any]]


class RecordWhole(RecordOut):
    """A record with how it changed from revision to revision."""

    history: list[RevisedOut]


class CellOut(Schema):
    """One count: ``count`` records certainly stand in these rows, ``most`` at most do.

    Null where it is hidden, since it is small or would give a small one away.
    """

    rows: list[str]
    count: int | None
    most: int | None


class CountsOut(Schema):
    """Counts of records, not of people, by the rows of one or two fields; they add up.

    ``hidden`` is how many were hidden below ``threshold``, null where nothing is; ``notes`` what
    should be told besides.
    """

    revision: int
    by: list[str]
    cells: list[CellOut]
    total: CellOut
    threshold: int | None
    hidden: int
    notes: list[str]


class CountsIn(Schema):
    """By what is counted: one or two of what the list's fields say under ``countable``."""

    by: Annotated[list[Short], Field(max_length=MOST)] = []


class NewCounts(Taken):
    """Counts that may be published: by what."""

    by: Annotated[list[Short], Field(max_length=MOST)] = []


class Records(Rows[RecordOut]):
    """One page of records of a revision, which stays as it is; its number goes into the next
    request too, so that no record is missed or given twice when another revision stands by then."""

    revision: int


class Looked(Why):
    """Which records somebody looks at, by what stands for them, and why."""

    records: Annotated[list[Short], Field(min_length=1, max_length=200)]


@router.get("/registers", response={200: list[ListOut], **REFUSED}, summary="Lists")
@somewhere("read")
def lists(request: HttpRequest) -> list[ListOut]:
    """The lists that one may read."""
    mine = Register.objects.filter(collection__in=readable(request.user))
    return [_list(each) for each in mine.select_related("collection")]


@router.get("/registers/{name}", response={200: ListWhole, **REFUSED}, summary="A list")
@allowed("read", found.register)
def whole(request: HttpRequest, register: Register) -> ListWhole:
    """A list with its fields, and the revisions in which it came."""
    store = registers()
    listed, kind = store.listed(register.list), store.kind(register.kind)
    ways = {field.name: name for name, field in countable(kind)}
    stands = listed.current
    return ListWhole(
        **_list(register).model_dump(),
        fields=[
            FieldOut(
                name=each.name,
                label=each.label(),
                type=each.type,
                sensitivity=each.sensitivity,
                countable=ways.get(each.name),
            )
            for each in kind.fields
        ],
        revisions=[
            RevisionOut(
                number=each.number,
                records=int(each.counts.get("records", 0)),
                by=each.who,
                at=each.at,
                stands=stands is not None and stands.number == each.number,
            )
            for each in listed.revisions.values()
        ],
    )


@router.get("/registers/{name}/counts", response={200: CountsOut, **REFUSED}, summary="Counts")
@allowed("analyse", found.register)
def counts(request: HttpRequest, register: Register, said: Query[CountsIn]) -> CountsOut:
    """Counts for the institution itself, nothing hidden: where a value is uncertain, as ranges."""
    store = registers()
    kind, records = store.together([register.list])
    by = _by(said.by, kind)
    try:
        table = Count(records, kind, by).table()
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    return _counts(store.revision(register.list).number, by, table, [])


@router.post(
    "/registers/{name}/counts",
    response={200: CountsOut, **REFUSED},
    summary="Counts that may be published",
)
@allowed("analyse", found.register)
def publishable(request: HttpRequest, register: Register, said: NewCounts) -> CountsOut:
    """Counts with small ones hidden; the table is noted, so that no later one gives them away."""
    who = actor(request)
    try:
        with writing():
            store = registers(who.name)
            kind, _ = store.together([register.list])
            by = _by(said.by, kind, public=True)
            table, told = publish(store, [register.list], by, [], suppression.THRESHOLD)
            tie(who)
    except StoreProblem as error:
        raise HttpError(422, str(error)) from error
    return _counts(store.revision(register.list).number, by, table, told)


@router.get(
    "/registers/{name}/records",
    response={200: Records, **REFUSED, 409: Problem},
    summary="Records",
)
@allowed("read", found.register)
def records(
    request: HttpRequest,
    register: Register,
    after: Number = 0,
    size: Size = A_PAGE,
    revision: Number = 0,
) -> Records:
    """The records of a list as it stands, in its order; what is restricted is masked.

    With ``revision``, as the first page gave it, 409 tells that another one stands by now.
    """
    list_ = shown(registers(), register.list)
    stands = list_.revision.number
    if revision not in (0, stands):
        raise HttpError(409, f"Revision {stands} stands by now; begin again.")
    places = range(after, min(after + size, list_.size))
    rows = [record_out(list_, each, list_.hidden) for each in list_.rows(places)] if places else []
    more = after + size if after + size < list_.size else None
    return Records(items=rows, next=more, revision=stands)


@router.get(
    "/registers/{name}/records/{path:record}",
    response={200: RecordWhole, **REFUSED},
    summary="A record",
)
@allowed("read", found.record)
def record(request: HttpRequest, thing: found.Record) -> RecordWhole:
    """A record by what stands for it in addresses, and how it changed; restricted fields masked."""
    store = registers()
    list_ = shown(store, thing.register.list)
    id = record_of(list_, thing.ref)
    history = steps(store, id)
    now = record_out(list_, {"record_id": id, **(history[-1].said or {})}, list_.hidden)
    return RecordWhole(
        **now.model_dump(),
        history=[
            RevisedOut(
                revision=each.revision.number,
                at=each.revision.at,
                there=each.said is not None,
                changes={
                    name: [masked({name: value}, list_.hidden)[name] for value in change]
                    for name, change in each.changes.items()
                    if name in list_.kind.by_name
                },
            )
            for each in history
        ],
    )


@router.post(
    "/registers/{name}/look", response={200: list[RecordOut], **REFUSED}, summary="Look at records"
)
@allowed("read", found.register, looks=True)
def look_at_records(request: HttpRequest, register: Register, asked: Looked) -> list[RecordOut]:
    """Records with their restricted fields; the look and its reason are in the history."""
    need_restricted(request, register.collection)
    if not asked.why.strip():
        raise HttpError(422, "Say why you look: it is kept in the history.")
    list_ = shown(registers(), register.list)
    wanted = {record_of(list_, each) for each in asked.records}
    names = list_.column("record_id").to_pylist()
    places = [place for place, name in enumerate(names) if name in wanted]
    reveal(actor(request), register.collection, register.list, list_.kind, asked.records, asked.why)
    return [record_out(list_, each, ()) for each in list_.rows(places)]


def _list(register: Register) -> ListOut:
    store = registers()
    listed = store.state.lists.get(register.list)
    stands = listed.current if listed is not None else None
    return ListOut(
        name=register.list,
        collection=register.collection.slug,
        kind=register.kind,
        revision=stands.number if stands else None,
        records=int(stands.counts["records"]) if stands else 0,
        restricted=sorted(shown(store, register.list).hidden) if stands else [],
        withdrawn=listed.withdrawn if listed is not None else False,
        version=register.version,
        address=address("register", register.list),
    )


def _by(asked: list[str], kind: Kind, *, public: bool = False) -> list[str]:
    """By what to count. Raises HttpError on what cannot be counted by."""
    by = chosen(asked, kind, public=public)
    for each in asked:
        if each not in by:
            known = [name for name, _ in countable(kind) if chosen([name], kind, public=public)]
            raise HttpError(422, f"This cannot be counted by; choose of: {', '.join(known)}.")
    return by


def _counts(revision: int, by: list[str], table: CountTable, notes: list[str]) -> CountsOut:
    return CountsOut(
        revision=revision,
        by=by,
        cells=[_cell(each) for each in table.cells],
        total=_cell(table.total),
        threshold=table.threshold,
        hidden=table.suppressed,
        notes=notes,
    )


def _cell(cell: Cell) -> CellOut:
    return CellOut(rows=list(cell.rows), count=cell.count, most=cell.most)


def record_out(list_: Shown, row: dict[str, Any], hidden: frozenset[str] | tuple[()]) -> RecordOut:
    """A record, masked where fields are hidden."""
    ref = ref_of(list_, row["record_id"])
    fields = {each.name: row.get(each.name) for each in list_.kind.fields}
    return RecordOut(
        record=ref,
        fields=masked(fields, hidden),
        address=address("register-record", list_.revision.list, ref),
    )
