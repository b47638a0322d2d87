"""Clusters that contradict themselves, for a person to look at. Nothing is parted because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from muniment.values.period import Order, Period

if TYPE_CHECKING:
    import pyarrow as pa

_YEARS = 2
"""By how many years two records of one person may differ and not be worth a warning."""
_RARE = 0.01
"""A list of which but for one fewer records than this share are repeated repeats nobody."""
_ENOUGH = 20
_UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Conflict:
    """What speaks against a cluster: its kind, the records concerned, and a sentence."""

    kind: str
    entity: str
    records: tuple[str, ...]
    sentence: str


def conflicts(records: pa.Table, pairs: pa.Table) -> list[Conflict]:
    """What speaks against clusters of ``Linked.records``, given its ``pairs``."""
    clusters = _clusters(records)
    unlikely = _unlikely(pairs)
    free = _without_repeats(records, clusters)
    found: list[Conflict] = []
    for entity, rows in clusters.items():
        found += _sexes(entity, rows)
        found += _years(entity, rows)
        found += _deaths(entity, rows)
        found += _repeats(entity, rows, free)
        found += _bridges(entity, rows, unlikely)
    return found


Row = dict[str, Any]


def _clusters(records: pa.Table) -> dict[str, list[Row]]:
    """The rows of the clusters of two records or more."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counts = pc.value_counts(records["entity"])
    names = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    several = records.filter(pc.is_in(records["entity"], value_set=names))
    wanted = ("record_id", "list", "entity", "sex", "birth_date", "death_date", "event_date")
    columns = [name for name in wanted if name in several.column_names]
    clusters: dict[str, list[Row]] = {}
    for row in pa.table(several.select(columns)).to_pylist():
        clusters.setdefault(row["entity"], []).append(row)
    return clusters


def _sexes(entity: str, rows: Sequence[Row]) -> Iterator[Conflict]:
    told = {
        each.get("sex"): each["record_id"] for each in rows if each.get("sex") in ("male", "female")
    }
    if len(told) > 1:
        male, female = told["male"], told["female"]
        text = f"{male} is a man and {female} a woman, but they are taken as one person."
        yield Conflict("sex", entity, (male, female), text)


def _years(entity: str, rows: Sequence[Row]) -> Iterator[Conflict]:
    told = []
    for each in rows:
        period = _period(each.get("birth_date"))
        if period is None or period.days is None:
            continue
        first, last = (day.year for day in period.days)
        words = f"{first}" if first == last else f"{first}–{last}"
        # "About 1980" and "perhaps 1980" may be a year before and a year after.
        spare = 1 if any(end is not None and end.mark for end in (period.start, period.end)) else 0
        told.append((first - spare, last + spare, each["record_id"], words))
    if not told:
        return
    early, late = min(told, key=lambda each: each[1]), max(told, key=lambda each: each[0])
    if late[0] - early[1] > _YEARS:
        text = (
            f"{early[2]} was born in {early[3]} and {late[2]} in {late[3]}, but they are taken as "
            "one person."
        )
        yield Conflict("birth year", entity, (early[2], late[2]), text)


def _deaths(entity: str, rows: Sequence[Row]) -> Iterator[Conflict]:
    deaths = [(_period(each.get("death_date")), each["record_id"]) for each in rows]
    seen = [(_period(each.get("event_date")), each["record_id"]) for each in rows]
    for death, one in deaths:
        for day, other in seen:
            if death is None or day is None or one == other:
                continue
            if death.compare(day) is Order.BEFORE:
                text = (
                    f"{one} died ({death.edtf}) before {other} was last seen ({day.edtf}), but "
                    "they are taken as one person."
                )
                yield Conflict("death", entity, (one, other), text)
                return


def _repeats(entity: str, rows: Sequence[Row], free: set[str]) -> Iterator[Conflict]:
    ordered = sorted((each["list"], each["record_id"]) for each in rows)
    for (one_list, one), (other_list, other) in pairwise(ordered):
        if one_list == other_list and one_list in free:
            text = (
                f"{one} and {other} are of one list, which otherwise repeats next to nothing, "
                "but they are taken as one."
            )
            yield Conflict("repeated in a list", entity, (one, other), text)
            return


def _bridges(
    entity: str, rows: Sequence[Row], unlikely: dict[tuple[str, str], float]
) -> Iterator[Conflict]:
    names = sorted(each["record_id"] for each in rows)
    if len(names) < 3:
        return
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            chance = unlikely.get((one, other))
            if chance is not None:
                text = (
                    f"{one} and {other} are one only through other records: by themselves "
                    f"the chance is {chance:.1%}."
                )
                yield Conflict("bridge", entity, (one, other), text)
                return


def _unlikely(pairs: pa.Table) -> dict[tuple[str, str], float]:
    import pyarrow.compute as pc

    few = pairs.select(["a", "b", "probability"]).filter(pc.less(pairs["probability"], _UNLIKELY))
    return {
        (a, b): chance
        for a, b, chance in zip(*(each.to_pylist() for each in few.columns), strict=True)
    }


def _without_repeats(records: pa.Table, clusters: dict[str, list[Row]]) -> set[str]:
    import pyarrow.compute as pc

    counts = pc.value_counts(records["list"]).to_pylist()
    repeated: dict[str, int] = {}
    for rows in clusters.values():
        lists = [each["list"] for each in rows]
        for name in set(lists):
            repeated[name] = repeated.get(name, 0) + (lists.count(name) > 1)
    return {
        each["values"]
        for each in counts
        if each["counts"] >= _ENOUGH
        and repeated.get(each["values"], 0) - 1 < _RARE * each["counts"]
    }


def _period(text: str | None) -> Period | None:
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        return None
