"""What public tables of one store tell together, and tables that do not add to it too much.

Each table that is counted for the public stands in the history with the cells that it hid. A new
one is compared with all that were published of the same revisions, cell by cell, by the records
that each cell counts:

- a cell that was shown before is known, so that nothing can be hidden behind it; one that was
  hidden before is hidden again;
- where a cell of one table is the sum of cells of another, the rules of ``suppression`` hold for
  that sum too;
- where a cell holds all records of one that was shown, and a few more, it is hidden: the
  difference is a small count (Sweeney and others call it differencing).

Where no more can be hidden the table is refused. What combinations of three and more tables tell
beyond such sums and differences is not looked for, nor what is known from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.registers.counting import ALL, Count, CountTable
from muniment.registers.objects import StoreProblem
from muniment.registers.suppression import Key, Unprotectable, suppress

if TYPE_CHECKING:
    from muniment.registers.kind import Kind
    from muniment.registers.store import Store

ACTION = "count"
"""What the history calls a table that was counted for the public."""
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A public table: the lists with their revisions, what it counts by, and what it hid."""

    lists: Mapping[str, int]
    by: tuple[str, ...]
    sums: tuple[str, ...]
    hidden: frozenset[Key]


def published(store: Store) -> list[Table]:
    """The tables that were counted for the public, the first one first, each once."""
    found: dict[str, Table] = {}
    for entry, _ in store.history():
        detail = entry.detail
        if entry.action == ACTION:
            hidden = frozenset(tuple(rows) for rows in detail["hidden"])
            table = Table(detail["lists"], tuple(detail["by"]), tuple(detail["sums"]), hidden)
            found.setdefault(repr((table.lists, table.by, table.sums, sorted(hidden))), table)
    return list(found.values())


def publish(
    store: Store, lists: Sequence[str], by: Sequence[str], sums: Sequence[str], threshold: int
) -> tuple[CountTable, list[str]]:
    """A table for the public, with what the tables before it tell in view; noted in the history.

    Also gives what should be told besides. Raises StoreProblem when nothing can be hidden behind
    what was published before, or there is too much of it to be looked through.
    """
    kind, records = store.together(lists)
    now = {each.id: store.revision(each.id).number for each in store.active(lists)}
    counted = Count(records, kind, by, sums)
    before = [each for each in published(store) if each.lists.keys() & now.keys()]
    same = [
        each
        for each in before
        if all(now.get(name, number) == number for name, number in each.lists.items())
    ]
    table = counted.table()
    joint = _Joint(store, kind, [Table(now, tuple(by), tuple(sums), frozenset()), *same])
    table = joint.protected(table, threshold) if same else suppress(table, threshold)
    hidden = sorted(cell.rows for cell in (*table.cells, table.total) if cell.count is None)
    detail = {"lists": now, "audience": "public", "by": list(by), "sums": list(sums)}
    store.note(ACTION, {**detail, "threshold": threshold, "hidden": [*map(list, hidden)]}, "")
    told = []
    if len(same) < len(before):
        told.append(
            "Other public tables rest on earlier revisions of these lists: who has them sees by "
            "how many records each count has changed since, also where it is few."
        )
    return table, told


