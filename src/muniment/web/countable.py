"""What records of a list can be counted by: none of what is restricted, whose rows are names."""

from __future__ import annotations

from collections.abc import Iterable

from muniment.registers.kind import Field, Kind

MOST = 2
_GROUPED = ("date", "choice", "choices", "boolean", "integer", "place", "text")
_AGES = "0,18,60"


def countable(kind: Kind) -> list[tuple[str, Field]]:
    """By what records can be counted, each with its field."""
    found = []
    for field in kind.fields:
        if field.sensitivity == "restricted" or field.type not in _GROUPED:
            continue
        name = field.name
        if field.type == "date":
            name += ":year"
        elif field.role == "age":
            name += f":{_AGES}"
        found.append((name, field))
    return found


def chosen(asked: Iterable[str], kind: Kind, *, public: bool = False) -> list[str]:
    """What of what was asked for can be counted by; for the ``public`` no internal words."""
    known = dict(countable(kind))
    return [
        each
        for each in dict.fromkeys(asked)
        if each in known and (not public or _publishable(known[each]))
    ][:MOST]


def _publishable(field: Field) -> bool:
    return field.sensitivity == "public" or field.type not in ("place", "text")
