"""Looks at what is restricted: each is allowed to a person by name, and kept in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from muniment.registers.kind import Kind
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.models import Collection
from muniment.workspace.permissions import NotAllowed, may_see_restricted, need

MASK = "•••"
"""What stands for a restricted value."""


def look(
    actor: Actor,
    collection: Collection,
    thing: str,
    fields: Iterable[str],
    why: str,
    records: Iterable[str] = (),
) -> None:
    """Keep that somebody looks at restricted fields of a thing ("source:k7…", "list:camp").

    ``records`` says which of the thing's, where it has several. Raises NotAllowed without the
    right to restricted fields in the collection, ValueError without a reason.
    """
    need(actor.user, "read", collection)
    if not may_see_restricted(actor.user, collection):
        raise NotAllowed(f"You may not see what is restricted in {collection}.")
    if not why.strip():
        raise ValueError("Say why you look: it is kept in the history.")
    detail: dict[str, Any] = {"fields": sorted(fields), "collection": collection.slug}
    if seen := list(records):
        detail["records"] = seen
    with writing():
        record(actor, "restricted.seen", thing[:120], detail, why.strip())


def restricted_fields(kind: Kind) -> frozenset[str]:
    """The fields of a kind of register that are restricted."""
    return frozenset(each.name for each in kind.fields if each.sensitivity == "restricted")


def masked(row: Mapping[str, Any], hidden: Iterable[str]) -> dict[str, Any]:
    """A record with ``MASK`` in place of each hidden value; what is empty is seen to be empty."""
    names = frozenset(hidden)
    return {
        name: MASK if name in names and value not in (None, "", []) else value
        for name, value in row.items()
    }


def reveal(
    actor: Actor, collection: Collection, list_id: str, kind: Kind, records: Iterable[str], why: str
) -> frozenset[str]:
    """Keep that somebody looks at records of a list, and give the fields that are open to them now.

    One entry in the history for a page of records; the errors are those of ``look``.
    """
    fields = restricted_fields(kind)
    look(actor, collection, f"list:{list_id}", fields, why, records)
    return fields
