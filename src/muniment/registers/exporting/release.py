"""What of a register may leave, and for whom.

For the public: fields that the kind calls public, and positions that it calls internal, moved to
the middle of a cell of a tenth of a degree (about 11 km) with the uncertainty that this makes. No
record keeps its id, its list or its row, nor its place among the others: they are sorted by what is
left of them. Of people, dates become years, and what so few records
have in common that it points to a person is taken out of them until every combination that is
left stands at least ``threshold`` times (k-anonymity by local suppression: Sweeney, International
Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10, 2002).

For internal use: public and internal fields. Restricted: all. Both need a stated purpose, which
the store's history keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from muniment.registers.kind import Field, Kind
from muniment.registers.suppression import THRESHOLD

if TYPE_CHECKING:
    import pyarrow as pa

Audience = Literal["public", "internal", "restricted"]
AUDIENCES: tuple[str, ...] = get_args(Audience)
GRID = 0.1
"""Degrees of the cells to which positions are coarsened."""
_METRES_A_DEGREE = 111_320
_STEPS = tuple(float(n * 10**power) for power in (4, 5, 6, 7) for n in (1, 2, 5))
"""Uncertainties that are published, in metres."""
_NAMES = ("given_name", "family_name", "full_name", "father_name", "alias")


@dataclass(frozen=True, slots=True)
class Release:
    """What leaves: the fields with their columns in ``table``, and what was taken out, in words."""

    kind: Kind
    audience: Audience
    fields: tuple[Field, ...]
    table: pa.Table
    left_out: tuple[str, ...]


def about_people(kind: Kind) -> bool:
    """Whether the records of a kind are persons: it has a name of one among its roles."""
    return any(role in kind.by_role for role in _NAMES)


def release(
    records: pa.Table, kind: Kind, audience: Audience, *, threshold: int = THRESHOLD
) -> Release:
    """What of these records may leave for an audience."""
    from muniment.registers.records import field_columns

    allowed = {
        "public": ("public",),
        "internal": ("public", "internal"),
        "restricted": ("public", "internal", "restricted"),
    }[audience]
    public = audience == "public"
    fields, left_out = [], []
    for field in kind.fields:
        coarse = public and field.type == "position" and field.sensitivity == "internal"
        if field.sensitivity in allowed or coarse:
            fields.append(field)
    gone = [field for field in kind.fields if field not in fields]
    for level in ("internal", "restricted"):
        names = [field.name for field in gone if field.sensitivity == level]
        if names:
            left_out.append(f"{level} fields: {', '.join(names)}.")
    columns: dict[str, Any] = {}
    if not public:
        columns["record"] = record_names(records)
        columns["list"] = records["list"]
    for field in fields:
        for name, type_ in field_columns(field).items():
            columns[name] = _column(records, name, type_)
    if public:
        left_out += _coarsen(columns, fields)
        if about_people(kind):
            left_out += _generalise(columns, fields)
            left_out += _hide_rare(columns, fields, records.num_rows, threshold)
        left_out.append("record ids, lists, rows and their order: records are numbered anew.")
        columns = _numbered_anew(columns, records.num_rows)
    import pyarrow as pa

    return Release(kind, audience, tuple(fields), pa.table(columns), tuple(left_out))


def record_names(records: pa.Table) -> pa.Array:
    """What records are called outside: by key or row, and list where there are several."""
    import pyarrow.compute as pc

    ids = records["record_id"].combine_chunks()
    lists = pc.unique(records["list"]).to_pylist()
    return pc.utf8_slice_codeunits(ids, len(lists[0]) + 1) if len(lists) == 1 else ids


def _column(records: pa.Table, name: str, type_: Any) -> pa.Array:
    import pyarrow as pa

    if name in records.column_names:
        return records[name].combine_chunks()
    return pa.nulls(records.num_rows, type_)


def _numbered_anew(columns: dict[str, Any], rows: int) -> dict[str, Any]:
    """The records that are kept, sorted by what they say, with the numbers of this order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = columns.pop("kept", None)
    table = pa.table({**columns, " ": pa.nulls(rows)})
    if kept is not None:
        table = table.take(kept)
    if columns:
        order = pc.sort_indices(table, [(name, "ascending") for name in columns])
        table = table.take(order)
    numbers = pa.array([str(n) for n in range(1, table.num_rows + 1)], pa.string())
    sorted_ = {name: table[name].combine_chunks() for name in columns}
    return {"record": numbers, **sorted_}


