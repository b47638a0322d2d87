"""A store of registers to look at: its lists, revisions, decisions and runs, and its soundness."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from muniment.registers.disk import Disk
from muniment.registers.history import FILE, WAIT, Entry, History
from muniment.registers.objects import Objects, StoreProblem, private_folder
from muniment.registers.runs import Run
from muniment.registers.state import Decision, Listed, Revision, State, fold, undone
from muniment.registers.verifying import Verdict, verify

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.kind import Kind
    from muniment.registers.revisions import Comparison

FOLDER = Path("registers")
KINDS = "kinds"
VARIABLE = "MUNIMENT_STORE"


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


class Kept:
    """A store in a folder, as it can be looked at: ``store.Store`` also changes it."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        create: bool = False,
        who: str | None = None,
        wait: float = WAIT,
        disk: Disk | None = None,
    ) -> None:
        """Open the store in ``folder``; with ``create`` it is made where there is none.

        ``disk`` says how files lie: as they are, by default. ``who`` stands in the history
        as the one who acts; ``wait`` is how many seconds to wait for another process. Raises
        StoreProblem when there is no store or it cannot be used.
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
        self.objects = Objects(self.folder, disk)
        self._history = History(self.folder, wait=wait, cipher=self.objects.disk.cipher)
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

    def entries(self, after: int = 0) -> Sequence[Entry]:
        """The entries after number ``after``, in order."""
        _ = self.state
        return self._entries[after:]

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
        """Where the file as received of a revision lies; sealed where the store is."""
        return self.objects.path(self.revision(list_id, number).source)

    def mapping(self, list_id: str, number: int | None = None) -> str:
        """The text of the mapping by which a revision was read."""
        return self.objects.content(self.revision(list_id, number).mapping).decode("utf-8")

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
            self.objects.comparable(before.records),
            self.objects.comparable(after.records),
            self.kind(after.kind),
            keyed=same_key(before, after.key),
            cells=(self.objects.comparable(before.cells), self.objects.comparable(after.cells)),
            drafts=self.objects.drafts,
            in_memory=self.objects.disk.cipher is not None,
        )

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions that stand, the last one of each pair, in the order of the pairs."""
        return tuple(each for _, each in sorted(self.state.decisions.items()))

    def run(self, name: str, version: int | None = None) -> Run:
        """A kept run, its last version by default. Raises StoreProblem when there is none."""
        kept = {each.version: each for each in self.state.runs.get(name, ())}
        if not kept or (version is not None and version not in kept):
            known = ", ".join(sorted(self._state.runs)) or "none yet"
            raise StoreProblem(f"there is no such run “{name}” in {self.folder}; runs: {known}.")
        entry = kept[version or max(kept)]
        folder = self.folder / "runs" / name / f"{entry.version:04}"
        return Run(entry, folder, tuple(self._state.stale(entry)), self.objects.disk)

    def runs(self) -> tuple[Run, ...]:
        """The last version of every run, in the order of their names."""
        return tuple(self.run(name) for name in sorted(self.state.runs))


def same_key(before: Revision, key: str | None) -> bool:
    """Whether records are known by the same key in an earlier and a later revision."""
    return key is not None and key == before.key
