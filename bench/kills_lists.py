"""What the driver of ``bench.kills`` does to registers, and what must hold of them after a kill."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from typing import Any

from muniment.registers.objects import StoreProblem
from muniment.workspace.history import Actor, head
from muniment.workspace.models import Collection, Entry, Intake, Item, Register, Work
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import intakes
from muniment.workspace.services import registers as acts
from muniment.workspace.services.registers import untold

Json = dict[str, Any]
LISTS = ("north", "south", "east")
_HEAD = "No,Given name,Family name,Sex,Date of birth,Missing since,Place,Status\n"
_GIVEN = ("Alisher", "Vera", "Timur", "Mira", "Anton", "Leyla", "Pavel", "Sona")
_FAMILY = ("Ardenov", "Belova", "Karimov", "Dorn", "Orlov", "Marek", "Vance")


class NoList(Exception):
    """There is nothing yet to act on."""


def bring(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A list, or a new revision of one, comes in to be read."""
    name = chance.choice(LISTS)
    if Intake.objects.filter(state__in=("reading", "read", "accepting")).count() > _MOST_WAITING:
        raise NoList
    content = _written(chance).encode("utf-8")
    made = intakes.bring(
        actor, collection, io.BytesIO(content), f"{name}.csv", name, "missing_person"
    )
    return {"intake": made.key, "sha256": made.sha256, **_head()}


_MOST_WAITING = 6


def remap(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A column fills another field, or none."""
    intake = _intake(chance)
    changes = {"Place": chance.choice(("", "last_seen_place"))}
    intakes.remap(actor, intake, intake.version, changes)
    return _head()


def accept(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A list that was read is accepted."""
    intake = _intake(chance)
    intakes.accept(actor, intake, intake.version, f"reason {chance.randrange(1 << 40)}")
    return {"accepted": intake.key, **_head()}


def refuse(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A list that was read is refused."""
    intake = _intake(chance)
    intakes.refuse(actor, intake, intake.version, "a trial")
    return {"refused": intake.key, **_head()}


def decide(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """Two records are said to be the same, different, or unsure."""
    lists = list(registers().state.lists.values())
    if not lists:
        raise NoList
    records: list[str] = []
    for _ in range(2):
        listed = chance.choice(lists)
        column = registers().records(listed.id)["record_id"]
        records.append(column[chance.randrange(len(column))].as_py())
    if records[0] == records[1]:
        raise NoList
    held = registers().state.decisions.get((min(records), max(records)))
    verdict = chance.choice(("same", "different", "unsure"))
    why = f"reason {chance.randrange(1 << 40)}"
    pair = records[0], records[1]
    made = acts.decide(actor, collection, pair, verdict, why, held.n if held else 0)
    return {"act": made.n, "why": why, **_head()}


def turn(actor: Actor, collection: Collection, chance: random.Random) -> Json:
    """A list is withdrawn, brought back, or stands at an earlier revision again."""
    found = list(Register.objects.all())
    if not found:
        raise NoList
    register = chance.choice(found)
    listed = registers().state.lists[register.list]
    if not listed.active:
        acts.restore(actor, register, register.version, "a trial")
    elif chance.random() < 0.5 or listed.current is None:
        acts.withdraw(actor, register, register.version, "a trial")
    else:
        number = chance.randrange(1, listed.current.number + 1)
        acts.apply(actor, register, register.version, number, "a trial")
    return _head()


ACTS: tuple[tuple[Callable[[Actor, Collection, random.Random], Json], int], ...] = (
    (bring, 3),
    (remap, 1),
    (accept, 4),
    (refuse, 1),
    (decide, 4),
    (turn, 1),
)
REFUSED = (NoList, StoreProblem)
"""What an act may be answered with: the worker, or chance, was quicker."""


def lost(said: list[Json]) -> Iterator[str]:
    """What was accepted of lists and is not there."""
    files = dict(Intake.objects.values_list("key", "sha256"))
    states = dict(Intake.objects.values_list("key", "state"))
    reasons = {each.n: each.why for each in registers().entries()}
    refusals = Entry.objects.filter(action="intake.refused")
    refused = set(refusals.values_list("subject", flat=True))
    for each in said:
        gone = False
        if "intake" in each:
            gone = files.get(each["intake"]) != each["sha256"]
        if "accepted" in each:
            gone = states.get(each["accepted"]) not in ("accepting", "accepted", "reading", "read")
            # Where another revision came between, it waits again, and may be refused then.
            gone = gone and f"intake:{each['accepted']}" not in refused
        if "refused" in each:
            gone = states.get(each["refused"]) != "refused"
        if "act" in each:
            gone = reasons.get(each["act"]) != each["why"]
        if gone:
            yield f"accepted and lost: {each}"


def half() -> Iterator[str]:
    """What is there of lists without all that belongs to it."""
    for intake in Intake.objects.all():
        yield from _half_of(intake)
    state = registers().state
    known = set(Register.objects.values_list("list", flat=True))
    taking = set(Intake.objects.filter(state="accepting").values_list("list", flat=True))
    for name in known - set(state.lists):
        yield f"the list {name} is in the workspace, and not in the store."
    for name in set(state.lists) - known - taking:
        yield f"the list {name} is in the store, and not in the workspace."


def _half_of(intake: Intake) -> Iterator[str]:
    awaited = Work.objects.filter(
        kind__in=("register-read", "register-accept"),
        state__in=("waiting", "running"),
        about=intake.key,
    ).exists()
    if intake.state in ("reading", "accepting") and not awaited:
        yield f"intake {intake.key} is {intake.state}, and nobody works on it."
    if intake.state == "read" and not (intake.found and intake.digest and intake.mapping):
        yield f"intake {intake.key} is read, and not all of what was read is there."
    if intake.state == "unreadable":
        yield f"intake {intake.key}: {intake.message}"
    if intake.state == "accepted":
        listed = registers().state.lists.get(intake.list)
        if listed is None or intake.revision not in listed.revisions:
            yield f"intake {intake.key} stands at revision {intake.revision}, which is not there."


def unfinished() -> Iterator[str]:
    """What of lists should have ended when nothing disturbs the work."""
    yield from untold()
    for intake in Intake.objects.filter(state__in=("reading", "accepting")):
        yield f"intake {intake.key} is {intake.state}: {intake.message}"
    store = registers()
    for name, listed in store.state.lists.items():
        there = store.records(name).num_rows if listed.active else 0
        found = Item.objects.filter(kind="record", register=name).count()
        if there != found:
            yield f"the list {name} has {there} records, of which {found} can be found."


def _intake(chance: random.Random) -> Intake:
    waiting = list(Intake.objects.filter(state="read"))
    if not waiting:
        raise NoList
    return chance.choice(waiting)


def _written(chance: random.Random) -> str:
    """A list of invented people; two in a hundred have no date of birth."""
    lines = []
    for number in range(chance.randrange(20, 400)):
        born = f"{1 + number % 28:02}.{1 + number % 12:02}.{1940 + number % 50}"
        lines.append(
            f"{number},{chance.choice(_GIVEN)},{_FAMILY[number % len(_FAMILY)]},"
            f"{'F' if number % 2 else 'M'},{'' if chance.random() < 0.02 else born},"
            f"0{1 + number % 9}.03.2021,Alder,missing\n"
        )
    return _HEAD + "".join(lines)


def _head() -> Json:
    number, digest = head()
    return {"entry": number, "digest": digest}
