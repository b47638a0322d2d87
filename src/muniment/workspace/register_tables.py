"""Lists as pages show them: records by their addresses, masked, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.registers.kind import Field, Kind
from muniment.registers.mapping import Mapping as ListMapping
from muniment.registers.objects import StoreProblem
from muniment.registers.records import field_columns
from muniment.registers.state import Revision
from muniment.registers.store import Store
from muniment.workspace.opened import opened
from muniment.workspace.sealing import is_mark
from muniment.workspace.services.looking import MASK, masked, restricted_fields

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
_OPEN_COLUMNS = 6
_BESIDES = ("record_number", "source_date", "age_on")
_REF_LENGTH = 100
_MOST_MARKS = 4
# By the digests of files, which never change.
_KEYS: dict[tuple[str, str], bool] = {}
_MARKS: dict[str, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as it stands: its revision, its kind, and what of it is open."""

    store: Store
    revision: Revision
    kind: Kind

    @property
    def hidden(self) -> frozenset[str]:
        """The restricted fields."""
        return restricted_fields(self.kind)

    @property
    def size(self) -> int:
        """How many records it has."""
        return int(self.revision.counts["records"])

    def mapping(self) -> ListMapping:
        """How its columns fill the fields."""
        return ListMapping.from_toml(self.store.mapping(self.revision.list, self.revision.number))

    def column(self, name: str) -> pa.ChunkedArray:
        """One column of its records."""
        return self.store.objects.table(self.revision.records, [name])[name]

    def rows(self, places: Sequence[int], columns: Sequence[str] | None = None) -> list[Row]:
        """The records at some places, whole or in some columns."""
        import pyarrow as pa

        table = self.store.objects.table(self.revision.records)
        if columns is not None:
            table = table.select([each for each in columns if each in table.column_names])
        rows: list[Row] = table.take(pa.array(list(places), pa.int64())).to_pylist()
        return rows

    def columns(self) -> list[Field]:
        """The open fields that say something, those first by which records are told apart."""
        table = self.store.objects.table(self.revision.records)
        told = [
            each
            for each in self.kind.fields
            if each.sensitivity != "restricted"
            and each.name not in _BESIDES
            and table[each.name].null_count < table.num_rows
        ]
        titles = [each for each in told if each.name in self.kind.title]
        return [*titles, *(each for each in told if each not in titles)][:_OPEN_COLUMNS]


def shown(store: Store, list_id: str) -> Shown:
    """A list as it stands. Raises StoreProblem when no revision of it does."""
    revision = store.revision(list_id)
    return Shown(store, revision, store.kind(revision.kind))


def title(kind: Kind, row: Mapping[str, Any], hidden: Iterable[str] = ()) -> str:
    """The words by which a record is shown, masked where they are hidden."""
    said = masked({name: row.get(name) for name in kind.title}, hidden)
    words = dict.fromkeys(str(each) for each in said.values() if each)
    return " ".join(words)


def places(list_: Shown, words: str, field: str = "") -> Sequence[int]:
    """Where the records stand that say some words in an open field, or in any that is shown."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not words:
        return range(list_.size)
    open_ = [each.name for each in list_.kind.fields if each.name not in list_.hidden]
    asked = [field] if field in open_ else [each.name for each in list_.columns()]
    if field not in open_ and "record_number" in open_:
        asked.append("record_number")
    found: Any = None
    for name in asked:
        column = pc.cast(list_.column(name), pa.string())
        here = pc.fill_null(pc.match_substring(column, words, ignore_case=True), False)
        found = here if found is None else pc.or_(found, here)
    if found is None:
        return []
    matching: list[int] = pc.indices_nonzero(found).to_pylist()
    return matching


# Addresses. Where the key of a list gives people away, a mark stands for it.


def ref_of(list_: Shown, record: str) -> str:
    """The part of a record's address that stands for it in its list."""
    key = record.partition(":")[2]
    if is_key_open(list_) and len(key) <= _REF_LENGTH:
        return key
    return opened().sealer.word(record)


def record_of(list_: Shown, ref: str) -> str:
    """The id of the record at an address. Raises StoreProblem when there is none."""
    import pyarrow.compute as pc

    record = f"{list_.revision.list}:{ref}"
    if is_key_open(list_) and pc.index(list_.column("record_id"), record).as_py() >= 0:
        return record
    found = _by_mark(list_).get(ref) if is_mark(ref) else None
    if found is None:
        raise StoreProblem(f"There is no such record in “{list_.revision.list}” as it stands.")
    return found


def is_key_open(list_: Shown) -> bool:
    """Whether what tells the records of a list apart gives nobody away."""
    known = list_.revision.mapping, list_.kind.name
    if known not in _KEYS:
        key = list_.revision.key
        fields = [n for n, source in list_.mapping().fields.items() if key in source.all_columns]
        _KEYS[known] = key is None or (bool(fields) and list_.hidden.isdisjoint(fields))
    return _KEYS[known]


def _by_mark(list_: Shown) -> dict[str, str]:
    """The records of a list by the marks in their addresses."""
    digest = list_.revision.records
    if digest not in _MARKS:
        while len(_MARKS) >= _MOST_MARKS:
            _MARKS.pop(next(iter(_MARKS)))
        word = opened().sealer.word
        _MARKS[digest] = {word(each): each for each in list_.column("record_id").to_pylist()}
    return _MARKS[digest]


@dataclass(frozen=True, slots=True)
class Said:
    """One field of a record for people: its label, what is understood, what was written."""

    field: Field
    value: str
    written: str
    hidden: bool


def said(
    list_: Shown, row: Row, cells: Row, hidden: Iterable[str], language: str = "en"
) -> tuple[list[Said], Row]:
    """The fields of a record beside what was written, and the cells that fill none.

    Cells that fill a hidden field are masked with it, and so is every cell that fills no field:
    nobody has said what it holds.
    """
    names = frozenset(hidden)
    mapping = list_.mapping()
    found: list[Said] = []
    used: set[str] = set()
    for field in list_.kind.fields:
        source = mapping.fields.get(field.name)
        columns = source.all_columns if source else ()
        used.update(columns)
        written = " · ".join(str(cells[each]) for each in columns if cells.get(each))
        value = value_of(field, row, language)
        if not value and not written:
            continue
        closed = field.name in names
        found.append(
            Said(
                field,
                MASK if closed and value else value,
                MASK if closed and written else written,
                closed,
            )
        )
    rest = {
        name: MASK if names else value
        for name, value in cells.items()
        if value and name not in used and name not in ("record_id", "cell_types")
    }
    return found, rest


def value_of(field: Field, row: Mapping[str, Any], language: str = "en") -> str:
    """A value as people read it: a choice by its label, a number with its bounds."""
    value = row.get(field.name)
    if value is None:
        return ""
    if field.vocabulary is not None:
        codes = {term.code: term.label(language) for term in field.vocabulary.terms}
        return ", ".join(codes.get(each, each) for each in str(value).split(";"))
    unit = row.get(f"{field.name}.unit") if f"{field.name}.unit" in field_columns(field) else None
    return f"{value} {unit}" if unit and str(unit) not in str(value) else str(value)
