"""Acts on registers: the right is checked, the store acts, and the workspace's history is told.

The store of the registers has a history of its own. Each of its entries is told to the workspace's
with its number and hash, so that neither can be changed without the other showing it. The two are
different files: after a kill between them the store may be one act ahead, which the next act tells.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

from django.db.models import Max

from muniment.registers.history import Entry as Act
from muniment.registers.objects import StoreProblem
from muniment.registers.state import UNDOABLE, Decision
from muniment.registers.store import Store
from muniment.workspace.history import Actor, record, take_turn, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import Collection, Entry, Register
from muniment.workspace.permissions import need
from muniment.workspace.sealed_registers import registers
from muniment.workspace.working import ask

TOLD = {
    "receive": "register.received",
    "apply": "register.applied",
    "refuse": "register.refused",
    "withdraw": "register.withdrawn",
    "restore": "register.restored",
    "undo": "register.undone",
    "decide": "register.decided",
    "run": "register.computed",
    "export": "register.exported",
    "count": "register.counted",
}
"""What the workspace's history calls the acts of the store."""
_FACTS = ("list", "revision", "verdict", "undoes", "name", "version", "what", "lists", "audience")
"""What is told of an act in the clear: never which records, whose names may tell who they are."""


class Quicker(StoreProblem):
    """Somebody else decided on a pair since it was shown; ``now`` is what stands, or None."""

    def __init__(self, now: Decision | None) -> None:
        words = "took the decision back" if now is None else f"decided “{now.verdict}”"
        by = "Somebody" if now is None else now.who
        super().__init__(f"{by} {words} since this pair was shown. Look at it again.")
        self.now = now


def tie(actor: Actor, reason: str = "") -> int:
    """Tell the workspace's history every act of the store that it does not know; how many.

    Inside a transaction. Acts of others that were never told (a kill came between) are told under
    the name of whoever acts now, with the one who acted in the detail.
    """
    take_turn()
    store, last = registers(actor.name), tied()
    acts = store.entries(after=last[0])
    for each in acts:
        detail = {key: each.detail[key] for key in _FACTS if key in each.detail}
        detail |= {"entry": each.n, "head": each.hash, "who": each.who}
        why = each.why if each.action != "decide" else ""
        record(actor, TOLD.get(each.action, "register.act"), _subject(each), detail, why or reason)
    return len(acts)


def tied() -> tuple[int, str]:
    """The number and the hash of the last entry of the store that the history knows of."""
    known = Entry.objects.filter(action__in=(*TOLD.values(), "register.act"))
    number = known.aggregate(last=Max("number"))["last"]
    if number is None:
        return 0, ""
    detail = json.loads(Entry.objects.get(number=number).detail)
    return detail["entry"], detail["head"]


def untold() -> list[str]:
    """Acts of the store that the history was never told of, as sentences: the next act tells it.

    A kill between the two leaves one such; whatever changed the store by itself, more.
    """
    return [
        f"entry {each.n} ({each.action}, {each.at}, {each.who}) was not told to the history yet."
        for each in registers().entries(after=tied()[0])
    ]


def apply(actor: Actor, register: Register, version: int, number: int, reason: str) -> None:
    """Make an earlier revision the one that stands again, or one that waits.

    Raises NotAllowed without the right, Stale when somebody was quicker, StoreProblem when the
    store refuses.
    """
    with _act(actor, register, version) as store:
        store.apply(register.list, number, why=reason)


def withdraw(actor: Actor, register: Register, version: int, reason: str) -> None:
    """Take a list out of every count; it is kept. The errors are those of ``apply``."""
    _reasoned(reason)
    with _act(actor, register, version) as store:
        store.withdraw(register.list, why=reason)


def restore(actor: Actor, register: Register, version: int, reason: str) -> None:
    """Bring a withdrawn list back. The errors are those of ``apply``."""
    with _act(actor, register, version) as store:
        store.restore(register.list, why=reason)


def undo(actor: Actor, register: Register, version: int, number: int, reason: str) -> None:
    """Undo an entry of the store that is about a list. The errors are those of ``apply``."""
    _reasoned(reason)
    with _act(actor, register, version) as store:
        acts = {each.n: each for each in acts_on(store, register.list)}
        if number not in acts:
            raise StoreProblem(f"entry {number} is not about the list “{register.list}”.")
        store.undo(number, why=reason)


def acts_on(store: Store, list_id: str) -> list[Act]:
    """The acts of the store on a list: what came, what was made of it, what was undone."""
    found = [
        each
        for each in store.entries()
        if each.action in UNDOABLE and each.detail.get("list") == list_id
    ]
    numbers = {each.n for each in found}
    for each in store.entries():
        if each.action == "undo" and each.detail["undoes"] in numbers:
            numbers.add(each.n)
            found.append(each)
    return sorted(found, key=lambda act: act.n)


def decide(
    actor: Actor,
    collection: Collection,
    pair: tuple[str, str],
    verdict: str,
    reason: str,
    seen: int,
) -> Decision:
    """Say that two records are the same, different, or that it is unsure.

    ``seen`` is the number of the decision that was shown, 0 for none. Raises NotAllowed without
    the right, Quicker when another one stands by now, StoreProblem when a record is not there.
    """
    need(actor.user, "decide", collection)
    with writing():
        take_turn()
        store = registers(actor.name)
        a, b = sorted(pair)
        _check_own(collection, (a, b))
        _not_quicker(store, (a, b), seen)
        made = store.decide(a, b, verdict, reason=reason)
        tie(actor)
    return made


def take_back(actor: Actor, collection: Collection, pair: tuple[str, str], seen: int) -> None:
    """Undo the decision on a pair; the one before it stands again. Errors as in ``decide``."""
    need(actor.user, "decide", collection)
    with writing():
        take_turn()
        store = registers(actor.name)
        a, b = sorted(pair)
        _check_own(collection, (a, b))
        held = _not_quicker(store, (a, b), seen)
        if held is None:
            raise StoreProblem("There is no decision on this pair to take back.")
        store.undo(held.n)
        tie(actor)


def index(actor: Actor, register: Register) -> None:
    """Have the records of a list made findable as they stand now."""
    ask(
        actor, "register-index", register.collection, {"list": register.list, "name": register.list}
    )


def _not_quicker(store: Store, pair: tuple[str, str], seen: int) -> Decision | None:
    held = store.state.decisions.get(pair)
    if (held.n if held else 0) != seen:
        raise Quicker(held)
    return held


def _check_own(collection: Collection, records: tuple[str, str]) -> None:
    """Raise StoreProblem when a record is of a list of another collection."""
    lists = set(collection.registers.values_list("list", flat=True))
    for each in records:
        name = each.partition(":")[0]
        if name not in lists:  # the key of a record may give somebody away
            raise StoreProblem(f"there is no list “{name}” in {collection}.")


@contextlib.contextmanager
def _act(actor: Actor, register: Register, version: int) -> Iterator[Store]:
    """A change of a list: the right, the turn, the version, and the store to act in."""
    need(actor.user, "register", register.collection)
    with writing():
        take_turn()
        claim_version(register, version)
        yield registers(actor.name)
        tie(actor)
        index(actor, register)


def _subject(act: Act) -> str:
    if "list" in act.detail:
        return f"list:{act.detail['list']}"
    if act.action == "decide":
        return f"list:{act.detail['a'].partition(':')[0]}"
    return f"linkage:{act.detail['name']}" if "name" in act.detail else "registers"


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise StoreProblem("Say why: it is kept in the history.")
