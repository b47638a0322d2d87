"""Lists come in: kept, read and compared as a preview, then accepted whole or refused.

Nothing of a list is in the registers before somebody has seen what was read and accepted it. What
is accepted is read again from the file as received, and must be what was shown.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from muniment.documents.errors import UnreadableDocument
from muniment.registers.kept import KINDS
from muniment.registers.kindfiles import KindError, kinds
from muniment.registers.mapping import Mapping as ListMapping
from muniment.registers.mapping import MappingError, Source
from muniment.registers.objects import StoreProblem
from muniment.registers.revisions import Comparison
from muniment.registers.store import Proposal, Received, Store
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.list_process import ReadList, read_list
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Collection, Intake, Register, Work
from muniment.workspace.opened import opened
from muniment.workspace.permissions import need
from muniment.workspace.plain_copy import plain_copy
from muniment.workspace.sealed_registers import registers
from muniment.workspace.sensitive import always_closed, always_plain
from muniment.workspace.services.own_names import LONGEST, own_name
from muniment.workspace.services.registers import index, tie
from muniment.workspace.services.taking_in import plain_name
from muniment.workspace.working import WorkProblem, ask, work

Json = dict[str, Any]
_SHOWN = 1_000
"""Changes, added and gone records of a comparison that are shown one by one."""
_MOST_NAMES = 1_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What an intake shows: what was read (``told``), and how it differs from what stands."""

    name: str
    told: Json
    comparison: Json | None


def bring(
    actor: Actor, collection: Collection, stream: IO[bytes], file: str, name: str, kind: str
) -> Intake:
    """Keep the file of a list and have it read. ``name`` and ``kind`` are "" to be guessed.

    Raises NotAllowed without the right to register, StoreProblem for a kind that there is not.
    """
    need(actor.user, "register", collection)
    if kind and kind not in known_kinds():
        raise StoreProblem(f"There is no kind “{kind}”.")
    kept = opened().vault.put(stream)
    file = plain_name(file)
    key = base64.b32encode(os.urandom(10)).decode("ascii").lower()
    with writing():
        intake = Intake.objects.create(
            key=key,
            collection=collection,
            list=free_name(collection, name or Path(file).stem),
            kind=kind,
            name=always_closed(_place(key, "name"), file),
            sha256=kept.sha256,
            sealed_sha256=kept.sealed_sha256,
            size=kept.size,
            by=actor.user,
            at=timezone.now(),
        )
        detail = {
            "list": intake.list,
            "sha256": kept.sha256,
            "sealed_sha256": kept.sealed_sha256,
            "size": kept.size,
            "collection": collection.slug,
        }
        record(actor, "intake.brought", f"intake:{key}", detail)
        _have_read(actor, intake)
    return intake


def remap(actor: Actor, intake: Intake, version: int, changes: Mapping[str, str]) -> None:
    """Read a list again with columns filling other fields.

    ``changes`` gives for a column of the list the field that it fills ("" for none); under "kind"
    another kind (all is guessed anew then) and under "key" the column that is the key. Raises
    NotAllowed, Stale, StoreProblem when it waits for no decision, MappingError on what cannot be.
    """
    need(actor.user, "register", intake.collection)
    with writing():
        claim_version(intake, version)
        if intake.state not in (Intake.State.READ, Intake.State.UNREADABLE):
            raise StoreProblem("This list does not wait for a decision.")
        kind = changes.get("kind", intake.kind)
        if kind not in known_kinds():
            raise StoreProblem(f"There is no kind “{kind}”.")
        before = always_plain(_place(intake.key, "mapping"), intake.mapping)
        if kind != intake.kind or not before:
            after = ""
        else:
            after = _remapped(ListMapping.from_toml(before), changes).to_toml()
        intake.kind, intake.mapping = kind, always_closed(_place(intake.key, "mapping"), after)
        intake.state = Intake.State.READING
        intake.save(update_fields=["kind", "mapping", "state"])
        record(
            actor,
            "intake.remapped",
            f"intake:{intake.key}",
            {
                "kind": kind,
                "mapping": [hashlib.sha256(t.encode()).hexdigest() for t in (before, after)],
            },
        )
        _have_read(actor, intake)


