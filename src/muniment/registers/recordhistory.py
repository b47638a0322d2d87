"""One record through the revisions of its list: what it says, as it was written, and what changed.

This is where a status has its history: missing in the first revision, found alive since a day in
the third, with who received each and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.registers.objects import StoreProblem
from muniment.registers.revisions import PLACE

if TYPE_CHECKING:
    from muniment.registers.kept import Kept
    from muniment.registers.state import Revision

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A record in one revision that stood: ``said`` by field, ``written`` by column.

    ``changes`` gives each field that differs from the step before: before, after. ``said`` is None
    where the revision does not have the record.
    """

    revision: Revision
    row: int | None
    said: Said | None
    written: Said
    changes: dict[str, tuple[Any, Any]]


def steps(store: Kept, record: str) -> list[Step]:
    """A record in every revision of its list that stood, in the order in which they came to
    stand: one that was made to stand again is there again, and the last is the one that stands.

    Raises StoreProblem when no revision that stood has it.
    """
    name = record.partition(":")[0]
    found: list[Step] = []
    before: Said = {}
    applied = store.listed(name).applied
    rows = {
        number: (_row(store.records(name, number), record), _row(store.cells(name, number), record))
        for number in set(applied)
    }
    for number in applied:
        revision = store.revision(name, number)
        row, written = rows[number]
        said = None if row is None else {k: v for k, v in row.items() if _tells(k, v)}
        now = said or {}
        changes = {
            key: (before.get(key), now.get(key))
            for key in dict.fromkeys((*before, *now))
            if before.get(key) != now.get(key) and "." not in key
        }
        cells = {
            k: v for k, v in (written or {}).items() if v and k not in ("record_id", "cell_types")
        }
        place = None if row is None else row["row"]
        found.append(Step(revision, place, said, cells, changes))
        before = now
    if not any(step.said for step in found):
        raise StoreProblem(f"there is no record “{record}” in any revision of “{name}” that stood.")
    return found


def _tells(column: str, value: Any) -> bool:
    return value is not None and column not in PLACE


def _row(table: Any, record: str) -> Said | None:
    import pyarrow.compute as pc

    place = pc.index(table["record_id"], record).as_py()
    if place < 0:
        return None
    (row,) = table.slice(place, 1).to_pylist()
    return dict(row)
