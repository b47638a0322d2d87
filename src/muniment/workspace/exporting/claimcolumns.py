"""A claim of the contract as columns of a table, and what changed columns say of the claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muniment.values.period import Period
from muniment.workspace.vocabulary import events

Json = dict[str, Any]
SPANS = ("counted", "place", "responsible", "addressee")
TEXTS = ("event", "class", "unit", "instrument", "symbol", "provision")
NUMBERS = ("low", "high")
COLUMNS = (*NUMBERS, "approximate", *TEXTS, *SPANS, "period", "period_text", "edtf")
"""The columns that a person may change outside; the others only tell."""
_FIXED = ("id", "kind", "passage", "found_by")
_LARGEST = 1e15


class ColumnProblem(ValueError):
    """A cell that cannot be; the message is a sentence naming the column."""


def columns_of(body: Json) -> Json:
    """What a claim says, a column a thing."""
    row: Json = {name: body.get(name) for name in (*NUMBERS, *TEXTS, "edtf")}
    row["approximate"] = bool(body.get("approximate")) if "approximate" in body else None
    row |= {name: (body.get(name) or {}).get("text") for name in SPANS}
    period = body.get("period") or {}
    row["period"], row["period_text"] = period.get("edtf"), period.get("text")
    row["said_by"] = " ← ".join(each["text"] for each in body.get("said_by") or ()) or None
    return row


def changes_between(read: Json | None, decided: Json) -> Json:
    """The fields in which a decision differs from what was read; all where nothing was."""
    before = read or {}
    return {
        name: value
        for name, value in decided.items()
        if name not in _FIXED and (name not in before or before[name] != value)
    }


def changes_in(cells: Mapping[str, Any], body: Json) -> Json:
    """What cells say otherwise than a claim: fields of the contract.

    Columns that are not there say nothing. Raises ColumnProblem on a value that cannot be.
    """
    now = columns_of(body)
    found: Json = {}
    for name in (*NUMBERS, "approximate", *TEXTS, *SPANS, "edtf"):
        if name in cells:
            value = _value(name, cells[name])
            if value != now[name] and not (value in (None, False) and not now[name]):
                found[name] = {"text": value} if name in SPANS and value is not None else value
    period = _period(cells, now)
    if period is not now:
        found["period"] = period
    return found


def _period(cells: Mapping[str, Any], now: Json) -> Json | None:
    """The period that cells tell; ``now`` itself where it is the same."""
    said = {
        name: _value(name, cells[name]) if name in cells else now[name]
        for name in ("period", "period_text")
    }
    if all(said[name] == now[name] for name in said):
        return now
    if said["period"] is None and said["period_text"] is None:
        return None
    return {"text": said["period_text"] or said["period"], "edtf": said["period"]}


def _value(name: str, cell: Any) -> Any:
    """A cell as a value of its column; None where it is empty."""
    if cell is None or cell == "":
        return None
    if name in NUMBERS:
        return _number(name, cell)
    if name == "approximate":
        return _yes(name, cell)
    text = str(cell).strip()
    if name == "event" and text not in events():
        raise ColumnProblem(f"event: “{text}” is none of {', '.join(events())}.")
    if name in ("edtf", "period"):
        try:
            Period.parse(text)
        except ValueError as error:
            raise ColumnProblem(
                f"{name}: “{text}” is no date; write 2021-03-04, 2021-03, 2021 or another EDTF."
            ) from error
    return text


def _number(name: str, cell: Any) -> int | float:
    try:
        value = float(str(cell).replace(" ", "").replace("\u00a0", ""))
    except ValueError as error:
        raise ColumnProblem(f"{name}: “{cell}” is no number.") from error
    if not abs(value) < _LARGEST:
        raise ColumnProblem(f"{name}: “{cell}” is no number that can be kept.")
    return int(value) if value == int(value) else value


def _yes(name: str, cell: Any) -> bool:
    text = str(cell).strip().casefold()
    if text in ("true", "1", "yes"):
        return True
    if text in ("false", "0", "no"):
        return False
    raise ColumnProblem(f"{name}: “{cell}” is neither true nor false.")
