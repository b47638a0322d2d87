"""Linkage of what a store of registers keeps: its lists in, kept runs of it and open pairs out.

The command line imports this before it knows whether the extra ``link`` is installed: what needs
it is imported by the functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.linkage.things import Thing, Unlinkable

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.decisions import Decision
    from muniment.linkage.linking import Linked
    from muniment.linkage.review import Question
    from muniment.registers.kept import Kept
    from muniment.registers.runs import Run

WHAT = "link"
"""What the store calls a run of linkage."""


def standing(store: Kept) -> list[Decision]:
    """The decisions that stand."""
    from muniment.linkage.decisions import Decision

    return [
        Decision(each.a, each.b, each.verdict, each.who, each.at, each.reason)  # type: ignore[arg-type]
        for each in store.decisions()
    ]


def linked_of(kept: Run) -> Linked:
    """What a run found, read again."""
    from muniment.linkage.linking import kept as read

    return read({name: kept.table(name) for name in kept.tables}, kept.document("linked"))


def last_run(store: Kept) -> Run | None:
    """The run of linkage that was made last, or None."""
    runs = [each for each in store.runs() if each.entry.what == WHAT]
    return max(runs, key=lambda each: each.entry.n) if runs else None


def open_pairs(store: Kept, kept: Run, *, warned: bool = False) -> tuple[list[Question], int]:
    """The pairs of a run to ask people about, the most telling first, and how many are left out.

    With ``warned`` only those that the run warns of. What has a record of a file, and not of a
    list of the store, cannot be decided on and is left out.
    """
    from muniment.linkage.conflicts import conflicts
    from muniment.linkage.review import gains, questions, warnings

    linked, decided = linked_of(kept), standing(store)
    if warned:
        found = warnings(conflicts(linked.records, linked.pairs), decided)
    else:
        gain = gains(linked.pairs, linked.records["record_id"], linked.sample)
        found = questions(linked.pairs, gain, decided)
    decidable = [
        each
        for each in found
        if all(record.partition(":")[0] in kept.entry.rests_on for record in (each.a, each.b))
    ]
    return decidable, len(found) - len(decidable)


def check_telling(table: pa.Table, about: Thing) -> None:
    """Raise Unlinkable where no record of a linkable table says anything."""
    from muniment.linkage.fields import roles

    if not table.num_rows:
        raise Unlinkable("there is no record in these lists: nothing is counted.")
    known = {role.name for role in roles()} | {"latitude", "age"}
    told = [name for name in table.column_names if name in known]
    if all(table[name].null_count == table.num_rows for name in told):
        raise Unlinkable(
            f"none of the {table.num_rows:,} records says anything by which one {about.one} could "
            f"be told from another: how many {about.many} they are cannot be told."
        )
