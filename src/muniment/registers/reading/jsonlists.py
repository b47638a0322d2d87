"""JSON: lists of objects, JSON lines, GeoJSON, FollowTheMoney, KoboToolbox's and ODK's answers.

Objects inside objects become columns "outer/inner"; lists of plain values are joined by "; ";
lists of objects (repeat groups) become sheets of their own, whose rows name the row they belong to.
Numbers keep the digits that they are written with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from muniment.registers.reading.encoding import look_at
from muniment.registers.reading.limits import MAX_COLUMNS, MAX_DEPTH, MAX_DOCUMENT
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.raw import RawSheet
from muniment.registers.reading.xmlsheets import records_sheet

PARENT_ROW = "_parent_index"
"""The column of a repeat group's sheet that gives the row of the record it belongs to."""
_HOLDERS = (
    "results",
    "features",
    "records",
    "data",
    "rows",
    "submissions",
    "value",
    "items",
    "entities",
)
_MOST_BAD = 1000


class _Figure(str):
    """A number with the digits that it is written with."""

    __slots__ = ()


class _Doubled(dict[str, Any]):
    """An object in which a name stood twice; the later ones are marked."""


def read_json(path: Path, file: str) -> Iterator[RawSheet]:
    """The sheets of a JSON file: the list of objects, and one sheet a repeat group.

    Raises UnreadableList when it is no JSON, or holds no list of objects.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise UnreadableList(file, f"is JSON of more than {MAX_DOCUMENT:,} bytes; save it as CSV.")
    problems: list[Problem] = []
    text = "".join(look_at(path, file).lines())
    try:
        records = _records(text, file, problems)
        sheets = _Sheets(file)
        for number, record in enumerate(records, start=1):
            sheets.add(record, number)
    except RecursionError as error:
        raise UnreadableList(file, f"nests more than {MAX_DEPTH} deep.") from error
    yield from sheets.finish(problems)


def _records(text: str, file: str, problems: list[Problem]) -> list[dict[str, Any]]:
    try:
        document = _load(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].rstrip().endswith("}"):
            return _json_lines(text, file, problems)
        raise UnreadableList(
            file,
            f"is damaged JSON (line {error.lineno}, column {error.colno}: {error.msg}); get "
            "another copy of it.",
        ) from error
    return _listed(document, file)


def _load(text: str) -> Any:
    return json.loads(text, parse_float=_Figure, parse_int=_Figure, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled()
    for name, value in pairs:
        free = name
        while free in doubled:
            free += " (again)"
        doubled[free] = value
    return doubled


def _json_lines(text: str, file: str, problems: list[Problem]) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = _load(line)
            if not isinstance(value, dict):
                raise TypeError
        except (json.JSONDecodeError, TypeError):
            if len(problems) > _MOST_BAD:
                raise UnreadableList(file, "is neither JSON nor JSON lines.") from None
            reason = "the line is no JSON object and is left out"
            problems.append(
                Problem(file, reason, row=number, value=line.strip()[:500], refused=True)
            )
            continue
        records.append(value)
    return _entities(records)


def _listed(document: Any, file: str) -> list[dict[str, Any]]:
    """The list of objects in a document."""
    if isinstance(document, list):
        if document and all(isinstance(each, list) for each in document):
            return _from_rows([str_of(name) for name in document[0]], document[1:])
        objects = [each for each in document if isinstance(each, dict)]
        if objects and len(objects) == len(document):
            return _entities(objects)
        if not document:
            raise UnreadableList(file, "is an empty JSON list; there is nothing to import.")
        raise UnreadableList(file, "is JSON, but no list of objects; save it as CSV.")
    if isinstance(document, dict):
        columns, data = document.get("columns"), document.get("data")
        if isinstance(columns, list) and isinstance(data, list):
            rows = [row for row in data if isinstance(row, list)]
            if rows and len(rows) == len(data):
                return _from_rows([str_of(name) for name in columns], rows)
        lists = {
            name: value
            for name, value in document.items()
            if isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
        }
        for name in (*_HOLDERS, *lists):
            if name in lists:
                return _entities(lists[name])
        if document and all(isinstance(each, dict) for each in document.values()):
            return _entities([{"key": name, **each} for name, each in document.items()])
        if document and not any(isinstance(each, list | dict) for each in document.values()):
            return [document]
    raise UnreadableList(file, "is JSON, but holds no list of objects; save it as CSV.")


def _from_rows(names: list[str], rows: list[list[Any]]) -> list[dict[str, Any]]:
    records = []
    for row in rows:
        extra = [f"column {place + 1}" for place in range(len(names), len(row))]
        records.append(dict(zip([*names, *extra], row, strict=False)))
    return records


def _entities(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """GeoJSON features with their properties and positions as fields, as are FtM entities."""
    if not records or not all("properties" in record for record in records[:20]):
        return records
    return [_entity(record) for record in records]


def _entity(record: dict[str, Any]) -> dict[str, Any]:
    properties = record.get("properties")
    if not isinstance(properties, dict):
        return record
    flat = {
        name: value
        for name, value in record.items()
        if name not in ("properties", "geometry") and not (name == "type" and value == "Feature")
    }
    flat |= properties
    geometry = record.get("geometry")
    if isinstance(geometry, dict):
        place = geometry.get("coordinates")
        if geometry.get("type") == "Point" and isinstance(place, list) and len(place) > 1:
            flat |= {"longitude": place[0], "latitude": place[1]}
        else:
            flat["geometry"] = _Figure(_dumped(geometry))
    return flat


class _Sheets:
    """Objects made flat, a row each; repeat groups gather in sheets of their own."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows: dict[str, list[dict[str, str]]] = {"": []}
        self._types: dict[str, list[dict[str, str]]] = {"": []}
        self._doubled = 0

    def add(self, record: dict[str, Any], number: int) -> None:
        """Take in an object as the next row."""
        self._add("", record, number, {})

    def _add(self, sheet: str, record: dict[str, Any], number: int, first: dict[str, str]) -> None:
        row, types = dict(first), dict.fromkeys(first, "n")
        rows = self._rows.setdefault(sheet, [])
        rows.append(row)
        self._types.setdefault(sheet, []).append(types)
        self._flatten(sheet, record, "", row, types, len(rows), 0)
        if len(row) > MAX_COLUMNS:
            raise UnreadableList(self._file, f"has an object of more than {MAX_COLUMNS:,} fields.")

    def _flatten(
        self,
        sheet: str,
        record: dict[str, Any],
        prefix: str,
        row: dict[str, str],
        types: dict[str, str],
        number: int,
        depth: int,
    ) -> None:
        if depth > MAX_DEPTH:
            raise RecursionError
        self._doubled += isinstance(record, _Doubled)
        for name, value in record.items():
            full = f"{prefix}{name}"
            if isinstance(value, dict):
                self._flatten(sheet, value, f"{full}/", row, types, number, depth + 1)
            elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
                child = f"{sheet}/{full}" if sheet else full
                for each in value:
                    inner = each if isinstance(each, dict) else {"value": each}
                    self._add(child, inner, 0, {PARENT_ROW: str(number)})
            else:
                row[full], types[full] = str_of(value), _letter(value)

    def finish(self, problems: list[Problem]) -> Iterator[RawSheet]:
        """The sheets; problems of the file go to the first."""
        if self._doubled:
            reason = (
                f"{self._doubled:,} objects give a name twice; the second value is kept under the "
                "name with “(again)”"
            )
            problems.append(Problem(self._file, reason, severity="warning"))
        for name, rows in self._rows.items():
            parent = None if not name else (name.rpartition("/")[0] or "the list")
            sheet = records_sheet(name or None, rows, types=self._types[name], parent=parent)
            if not name:
                sheet.problems += problems
                sheet.refused = sum(problem.refused for problem in problems)
            yield sheet


def str_of(value: Any) -> str:
    """A JSON value as the text of a cell; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return "; ".join(str_of(each) for each in value)
    return _dumped(value)


def _dumped(value: Any) -> str:
    """A value as JSON, its numbers as they were written."""
    if isinstance(value, _Figure):
        return str(value)
    if isinstance(value, dict):
        inner = (
            f"{json.dumps(key, ensure_ascii=False)}: {_dumped(each)}" for key, each in value.items()
        )
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_dumped, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _letter(value: Any) -> str:
    if value is None or value == "":
        return " "
    if isinstance(value, _Figure):
        return "n"
    return "b" if isinstance(value, bool) else "t"
