"""Why two records are taken as one person, or not: field by field, as a running total."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from muniment.linkage.decisions import Decision

if TYPE_CHECKING:
    import pyarrow as pa

_LEVEL, _WEIGHT = "level.", "weight."
_TOGETHER = "together"
_RARE = 2
"""From which step of rareness on a value is called rare: each is several times rarer."""
_STEPPED = re.compile(r"(.*) (\d+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One field: its values, how they agree, its weight (log2) and the total up to it.

    ``field`` and ``level`` are in words, ``role`` and ``outcome`` as the model has them: a column
    of the linkable table ("together" for what fields say together), and a level of it.
    """

    field: str
    left: str
    right: str
    level: str
    weight: float
    total: float
    role: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons of one pair, strongest first, and last what the fields say together.

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

    Raises KeyError with the id of a record that is not there, ValueError for a record with itself.
    """
    import pyarrow.compute as pc

    if a == b:
        raise ValueError(f"{a}: two records are compared, not one with itself.")

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
            parts.append((name, left, right, pair[column], float(pair[_WEIGHT + name])))
    parts.sort(key=lambda part: -abs(part[4]))
    total, steps = float(pair["prior"]), []
    for name, left, right, level, weight in parts:
        total += weight
        words = level_words(level)
        steps.append(Step(_plain(name), left, right, words, weight, total, name, level))
    together = float(pair["together"])
    if abs(together) >= 0.05:
        words = _words()["together_less" if together < 0 else "together_more"]
        total += together
        steps.append(Step(_words()["together"], "", "", words, together, total, _TOGETHER, None))
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


def level_words(level: str | None) -> str:
    """How values agree, in words: a level as the pairs have it, None for what is not given."""
    if level is None:
        return str(_words()["missing"])
    known: dict[str, str] = _words()["levels"]
    stepped = _STEPPED.fullmatch(level)
    name, step = (stepped[1], int(stepped[2])) if stepped else (level, 0)
    return known.get(name, name).format(rare=_words()["rare"] if step >= _RARE else "")


def before_words() -> str:
    """What the odds before any field is seen are called."""
    return str(_words()["before"])


@functools.cache
def _words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("levels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _changes(steps: Sequence[Step], weight: float) -> tuple[str, ...]:
    """What would turn the answer: fields whose weight alone decides it, and what is missing."""
    found = []
    for step in steps:
        if step.role != _TOGETHER and (weight > 0) != (weight - step.weight > 0):
            way = "two" if weight > 0 else "one"
            found.append(f"without the {step.field} ({step.weight:+.1f}) they would be {way}")
    missing = [step.field for step in steps if step.role != _TOGETHER and step.outcome is None]
    if missing and abs(weight) < 10:
        found.append(f"to know more of: {', '.join(missing)} would help")
    return tuple(found)


def _plain(role: str) -> str:
    return role.replace("_", " ")


def _text(row: dict[str, object], name: str) -> str:
    if name == "position":
        place = [row.get("latitude"), row.get("longitude")]
        return "" if None in place else f"{place[0]}, {place[1]}"
    value = row.get(name)
    return "" if value is None else str(value)
