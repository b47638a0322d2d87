"""The store of registers: a folder with a history and files that are never changed.

``registers.sqlite`` holds the history (``history.py``), ``objects/`` the records and the files
as received (``objects.py``), ``runs/`` what linkage and estimation computed. Files are written
and flushed first; one transaction on the history then makes them so. Two processes may use one
store: who comes second waits, and is told when what it looked at was changed meanwhile.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.registers.history import Act, Entry
from muniment.registers.kept import Kept, same_key
from muniment.registers.objects import StoreProblem, digest, private_folder
from muniment.registers.runs import Run, write_run
from muniment.registers.state import (
    UNDOABLE,
    VERDICTS,
    Decision,
    Revision,
    fold,
    undone,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.importing import Imported
    from muniment.registers.revisions import Comparison

_NAME = re.compile(r"[^\W_][\w.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Received:
    """A list as read by the intake, to be kept: its tables, its file, and how it was read.

    ``mapping`` is the text of the mapping file; ``key`` the source column that identifies a
    record, or None; ``counts`` what the intake counted.
    """

    list: str
    kind: str
    records: pa.Table
    cells: pa.Table
    source: Path
    mapping: str
    key: str | None
    counts: Mapping[str, int]

    @classmethod
    def of(cls, name: str, imported: Imported, source: Path) -> Received:
        """What ``import_file`` read from the file ``source``, as the list ``name``."""
        return cls(
            name,
            imported.kind,
            imported.records,
            imported.cells,
            source,
            imported.mapping.to_toml(),
            imported.mapping.key,
            imported.counts,
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A list as read beside the revision that stands (``before``), or None when none does."""

    received: Received
    before: Revision | None
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Said:
    """A decision on two records to be taken in.

    ``who`` and ``when`` (UTC, ISO 8601) are empty where it is made now by who opened the store.
    """

    a: str
    b: str
    verdict: str
    reason: str = ""
    who: str = ""
    when: str = ""


