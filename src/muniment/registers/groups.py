"""The rows of a count: in which of them a record falls, or may fall.

A dimension is a field, or something derived of it: the year or month of a date, groups of a
number. A date such as 199X or an age of "about 40" may fall in several rows; unknown and not
given are rows of their own, into which nothing else falls.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from muniment.registers.objects import StoreProblem
from muniment.values.period import Order, Period
from muniment.values.quantity import Quantity

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.kind import Field, Kind

NOT_GIVEN = "not given"
"""The row of records in which nothing was written."""
UNKNOWN = "unknown"
"""The row of records of which somebody wrote that it is not known."""
SEVERAL = "in one of several rows"
"""The row of records that may fall in more than one of the others."""
IMPOSSIBLE = "impossible date"
LAST_ROWS = (SEVERAL, UNKNOWN, "unrecognised", IMPOSSIBLE, NOT_GIVEN)
GRAINS = {"year": 4, "month": 7, "day": 10}
"""Grains of a date, with the length of their EDTF text."""
AGES = (0, 18, 60)
_NOT_COUNTED = ("position", "geometry")
_STEPS = (1, 2, 5)
_MOST_ROWS = 5_000

Rows = tuple[str, ...]
"""The rows in which a value may fall; one row: it certainly does."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What is counted by: a field (or "list"), with a grain of a date or edges of groups."""

    name: str
    column: str
    field: Field | None
    grain: str | None = None
    edges: tuple[float, ...] = ()

    def label(self, row: str, language: str = "en") -> str:
        """What a row is called: the label of a vocabulary's code, else the row itself."""
        vocabulary = self.field.vocabulary if self.field else None
        if vocabulary is None or row in LAST_ROWS:
            return row
        codes = row.split(" + ")
        known = set(vocabulary.codes)
        return " + ".join(
            vocabulary.term(code).label(language) if code in known else code for code in codes
        )

    def assign(self, records: pa.Table) -> tuple[pa.Array, list[Rows]]:
        """For each record the place of its rows in the list that is also given.

        Raises StoreProblem when a date is spread over too many rows to show.
        """
        keys = self._keys(records)
        values = keys.unique()
        sets = self._rows(values.to_pylist())
        distinct = list(dict.fromkeys(sets))
        places = {rows: place for place, rows in enumerate(distinct)}
        return _places(keys, values, [places[rows] for rows in sets]), distinct

    def in_order(self, rows: Iterable[str]) -> list[str]:
        """Rows in the order in which they are shown: as they follow, those that say least last."""
        codes = self.field.vocabulary.codes if self.field and self.field.vocabulary else ()

        def place(row: str) -> tuple[int, float, str]:
            if row in LAST_ROWS:
                return 3, LAST_ROWS.index(row), row
            if row.startswith(("before ", "after ")):
                return (0 if row.startswith("before ") else 2), 0, row
            if self.edges:
                return 1, _first_number(row), row
            return 1, codes.index(row) if row in codes else len(codes), row

        return sorted(set(rows), key=place)

    def _keys(self, records: pa.Table) -> pa.Array:
        """One text a record, equal where the value is; null where nothing was written."""
        column = records[self.column].combine_chunks()
        return number_keys(records, self.column) if self.edges else column

    def _rows(self, values: Sequence[str | None]) -> list[Rows]:
        if self.grain is not None:
            return _date_rows(values, self.grain)
        rows = self._group_rows if self.edges else _plain_rows
        return [rows(value) for value in values]

    def _group_rows(self, key: str | None) -> Rows:
        quantity = number(key)
        if quantity is None:
            return (NOT_GIVEN,) if key is None else (UNKNOWN,)
        wide = quantity.allowed()
        found = []
        for label, first, last in _groups(self.edges):
            ends_before = wide.high is not None and first is not None and wide.high < first
            begins_after = wide.low is not None and last is not None and wide.low >= last
            if not (ends_before or begins_after):
                found.append(label)
        return tuple(found)


