"""Counting records by any fields: rows that add up, and intervals where a value is uncertain.

Every record stands in exactly one row: where its value is uncertain that is the row of records
"in one of several rows", so that rows add up to the total exactly. Beside the number that
certainly falls in a row stands the number that at most does. Sums of numbers (persons killed, by
incident) are intervals likewise.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.registers.groups import (
    SEVERAL,
    Dimension,
    Rows,
    dimension,
    number,
    number_keys,
    per_value,
)
from muniment.registers.objects import StoreProblem

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.kind import Field, Kind

ALL = "total"
"""The row (or column) of margins."""
_MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a number over records: ``high`` None is open; so many records do not give it."""

    low: float
    high: float | None
    without: int

    def __add__(self, other: Sum) -> Sum:
        """Both together."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Sum(self.low + other.low, high, self.without + other.without)


@dataclass(frozen=True, slots=True)
class Cell:
    """One count. ``rows`` names its row in each dimension, ``ALL`` for a margin.

    ``count`` records certainly stand here, ``most`` at most do. None: suppressed.
    """

    rows: Rows
    count: int | None
    most: int | None
    sums: Mapping[str, Sum] | None


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by one or more dimensions, with margins where there are two, and the total.

    ``suppressed`` tells how many cells were hidden because they are smaller than ``threshold``
    or would give such a one away.
    """

    dimensions: tuple[Dimension, ...]
    summed: tuple[str, ...]
    cells: tuple[Cell, ...]
    total: Cell
    threshold: int | None = None
    suppressed: int = 0

    def cell(self, rows: Rows) -> Cell:
        """A cell by its rows; raises KeyError when there is none."""
        for each in (*self.cells, self.total):
            if each.rows == rows:
                return each
        raise KeyError(rows)