class Store(Kept):
    """A store of registers in a folder. Use as a context manager, or call ``close``."""

    def propose(self, received: Received) -> Proposal:
        """Compare a list as read with the revision that stands; nothing is kept.

        Records of a list without a key get the ids of the records that they were matched with.
        """
        from muniment.registers.revisions import carry_ids, compare

        found = self.state.lists.get(received.list)
        if found is None or found.current is None:
            return Proposal(received, None, None)
        self._same_kind(received)
        before = found.current
        comparison = compare(
            self.objects.comparable(before.records),
            received.records,
            self.kind(received.kind),
            keyed=same_key(before, received.key),
            cells=(self.objects.comparable(before.cells), received.cells),
            drafts=self.objects.drafts,
            in_memory=self.objects.disk.cipher is not None,
        )
        if received.key is None:
            mark = digest(received.source)[:8]
            records = carry_ids(received.records, comparison, mark)
            place = received.cells.schema.get_field_index("record_id")
            cells = received.cells.set_column(place, "record_id", records["record_id"])
            received = replace(received, records=records, cells=cells)
        return Proposal(received, before, comparison)

    def receive(
        self, received: Received, *, apply: bool, against: int | None = None, why: str = ""
    ) -> Revision:
        """Keep a list as a new revision, waiting or (``apply``) at once current.

        ``against`` is the number of the revision that it was compared with (None: there was
        none). Raises StoreProblem when another one stands by now, when the list has another
        kind, or when the disk does not take it; nothing is changed then.
        """
        check_name(received.list, "list")
        self._same_kind(received)
        try:
            files = {
                "records": self.objects.put_table(received.records),
                "cells": self.objects.put_table(received.cells),
                "source": self.objects.put_file(received.source),
                "mapping": self.objects.put_bytes(received.mapping.encode()),
            }
        except OSError as error:
            raise StoreProblem(
                f"{received.source.name}: it could not be kept in {self.folder} "
                f"({error.strerror}); nothing was imported."
            ) from error
        with self._history.writing():
            found = self.state.lists.get(received.list)
            current = found.current.number if found and found.current else None
            if apply and current != against:
                raise StoreProblem(
                    f"the list “{received.list}” was changed meanwhile (revision {current} "
                    "stands now); nothing was imported. Import again to compare with it."
                )
            number = 1 + sum(
                entry.action == "receive" and entry.detail["list"] == received.list
                for entry in self._entries
            )
            facts = {
                "list": received.list,
                "revision": number,
                "kind": received.kind,
                "source_name": received.source.name,
                "key": received.key,
                "counts": dict(received.counts),
                **files,
            }
            acts = [Act("receive", facts, why)]
            if apply:
                acts.append(Act("apply", {"list": received.list, "revision": number}, why))
            self._history.append(acts, self.who)
        self.objects.sweep()
        return self.revision(received.list, number)

    def _same_kind(self, received: Received) -> None:
        known = self.state.lists.get(received.list)
        if known is not None and known.kind != received.kind:
            raise StoreProblem(
                f"the list “{received.list}” is of the kind {known.kind}, not {received.kind}; "
                "give the new list another name with --list."
            )

    def apply(self, list_id: str, number: int, *, why: str = "") -> None:
        """Make a revision the current one, also an older one again."""
        self._act(Act("apply", {"list": list_id, "revision": number}, why))

    def refuse(self, list_id: str, number: int, *, why: str = "") -> None:
        """Refuse a revision: it is kept and stays without effect."""
        current = self.listed(list_id).current
        if current is not None and current.number == number:
            raise StoreProblem(
                f"revision {number} of “{list_id}” stands; `muniment register undo` reverses it."
            )
        self._act(Act("refuse", {"list": list_id, "revision": number}, why))

    def withdraw(self, list_id: str, *, why: str) -> None:
        """Take a list out of every count; it is kept and can be restored."""
        if self.listed(list_id).withdrawn:
            raise StoreProblem(f"the list “{list_id}” is withdrawn already.")
        self._act(Act("withdraw", {"list": list_id}, why))

    def restore(self, list_id: str, *, why: str = "") -> None:
        """Bring a withdrawn list back."""
        if not self.listed(list_id).withdrawn:
            raise StoreProblem(f"the list “{list_id}” is not withdrawn.")
        self._act(Act("restore", {"list": list_id}, why))

    def undo(self, n: int | None = None, *, why: str = "") -> Entry:
        """Undo entry ``n`` (by default the last that stands and can be); the entry undone.

        An undoing can be undone by its own number. Raises StoreProblem when there is no such
        entry, it is undone already, it cannot be undone, or a later entry rests on it.
        """
        with self._history.writing():
            entries = self._history.entries()
            gone = undone(entries)
            if n is None:
                standing = [e for e in entries if e.action in UNDOABLE and e.n not in gone]
                if not standing:
                    raise StoreProblem(f"{self.folder}: there is nothing to undo.")
                n = standing[-1].n
            if not 1 <= n <= len(entries):
                raise StoreProblem(f"the history has no entry {n}; its last is {len(entries)}.")
            entry = entries[n - 1]
            if n in gone:
                raise StoreProblem(f"entry {n} ({entry.action}) was undone by entry {gone[n]}.")
            if entry.action not in (*UNDOABLE, "undo"):
                raise StoreProblem(
                    f"entry {n} ({entry.action}) cannot be undone: it changed nothing in the lists."
                )
            self._history.append([Act("undo", {"undoes": n}, why)], self.who)
            fold(self._history.entries())
        return entry

    def _act(self, act: Act) -> Entry:
        """Add one act, if the state that it makes is sound."""
        with self._history.writing():
            self.listed(act.detail["list"])
            if "revision" in act.detail:
                self.revision(act.detail["list"], act.detail["revision"])
            return self._history.append([act], self.who)[0]

    def note(self, action: str, detail: Mapping[str, Any], why: str) -> Entry:
        """Add to the history what changes nothing in the store, such as what left it."""
        with self._history.writing():
            return self._history.append([Act(action, detail, why)], self.who)[0]

    # Decisions on pairs.

    def decide(
        self, a: str, b: str, verdict: str, *, by: str | None = None, reason: str = ""
    ) -> Decision:
        """Say that two records are the ``same``, ``different`` or ``unsure``; replaces before.

        ``by`` is who decides, by default who opened the store. Raises StoreProblem for another
        verdict, a record with itself, or a record that no current revision holds.
        """
        with self._history.writing():
            act = _Places(self).act(Said(a, b, verdict, reason))
            self._history.append([act], by or self.who)
        return self.state.decisions[act.detail["a"], act.detail["b"]]

    def decide_all(self, said: Sequence[Said]) -> list[str | None]:
        """Take in decisions made elsewhere, in one go; for each what speaks against it, or None.

        Those against which something speaks (as in ``decide``) are left out. One that stands
        already word for word is not added again.
        """
        told: list[str | None] = []
        with self._history.writing():
            places, standing = _Places(self), self.state.decisions
            for each in said:
                try:
                    act = places.act(each)
                except StoreProblem as error:
                    told.append(str(error))
                    continue
                told.append(None)
                held, who = standing.get((act.detail["a"], act.detail["b"])), each.who or self.who
                if held is None or (held.verdict, held.who, held.reason, held.at) != (
                    each.verdict,
                    who,
                    each.reason,
                    each.when or held.at,
                ):
                    self._history.append([act], who)
        return told

    # Runs of linkage and estimation.

    def save_run(
        self,
        name: str,
        tables: Mapping[str, pa.Table],
        documents: Mapping[str, Any],
        *,
        what: str,
        rests_on: Sequence[str] = (),
        runs: Sequence[str] = (),
        decisions: bool = True,
        parameters: Mapping[str, Any] | None = None,
    ) -> Run:
        """Keep what was computed as a new version of the run ``name``, all or nothing.

        ``tables`` become Parquet, ``documents`` JSON files, each under its key as name; ``what``
        is "link" or "estimate" or the like; ``rests_on`` are the lists and ``runs`` the other
        runs whose present state it was computed from; ``decisions`` tells whether the decisions
        on pairs went into it. Raises StoreProblem when a list is not active.
        """
        check_name(name, "run")
        place = private_folder(private_folder(self.folder / "runs") / name)
        with self._history.writing():
            state = self.state
            version = 1 + max((each.version for each in state.runs.get(name, ())), default=0)
            lists = self.active(tuple(rests_on))
            detail = {
                "name": name,
                "version": version,
                "what": what,
                "rests_on": {each.id: self.revision(each.id).number for each in lists},
                "runs": {each: self.run(each).version for each in runs},
                "decisions": state.fingerprint() if decisions else "",
                "parameters": dict(parameters or {}),
                "files": write_run(
                    self.objects.disk,
                    self.objects.drafts,
                    place / f"{version:04}",
                    tables,
                    documents,
                ),
            }
            self._history.append([Act("run", detail)], self.who)
        return self.run(name)


