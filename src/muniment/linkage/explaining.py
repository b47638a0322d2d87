"""Why two records are taken as one person, or not: field by field, as a running total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.linkage.decisions import Decision

if TYPE_CHECKING:
    import pyarrow as pa

_LEVEL, _WEIGHT = "level.", "weight."
_TOGETHER = "what fields say together"


@dataclass(frozen=True, slots=True)
class Step:
    """One field: its values, how they agree, its weight (log2) and the total up to it."""

    field: str
    left: str
    right: str
    level: str
    weight: float
    total: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons of one pair, strongest first.

    ``scored`` is false when the pair was not worth comparing or nearly certainly differs;
    ``prior`` and ``weight`` are log2 odds, ``probability`` that of the records by themselves,
    ``together`` the share of draws in which they are one, which knows the other records too.
    """

    a: str
    b: str
    scored: bool
    prior: float
    steps: tuple[Step, ...]
    weight: float
    probability: float
    together: float
    one: bool
    decision: Decision | None
    changes: tuple[str, ...]


def explain(
    records: pa.Table, pairs: pa.Table, a: str, b: str, decision: Decision | None = None
) -> Explanation:
    """Why ``a`` and ``b`` are one person or not, by ``Linked.records`` and ``Linked.pairs``.

    Raises KeyError with the id of a record that is not there.
    """
    import pyarrow.compute as pc

    a, b = sorted((a, b))
    rows = {}
    for name in (a, b):
        place = pc.index(records["record_id"], name).as_py()
        if place < 0:
            raise KeyError(name)
        rows[name] = records.slice(place, 1).to_pylist()[0]
    one = rows[a]["entity"] == rows[b]["entity"]
    found = pairs.filter(pc.and_(pc.equal(pairs["a"], a), pc.equal(pairs["b"], b))).to_pylist()
    if not found:
        return Explanation(a, b, False, 0.0, (), 0.0, 0.0, float(one), one, decision, ())
    pair = found[0]
    parts = []
    for column in pairs.column_names:
        if column.startswith(_LEVEL):
            name = column.removeprefix(_LEVEL)
            left, right = (_text(rows[each], name) for each in (a, b))
            level = pair[column] or "not given by both"
            parts.append((name, left, right, level, float(pair[_WEIGHT + name])))
    if abs(pair["together"]) >= 0.05:
        level = (
            "related people often agree so" if pair["together"] < 0 else "agrees more than apart"
        )
        parts.append((_TOGETHER, "", "", level, float(pair["together"])))
    parts.sort(key=lambda part: -abs(part[4]))
    total, steps = float(pair["prior"]), []
    for name, left, right, level, weight in parts:
        total += weight
        steps.append(Step(name, left, right, level, weight, total))
    return Explanation(
        a,
        b,
        True,
        float(pair["prior"]),
        tuple(steps),
        float(pair["weight"]),
        float(pair["probability"]),
        float(pair["together_in"]),
        one,
        decision,
        _changes(steps, float(pair["weight"])),
    )


def _changes(steps: Sequence[Step], weight: float) -> tuple[str, ...]:
    """What would turn the answer: fields whose weight alone decides it, and what is missing."""
    found = []
    for step in steps:
        if step.field != _TOGETHER and (weight > 0) != (weight - step.weight > 0):
            way = "apart" if weight > 0 else "one person"
            found.append(f"without {step.field} ({step.weight:+.1f}) they would be {way}")
    missing = [step.field for step in steps if step.level == "not given by both"]
    if missing and abs(weight) < 10:
        found.append(f"to know more: {', '.join(missing)}")
    return tuple(found)


def _text(row: dict[str, object], name: str) -> str:
    if name == "position":
        place = [row.get("latitude"), row.get("longitude")]
        return "" if None in place else f"{place[0]}, {place[1]}"
    value = row.get(name)
    return "" if value is None else str(value)