def accept(actor: Actor, intake: Intake, version: int, reason: str) -> None:
    """Take a list in as it was shown. Raises NotAllowed, Stale, StoreProblem as ``remap``."""
    need(actor.user, "register", intake.collection)
    with writing():
        claim_version(intake, version)
        if intake.state != Intake.State.READ:
            raise StoreProblem("This list does not wait for a decision.")
        intake.state = Intake.State.ACCEPTING
        intake.save(update_fields=["state"])
        detail = {"list": intake.list, "digest": intake.digest, "against": intake.against}
        record(actor, "intake.accepted", f"intake:{intake.key}", detail, reason)
        order = {"intake": intake.key, "name": intake.list, "reason": reason}
        ask(actor, "register-accept", intake.collection, order)


def refuse(actor: Actor, intake: Intake, version: int, reason: str) -> None:
    """Refuse a list: its file is kept, and nothing else of it. Errors as in ``remap``."""
    need(actor.user, "register", intake.collection)
    if not reason.strip():
        raise StoreProblem("Say why: it is kept in the history.")
    with writing():
        claim_version(intake, version)
        if intake.state not in (Intake.State.READ, Intake.State.UNREADABLE):
            raise StoreProblem("This list does not wait for a decision.")
        intake.state, intake.message = Intake.State.REFUSED, ""
        intake.save(update_fields=["state", "message"])
        record(actor, "intake.refused", f"intake:{intake.key}", {"list": intake.list}, reason)


def preview(intake: Intake) -> Preview | None:
    """What is to be decided on, or None where it has not been read."""
    name = always_plain(_place(intake.key, "name"), intake.name)
    found = always_plain(_place(intake.key, "found"), intake.found)
    if not found:
        return Preview(name, {}, None)
    told: Json = json.loads(found)
    return Preview(name, told, told.pop("comparison"))


def known_kinds() -> Mapping[str, Any]:
    """The kinds of record by name, with the institution's own. Raises StoreProblem."""
    try:
        return kinds(_own_kinds())
    except KindError as error:
        raise StoreProblem(str(error)) from error


def free_name(collection: Collection, wanted: str) -> str:
    """A name for a list: as wanted where the collection has a list so called, else its own."""
    normal = unicodedata.normalize("NFC", wanted)
    stem = re.sub(r"[^\w.-]+", "-", normal).strip("-._")[:LONGEST].strip("-._") or "list"
    if collection.registers.filter(list=stem).exists():
        return stem
    own = own_name(collection, stem)
    for number in range(1, _MOST_NAMES):  # lists from before names were their collections' own
        name = own if number == 1 else f"{own[: LONGEST - 4]}-{number}"
        others = Register.objects.filter(list=name).exclude(collection=collection)
        waiting = Intake.objects.filter(list=name).exclude(collection=collection)
        if not others.exists() and not waiting.exists():
            return name
    raise StoreProblem("Give this list another name.")


def _given_up(mine: Work, order: Json, why: str) -> None:
    intake = Intake.objects.get(key=order["intake"])
    if intake.state == Intake.State.READING:
        _ended(intake, Intake.State.UNREADABLE, why)
    elif intake.state == Intake.State.ACCEPTING:
        _ended(intake, Intake.State.READ, why)


@work("register-read", _given_up)
def read(mine: Work, order: Json) -> str:
    """Read a list, compare it with what stands, and keep both to be looked at."""
    intake = Intake.objects.select_related("collection").get(key=order["intake"])
    if intake.state != Intake.State.READING:
        return "Nothing to do."
    try:
        with _file(intake) as path:
            found = _read(intake, path)
            store = registers()
            proposal = store.propose(_received(intake, found, path))
    except (UnreadableDocument, StoreProblem) as error:
        _ended(intake, Intake.State.UNREADABLE, str(error))
        raise WorkProblem(str(error)) from error
    told = {**found.told, "comparison": _compared(proposal)}
    with writing():
        intake.kind = found.told["kind"]
        intake.mapping = always_closed(_place(intake.key, "mapping"), found.told["mapping"])
        text = json.dumps(told, ensure_ascii=False)
        intake.found = always_closed(_place(intake.key, "found"), text)
        intake.digest = _digest(found)
        intake.against = None if proposal.before is None else proposal.before.number
        intake.save(update_fields=["kind", "mapping", "found", "digest", "against"])
        _ended(intake, Intake.State.READ, order.get("told", ""))
    return f"{found.told['counts']['records']:,} records wait for a decision."


