"""Files that come back: CSV, a ZIP of them, XLSX, JSON or GeoJSON, as rows of tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.registers.formulas import restore
from muniment.registers.reading.excel import read_excel
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.package import Package
from muniment.workspace.exporting.gathering import known_fields

Row = dict[str, Any]
TABLES = ("claims", "findings", "sources")
"""The tables that can change something here when they come back."""
LARGEST = 60_000_000
MOST_ROWS = 50_000
_ZIP = b"PK\x03\x04"
_STRUCTURED = ("changes",)
_LONGEST_CELL = 1_000_000


class ReturnProblem(ValueError):
    """A file that cannot come back; the message is a sentence."""


@dataclass(slots=True)
class Returned:
    """The rows of a file by table, each with its number there, and what was not understood."""

    rows: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.rows.values()))


def read_returned(path: Path, name: str) -> Returned:
    """The rows of a file. Raises ReturnProblem where it holds no table that left here."""
    if path.stat().st_size > LARGEST:
        raise ReturnProblem(f"A file that comes back may have {LARGEST // 1_000_000} MB at most.")
    with path.open("rb") as stream:
        start = stream.read(4)
    try:
        returned = _packed(path, name) if start == _ZIP else _plain(path.read_bytes())
    except UnreadableList as error:
        raise ReturnProblem(f"The file {error.problem}") from error
    except (UnicodeDecodeError, csv.Error, ValueError, RecursionError) as error:
        raise ReturnProblem(
            "The file is neither CSV in UTF-8, XLSX, JSON nor GeoJSON as left here."
        ) from error
    if not returned.count:
        raise ReturnProblem("There is no row of claims, findings or sources in this file.")
    if returned.count > MOST_ROWS:
        raise ReturnProblem(f"A file that comes back may have {MOST_ROWS:,} rows; divide it.")
    return returned


def _packed(path: Path, name: str) -> Returned:
    """A ZIP of CSV files, or a workbook."""
    returned = Returned()
    with Package(path, name) as package:
        if "xl/workbook.xml" in package.parts:
            problems: list[Problem] = []
            for sheet in read_excel(package, name, problems):
                lines: list[tuple[int, list[str]]] = []
                for batch in sheet.batches:
                    values = batch.values or [{} for _ in batch.shown]
                    for number, shown, typed in zip(
                        batch.numbers, batch.shown, values, strict=True
                    ):
                        lines.append(
                            (number, [typed.get(at, text) for at, text in enumerate(shown)])
                        )
                    if len(lines) > MOST_ROWS + 1:
                        raise ReturnProblem(f"A sheet may have {MOST_ROWS:,} rows; divide it.")
                _take(returned, sheet.name or "", lines)
            return returned
        for part in sorted(package.parts):
            if part.endswith(".csv") and "/" not in part:
                text = package.read(part, LARGEST).decode("utf-8-sig")
                _take(returned, part.removesuffix(".csv"), _lines(text))
    return returned


def _plain(content: bytes) -> Returned:
    text = content.decode("utf-8-sig")
    returned = Returned()
    if text.lstrip().startswith("{"):
        kept = json.loads(text)
        if kept.get("type") == "FeatureCollection":
            kept = {"claims": _properties(kept.get("features"))}
        for table in TABLES:
            rows = kept.get(table, [])
            if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
                raise ReturnProblem(f"“{table}” is no list of objects.")
            returned.rows[table] = [
                (number, _checked(row)) for number, row in enumerate(rows, start=1)
            ]
        return returned
    _take(returned, "", _lines(text))
    return returned


def _properties(features: Any) -> list[Any]:
    """The claims of a GeoJSON file, without what was added of their places."""
    known = known_fields()["claims"]
    rows = [each.get("properties") for each in features] if _are_objects(features) else [None]
    return [
        {k: v for k, v in row.items() if k in known} if isinstance(row, dict) else row
        for row in rows
    ]


def _are_objects(said: Any) -> bool:
    return isinstance(said, list) and all(isinstance(each, dict) for each in said)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV, by comma, semicolon or tab, as its first line shows."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [
        (number, [restore(cell) for cell in cells])
        for number, cells in enumerate(reader, start=1)
        if any(cells)
    ]


def _take(returned: Returned, name: str, lines: list[tuple[int, list[str]]]) -> None:
    """Take in lines of cells as rows of the table whose columns they have."""
    if not lines:
        return
    heads = [cell.strip() for cell in lines[0][1]]
    table = name if name in TABLES else _table_of(heads) if name not in known_fields() else None
    if table is None:
        return
    if unknown := [each for each in heads if each and each not in known_fields()[table]]:
        returned.told.append(f"{table}: the columns {', '.join(unknown[:20])} are not read.")
    rows = returned.rows.setdefault(table, [])
    for number, cells in lines[1:]:
        row = dict(zip(heads, cells, strict=False))
        rows.append(
            (number, _checked({k: v for k, v in row.items() if k in known_fields()[table]}))
        )


def _table_of(heads: Iterable[str]) -> str | None:
    """The table that a file without a name of its own is."""
    has = set(heads)
    marks = {"claims": {"kind", "start"}, "findings": {"code", "level"}, "sources": {"sensitivity"}}
    return next((table for table, mark in marks.items() if mark <= has and "key" in has), None)


def _checked(row: Row) -> Row:
    """A row with its structured columns opened; texts are trimmed of nothing."""
    opened = dict(row)
    for name in _STRUCTURED:
        if isinstance(value := opened.get(name), str):
            try:
                opened[name] = json.loads(value) if value.strip() else None
            except (ValueError, RecursionError):
                opened[name] = value
    return opened
