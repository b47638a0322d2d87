"""What two public exports of one list tell together that neither tells alone.

Who has an earlier file and a later one sees what was added, taken away and changed between them.
Where that is of fewer records than the threshold it may point to a person whom everybody knows to
have been found in the meantime. It cannot be hidden in the later file, and so it is told to the
person who exports.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from muniment.registers.exporting.release import Release, about_people, release
from muniment.registers.objects import StoreProblem

if TYPE_CHECKING:
    from muniment.registers.kind import Kind
    from muniment.registers.store import Store


def earlier(store: Store, lists: tuple[str, ...]) -> dict[str, int] | None:
    """The revisions of the last public export of these lists, if others stand by now."""
    now = {each: store.revision(each).number for each in lists}
    for entry, _ in reversed(store.history()):
        detail = entry.detail
        if entry.action == "export" and detail.get("audience") == "public":
            revisions: dict[str, int] = detail["lists"]
            if set(revisions) == set(lists):
                return revisions if revisions != now else None
    return None


def told_by_both(
    store: Store, lists: tuple[str, ...], kind: Kind, now: Release, threshold: int
) -> list[str]:
    """What to say where fewer records than the threshold changed since the last public export."""
    import pyarrow as pa

    revisions = earlier(store, lists)
    if revisions is None or not about_people(kind):
        return []
    try:
        parts = [store.records(each, number) for each, number in revisions.items()]
    except StoreProblem:
        return []
    records = pa.concat_tables(parts, promote_options="permissive")
    old, new = _said(release(records, kind, "public", threshold=threshold)), _said(now)
    few = sum(0 < abs(new[said] - old[said]) < threshold for said in old.keys() | new.keys())
    if not few:
        return []
    return [
        f"a warning: who also has the last public export of this list can tell of {few} "
        f"combinations that fewer than {threshold} records were added to or taken from them "
        "since. Publish again when more has changed, or publish counts."
    ]


def _said(release: Release) -> Counter[str]:
    """How many records say the same, by what they say."""
    names = [name for name in release.table.column_names if name != "record"]
    return Counter(repr(tuple(row.values())) for row in release.table.select(names).to_pylist())
