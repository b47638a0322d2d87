"""HTML tables, which many systems save under the name of a spreadsheet."""

from __future__ import annotations

import email
import email.policy
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from muniment.registers.reading.encoding import look_at
from muniment.registers.reading.limits import MAX_CELL, MAX_COLUMNS, MAX_DOCUMENT, MAX_ROWS
from muniment.registers.reading.model import UnreadableList
from muniment.registers.reading.raw import BATCH, Batch, RawSheet

_SPACED = {"br", "p", "div", "li"}
_ASIDE = {"script", "style", "head"}
_PIECE = 1 << 16


def read_web_tables(path: Path, file: str) -> Iterator[RawSheet]:
    """Each table of an HTML page as a sheet, numbered where there are several.

    Rows are those of the table, counted from 1. Raises UnreadableList when there is none.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise UnreadableList(
            file, f"is a page of more than {MAX_DOCUMENT:,} bytes; save it as CSV."
        )
    target: Any = _Tables(file)
    parser = etree.HTMLParser(target=target, huge_tree=True)
    text = _page(path, file)
    try:
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE])
        parser.close()
    except etree.XMLSyntaxError as error:
        raise UnreadableList(file, "is a damaged HTML page; save it as XLSX or CSV.") from error
    tables = [rows for rows in target.tables if any(any(map(str.strip, row)) for row, _ in rows)]
    if not tables:
        raise UnreadableList(file, "is an HTML page without a table; there is nothing to import.")
    for number, rows in enumerate(tables, start=1):
        yield _sheet(rows, f"table {number}" if len(tables) > 1 else None)


def _page(path: Path, file: str) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.lstrip()[:13].lower() == b"mime-version:":
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                content = part.get_content()
                return content if isinstance(content, str) else ""
        raise UnreadableList(file, "is a web archive without a page; save it as XLSX.")
    return "".join(look_at(path, file).lines())


def _sheet(rows: list[tuple[list[str], list[tuple[int, int, int]]]], name: str | None) -> RawSheet:
    texts = [row for row, _ in rows]
    spread = [
        (number, number + high - 1, left, left + wide - 1)
        for number, (_, spans) in enumerate(rows, start=1)
        for left, wide, high in spans
    ]
    counter = itertools.count(1)
    batches = (
        Batch([next(counter) for _ in piece], piece)
        for piece in (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))
    )
    return RawSheet(name, batches, spread=spread)


class _Table:
    """A table under way: rows, and the cells of earlier rows that reach into later ones."""

    def __init__(self) -> None:
        self.rows: list[tuple[list[str], list[tuple[int, int, int]]]] = []
        self.row: list[str] = []
        self.spans: list[tuple[int, int, int]] = []
        self.reaching: dict[int, int] = {}
        self.cell: list[str] | None = None
        self.wide = self.high = 1
        self.in_row = False


class _Tables:
    """Takes an HTML page's elements and text, and gathers its tables, inner ones by themselves."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.tables: list[list[tuple[list[str], list[tuple[int, int, int]]]]] = []
        self._open: list[_Table] = []
        self._aside = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in _ASIDE:
            self._aside += 1
        elif tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1].rows)
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                self._end_row(table)
                table.in_row = True
            elif tag in ("td", "th"):
                self._end_cell(table)
                table.in_row = True
                table.cell = []
                table.wide = _span(attributes.get("colspan"))
                table.high = _span(attributes.get("rowspan"))
            elif tag in _SPACED and table.cell is not None:
                table.cell.append("\n" if tag == "br" else " ")

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _ASIDE:
            self._aside = max(0, self._aside - 1)
        elif self._open:
            table = self._open[-1]
            if tag in ("td", "th"):
                self._end_cell(table)
            elif tag == "tr":
                self._end_row(table)
            elif tag == "table":
                self._end_row(table)
                self._open.pop()

    def data(self, text: str) -> None:
        """Text."""
        if self._open and self._open[-1].cell is not None and not self._aside:
            self._open[-1].cell.append(text)

    def comment(self, text: str) -> None:
        """A comment, which is no text."""

    def close(self) -> None:
        """The page ends."""
        for table in self._open:
            self._end_row(table)

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None:
            return
        text = "".join(table.cell).replace("\xa0", " ")
        lines = (" ".join(line.split()) for line in text.split("\n"))
        text = "\n".join(line for line in lines if line)
        table.cell = None
        if len(text) > MAX_CELL:
            raise UnreadableList(self._file, f"has a cell of more than {MAX_CELL:,} characters.")
        self._skip_reached(table)
        left = len(table.row)
        if left + table.wide > MAX_COLUMNS:
            raise UnreadableList(self._file, f"has a row of more than {MAX_COLUMNS:,} cells.")
        table.row += [text, *[""] * (table.wide - 1)]
        if text and (table.wide > 1 or table.high > 1):
            table.spans.append((left, table.wide, table.high))
        if table.high > 1:
            table.reaching |= dict.fromkeys(range(left, left + table.wide), table.high)

    def _skip_reached(self, table: _Table) -> None:
        while table.reaching.get(len(table.row), 0) > 0:
            table.row.append("")

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if not table.in_row:
            return
        table.in_row = False
        self._skip_reached(table)
        table.reaching = {place: left - 1 for place, left in table.reaching.items() if left > 1}
        table.rows.append((table.row, table.spans))
        table.row, table.spans = [], []
        if len(table.rows) > MAX_ROWS:
            raise UnreadableList(self._file, f"has more than {MAX_ROWS:,} rows.")


def _span(text: str | None) -> int:
    number = int(text) if text and text.strip().isdecimal() and len(text) < 6 else 1
    return min(max(number, 1), 1000)
