"""Decisions on pairs whose records say something else today than when somebody decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.registers.objects import StoreProblem
from muniment.registers.revisions import PLACE

if TYPE_CHECKING:
    from muniment.registers.kept import Kept
    from muniment.registers.state import Decision


@dataclass(frozen=True, slots=True)
class Outdated:
    """A decision, the record of it that changed since, and in which fields; none: it is gone."""

    decision: Decision
    record: str
    fields: tuple[str, ...]

    def __str__(self) -> str:
        """A sentence that says it."""
        pair = f"{self.decision.a} and {self.decision.b}"
        changed = f"changed since ({', '.join(self.fields)})" if self.fields else "is gone since"
        return (
            f"“{self.decision.verdict}” of {pair} was decided (entry {self.decision.n}) when "
            f"{self.record} said something else: it {changed}. Look at it again."
        )


def outdated(store: Kept) -> list[Outdated]:
    """The standing decisions that rest on what a record no longer says, by pair.

    What is only written otherwise, and means the same, makes no decision outdated.
    """
    wanted: dict[tuple[str, int, int], list[tuple[Decision, str]]] = {}
    for decision in store.decisions():
        for record in (decision.a, decision.b):
            name = record.partition(":")[0]
            before = decision.rests_on.get(name)
            listed = store.state.lists.get(name)
            now = listed.current.number if listed and listed.current else None
            if before is not None and now is not None and before != now:
                wanted.setdefault((name, before, now), []).append((decision, record))
    found = []
    for (name, before, now), pairs in wanted.items():
        ids = sorted({record for _, record in pairs})
        try:
            old, new = (_said(store, name, number, ids) for number in (before, now))
        except StoreProblem:
            continue
        for decision, record in pairs:
            was, is_ = old.get(record, {}), new.get(record)
            if is_ is None:
                found.append(Outdated(decision, record, ()))
                continue
            changed = {
                each.partition(".")[0]
                for each in was.keys() | is_.keys()
                if was.get(each) != is_.get(each)
            }
            if changed:
                found.append(Outdated(decision, record, tuple(sorted(changed))))
    return sorted(found, key=lambda each: (each.decision.a, each.decision.b, each.record))


def _said(store: Kept, name: str, number: int, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What some records of a revision say, by id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    records = store.records(name, number)
    rows = records.filter(pc.is_in(records["record_id"], pa.array(ids, pa.string()))).to_pylist()
    return {
        row["record_id"]: {key: value for key, value in row.items() if key not in PLACE}
        for row in rows
    }