def dimension(spec: str, kind: Kind, records: pa.Table) -> Dimension:
    """What a text such as "sex", "event_date:month" or "age:0,18,60" counts by.

    A date alone is counted by years, an age by ``AGES``, another number by steps of 1, 2, 5.
    Raises StoreProblem when the kind has no such field or it cannot be counted so.
    """
    name, _, detail = spec.partition(":")
    if name == "list":
        return Dimension(spec, "list", None)
    if name not in kind.by_name:
        raise StoreProblem(
            f"“{name}” is no field of {kind.name}; its fields: {', '.join(kind.by_name)}."
        )
    field = kind.field(name)
    if field.type in _NOT_COUNTED:
        raise StoreProblem(f"“{name}” is a {field.type}: there are no rows to count it by.")
    if field.type == "date":
        if (detail or "year") not in GRAINS:
            raise StoreProblem(f"“{spec}”: a date is counted by {', '.join(GRAINS)}.")
        return Dimension(f"{name}:{detail or 'year'}", name, field, grain=detail or "year")
    if field.type in ("integer", "quantity"):
        edges = _edges(spec, detail) if detail else _default_edges(field, records)
        return Dimension(name, name, field, edges=edges)
    if detail:
        raise StoreProblem(f"“{spec}”: {name} is a {field.type}, which is counted as it is.")
    return Dimension(name, name, field)


