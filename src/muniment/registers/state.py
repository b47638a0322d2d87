"""What a store holds, as a function of its history and of nothing else.

Acts are played one after the other; an act that was undone is left out as if it had never been,
and so the undoing of an act gives exactly the state without it. An undoing can be undone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from muniment.registers.history import Entry, canonical
from muniment.registers.objects import StoreProblem

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
VERDICTS = (SAME, DIFFERENT, UNSURE)
UNDOABLE = ("receive", "apply", "refuse", "withdraw", "restore", "decide")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """One list as received once. ``records``, ``cells``, ``source`` and ``mapping`` are SHA-256.

    ``key`` is the source column that identifies a record from revision to revision, or None;
    ``counts`` are those of the import (records, problems, …).
    """

    list: str
    number: int
    kind: str
    records: str
    cells: str
    source: str
    source_name: str
    mapping: str
    key: str | None
    counts: Mapping[str, int]
    n: int
    who: str
    at: str
    why: str

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the store that it consists of."""
        return self.records, self.cells, self.source, self.mapping


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with its revisions. ``applied`` are those that became current, in order."""

    id: str
    kind: str
    revisions: Mapping[int, Revision]
    applied: tuple[int, ...] = ()
    refused: frozenset[int] = frozenset()
    withdrawn: bool = False

    @property
    def current(self) -> Revision | None:
        """The revision that stands, or None when none was applied."""
        return self.revisions[self.applied[-1]] if self.applied else None

    @property
    def active(self) -> bool:
        """Whether it counts: some revision stands and the list is not withdrawn."""
        return bool(self.applied) and not self.withdrawn

    @property
    def waiting(self) -> tuple[Revision, ...]:
        """Revisions received after the current one and neither applied nor refused."""
        decided = {*self.applied, *self.refused}
        least = self.applied[-1] if self.applied else 0
        return tuple(
            each
            for number, each in self.revisions.items()
            if number not in decided and number > least
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of two records: ``a`` < ``b``; entry ``n`` of the history.

    ``at`` is when it was made, which is before that entry where it was taken in from a file;
    ``rests_on`` are the revisions of the two lists that the person saw.
    """

    n: int
    a: str
    b: str
    verdict: str
    who: str
    at: str
    reason: str
    rests_on: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A kept run of linkage or estimation: what it rests on, and its files by SHA-256."""

    name: str
    version: int
    what: str
    rests_on: Mapping[str, int]
    runs: Mapping[str, int]
    decisions: str
    parameters: Mapping[str, Any]
    files: Mapping[str, str]
    n: int
    who: str
    at: str


@dataclass(slots=True)
class State:
    """Lists by id, standing decisions by pair, versions of runs by name."""

    lists: dict[str, Listed] = field(default_factory=dict)
    decisions: dict[Pair, Decision] = field(default_factory=dict)
    runs: dict[str, tuple[RunEntry, ...]] = field(default_factory=dict)

    def play(self, entry: Entry) -> None:
        """Play one act that stands. Raises StoreProblem when what it acts on is not there."""
        detail = entry.detail
        match entry.action:
            case "receive":
                self._receive(entry)
            case "apply" | "refuse":
                self._settle(entry)
            case "withdraw" | "restore":
                found = self._list(entry)
                withdrawn = entry.action == "withdraw"
                self.lists[found.id] = replace(found, withdrawn=withdrawn)
            case "decide":
                pair = (detail["a"], detail["b"])
                self.decisions[pair] = Decision(
                    entry.n,
                    *pair,
                    detail["verdict"],
                    entry.who,
                    detail.get("when", entry.at),
                    entry.why,
                    detail["rests_on"],
                )
            case "run":
                run = RunEntry(**detail, n=entry.n, who=entry.who, at=entry.at)
                self.runs[run.name] = (*self.runs.get(run.name, ()), run)

    def _receive(self, entry: Entry) -> None:
        facts = dict(entry.detail)
        number = facts.pop("revision")
        revision = Revision(
            number=number, n=entry.n, who=entry.who, at=entry.at, why=entry.why, **facts
        )
        known = self.lists.get(revision.list) or Listed(revision.list, revision.kind, {})
        self.lists[known.id] = replace(known, revisions={**known.revisions, number: revision})

    def _settle(self, entry: Entry) -> None:
        found, number = self._list(entry), entry.detail["revision"]
        if number not in found.revisions:
            raise StoreProblem(
                f"entry {entry.n} ({entry.action} revision {number} of “{found.id}”) rests on "
                "that revision; undo that entry first."
            )
        if entry.action == "apply":
            after = replace(found, applied=(*found.applied, number))
        else:
            after = replace(found, refused=found.refused | {number})
        self.lists[found.id] = after

    def _list(self, entry: Entry) -> Listed:
        name = entry.detail["list"]
        if name not in self.lists:
            raise StoreProblem(
                f"entry {entry.n} ({entry.action}) rests on the list “{name}”; undo that entry "
                "first."
            )
        return self.lists[name]

    def fingerprint(self) -> str:
        """The SHA-256 over the standing decisions: changes when one is made or undone."""
        standing = [[*pair, each.verdict] for pair, each in sorted(self.decisions.items())]
        return hashlib.sha256(canonical({"decisions": standing}).encode()).hexdigest()

    def stale(self, run: RunEntry) -> list[str]:
        """Why a run no longer stands on what it rested on, a sentence each; empty when it does."""
        found = []
        for name, revision in run.rests_on.items():
            listed = self.lists.get(name)
            if listed is None or listed.current is None:
                found.append(f"the list “{name}” is no longer there.")
            elif listed.withdrawn:
                found.append(f"the list “{name}” was withdrawn.")
            elif listed.current.number != revision:
                found.append(
                    f"the list “{name}” stands at revision {listed.current.number}, the run "
                    f"rests on revision {revision}."
                )
        if run.decisions and run.decisions != self.fingerprint():
            found.append("decisions on pairs were made or undone since.")
        for name, version in run.runs.items():
            versions = {each.version: each for each in self.runs.get(name, ())}
            if version not in versions:
                found.append(f"the run “{name}” is no longer there.")
            elif version != max(versions):
                found.append(f"the run “{name}” was made again since.")
            elif self.stale(versions[version]):
                found.append(f"the run “{name}” that it rests on is out of date.")
        return found


def undone(entries: Sequence[Entry]) -> dict[int, int]:
    """The numbers of the entries that do not stand, each with the entry that undid it."""
    gone: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.action == "undo" and entry.n not in gone:
            gone.setdefault(entry.detail["undoes"], entry.n)
    return gone


def fold(entries: Iterable[Entry]) -> State:
    """The state after these entries. Raises StoreProblem when one rests on what is not there."""
    every = list(entries)
    gone, state = undone(every), State()
    for entry in every:
        if entry.n not in gone:
            state.play(entry)
    return state
