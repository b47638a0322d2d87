"""Ages laid beside the days on which they were true, where a record does not say the day itself.

An age alone dates no birth. It is that of the event where the record has one; else it was true at
some time in which the events of its list lie. The ages of a list without dates are left out, since
other lists may be of other years. Where no record is dated at all, neither births nor events, ages
are held against each other as if all were of one day: how often they then agree between records of
one person is learned like everything else.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from muniment.values.period import Period

if TYPE_CHECKING:
    import pyarrow as pa

_DATED = ("event_date", "death_date", "birth_date")
_ANY_DAY = "2000-01-01"
"""On which only differences of ages rest."""
Days = tuple[datetime.date, datetime.date]


def with_days_of_ages(table: pa.Table) -> pa.Table:
    """The linkable table with ``age_on`` (EDTF) wherever an ``age`` can be dated."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not _given(table, "age"):
        return table
    nothing = pa.nulls(table.num_rows, pa.string())
    said, event = (
        table[name].combine_chunks() if _given(table, name) else nothing
        for name in ("age_on", "event_date")
    )
    days = pc.coalesce(said, event)
    open_ = pc.and_(pc.is_valid(table["age"]), pc.is_null(days))
    if pc.any(open_).as_py():
        days = pc.if_else(open_, _spans(table, days), days)
    place = table.column_names.index("age_on") if "age_on" in table.column_names else -1
    if place < 0:
        return table.append_column("age_on", days)
    return table.set_column(place, "age_on", days)


def _given(table: pa.Table, name: str) -> bool:
    return name in table.column_names and table[name].null_count < table.num_rows


def _spans(table: pa.Table, days: pa.Array) -> pa.Array:
    """For each record the time of the events of its list, null where the list has none."""
    import pyarrow as pa

    lists = table["list"].to_pylist()
    known: dict[str, list[Days]] = {}
    for name, text in zip(lists, days.to_pylist(), strict=True):
        found = _days(text) if text else None
        if found is not None:
            known.setdefault(name, []).append(found)
    if not known and not any(_given(table, name) for name in _DATED):
        return pa.array([_ANY_DAY] * table.num_rows)
    spans = {name: _span(found) for name, found in known.items()}
    return pa.array([spans.get(name) for name in lists], pa.string())


def _span(days: list[Days]) -> str:
    """The EDTF interval of some days."""
    return f"{min(first for first, _ in days)}/{max(last for _, last in days)}"


def _days(text: str) -> Days | None:
    try:
        return Period.parse(text).days
    except ValueError:
        return None