def number_keys(records: pa.Table, name: str) -> pa.Array:
    """The number of each record as text "low|high|approximate"; null: not given."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pa.string()
    parts = [records[f"{name}.{part}"] for part in ("low", "high", "approximate")]
    key = pc.binary_join_element_wise(
        *(pc.cast(part, text) for part in parts),
        "|",
        null_handling="replace",
        null_replacement="",
    )
    given = pc.is_valid(records[name])
    joined = pc.if_else(given, key, pa.scalar(None, text))
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def number(key: str | None) -> Quantity | None:
    """The quantity of a key; None when nothing is given or it is unknown."""
    if key is None:
        return None
    low, high, approximate = key.split("|")
    if not low and not high:
        return None
    return Quantity(_exact(low), _exact(high), approximate == "true")


def per_value(keys: pa.Array, compute: Callable[[str | None], Any], type: Any) -> pa.Array:
    """For each record what ``compute`` gives of its key, computed once a value."""
    import pyarrow as pa

    values = keys.unique()
    results = pa.array([compute(value) for value in values.to_pylist()], type)
    return results.take(_places(keys, values, range(len(values))))


def _places(keys: pa.Array, values: pa.Array, places: Sequence[int]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pa.array(places, pa.int32()).take(pc.index_in(keys, values))


def _exact(text: str) -> int | Fraction | None:
    if not text:
        return None
    value = Fraction(float(text))
    return value.numerator if value.denominator == 1 else value


def _plain_rows(value: str | None) -> Rows:
    if value is None:
        return (NOT_GIVEN,)
    return (value.replace(";", " + "),)


def _edges(spec: str, detail: str) -> tuple[float, ...]:
    try:
        edges = tuple(float(each) for each in detail.split(","))
    except ValueError:
        edges = ()
    if not edges or list(edges) != sorted(set(edges)):
        raise StoreProblem(f"“{spec}”: give the first number of each group, as in age:0,18,60.")
    return edges


def _default_edges(field: Field, records: pa.Table) -> tuple[float, ...]:
    import pyarrow.compute as pc

    if field.role == "age":
        return AGES
    largest = max(
        (pc.max(records[f"{field.name}.{part}"]).as_py() or 0 for part in ("low", "high")),
        default=0,
    )
    edges, power = [0.0], 1
    while edges[-1] < largest:
        edges += [float(step * power) for step in _STEPS if step * power <= largest]
        if edges[-1] < power:
            break
        power *= 10
        if power > largest:
            break
    return tuple(edges)


def _groups(edges: Sequence[float]) -> list[tuple[str, float | None, float | None]]:
    """Label, first number and first number of the next group; below the first edge is one too."""
    groups: list[tuple[str, float | None, float | None]] = []
    if edges[0] > 0:
        groups.append((f"<{edges[0]:g}", None, edges[0]))
    for first, last in itertools.pairwise(edges):
        whole = float(first).is_integer() and float(last).is_integer()
        label = f"{first:g}–{last - 1:g}" if whole else f"{first:g}–{last:g}"
        groups.append((f"{first:g}" if whole and last - first == 1 else label, first, last))
    groups.append((f"{edges[-1]:g}+", edges[-1], None))
    return groups


def _first_number(label: str) -> float:
    """The number with which the label of a group begins, for its place among them."""
    begins = re.match(r"\d+(?:\.\d+)?", label)
    return float(begins[0]) if begins else -1


def _date_rows(values: Sequence[str | None], grain: str) -> list[Rows]:
    """The rows of dates: those that state a grain span the table, others may fall in any of it."""
    periods = [None if value is None else _period(value) for value in values]
    sure = [_sure(period, grain) for period in periods]
    stated = sorted(row for row in sure if row is not None)
    if not stated:
        # Nothing is as precise as the grain: what is bounded spans the table.
        stated = sorted(
            day.isoformat()[: GRAINS[grain]]
            for period in periods
            if period is not None and period.days is not None
            for day in period.days
        )
    spanned = _span(stated[0], stated[-1], grain) if stated else []
    rows: list[Rows] = []
    for value, period, one in zip(values, periods, sure, strict=True):
        if value is None:
            rows.append((NOT_GIVEN,))
        elif one is not None:
            rows.append((one,))
        elif period is None or not period.has_year:
            rows.append((UNKNOWN,))
        elif period.impossible:
            rows.append((IMPOSSIBLE,))
        else:
            rows.append(_possible(period, spanned) or (UNKNOWN,))
    return rows


def _period(value: str) -> Period | None:
    try:
        return Period.parse(value)
    except ValueError:
        return None


def _sure(period: Period | None, grain: str) -> str | None:
    """The one row into which a date certainly falls."""
    if period is None or period.days is None or period.impossible:
        return None
    ends = (period.start, period.end)
    if any(point is None or point.mark for point in ends):
        return None
    first, last = (day.isoformat()[: GRAINS[grain]] for day in period.days)
    return first if first == last else None


def _span(first: str, last: str, grain: str) -> list[str]:
    """All rows from the first to the last."""
    if grain == "day":
        day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        count = (end - day).days + 1
        _check(count, grain)
        return [(day + datetime.timedelta(n)).isoformat() for n in range(count)]
    year, end_year = int(first[:4]), int(last[:4])
    if grain == "year":
        _check(end_year - year + 1, grain)
        return [f"{each:04}" for each in range(year, end_year + 1)]
    start, stop = year * 12 + int(first[5:]) - 1, end_year * 12 + int(last[5:])
    _check(stop - start, grain)
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in range(start, stop)]


def _check(rows: int, grain: str) -> None:
    if rows > _MOST_ROWS:
        raise StoreProblem(
            f"the dates span {rows} {grain}s: more than {_MOST_ROWS} rows; count by a coarser "
            "grain, or look for a wrong century."
        )


def _possible(period: Period, spanned: Sequence[str]) -> Rows:
    """The rows in which a date may fall, and before or after all of them."""
    if not spanned:
        return ()
    found = []
    for row in spanned:
        if period.compare(Period.parse(row)) not in (Order.BEFORE, Order.AFTER):
            found.append(row)
    if period.compare(_outside(spanned[0], -1)) is not Order.AFTER:
        found.insert(0, f"before {spanned[0]}")
    if period.compare(_outside(spanned[-1], 1)) is not Order.BEFORE:
        found.append(f"after {spanned[-1]}")
    return tuple(found)


def _outside(row: str, side: int) -> Period:
    """All days before (side -1) or after (side 1) a row."""
    days = Period.parse(row).days
    assert days is not None
    if side < 0:
        return Period.parse(f"../{days[0] - datetime.timedelta(1)}")
    return Period.parse(f"{days[1] + datetime.timedelta(1)}/..")
