"""Linkages as pages and programs show them: what stands for records, pairs and entities in
addresses, what waits for an answer, what can be counted by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404

from muniment.linkage.review import Question, remaining
from muniment.linkage.stored import linked_of, standing
from muniment.registers.kind import Kind
from muniment.registers.objects import StoreProblem
from muniment.registers.runs import Run
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection
from muniment.workspace.opened import opened
from muniment.workspace.register_tables import record_of, ref_of, shown
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import linking
from muniment.workspace.services.looking import MASK, look

if TYPE_CHECKING:
    from muniment.linkage.counting import GroupCount
    from muniment.linkage.linking import Linked

_MOST_COUNTED = 20_000_000
"""Records times draws up to which a count by groups is made while one waits."""
_DATES = {"year": "event_date", "birth_year": "birth_date"}
_GROUPS = ("sex", "year", "birth_year", "event_place", "residence", "nationality", "list")


def collection_of(run: Run) -> Collection:
    """The collection of a linkage that a finder has found."""
    collection = linking.collection_of(registers(), run)
    assert collection is not None  # the finder has found one
    return collection


def mark_of(entity: str) -> str:
    """What stands for an entity in addresses: its name is that of a record, which may be secret."""
    return opened().sealer.word(f"entity:{entity}")


def name_of(record: str) -> str:
    """A record as pages and forms name it: by its list and what stands for it there."""
    return f"{record.partition(':')[0]}:{_ref(registers(), record)}"


def record_named(run: Run, name: str) -> str:
    """The record of a linkage that a form or a program names as ``name_of`` does, and in no other
    way. Raises Http404 where there is none: of lists of others nothing is told."""
    list_, _colon, ref = name.partition(":")
    if list_ not in run.entry.rests_on:
        raise Http404
    try:
        return record_of(shown(registers(), list_), ref)
    except StoreProblem as error:
        raise Http404 from error


def warned(kept: list[Any]) -> tuple[str, str, str]:
    """A warning of a linkage: its kind, the mark of the entity, its sentence without keys that
    give somebody away."""
    kind, entity, records, sentence = kept
    for each in sorted(records, key=len, reverse=True):
        sentence = sentence.replace(each, name_of(each))
    return kind, mark_of(entity), sentence


def restricted_roles(run: Run) -> frozenset[str]:
    """The roles of fields that are restricted in a list of a linkage: what pairs show masked."""
    store = registers()
    kinds: list[Kind] = [
        store.kind(store.state.lists[name].kind)
        for name in run.entry.rests_on
        if name in store.state.lists
    ]
    names = {
        role
        for kind in kinds
        for role, field in kind.by_role.items()
        if field.sensitivity == "restricted"
    }
    return frozenset(names | ({"position"} if "event_position" in names else set()))


def open_pairs(run: Run) -> list[Question]:
    """The pairs that still wait for an answer, the most telling first."""
    asked = [Question(a, b, value) for a, b, value in run.document(linking.QUEUE)]
    return remaining(asked, standing(registers()))


def groups_of(run: Run) -> list[str]:
    """What can be counted by: what the records say, and is not restricted."""
    columns = set(run.table("records").column_names)
    hidden = restricted_roles(run)
    return [
        each
        for each in _GROUPS
        if (source := _DATES.get(each, each)) in columns and source not in hidden
    ]


def counted(run: Run, by: Sequence[str]) -> list[GroupCount]:
    """How many of each group, with intervals that add up."""
    from muniment.linkage.counting import by_groups

    linked = linked_of(run)
    if linked.records.num_rows * linked.sample.count > _MOST_COUNTED:
        return []
    columns = {each: _column(linked, each) for each in by}
    return by_groups(linked.sample, columns)


def _column(linked: Linked, name: str) -> list[str | None]:
    """What each record of a linkage says in a column to count by."""
    said = linked.records[_DATES.get(name, name)].to_pylist()
    values = [None if each is None else str(each) for each in said]
    return [_year(each) for each in values] if name in _DATES else values


def _year(value: str | None) -> str | None:
    """The one year of a date, None where it is not one."""
    from muniment.values.period import Period

    try:
        days = Period.parse(value).days if value else None
    except ValueError:
        return None
    return str(days[0].year) if days and days[0].year == days[1].year else None


def look_at(
    actor: Actor, collection: Collection, run: Run, records: Iterable[str], why: str
) -> None:
    """Keep that somebody looks at restricted fields of records of a linkage.

    Raises NotAllowed without the right to them, ValueError without a reason.
    """
    refs = map(name_of, records)
    look(actor, collection, f"linkage:{run.name}", sorted(restricted_roles(run)), why, refs)


def _ref(store: Any, record: str) -> str:
    """What stands for a record in the history: never what gives somebody away."""
    try:
        return ref_of(shown(store, record.partition(":")[0]), record)
    except StoreProblem:
        return MASK