class _Places:
    """Where records are: the ids of each list are read once."""

    def __init__(self, store: Kept) -> None:
        self._store = store
        self._ids: dict[str, tuple[int, pa.ChunkedArray]] = {}

    def act(self, said: Said) -> Act:
        """The act of a decision. Raises StoreProblem as ``Store.decide``."""
        if said.verdict not in VERDICTS:
            raise StoreProblem(f"“{said.verdict}” is no verdict; say {', '.join(VERDICTS)}.")
        if said.a == said.b:
            raise StoreProblem(f"“{said.a}” cannot be compared with itself.")
        a, b = sorted((said.a, said.b))
        detail = {"a": a, "b": b, "verdict": said.verdict, "rests_on": dict(map(self._of, (a, b)))}
        if said.when:
            detail["when"] = said.when
        return Act("decide", detail, said.reason)

    def _of(self, record: str) -> tuple[str, int]:
        """The list of a record, and its current revision. Raises StoreProblem when not there."""
        import pyarrow.compute as pc

        name = record.partition(":")[0]
        if name not in self._ids:
            revision = self._store.revision(name)
            ids = self._store.objects.table(revision.records, ["record_id"])["record_id"]
            self._ids[name] = revision.number, ids
        number, ids = self._ids[name]
        if pc.index(ids, record).as_py() < 0:
            raise StoreProblem(f"there is no record “{record}” in revision {number} of “{name}”.")
        return name, number


def check_name(name: str, of: str) -> None:
    """Raise StoreProblem when this cannot be the name of a list or a run."""
    if not _NAME.fullmatch(name) or unicodedata.normalize("NFC", name) != name:
        raise StoreProblem(
            f"“{name}” cannot be the name of a {of}: use up to 64 letters, digits, “-”, “_” or "
            "“.”, beginning with a letter or a digit."
        )
