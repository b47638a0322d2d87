"""What the fields of a claim may hold, whoever sends them: a form, a program, or a file."""

from __future__ import annotations

import math
from typing import Any

Json = dict[str, Any]
OURS = frozenset(("id", "passage", "found_by"))
"""Fields that say which claim it is, where it stands and who found it: never sent."""
NUMBERS = ("low", "high")
PLACES = ("start", "end")
SPANS = ("counted", "number", "period", "place", "responsible")
"""Fields that point to words of the text."""
LARGEST = 1e15
LONGEST, LONGEST_EVENT, DEEPEST, MOST = 2_000, 20, 5, 100


def shaped(fields: Json) -> Json:
    """The fields. Raises ValueError, as a sentence, where one holds what it cannot."""
    for name, value in fields.items():
        if name in OURS:
            raise ValueError(f"“{name}” is not sent with a claim.")
        _plain(name, value, 0)
        if name in NUMBERS and not (value is None or _number(value)):
            raise ValueError(f"“{name}” must be a number, or nothing.")
        if name in PLACES and (not isinstance(value, int) or isinstance(value, bool)):
            raise ValueError(f"“{name}” must be a whole number.")
        if name == "approximate" and not isinstance(value, bool):
            raise ValueError("“approximate” must be true or false.")
        if name == "event" and not (
            value is None or (isinstance(value, str) and len(value) <= LONGEST_EVENT)
        ):
            raise ValueError("“event” must be one of the events of claims.")
        if name in SPANS and not _span(value):
            raise ValueError(f"“{name}” must have its words as text, or be nothing.")
    return fields


def searched(claim: Json, sealed: bool) -> dict[str, Any]:
    """The columns of a claim that searches and comparisons use; no number of what is sealed."""
    return {
        "event": claim.get("event") or "",
        "low": None if sealed else claim.get("low"),
        "high": None if sealed else claim.get("high"),
        "approximate": bool(claim.get("approximate")),
    }


def _number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST


def _span(value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, dict):
        return False
    return all(isinstance(value.get(each, ""), str | None) for each in ("text", "edtf"))


def _plain(name: str, value: object, depth: int) -> None:
    """Refuse what no database or page could hold."""
    if depth > DEEPEST:
        raise ValueError(f"“{name}” is nested too deeply.")
    if isinstance(value, str):
        if len(value) > LONGEST or "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError(f"“{name}” is no text of {LONGEST} characters at most.")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"“{name}” must be a number that ends.")
    elif isinstance(value, list | tuple | dict):
        if len(value) > MOST:
            raise ValueError(f"“{name}” has more than {MOST} parts.")
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for each in parts:
            _plain(name, each, depth + 1)