@work("register-accept", _given_up)
def take_in(mine: Work, order: Json) -> str:
    """Take a list in as it was shown, whole or not at all."""
    intake = Intake.objects.select_related("collection").get(key=order["intake"])
    if intake.state != Intake.State.ACCEPTING:
        return "Nothing to do."
    actor = Actor(mine.by, "worker")
    store = registers(actor.name)
    try:
        number = _taken_in(store, intake)
        if number is None:
            with _file(intake) as path:
                found = _read(intake, path)
                if _digest(found) != intake.digest:
                    raise StoreProblem("The list reads otherwise than it was shown; look again.")
                proposal = store.propose(_received(intake, found, path))
                kept = store.receive(
                    proposal.received, apply=True, against=intake.against, why=order["reason"]
                )
                number = kept.number
    except (UnreadableDocument, StoreProblem) as error:
        with writing():
            _ended(intake, Intake.State.READING, "")
            _have_read(actor, intake, str(error))
        raise WorkProblem(str(error)) from error
    with writing():
        register, _ = Register.objects.get_or_create(
            list=intake.list, defaults={"collection": intake.collection, "kind": intake.kind}
        )
        claim_version(register, register.version)
        tie(actor)
        intake.revision = number
        intake.save(update_fields=["revision"])
        _ended(intake, Intake.State.ACCEPTED, "")
        index(actor, register)
    return f"“{intake.list}” stands at revision {number}."


def _taken_in(store: Store, intake: Intake) -> int | None:
    """The revision that an interrupted attempt has made of a list already."""
    listed = store.state.lists.get(intake.list)
    current = listed.current if listed else None
    if current is None or current.number == intake.against or current.source != intake.sha256:
        return None
    return current.number


def _have_read(actor: Actor, intake: Intake, told: str = "") -> None:
    """Have a list read; ``told`` is why it is read again, said when it waits for a decision."""
    order = {"intake": intake.key, "name": intake.list, "told": told}
    ask(actor, "register-read", intake.collection, order)


def _ended(intake: Intake, state: str, message: str) -> None:
    intake.state, intake.message = state, message
    intake.save(update_fields=["state", "message"])


def _read(intake: Intake, path: Path) -> ReadList:
    """The list as its mapping says; of a first reading as the last revision's, where it fits."""
    mapping = always_plain(_place(intake.key, "mapping"), intake.mapping)
    kind, before = intake.kind, None
    listed = registers().state.lists.get(intake.list)
    if listed is not None and listed.current is not None and kind in ("", listed.kind):
        before, kind = ListMapping.from_toml(registers().mapping(intake.list)), listed.kind
    if mapping or before is None:
        found = _read_as(intake, path, kind, mapping)
    else:
        found = _read_as_before(intake, path, kind, before)
    columns = found.told["columns"]
    was = columns if before is None else before.columns
    found.told["gone"] = [each for each in was if each not in columns]
    found.told["new"] = [each for each in columns if each not in was]
    return found


def _read_as(intake: Intake, path: Path, kind: str, mapping: str) -> ReadList:
    return read_list(path, list_id=intake.list, kind=kind, mapping=mapping, kinds=_own_kinds())


