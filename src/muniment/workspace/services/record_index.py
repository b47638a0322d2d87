"""Records of registers are made findable as their lists stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from muniment.registers.kind import Field, Kind
from muniment.values.period import Period
from muniment.workspace.models import Register, Work
from muniment.workspace.opened import opened
from muniment.workspace.register_tables import Row, Shown, is_key_open, shown
from muniment.workspace.sealed_registers import registers
from muniment.workspace.search.records import PARTED, RecordRow, forget_records, index_records
from muniment.workspace.working import work

_BATCH = 5_000
_EVENTS = {
    "missing_person": "missing",
    "casualty": "casualty",
    "detained_person": "detained",
    "damaged_site": "destroyed",
    "hazard_area": "contaminated",
    "extraction_site": "exploited",
}
"""What happened to what a kind of record is about, in the words of claims."""
_PLACES = ("event_place", "residence", "birth_place")
_ROLES = (*_PLACES, "event_date")


@work("register-index")
def index(mine: Work, order: dict[str, Any]) -> str:
    """Make the records of a list findable as they stand now; none where it counts no more.

    In many small transactions: others work on meanwhile. Done again when it was interrupted.
    """
    register = Register.objects.select_related("collection").get(list=order["list"])
    number = index_list(register)
    if not number:
        return f"The records of “{register.list}” are found no more."
    return f"{number:,} records can be found."


def index_list(register: Register) -> int:
    """Make the records of a list findable as they stand now; how many, 0 where it counts no
    more."""
    store = registers()
    listed = store.state.lists.get(register.list)
    if listed is None or not listed.active:
        forget_records(register.list)
        return 0
    return index_records(register.collection, register.list, rows(shown(store, register.list)))


def rows(list_: Shown) -> Iterator[RecordRow]:
    """The records of a list as a search finds them."""
    kind, hidden, key_open = list_.kind, list_.hidden, is_key_open(list_)
    word = opened().sealer.word
    restricted = [each.name for each in kind.fields if each.name in hidden and _is_words(each.type)]
    texts = [each.name for each in kind.fields if each.name not in hidden and _is_words(each.type)]
    columns = list_.columns()
    told = {each.name for each in (*columns, *filter(None, map(kind.by_role.get, _ROLES)))}
    read = ["record_id", *dict.fromkeys((*texts, *restricted, *told))]
    for start in range(0, list_.size, _BATCH):
        for row in list_.rows(range(start, min(start + _BATCH, list_.size)), read):
            record = row["record_id"]
            key = record.partition(":")[2] if key_open else word(record)
            yield RecordRow(
                key=key,
                label=_label(list_.revision.list, columns, row, key if key_open else ""),
                texts=[row[name] for name in texts if row[name]],
                restricted=[row[name] for name in restricted if row[name]],
                event=_EVENTS.get(kind.name, ""),
                place=_place(kind, row, hidden),
                years=_years(kind, row, hidden),
            )


def _is_words(type_: str) -> bool:
    return type_ in ("name", "text", "identifier", "place")


def _label(list_id: str, columns: Sequence[Field], row: Row, key: str) -> str:
    """What everybody with the right to read may see of a record."""
    said = [str(row[each.name]) for each in columns if row.get(each.name)]
    return PARTED.join([f"{list_id} {key}".strip(), *said[:4]])


def _place(kind: Kind, row: Row, hidden: frozenset[str]) -> str:
    for role in _PLACES:
        field = kind.by_role.get(role)
        if field is not None and field.name not in hidden and row.get(field.name):
            return str(row[field.name])
    return ""


def _years(kind: Kind, row: Row, hidden: frozenset[str]) -> tuple[int | None, int | None]:
    """The years in which what a record is about happened."""
    field = kind.by_role.get("event_date")
    if field is None or field.name in hidden or not row.get(field.name):
        return None, None
    try:
        days = Period.parse(str(row[field.name])).days
    except ValueError:
        return None, None
    return (days[0].year, days[1].year) if days else (None, None)
