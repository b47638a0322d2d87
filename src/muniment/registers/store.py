"""The store of registers: a folder with a history and files that are never changed.

``registers.sqlite`` holds the history (``history.py``), ``objects/`` the records and the files
as received (``objects.py``), ``runs/`` what linkage and estimation computed. Files are written
and flushed first; one transaction on the history then makes them so. Two processes may use one
store: who comes second waits, and is told when what it looked at was changed meanwhile.
"""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from muniment.registers.history import FILE, WAIT, Act, Entry, History
from muniment.registers.objects import Objects, StoreProblem, digest, private_folder
from muniment.registers.runs import Run, write_run
from muniment.registers.state import (
    UNDOABLE,
    VERDICTS,
    Decision,
    Listed,
    Revision,
    State,
    fold,
    undone,
)
from muniment.registers.verifying import Verdict, verify

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.importing import Imported
    from muniment.registers.kind import Kind
    from muniment.registers.revisions import Comparison

FOLDER = Path("registers")
KINDS = "kinds"
VARIABLE = "MUNIMENT_STORE"
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


def default_folder() -> Path:
    """The folder of the store: ``MUNIMENT_STORE`` of the environment, else ``./registers``."""
    return Path(os.environ.get(VARIABLE) or FOLDER)


def user() -> str:
    """Who acts: ``MUNIMENT_USER`` of the environment, else the system's name of the user."""
    named = os.environ.get("MUNIMENT_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


class Store:
    """A store of registers in a folder. Use as a context manager, or call ``close``."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        create: bool = False,
        who: str | None = None,
        wait: float = WAIT,
    ) -> None:
        """Open the store in ``folder``; with ``create`` it is made where there is none.

        ``who`` stands in the history as the one who acts; ``wait`` is how many seconds to wait
        for another process. Raises StoreProblem when there is no store or it cannot be used.
        """
        self.folder = folder or default_folder()
        self.who = who or user()
        if not (self.folder / FILE).is_file():
            if not create:
                raise StoreProblem(
                    f"{self.folder}: there is no store of registers here; `muniment register "
                    f"import` makes one, --store or {VARIABLE} names another folder."
                )
            try:
                private_folder(self.folder)
            except OSError as error:
                raise StoreProblem(
                    f"{self.folder}: the folder cannot be made ({error.strerror})."
                ) from error
        self.objects = Objects(self.folder)
        self._history = History(self.folder, wait=wait)
        self._entries: list[Entry] = []
        self._state = State()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give the store's files free."""
        self._history.close()

    # What is in it.

    @property
    def state(self) -> State:
        """What the store holds now, also by the acts of other processes."""
        new = self._history.entries(after=self._entries[-1].n if self._entries else 0)
        self._entries += new
        if any(entry.action == "undo" for entry in new):
            self._state = fold(self._entries)
        else:
            for entry in new:
                self._state.play(entry)
        return self._state

    def history(self) -> list[tuple[Entry, int | None]]:
        """Every entry, with the number of the entry that undid it, or None."""
        entries = self._history.entries()
        gone = undone(entries)
        return [(entry, gone.get(entry.n)) for entry in entries]

    @property
    def head(self) -> str:
        """The hash of the last entry: noted elsewhere, it proves that nothing was cut off."""
        entries = self._history.entries()
        return entries[-1].hash if entries else ""

    def lists(self) -> tuple[Listed, ...]:
        """All lists, in the order of their ids."""
        return tuple(each for _, each in sorted(self.state.lists.items()))

    def listed(self, list_id: str) -> Listed:
        """A list. Raises StoreProblem when there is none of this id."""
        found = self.state.lists.get(list_id)
        if found is None:
            known = ", ".join(sorted(self._state.lists)) or "none yet"
            raise StoreProblem(f"there is no list “{list_id}” in {self.folder}; lists: {known}.")
        return found

    def revision(self, list_id: str, number: int | None = None) -> Revision:
        """A revision of a list, the current one by default. Raises StoreProblem when not there."""
        found = self.listed(list_id)
        if number is None:
            if found.current is None:
                raise StoreProblem(f"no revision of the list “{list_id}” has been applied.")
            return found.current
        if number not in found.revisions:
            known = ", ".join(map(str, found.revisions))
            raise StoreProblem(
                f"the list “{list_id}” has no revision {number}; revisions: {known}."
            )
        return found.revisions[number]

    def records(
        self, list_id: str, number: int | None = None, columns: list[str] | None = None
    ) -> pa.Table:
        """The records of a revision, the current one by default."""
        return self.objects.table(self.revision(list_id, number).records, columns)

    def cells(self, list_id: str, number: int | None = None) -> pa.Table:
        """The original cells of a revision, in the order of its records."""
        return self.objects.table(self.revision(list_id, number).cells)

    def source(self, list_id: str, number: int | None = None) -> Path:
        """The file as received of a revision."""
        return self.objects.path(self.revision(list_id, number).source)

    def mapping(self, list_id: str, number: int | None = None) -> str:
        """The text of the mapping by which a revision was read."""
        place = self.objects.path(self.revision(list_id, number).mapping)
        return place.read_text(encoding="utf-8")

    def active(self, list_ids: Sequence[str] | None = None) -> tuple[Listed, ...]:
        """The named lists, or all that are not withdrawn and have a current revision.

        Raises StoreProblem when a named list is not there, withdrawn or without a revision.
        """
        if list_ids is None:
            return tuple(each for each in self.lists() if each.active)
        found = tuple(self.listed(each) for each in list_ids)
        for each in found:
            if each.withdrawn:
                raise StoreProblem(
                    f"the list “{each.id}” is withdrawn; `muniment register restore {each.id}` "
                    "brings it back."
                )
            self.revision(each.id)
        return found

    def linkable(self, list_ids: Sequence[str] | None = None) -> pa.Table:
        """The records of these lists (of all active ones by default) in the columns of linkage.

        Raises StoreProblem as ``active`` does.
        """
        import pyarrow as pa

        from muniment.registers.records import linkable

        tables = [
            linkable(self.kind(each.kind), self.records(each.id)) for each in self.active(list_ids)
        ]
        if not tables:
            raise StoreProblem(f"{self.folder}: there is no list to link.")
        return pa.concat_tables(tables, promote_options="permissive")

    def verify(self, head: str | None = None) -> Verdict:
        """Compute the chain of the history and the hash of every file again (``verifying``)."""
        return verify(self.folder, self._history, self.objects, head)

    def kind(self, name: str) -> Kind:
        """A kind: ours, or of the institution's own files in ``kinds`` of the store's folder.

        Raises StoreProblem when there is none or its files are not as they must be.
        """
        from muniment.registers.kindfiles import KindError, kind

        own = self.folder / KINDS
        try:
            return kind(name, own if own.is_dir() else None)
        except KindError as error:
            raise StoreProblem(str(error)) from error

    # Changing it.

    def together(self, list_ids: Sequence[str] | None = None) -> tuple[Kind, pa.Table]:
        """The records of lists of one kind in one table (of all active lists by default).

        Raises StoreProblem when there is none, or the lists are of several kinds.
        """
        import pyarrow as pa

        lists = self.active(list_ids)
        kinds = sorted({each.kind for each in lists})
        if not lists:
            raise StoreProblem(f"{self.folder}: there is no list that counts.")
        if len(kinds) > 1:
            raise StoreProblem(
                f"the lists are of several kinds ({', '.join(kinds)}); name lists of one kind."
            )
        tables = [self.records(each.id) for each in lists]
        return self.kind(kinds[0]), pa.concat_tables(tables, promote_options="permissive")

    def compare(self, list_id: str, old: int, new: int) -> Comparison:
        """Compare two revisions of a list. Raises StoreProblem when one is not there."""
        from muniment.registers.revisions import compare

        before, after = self.revision(list_id, old), self.revision(list_id, new)
        return compare(
            self.objects.path(before.records),
            self.objects.path(after.records),
            self.kind(after.kind),
            keyed=_keyed(before, after.key),
            cells=(self.objects.path(before.cells), self.objects.path(after.cells)),
            drafts=self.objects.drafts,
        )

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
            self.objects.path(before.records),
            received.records,
            self.kind(received.kind),
            keyed=_keyed(before, received.key),
            cells=(self.objects.path(before.cells), received.cells),
            drafts=self.objects.drafts,
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

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions that stand, the last one of each pair, in the order of the pairs."""
        return tuple(each for _, each in sorted(self.state.decisions.items()))

    def decide(
        self, a: str, b: str, verdict: str, *, by: str | None = None, reason: str = ""
    ) -> Decision:
        """Say that two records are the ``same``, ``different`` or ``unsure``; replaces before.

        ``by`` is who decides, by default who opened the store. Raises StoreProblem for another
        verdict, a record with itself, or a record that no current revision holds.
        """
        if verdict not in VERDICTS:
            raise StoreProblem(f"“{verdict}” is no verdict; say {', '.join(VERDICTS)}.")
        if a == b:
            raise StoreProblem(f"“{a}” cannot be compared with itself.")
        a, b = sorted((a, b))
        with self._history.writing():
            rests_on = dict(map(self._where, (a, b)))
            detail = {"a": a, "b": b, "verdict": verdict, "rests_on": rests_on}
            self._history.append([Act("decide", detail, reason)], by or self.who)
        return self.state.decisions[a, b]

    def _where(self, record: str) -> tuple[str, int]:
        """The list of a record, and its current revision. Raises StoreProblem when not there."""
        import pyarrow.compute as pc

        name = record.partition(":")[0]
        revision = self.revision(name)
        ids = self.objects.table(revision.records, ["record_id"])["record_id"]
        if pc.index(ids, record).as_py() < 0:
            raise StoreProblem(
                f"there is no record “{record}” in revision {revision.number} of “{name}”."
            )
        return name, revision.number

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
                "files": write_run(self.objects.drafts, place / f"{version:04}", tables, documents),
            }
            self._history.append([Act("run", detail)], self.who)
        return self.run(name)

    def run(self, name: str, version: int | None = None) -> Run:
        """A kept run, its last version by default. Raises StoreProblem when there is none."""
        kept = {each.version: each for each in self.state.runs.get(name, ())}
        if not kept or (version is not None and version not in kept):
            known = ", ".join(sorted(self._state.runs)) or "none yet"
            raise StoreProblem(f"there is no such run “{name}” in {self.folder}; runs: {known}.")
        entry = kept[version or max(kept)]
        folder = self.folder / "runs" / name / f"{entry.version:04}"
        return Run(entry, folder, tuple(self._state.stale(entry)))

    def runs(self) -> tuple[Run, ...]:
        """The last version of every run, in the order of their names."""
        return tuple(self.run(name) for name in sorted(self.state.runs))


def _keyed(before: Revision, key: str | None) -> bool:
    """Whether records are known by the same key in an earlier and a later revision."""
    return key is not None and key == before.key


def check_name(name: str, of: str) -> None:
    """Raise StoreProblem when this cannot be the name of a list or a run."""
    if not _NAME.fullmatch(name) or unicodedata.normalize("NFC", name) != name:
        raise StoreProblem(
            f"“{name}” cannot be the name of a {of}: use up to 64 letters, digits, “-”, “_” or "
            "“.”, beginning with a letter or a digit."
        )
