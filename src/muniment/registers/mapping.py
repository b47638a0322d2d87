"""Mappings: which columns of a list fill which fields of a kind; shown, saved and checked again.

A mapping is guessed (``guessing``), looked at and mended by a person, kept as TOML with the list,
and used for its next revision, of which it is told first what has changed among the columns.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from muniment.registers.folding import fold
from muniment.registers.kind import PARTS, Kind

Order = Literal["dmy", "mdy", "ymd"]
By = Literal["header", "content", "person"]
_ALIKE = 0.8


class MappingError(ValueError):
    """A mapping that is not as it must be, or that does not fit a list; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field's values come from.

    ``columns``: the first of these that has something in a row gives the value. ``parts``: columns
    that hold a part of it each (``kind.PARTS``), used in rows where none of ``columns`` has
    anything. ``confidence`` is 0 to 1 and, with ``because``, only for people to look at. ``order``
    settles 03/04/1993, ``decimal`` 1,234 and ``system`` the reference system of coordinates,
    where people know; ``words`` says what words of this list mean in a vocabulary.
    """

    columns: tuple[str, ...] = ()
    parts: AnyMapping[str, str] = field(default_factory=dict)
    confidence: float = 1.0
    because: str = "a person said so"
    by: By = "person"
    order: Order | None = None
    decimal: Literal[".", ","] | None = None
    system: str | None = None
    words: AnyMapping[str, str] = field(default_factory=dict)

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column that it uses, the whole ones first."""
        return (*self.columns, *self.parts.values())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A column that might fill a field, with too little certainty to do so unasked."""

    column: str
    field: str
    confidence: float
    because: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Columns of a wide table that are turned: each filled cell of theirs becomes a record.

    ``rows`` are labels, in the column ``label``, of rows that tell of these columns, such as the
    day of sampling of each. What the turned sheet's own columns are called says ``turning``.
    """

    columns: tuple[str, ...]
    rows: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of a list fill the fields of a kind.

    ``columns`` are all columns of the list as they stood; those that no field uses are kept
    verbatim and are ``unused``. ``key`` is the column whose values tell the records of the list
    apart, None where there is none. ``sheets`` names the sheets that are imported; None means all
    that have these columns. ``turn`` says which columns of a wide table are turned before
    (``columns`` are then those of the turned sheet). ``fold`` says that rows with one key are the
    statuses of one case. ``kind_confidence`` is 1 where a person chose
    the kind.
    """

    kind: str
    columns: tuple[str, ...]
    fields: AnyMapping[str, Source]
    key: str | None = None
    sheets: tuple[str, ...] | None = None
    kind_confidence: float = 1.0
    kind_because: str = "a person said so"
    suggestions: tuple[Suggestion, ...] = ()
    turn: Turn | None = None
    fold: bool = False

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that fill no field, in their order."""
        used = {column for source in self.fields.values() for column in source.all_columns}
        return tuple(column for column in self.columns if column not in used)

    def with_field(self, name: str, source: Source) -> Mapping:
        """The mapping with a field filled otherwise; other fields give up its columns."""
        taken = set(source.all_columns)
        fields = {
            other: kept
            for other, each in self.fields.items()
            if other != name and (kept := _without(each, taken)).all_columns
        }
        return replace(self, fields={**fields, name: source})

    def to_toml(self) -> str:
        """The mapping as text to be saved and mended by hand; ``from_toml`` reads it."""
        lines = [
            "# How the columns of a list fill the fields of a kind of record. To mend it, change a",
            "# column's name or add a field; confidence and because are only notes.",
            f"kind = {_string(self.kind)}",
        ]
        if self.kind_confidence < 1:
            lines.append(f"# kind guessed ({self.kind_confidence:.2f}): {_line(self.kind_because)}")
        if self.key is not None:
            lines.append(f"key = {_string(self.key)}")
        if self.fold:
            lines += ["# Rows with one key are the statuses of one case.", "fold = true"]
        if self.sheets is not None:
            lines.append(f"sheets = {_strings(self.sheets)}")
        if self.turn is not None:
            lines += _turn_lines(self.turn)
        lines += ["columns = [", *(f"  {_string(column)}," for column in self.columns), "]"]
        if self.unused:
            lines.append("# Kept verbatim, in no field: " + _line(", ".join(self.unused)))
        for each in self.suggestions:
            lines.append(
                f"# Perhaps {_line(each.column)} = {each.field} "
                f"({each.confidence:.2f}): {_line(each.because)}"
            )
        for name, source in self.fields.items():
            lines += ["", f"[fields.{name}]", *_source_lines(source)]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_toml(cls, text: str) -> Mapping:
        """The mapping that a saved text holds. Raises MappingError with what is wrong in it."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise MappingError(f"The mapping is no valid TOML: {error}.") from error
        return _from_table(table)

    def check(self, kind: Kind) -> None:
        """Raise MappingError where it speaks of fields or parts that a kind does not have."""
        if kind.name != self.kind:
            raise MappingError(f"The mapping is for “{self.kind}”, not for “{kind.name}”.")
        for name, source in self.fields.items():
            if name not in kind.by_name:
                near = difflib.get_close_matches(name, kind.by_name, n=1)
                hint = f" Is “{near[0]}” meant?" if near else ""
                raise MappingError(f"The kind “{kind.name}” has no field “{name}”.{hint}")
            allowed = PARTS.get(kind.by_name[name].type, ())
            for part in source.parts:
                if part not in allowed:
                    known = ", ".join(allowed) or "none"
                    raise MappingError(
                        f"The field “{name}” has no part “{part}”; its parts are: {known}."
                    )


@dataclass(frozen=True, slots=True)
class ColumnChanges:
    """How the columns of a list differ from those that a mapping was made for.

    ``renamed`` gives the new name for an old one, where they are nearly the same.
    ``lost_fields`` are the fields that would get no value any more.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: AnyMapping[str, str] = field(default_factory=dict)
    lost_fields: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True where there is any difference."""
        return bool(self.added or self.gone or self.renamed)

    def sentences(self) -> list[str]:
        """What to tell, one sentence each."""
        told = [f"the column “{old}” is now called “{new}”" for old, new in self.renamed.items()]
        told += [f"the column “{name}” is gone" for name in self.gone]
        told += [
            f"the column “{name}” is new; it is kept verbatim and fills no field until the mapping "
            "says so"
            for name in self.added
        ]
        told += [f"the field “{name}” gets no values any more" for name in self.lost_fields]
        return told


def fit(mapping: Mapping, columns: Sequence[str]) -> tuple[Mapping, ColumnChanges]:
    """A saved mapping for a list's columns as they are today, and how they have changed.

    A column that is gone is taken to be a new one only where that is nearly spelled the same and
    nothing else is.
    """
    gone = [name for name in mapping.columns if name not in columns]
    added = [name for name in columns if name not in mapping.columns]
    renamed: dict[str, str] = {}
    for old in gone:
        new = _renamed(old, [name for name in added if name not in renamed.values()])
        if new is not None:
            renamed[old] = new
    fields: dict[str, Source] = {}
    lost: list[str] = []
    here = set(columns)
    for name, source in mapping.fields.items():
        kept = replace(
            source,
            columns=tuple(
                now for each in source.columns if (now := renamed.get(each, each)) in here
            ),
            parts={
                part: now
                for part, each in source.parts.items()
                if (now := renamed.get(each, each)) in here
            },
        )
        if kept.all_columns:
            fields[name] = kept
        else:
            lost.append(name)
    key = renamed.get(mapping.key, mapping.key) if mapping.key is not None else None
    fitted = replace(
        mapping,
        columns=tuple(columns),
        fields=fields,
        key=key if key in here else None,
        suggestions=(),
    )
    changes = ColumnChanges(
        added=tuple(name for name in added if name not in renamed.values()),
        gone=tuple(name for name in gone if name not in renamed),
        renamed=renamed,
        lost_fields=tuple(lost),
    )
    return fitted, changes


def _renamed(old: str, new: Sequence[str]) -> str | None:
    same = [name for name in new if fold(name) == fold(old)]
    if len(same) == 1:
        return same[0]
    alike = [
        name
        for name in new
        if difflib.SequenceMatcher(None, fold(old), fold(name)).ratio() >= _ALIKE
    ]
    return alike[0] if len(alike) == 1 else None


def _without(source: Source, columns: set[str]) -> Source:
    return replace(
        source,
        columns=tuple(column for column in source.columns if column not in columns),
        parts={part: column for part, column in source.parts.items() if column not in columns},
    )


def _turn_lines(turn: Turn) -> Iterable[str]:
    """One line, so that it may stand before tables."""
    inner = f"columns = {_strings(turn.columns)}"
    if turn.rows:
        inner += f", rows = {_strings(turn.rows)}"
    if turn.label is not None:
        inner += f", label = {_string(turn.label)}"
    yield "# A wide table: each filled cell of these columns is a record."
    yield f"turn = {{ {inner} }}"


def _source_lines(source: Source) -> Iterable[str]:
    if len(source.columns) == 1:
        yield f"column = {_string(source.columns[0])}"
    elif source.columns:
        yield f"columns = {_strings(source.columns)}"
    if source.parts:
        inner = ", ".join(f"{part} = {_string(name)}" for part, name in source.parts.items())
        yield f"parts = {{ {inner} }}"
    for key, value in (
        ("order", source.order),
        ("decimal", source.decimal),
        ("system", source.system),
    ):
        if value is not None:
            yield f"{key} = {_string(value)}"
    if source.words:
        inner = ", ".join(f"{_string(w)} = {_string(code)}" for w, code in source.words.items())
        yield f"words = {{ {inner} }}"
    yield f"confidence = {source.confidence:.2f}"
    yield f"because = {_string(source.because)}"
    yield f"by = {_string(source.by)}"


def _string(text: str) -> str:
    """A basic string of TOML; JSON's escapes are among its own, but DEL is not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _strings(texts: Iterable[str]) -> str:
    return "[" + ", ".join(_string(text) for text in texts) + "]"