def _read_as_before(intake: Intake, path: Path, kind: str, before: ListMapping) -> ReadList:
    """The list as its last revision was read; columns that are new fill what is guessed of them."""
    with contextlib.suppress(UnreadableDocument):  # it has none of the columns
        found = _read_as(intake, path, kind, before.to_toml())
        if set(found.told["columns"]) == set(before.columns):
            return found
    guessed = _read_as(intake, path, kind, "")
    after = ListMapping.from_toml(guessed.told["mapping"])
    for column in before.unused:  # what somebody left unused stays so
        for name, source in list(after.fields.items()):
            if column in source.all_columns:
                after = _without(after, name, column)
    for name, source in before.fields.items():
        if set(source.all_columns) <= set(after.columns):
            after = after.with_field(name, source)
    key = before.key if before.key in after.columns else after.key
    return _read_as(intake, path, kind, replace(after, key=key).to_toml())


def _received(intake: Intake, found: ReadList, path: Path) -> Received:
    told = found.told
    return Received(
        intake.list,
        told["kind"],
        found.records,
        found.cells,
        path,
        told["mapping"],
        told["key"],
        told["counts"],
    )


def _remapped(mapping: ListMapping, changes: Mapping[str, str]) -> ListMapping:
    """A mapping with some columns filling other fields, one column a field."""
    for column in mapping.columns:
        if column not in changes:
            continue
        wanted = changes[column]
        now = next(
            (name for name, each in mapping.fields.items() if column in each.all_columns), ""
        )
        if wanted == now:
            continue
        if wanted:
            held = mapping.fields.get(wanted)
            columns = (*(held.columns if held else ()), column)
            mapping = mapping.with_field(wanted, Source(columns=columns))
        else:
            mapping = _without(mapping, now, column)
    key = changes.get("key", mapping.key or "")
    if key and key not in mapping.columns:
        raise MappingError(f"The list has no column “{key}”.")
    return replace(mapping, key=key or None)


def _without(mapping: ListMapping, field: str, column: str) -> ListMapping:
    """A mapping in which a column no longer fills a field."""
    held = mapping.fields[field]
    left = replace(
        held,
        columns=tuple(each for each in held.columns if each != column),
        parts={part: each for part, each in held.parts.items() if each != column},
    )
    fields = {name: each for name, each in mapping.fields.items() if name != field}
    if left.all_columns:
        fields[field] = left
    return replace(mapping, fields=fields)


def _compared(proposal: Proposal) -> Json | None:
    """How a list differs from the revision that stands, as JSON; None where none stands."""
    found: Comparison | None = proposal.comparison
    if found is None or proposal.before is None:
        return None
    return {
        "revision": proposal.before.number,
        "by": found.by,
        "counts": found.counts,
        "rewritten": found.rewritten,
        "ambiguous": found.ambiguous,
        "same": found.same,
        "changes": found.changes.slice(0, _SHOWN).to_pylist(),
        "added": found.added.slice(0, _SHOWN).to_pylist(),
        "gone": found.gone.slice(0, _SHOWN).to_pylist(),
        "doubled": found.doubled.slice(0, _SHOWN).to_pylist(),
    }


def _digest(found: ReadList) -> str:
    """The SHA-256 over what a list says: its records, its cells and its mapping."""
    import pyarrow as pa

    # Without the notes on how it was guessed, which stand only where it was.
    mapping = ListMapping.from_toml(found.told["mapping"]).to_toml()
    hashed = hashlib.sha256(mapping.encode("utf-8"))
    for table in (found.records, found.cells):
        hashed.update(str(table.schema.names).encode("utf-8"))
        for column in table.columns:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, pa.schema([("c", column.type)])) as stream:
                stream.write_table(pa.table({"c": column}))
            hashed.update(sink.getvalue())
    return hashed.hexdigest()


@contextlib.contextmanager
def _file(intake: Intake) -> Iterator[Path]:
    """The file as received, in the clear while it is read: in memory where there is room."""
    name = always_plain(_place(intake.key, "name"), intake.name)
    with plain_copy(intake.sha256, name) as path:
        yield path


def _own_kinds() -> Path | None:
    own = opened().folder.registers / KINDS
    return own if own.is_dir() else None


def _place(key: str, field: str) -> str:
    return f"intake:{key}:{field}"
