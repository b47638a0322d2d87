"""What leaves: asked for with a purpose, allowed by another person, made, and logged.

The file is made when it may leave, never before, and kept sealed in the vault until it expires.
Whoever asked must still have the rights when it is made and each time it is handed out.
"""

from __future__ import annotations

import base64
import datetime
import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from django.utils import timezone

from muniment.workspace.exporting.making import make
from muniment.workspace.exporting.order import NAMES, REGISTER, Order, OrderProblem
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Collection, Entry, Export, Sensitivity, Source, User, Work
from muniment.workspace.models.sealed import sealed_for
from muniment.workspace.opened import opened
from muniment.workspace.permissions import NotAllowed, may, may_see_restricted, need
from muniment.workspace.sensitive import always_closed, always_plain
from muniment.workspace.services.registers import tie
from muniment.workspace.vault import VaultProblem
from muniment.workspace.working import WorkProblem, ask, work

Json = dict[str, Any]
EXPIRES = datetime.timedelta(days=14)
LONGEST = 2_000
_A_PART = 1 << 20


def ask_export(
    actor: Actor, collection: Collection, order: Order, purpose: str, recipient: str
) -> Export:
    """Ask for an export; it is made at once where the collection does not ask for approval.

    Raises NotAllowed without the right to export (and to restricted fields, if they are to leave),
    OrderProblem without a purpose or a recipient, or on an order that cannot be.
    """
    purpose, recipient = purpose.strip(), recipient.strip()
    if not purpose or not recipient:
        raise OrderProblem("Say what it is for and who gets it: the history keeps both.")
    if max(len(purpose), len(recipient)) > LONGEST:
        raise OrderProblem(f"Purpose and recipient have {LONGEST} characters at most.")
    order = order.checked()
    _entitled(actor.user, collection, order.audience)
    chosen = set(order.sources)
    known = Source.objects.filter(collection=collection, key__in=chosen)
    if chosen - set(known.values_list("key", flat=True)):
        raise OrderProblem(f"A source that was chosen is not in {collection}.")
    key = base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
    approval = collection.approval
    with writing():
        export = Export.objects.create(
            key=key,
            collection=collection,
            what=_kept(key, order),
            format=order.format,
            sensitivity=order.audience,
            purpose=purpose,
            recipient=recipient,
            by=actor.user,
            asked_at=timezone.now(),
            state=Export.State.ASKED if approval else Export.State.APPROVED,
        )
        detail = {
            "collection": collection.slug,
            "what": json.loads(export.what),
            "format": order.format,
            "sensitivity": order.audience,
            "recipient": recipient,
            "approval": approval,
        }
        record(actor, "export.asked", _subject(export), detail, purpose)
        if not approval:
            _make(actor, export)
    return export


def order_of(export: Export) -> Order:
    """What an export was asked to hold."""
    order = Order.read(export.what)
    return replace(order, search=always_plain(f"{_subject(export)}:search", order.search))


def approve(actor: Actor, export: Export, version: int, reason: str = "") -> Export:
    """Let an export leave that another person asked for; it is made then.

    Raises NotAllowed without the right to approve (and to restricted fields, if they are to
    leave) or for one's own, Stale when somebody else was quicker.
    """
    return _decide(actor, export, version, Export.State.APPROVED, reason.strip())


def refuse(actor: Actor, export: Export, version: int, reason: str) -> Export:
    """Keep an export from leaving. Raises as ``approve``, and OrderProblem without a reason."""
    if not reason.strip():
        raise OrderProblem("A refusal needs a reason.")
    return _decide(actor, export, version, Export.State.REFUSED, reason.strip())


def take_back(actor: Actor, export: Export, version: int) -> Export:
    """Ask no longer for what has not been decided yet. Raises NotAllowed for another person's."""
    if export.by_id != actor.user.pk:
        raise NotAllowed("Only who asked for an export takes it back.")
    need(actor.user, "export", export.collection)
    with writing():
        _still_asked(export, version)
        export.state, export.message = Export.State.REFUSED, "Taken back by who asked."
        export.save(update_fields=["state", "message"])
        record(actor, "export.taken-back", _subject(export), {})
    return export


def expires_at(export: Export) -> datetime.datetime:
    """When an export is handed out no longer."""
    return (export.decided_at or export.asked_at) + EXPIRES


def is_expired(export: Export) -> bool:
    """Whether an export is handed out no longer."""
    return timezone.now() >= expires_at(export)


def may_take(user: User, export: Export) -> bool:
    """Whether somebody may have the file: who asked for it, or approves what leaves."""
    if export.sensitivity == Sensitivity.RESTRICTED and not may_see_restricted(
        user, export.collection
    ):
        return False
    own = export.by_id == user.pk and may(user, "export", export.collection)
    return own or may(user, "approve", export.collection)


def hand_out(actor: Actor, export: Export) -> bytes:
    """The file whole; otherwise as ``hand_out_in_parts``."""
    return b"".join(hand_out_in_parts(actor, export))


