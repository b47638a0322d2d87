"""The routes of registers: lists and their records, with restricted fields masked."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from muniment.web import found
from muniment.web.api.rules import actor, allowed, need_restricted, somewhere
from muniment.web.api.schemas import Number, Problem, Rows, Short, Size, Why
from muniment.web.api.shared import A_PAGE, REFUSED
from muniment.web.api.shown import address
from muniment.workspace.models import Register
from muniment.workspace.permissions import readable
from muniment.workspace.register_tables import Shown, record_of, ref_of, shown
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services.looking import masked, reveal

router = Router()


class ListOut(Schema):
    """A list as it stands; ``restricted`` names the fields that are masked."""

    name: str
    collection: str
    kind: str
    revision: int | None
    records: int
    restricted: list[str]
    address: str


class RecordOut(Schema):
    """A record: its fields by name, "•••" for what is restricted and there."""

    record: str
    fields: dict[str, Any]
    address: str


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
    rows = [_record(list_, each, list_.hidden) for each in list_.rows(places)] if places else []
    more = after + size if after + size < list_.size else None
    return Records(items=rows, next=more, revision=stands)


@router.post(
    "/registers/{name}/look", response={200: list[RecordOut], **REFUSED}, summary="Look at records"
)
@allowed("read", found.register)
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
    return [_record(list_, each, ()) for each in list_.rows(places)]


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
        address=address("register", register.list),
    )


def _record(list_: Shown, row: dict[str, Any], hidden: frozenset[str] | tuple[()]) -> RecordOut:
    ref = ref_of(list_, row["record_id"])
    fields = {each.name: row.get(each.name) for each in list_.kind.fields}
    return RecordOut(
        record=ref,
        fields=masked(fields, hidden),
        address=address("register-record", list_.revision.list, ref),
    )