def _line(text: str) -> str:
    """A text that can stand in a comment."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


_TOP = {"kind", "key", "sheets", "columns", "fields", "turn", "fold"}
_KEYS = {
    *("column", "columns", "parts", "order", "decimal", "system", "words"),
    *("confidence", "because", "by"),
}


def _from_table(table: dict[str, Any]) -> Mapping:
    for name in table:
        if name not in _TOP:
            raise MappingError(f"The mapping has a key “{name}” that means nothing; remove it.")
    kind = table.get("kind")
    if not isinstance(kind, str):
        raise MappingError('The mapping does not say of what kind the list is: kind = "…".')
    fields = table.get("fields", {})
    if not isinstance(fields, dict):
        raise MappingError("The mapping's fields must be tables: [fields.given_name].")
    key = table.get("key")
    if key is not None and not isinstance(key, str):
        raise MappingError('The mapping\'s key must be the name of a column: key = "…".')
    fold = table.get("fold", False)
    if not isinstance(fold, bool) or (fold and key is None):
        raise MappingError("The mapping's fold must be true or false, and needs a key.")
    columns = _texts(table.get("columns", []), "columns")
    return Mapping(
        kind=kind,
        columns=columns,
        fields={name: _source(name, each) for name, each in fields.items()},
        key=key,
        sheets=_texts(table["sheets"], "sheets") if "sheets" in table else None,
        turn=_turn(table["turn"]) if "turn" in table else None,
        fold=fold,
    )


def _turn(table: Any) -> Turn:
    if not isinstance(table, dict) or table.keys() - {"columns", "rows", "label"}:
        raise MappingError("The mapping's turn has columns, and rows with the column label.")
    columns, label = _texts(table.get("columns", []), "turn.columns"), table.get("label")
    rows = _texts(table.get("rows", []), "turn.rows")
    if not columns or not isinstance(label, str | None) or (rows and label is None):
        raise MappingError("The mapping's turn needs columns; for rows also label, a column.")
    return Turn(columns, rows, label)


def _source(name: str, table: Any) -> Source:
    where = f"fields.{name}"
    if isinstance(table, str):
        return Source(columns=(table,))
    if not isinstance(table, dict):
        raise MappingError(f'The mapping\'s {where} must name a column: column = "…".')
    for key in table:
        if key not in _KEYS:
            raise MappingError(f"The mapping's {where} has a key “{key}” that means nothing.")
    column = table.get("column")
    columns = _texts(table.get("columns", [] if column is None else [column]), where)
    parts = _words(table.get("parts", {}), f"{where}.parts")
    if not columns and not parts:
        raise MappingError(f'The mapping\'s {where} names no column: column = "…".')
    by, confidence = table.get("by", "person"), table.get("confidence", 1.0)
    if by not in get_args(By) or not isinstance(confidence, int | float):
        raise MappingError(f"The mapping's {where} must have a number as confidence.")
    order = table.get("order")
    if order is not None and order not in get_args(Order):
        raise MappingError(f"The mapping's {where}.order must be dmy, mdy or ymd, not “{order}”.")
    decimal = table.get("decimal")
    if decimal not in (None, ".", ","):
        raise MappingError(f"The mapping's {where}.decimal must be “.” or “,”.")
    system = table.get("system")
    return Source(
        columns=columns,
        parts=parts,
        confidence=float(confidence),
        because=str(table.get("because", "a person said so")),
        by=by,
        order=order,
        decimal=decimal,
        system=None if system is None else str(system),
        words=_words(table.get("words", {}), f"{where}.words"),
    )


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise MappingError(f"The mapping's {where} must be a list of column names.")
    return tuple(value)


def _words(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise MappingError(f"The mapping's {where} must be a table of texts.")
    return dict(value)
