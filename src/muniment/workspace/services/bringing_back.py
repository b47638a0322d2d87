"""What left comes back: row by row, with a reason for each that does not, and nothing overwritten.

A row changes something only where it says something else than what stands, and only on the version
that it left with: what somebody has changed here since is shown beside it and stays. All changes
go through the services that people's own go through, and stand in the history as theirs do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from muniment.workspace.exporting.returning import Returned, ReturnProblem, read_returned
from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import Stale
from muniment.workspace.models import Collection, Work
from muniment.workspace.opened import opened
from muniment.workspace.permissions import NotAllowed, may, need
from muniment.workspace.plain_copy import plain_copy
from muniment.workspace.services import looked
from muniment.workspace.services.returned_rows import Here, Planned, claims, findings, sources
from muniment.workspace.services.reviewing import Impossible
from muniment.workspace.services.taking_in import plain_name
from muniment.workspace.vault import Kept, VaultProblem
from muniment.workspace.working import WorkProblem, ask, progress, work

_STEP = 50


@dataclass(slots=True)
class Plan:
    """What a file would do: all rows in the order in which they are taken."""

    rows: list[Planned]
    told: list[str]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        return dict(Counter(each.outcome for each in self.rows))


def receive(actor: Actor, collection: Collection, stream: IO[bytes]) -> Kept:
    """Keep a file that comes back, sealed, so that what was previewed is what is taken.

    Raises NotAllowed without the right to review or to add.
    """
    if not may(actor.user, "review", collection):
        need(actor.user, "add", collection)
    kept = opened().vault.put(stream)
    with writing():
        detail = {"sha256": kept.sha256, "sealed_sha256": kept.sealed_sha256, "size": kept.size}
        record(actor, "return.received", f"collection:{collection.slug}", detail)
    return kept


def look_at(actor: Actor, collection: Collection, kept: Kept, file: str) -> Work:
    """Have a received file looked at row by row. Raises NotAllowed as ``receive``."""
    if not may(actor.user, "review", collection):
        need(actor.user, "add", collection)
    order = {"sha256": kept.sha256, "file": plain_name(file), "name": kept.sha256[:8]}
    return ask(actor, "return-look", collection, order)


def plan(actor: Actor, collection: Collection, sha256: str, why: str) -> Plan:
    """What a received file would do. Raises ReturnProblem where it cannot be read."""
    returned = _read(sha256)
    here = Here(actor, collection, why)
    return Plan(list(_planned(here, returned)), returned.told)


def bring_back(actor: Actor, collection: Collection, sha256: str, why: str) -> Work:
    """Take what a received file says. Raises ReturnProblem without a reason, NotAllowed."""
    if not why.strip():
        raise ReturnProblem("Say why these rows are taken: the history keeps it.")
    if not may(actor.user, "review", collection):
        need(actor.user, "add", collection)
    with writing():
        record(actor, "return.taken", f"collection:{collection.slug}", {"sha256": sha256}, why)
        order = {"sha256": sha256, "why": why.strip(), "name": sha256[:8]}
        return ask(actor, "return", collection, order)


def take(actor: Actor, look: Work, why: str) -> Work:
    """Take what a file that was looked at says.

    Raises ReturnProblem without a reason or before it was looked at, NotAllowed for another's.
    """
    assert look.collection is not None
    if look.by_id != actor.user.pk:
        raise NotAllowed("Only who had a file looked at takes it in.")
    if looked.kept(look) is None:
        raise ReturnProblem("This file has not been looked at yet.")
    return bring_back(actor, look.collection, looked.order_of(look)["sha256"], why)


@work("return-look")
def look(mine: Work, order: dict[str, Any]) -> str:
    """What each row of a received file would do, kept with the work."""
    assert mine.collection is not None
    rows: list[Planned] = []
    try:
        returned = _read(order["sha256"])
        total = sum(map(len, returned.rows.values()))
        for row in _planned(Here(Actor(mine.by, "worker"), mine.collection, ""), returned):
            if len(rows) % _STEP == 0:
                progress(mine, len(rows), max(total, len(rows)))
            rows.append(row)
    except ReturnProblem as error:
        raise WorkProblem(str(error)) from error
    takes = sum(each.do is not None for each in rows)
    looked.keep(mine, looked.found_in(map(_line, rows), takes, returned.told))
    return f"{takes:,} of {len(rows):,} rows can be taken."


@work("return")
def taken(mine: Work, order: dict[str, Any]) -> str:
    """Take each row that says something new; what cannot be taken is told and left."""
    assert mine.collection is not None
    actor = Actor(mine.by, "worker")
    try:
        rows = plan(actor, mine.collection, order["sha256"], order["why"]).rows
    except ReturnProblem as error:
        raise WorkProblem(str(error)) from error
    done: Counter[str] = Counter()
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress(mine, number, len(rows))
        outcome = row.outcome
        if row.do is not None:
            try:
                with writing():
                    row.do()
            except Stale:
                outcome = "stale"
            except (Impossible, NotAllowed, ValueError):
                outcome = "problem"
        done[outcome] += 1
    progress(mine, len(rows), len(rows))
    return ", ".join(f"{number} {OUTCOMES[what]}" for what, number in done.items())


OUTCOMES = {
    "new": "added",
    "changed": "changed",
    "same": "as they stood",
    "stale": "changed here since and left",
    "withheld": "restricted and left",
    "problem": "not taken",
}
"""How the outcomes of rows are told."""


def _line(row: Planned) -> looked.Line:
    """A row as it is shown."""
    differences = [list(each) for each in row.differences]
    return looked.Line(
        row.table, row.number, row.outcome, row.key, row.document, row.why, differences
    )


def _read(sha256: str) -> Returned:
    """The rows of a received file."""
    try:
        with plain_copy(sha256, "returned") as path:
            return read_returned(path, "returned")
    except VaultProblem as error:
        raise ReturnProblem(str(error)) from error


def _planned(here: Here, returned: Returned) -> Iterator[Planned]:
    """What each row would do: claims first, since describing a source has it read anew."""
    yield from claims(here, returned.rows.get("claims", []))
    yield from findings(here, returned.rows.get("findings", []))
    yield from sources(here, returned.rows.get("sources", []))