class Count:
    """A count over records, which can give its table and the records of each cell."""

    def __init__(
        self, records: pa.Table, kind: Kind, by: Sequence[str], sums: Sequence[str] = ()
    ) -> None:
        """Count ``records`` of a kind by dimensions ("sex", "event_date:year", "age:0,18,60").

        Raises StoreProblem when a dimension or a field to sum is not of the kind.
        """
        self._records = records
        self.dimensions = tuple(dimension(each, kind, records) for each in by)
        self.summed = tuple(_summable(each, kind).name for each in sums)
        assigned = [each.assign(records) for each in self.dimensions]
        self._places = [places for places, _ in assigned]
        self._rows = [rows for _, rows in assigned]
        self._groups = self._grouped({field: kind.field(field) for field in self.summed})

    def table(self) -> CountTable:
        """The counts; with two dimensions also the margins of each."""
        n = len(self.dimensions)
        kept = [tuple(range(n))]
        if n == 2:
            kept += [(0,), (1,)]
        cells = [cell for keep in kept for cell in self._cells(keep)] if n else []
        (total,) = self._cells(()) if n else self._whole()
        return CountTable(self.dimensions, self.summed, tuple(cells), total)

    def inner_cells(self) -> list[tuple[str, ...]]:
        """For each record, in their order, the rows of the cell in which it is counted."""
        columns = [
            [_own(rows[place]) for place in places.to_pylist()]
            for places, rows in zip(self._places, self._rows, strict=True)
        ]
        return list(zip(*columns, strict=True)) if columns else [()] * self._records.num_rows

    def members(self, rows: Rows) -> tuple[list[str], list[str]]:
        """Ids of the records that certainly stand in a cell, and of those that may.

        ``rows`` names a row in each dimension, or ``ALL``.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        everyone = pa.array([True] * self._records.num_rows)
        sure = maybe = everyone
        for places, sets, row in zip(self._places, self._rows, rows, strict=True):
            if row == ALL:
                continue
            here = [n for n, rows_ in enumerate(sets) if _own(rows_) == row]
            near = [n for n, rows_ in enumerate(sets) if row in rows_ or _own(rows_) == row]
            sure = pc.and_(sure, pc.is_in(places, pa.array(here, pa.int32())))
            maybe = pc.and_(maybe, pc.is_in(places, pa.array(near, pa.int32())))
        ids = self._records["record_id"]
        return (
            ids.filter(sure).to_pylist(),
            ids.filter(pc.and_not(maybe, sure)).to_pylist(),
        )

    def _grouped(self, summed: Mapping[str, Field]) -> list[tuple[tuple[int, ...], int, list[Sum]]]:
        """Records with the same rows in every dimension, counted and summed once."""
        import pyarrow as pa

        columns: dict[str, Any] = {f"d{n}": places for n, places in enumerate(self._places)}
        wanted: list[tuple[str, str]] = []
        for n, (name, field) in enumerate(summed.items()):
            keys = number_keys(self._records, name)
            columns[f"low{n}"] = per_value(keys, functools.partial(_low, field=field), pa.float64())
            columns[f"high{n}"] = per_value(keys, _high, pa.float64())
            columns[f"open{n}"] = per_value(keys, lambda key: number(key) is None, pa.bool_())
            wanted += [(f"low{n}", "sum"), (f"high{n}", "sum"), (f"high{n}", "count")]
            wanted += [(f"open{n}", "sum")]
        columns["one"] = pa.array([1] * self._records.num_rows, pa.int64())
        names = [f"d{n}" for n in range(len(self._places))]
        grouped = pa.table(columns).group_by(names).aggregate([("one", "sum"), *wanted])
        found = []
        for row in grouped.to_pylist():
            sums = []
            for n in range(len(summed)):
                without = row[f"open{n}_sum"] or 0
                # Where a number has no upper end its sum has none.
                ended = row[f"high{n}_count"] + without == row["one_sum"]
                high = (row[f"high{n}_sum"] or 0.0) if ended else None
                sums.append(Sum(row[f"low{n}_sum"] or 0.0, high, without))
            found.append((tuple(row[name] for name in names), row["one_sum"] or 0, sums))
        return found

    def _whole(self) -> list[Cell]:
        """The one cell of a count by nothing."""
        count = sum(count for _, count, _ in self._groups)
        return [Cell((), count, count, self._sums([s for _, _, s in self._groups], []))]

    def _cells(self, keep: tuple[int, ...]) -> Iterator[Cell]:
        """The cells by the dimensions kept, in the order of their rows."""
        counts: dict[Rows, int] = {}
        most: dict[Rows, int] = {}
        sure: dict[Rows, list[list[Sum]]] = {}
        maybe: dict[Rows, list[list[Sum]]] = {}
        n = len(self.dimensions)
        for places, count, sums in self._groups:
            sets = [self._rows[d][places[d]] if d in keep else (ALL,) for d in range(n)]
            own = tuple(_own(rows) for rows in sets)
            counts[own] = counts.get(own, 0) + count
            sure.setdefault(own, []).append(sums)
            for rows in itertools.product(*map(_standing, sets)):
                if rows != own:
                    most[rows] = most.get(rows, 0) + count
                    maybe.setdefault(rows, []).append(sums)
            if len(counts) + len(most) > _MOST_CELLS:
                raise StoreProblem(
                    f"the count has more than {_MOST_CELLS:,} cells; count by fewer or coarser "
                    "fields."
                )
        orders = [
            {row: i for i, row in enumerate(self.dimensions[d].in_order(rows))}
            for d, rows in enumerate(zip(*{**counts, **most}, strict=True))
        ]
        every = sorted(
            {**counts, **most},
            key=lambda rows: tuple(orders[d].get(row, -1) for d, row in enumerate(rows)),
        )
        if not keep and not every:
            every = [(ALL,) * n]
        for rows in every:
            here = counts.get(rows, 0)
            sums_here = self._sums(sure.get(rows, []), maybe.get(rows, []))
            yield Cell(rows, here, here + most.get(rows, 0), sums_here)

    def _sums(self, sure: list[list[Sum]], maybe: list[list[Sum]]) -> dict[str, Sum]:
        """The sums of a cell: of what is sure, and at most also of what may be here."""
        found = {}
        for n, name in enumerate(self.summed):
            total = sum((each[n] for each in sure), Sum(0, 0, 0))
            for each in maybe:
                extra = each[n]
                low = min(extra.low, 0)
                high = extra.high if extra.high is None else max(extra.high, 0)
                total += Sum(low, high, 0)
            found[name] = total
        return found


def _own(rows: Rows) -> str:
    """The one row in which a record stands in the table."""
    return rows[0] if len(rows) == 1 else SEVERAL


def _standing(rows: Rows) -> Rows:
    """Every row of the table in which a record stands or may stand."""
    return rows if len(rows) == 1 else (*rows, SEVERAL)


def _summable(name: str, kind: Kind) -> Field:
    field = kind.by_name.get(name)
    if field is None or field.type not in ("integer", "quantity"):
        numbers = [each.name for each in kind.fields if each.type in ("integer", "quantity")]
        raise StoreProblem(
            f"“{name}” is no number of {kind.name}; numbers: {', '.join(numbers) or 'none'}."
        )
    return field


def _low(key: str | None, field: Field) -> float | None:
    """The least that a number may be: 0 where only an upper end is given and none lies below."""
    quantity = number(key)
    if quantity is None:
        return None
    low = quantity.allowed().low
    return float(low) if low is not None else float(field.minimum or 0)


def _high(key: str | None) -> float | None:
    quantity = number(key)
    if quantity is None:
        return None
    high = quantity.allowed().high
    return None if high is None else float(high)