class _Joint:
    """Tables over the same records: each cell as the set of the groups of records in it.

    Groups are the records that no table tells apart. Sets are bits of whole numbers. The first
    table is the new one.
    """

    def __init__(self, store: Store, kind: Kind, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._sizes: list[int] = []
        labels: dict[str, list[list[Key | None]]] = {}
        for place, table in enumerate(tables):
            names = list(table.lists)
            parts = [store.records(name, table.lists[name]) for name in names]
            cells = iter(_cells_of(kind, parts, table))
            for name, part in zip(names, parts, strict=True):
                own = labels.setdefault(name, [[] for _ in tables])
                own[place] = [next(cells) for _ in range(part.num_rows)]
        groups: dict[tuple[Key | None, ...], int] = {}
        for every in labels.values():
            length = max(map(len, every))
            filled = [each or [None] * length for each in every]
            for said in zip(*filled, strict=True):
                groups[said] = groups.get(said, 0) + 1
        self._sizes = list(groups.values())
        self._inner: list[dict[Key, int]] = [{} for _ in tables]
        self._all: list[dict[Key, int]] = [{} for _ in tables]
        for bit, said in enumerate(groups):
            for place, rows in enumerate(said):
                if rows is not None:
                    for each in _with_margins(rows):
                        cells_of = self._all[place]
                        cells_of[each] = cells_of.get(each, 0) | 1 << bit
                    self._inner[place][rows] = self._all[place][rows]
        pairs = len(self._all[0]) * sum(map(len, self._all[1:]))
        if pairs > _MOST_PAIRS:
            raise StoreProblem(
                "too many cells were published of these records to be compared with this table; "
                "count by fewer or coarser fields."
            )

    def protected(self, table: CountTable, threshold: int) -> CountTable:
        """The new table so that it and the earlier ones do not tell too much together."""
        shown, covered = self._shown_before()
        known = {rows for rows, cell in self._all[0].items() if cell in shown}
        also = {rows for rows, cell in self._all[0].items() if cell in covered} - known
        while True:
            found = suppress(table, threshold, known=known, also=also)
            hidden = {cell.rows for cell in (*found.cells, found.total) if cell.count is None}
            further, derived = self._telling(hidden, known, shown, threshold)
            if not further and not derived:
                return found
            known |= derived
            also = (also | further) - derived

    def _shown_before(self) -> tuple[set[int], set[int]]:
        """The cells that earlier tables show, and those that they hide."""
        shown: set[int] = set()
        covered: set[int] = set()
        for table, cells in zip(self._tables[1:], self._all[1:], strict=True):
            for rows, cell in cells.items():
                (covered if rows in table.hidden else shown).add(cell)
        return shown, covered - shown

    def _telling(
        self, hidden: set[Key], known: set[Key], shown: set[int], threshold: int
    ) -> tuple[set[Key], set[Key]]:
        """Cells of the new table to hide besides, and hidden ones that earlier tables give."""
        further: set[Key] = set()
        for rows, cell in self._all[0].items():
            if rows in hidden or rows in known:
                continue
            if any(self._few(cell ^ other, threshold) for other in shown if _nested(cell, other)):
                further.add(rows)
        derived: set[Key] = set()
        for table, inner, cells in zip(
            self._tables[1:], self._inner[1:], self._all[1:], strict=True
        ):
            old = set(table.hidden)
            for rows, cell in self._all[0].items():
                parts = _parts(inner, cell)
                if parts is None:
                    continue
                secret = [part for part in parts if part in old]
                if rows in hidden and not secret:
                    derived.add(rows)
                elif (
                    rows not in hidden
                    and rows not in known
                    and self._tells(secret, inner, threshold)
                ):
                    further.add(rows)
            for rows, cell in cells.items():
                parts = _parts(self._inner[0], cell)
                if parts is None:
                    continue
                secret = [part for part in parts if part in hidden]
                if (rows in old and not secret) or (
                    rows not in old and self._tells(secret, self._inner[0], threshold)
                ):
                    further.add(self._least(parts, hidden | known | further))
        return further - hidden, derived - known

    def _few(self, cell: int, threshold: int) -> bool:
        """Whether a cell counts from one to less than the threshold."""
        return 0 < self._size(cell) < threshold

    def _tells(self, secret: Sequence[Key], inner: Mapping[Key, int], threshold: int) -> bool:
        """Whether hidden parts of a sum that is shown are too few, or too small together."""
        if not secret:
            return False
        return len(secret) < 2 or self._few(sum(inner[part] for part in secret), threshold)

    def _least(self, parts: Sequence[Key], but: set[Key]) -> Key:
        """The smallest part that can still be hidden. Raises Unprotectable where none can."""
        free = [part for part in parts if part not in but]
        if not free:
            raise Unprotectable(
                "with the tables that were published of these records before, this one would "
                "give small counts away; publish one of those again, or count by other fields."
            )
        return min(free, key=lambda part: (self._size(self._inner[0][part]), part))

    def _size(self, cell: int) -> int:
        """How many records a cell counts."""
        return sum(size for bit, size in enumerate(self._sizes) if cell >> bit & 1)


def _cells_of(kind: Kind, parts: Sequence[object], table: Table) -> list[Key]:
    """For each record of some lists the rows of the cell of a table in which it is counted."""
    import pyarrow as pa

    records = pa.concat_tables(parts, promote_options="permissive")
    return Count(records, kind, table.by, table.sums).inner_cells()


def _with_margins(rows: Key) -> set[Key]:
    """A cell of a table and every margin in which its records are counted too."""
    total = (ALL,) * len(rows)
    if len(rows) == 2:
        return {rows, (rows[0], ALL), (ALL, rows[1]), total}
    return {rows, total}


def _nested(one: int, other: int) -> bool:
    """Whether one cell has all records of the other, and they are not the same."""
    return one != other and (one & other) in (one, other)


def _parts(inner: Mapping[Key, int], whole: int) -> list[Key] | None:
    """The cells of a table whose sum is a cell of another; None where it is no such sum."""
    parts = [rows for rows, cell in inner.items() if cell & whole]
    union = 0
    for part in parts:
        union |= inner[part]
    return parts if union == whole and (len(parts) > 1 or inner[parts[0]] != whole) else None