def hand_out_in_parts(actor: Actor, export: Export) -> Iterator[bytes]:
    """The file, part by part; that it left, with what was in it and for whom, is in the history
    first.

    Raises NotAllowed for anybody but who asked and who approves, OrderProblem when it is not
    there (any more).
    """
    if not may_take(actor.user, export):
        raise NotAllowed("This file is handed to whoever asked for it, or approves exports.")
    if export.state != Export.State.MADE:
        raise OrderProblem("There is no file to hand out.")
    if is_expired(export):
        raise OrderProblem("This export has expired; ask for it again.")
    if _closed_since(export):
        raise OrderProblem("A source in it has become restricted since; ask for it again.")
    try:
        content = opened().vault.open(export.sha256)
    except VaultProblem as error:
        raise OrderProblem(str(error)) from error
    with writing():
        detail = {
            "collection": export.collection.slug,
            "format": export.format,
            "sensitivity": export.sensitivity,
            "sha256": export.sha256,
            "size": export.size,
            "rows": export.rows,
            "recipient": export.recipient,
        }
        record(actor, "export.downloaded", _subject(export), detail, export.purpose)
    return _parts(content)


def _parts(content: IO[bytes]) -> Iterator[bytes]:
    with content:
        while block := content.read(_A_PART):
            yield block


def _closed_since(export: Export) -> bool:
    """Whether a source that an export holds has become restricted after the file was made."""
    order = order_of(export)
    if export.sensitivity == Sensitivity.RESTRICTED or order.what == REGISTER:
        return False
    made = Entry.objects.filter(subject=_subject(export), action="export.made").order_by("-number")
    since = Entry.objects.filter(
        number__gt=made.values_list("number", flat=True).first() or 0,
        action="source.described",
        detail__contains='"restricted"]',
    )
    keys = {each.partition(":")[2] for each in since.values_list("subject", flat=True)}
    closed = Source.objects.filter(
        collection=export.collection, key__in=keys, sensitivity=Sensitivity.RESTRICTED
    )
    return (closed.filter(key__in=order.sources) if order.sources else closed).exists()


@work("export")
def made(mine: Work, order: Json) -> str:
    """Make the file of an export that may leave."""
    export = Export.objects.select_related("collection", "by", "decided_by").get(
        key=order["export"]
    )
    if export.state != Export.State.APPROVED:
        return str(export.get_state_display())
    who = Actor(export.by, "worker")
    try:
        _entitled(export.by, export.collection, export.sensitivity)
        file = make(export, order_of(export))
        with file.content:
            kept = opened().vault.put(file.content)
    except (NotAllowed, OrderProblem) as error:
        with writing():
            Export.objects.filter(pk=export.pk).update(
                state=Export.State.FAILED,
                message=sealed_for(Export, "message", export.key, str(error)),
            )
            record(who, "export.failed", _subject(export), {})
        raise WorkProblem(str(error)) from error
    filename = f"{export.collection.slug}-{Order.read(export.what).what}-{export.key[:6]}"
    with writing():
        done = Export.objects.filter(pk=export.pk, state=Export.State.APPROVED).update(
            state=Export.State.MADE,
            filename=f"{filename}{file.ending}",
            sha256=kept.sha256,
            sealed_sha256=kept.sealed_sha256,
            size=kept.size,
            rows=file.rows,
            message=sealed_for(Export, "message", export.key, "\n".join(file.left_out)),
        )
        if done:
            detail: Json = {
                "collection": export.collection.slug,
                "format": export.format,
                "sensitivity": export.sensitivity,
                "sha256": kept.sha256,
                "sealed_sha256": kept.sealed_sha256,
                "size": kept.size,
                "rows": file.contents,
                "fields": file.fields,
                "left_out": file.left_out,
            }
            if file.registers:
                tie(who, export.purpose)
                detail["registers"] = file.registers
            record(who, "export.made", _subject(export), detail)
    return f"{file.rows} rows as {NAMES[export.format]}"


def _decide(actor: Actor, export: Export, version: int, state: str, reason: str) -> Export:
    need(actor.user, "approve", export.collection)
    if export.by_id == actor.user.pk:
        raise NotAllowed("Your own export takes another person to approve or refuse it.")
    if (
        state == Export.State.APPROVED
        and export.sensitivity == Sensitivity.RESTRICTED
        and not may_see_restricted(actor.user, export.collection)
    ):
        raise NotAllowed("Who lets restricted fields leave must be allowed to see them.")
    with writing():
        _still_asked(export, version)
        export.state, export.reason = state, reason
        export.decided_by, export.decided_at = actor.user, timezone.now()
        export.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        record(actor, f"export.{state}", _subject(export), {"asked_by": export.by.username}, reason)
        if state == Export.State.APPROVED:
            _make(actor, export)
    return export


def _still_asked(export: Export, version: int) -> None:
    """Take the export for a decision. Raises Stale, or OrderProblem where it was decided."""
    claim_version(export, version)
    if export.state != Export.State.ASKED:
        raise OrderProblem("This was decided already.")


def _entitled(user: User, collection: Collection, audience: str) -> None:
    """Raise NotAllowed unless somebody may export for this audience."""
    need(user, "export", collection)
    if audience == Sensitivity.RESTRICTED and not may_see_restricted(user, collection):
        raise NotAllowed("What is restricted leaves only with people who may see it.")


def _make(actor: Actor, export: Export) -> None:
    ask(actor, "export", export.collection, {"export": export.key, "name": export.key[:6]})


def _kept(key: str, order: Order) -> str:
    """The order as it is kept: what was searched for is sealed, since it may name somebody."""
    return replace(order, search=always_closed(f"export:{key}:search", order.search)).to_json()


def _subject(export: Export) -> str:
    return f"export:{export.key}"