def _generalise(columns: dict[str, Any], fields: list[Field]) -> list[str]:
    """Dates of people become years."""
    from muniment.registers.groups import per_value

    dates = [field.name for field in fields if field.type == "date"]
    for name in dates:
        columns[name] = per_value(columns[name], _year, columns[name].type)
    return [f"days and months of dates: {', '.join(dates)}."] if dates else []


def _year(edtf: str | None) -> str | None:
    """The year of a date that lies in one, the years of an interval, else what it says."""
    from muniment.values.period import Period

    if edtf is None:
        return None
    try:
        days = Period.parse(edtf).days
    except ValueError:
        return None
    if days is None:
        return "XXXX"
    first, last = days
    mark = edtf[-1] if edtf[-1] in "?~%" else ""
    if first.year == last.year:
        return f"{first.year:04}{mark}"
    return f"{first.year:04}/{last.year:04}"


def _hide_rare(
    columns: dict[str, Any], fields: list[Field], rows: int, threshold: int
) -> list[str]:
    """Empty fields in records that too few share a combination with, the most telling first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [field.name for field in fields]
    told = []
    left = list(names)
    while True:
        rare = _rare(columns, names, rows, threshold)
        count = pc.sum(rare).as_py() or 0
        if not count or not left:
            break
        telling = max(left, key=lambda name: pc.count_distinct(columns[name]).as_py())
        left.remove(telling)
        emptied = pc.sum(pc.and_(rare, pc.is_valid(columns[telling]))).as_py() or 0
        for name in [each for each in columns if each.split(".")[0] == telling]:
            none = pa.scalar(None, columns[name].type)
            columns[name] = pc.if_else(rare, none, columns[name])
        if emptied:
            told.append(f"{telling} of {emptied} records: fewer than {threshold} had it in common.")
    if count:
        columns["kept"] = pc.indices_nonzero(pc.invert(rare))
        told.append(f"{count} records that share what is left with fewer than {threshold}.")
    return told


def _rare(columns: dict[str, Any], names: list[str], rows: int, threshold: int) -> Any:
    """For each record whether its combination stands fewer than ``threshold`` times."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [pc.fill_null(columns[name], "\x00") for name in names]
    if not texts:
        return pa.array([0 < rows < threshold] * rows, pa.bool_())
    keys = pc.binary_join_element_wise(*texts, "\x1f") if len(texts) > 1 else texts[0]
    counts = pc.value_counts(keys)
    few = counts.field("values").filter(pc.less(counts.field("counts"), threshold))
    return pc.is_in(keys, few)


def _widened(metres: Any) -> float:
    """The uncertainty with that of the cell, in steps: to the metre it would tell records apart."""
    wide = (metres or 0.0) + GRID * _METRES_A_DEGREE / 2**0.5
    return next((step for step in _STEPS if step >= wide), _STEPS[-1])


def _coarsen(columns: dict[str, Any], fields: list[Field]) -> list[str]:
    """Positions become the middle of their cell; what was entered goes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from muniment.registers.groups import per_value

    names = [field.name for field in fields if field.type == "position"]
    for name in names:
        for part in ("lat", "lon"):
            cells = pc.floor(pc.divide(columns[f"{name}.{part}"], GRID))
            columns[f"{name}.{part}"] = pc.round(pc.multiply(pc.add(cells, 0.5), GRID), 6)
        given = pc.fill_null(columns[f"{name}.uncertainty_m"], 0.0)
        there = pc.is_valid(columns[f"{name}.lat"])
        wide = per_value(given, _widened, pa.float64())
        columns[f"{name}.uncertainty_m"] = pc.if_else(there, wide, pa.scalar(None, pa.float64()))
        text = pc.binary_join_element_wise(
            pc.cast(columns[f"{name}.lat"], pa.string()),
            pc.cast(columns[f"{name}.lon"], pa.string()),
            ", ",
        )
        columns[name] = text
    grid = f"to cells of {GRID:g} degree"
    return [f"exact positions, coarsened {grid}: {', '.join(names)}."] if names else []
