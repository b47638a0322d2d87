"""ODS, and the flat XML of the same: what a person sees of each cell and what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from muniment.registers.reading.cellformats import plain
from muniment.registers.reading.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.package import Package, XmlReader, local_attributes
from muniment.registers.reading.raw import BATCH, Batch, RawSheet

_MOST_REPEATED = 100_000
_DURATION = re.compile(r"P(?:(\d+)D)?T(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_VALUES = {
    "float": "value",
    "currency": "value",
    "percentage": "value",
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
    "string": "string-value",
}


def read_opendocument(package: Package, file: str) -> Iterator[RawSheet]:
    """The sheets of an ODS file, each to be run through before the next.

    Raises UnreadableList when it is locked, damaged or beyond the limits.
    """
    if "META-INF/manifest.xml" in package.parts:
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise UnreadableList(
                file, "is protected with a password; save a copy without one and import that."
            )
    if "content.xml" not in package.parts:
        raise package.damaged()
    return read_flat(package.pieces("content.xml"), file)


def read_flat(pieces: Iterable[bytes], file: str) -> Iterator[RawSheet]:
    """The sheets of an OpenDocument content part, or of a flat document."""
    reader = _Content(file)
    source = iter(pieces)
    while True:
        sheet = _next_sheet(reader, source)
        if sheet is None:
            return
        yield sheet
        for _ in sheet.batches:
            pass


def _next_sheet(reader: _Content, source: Iterator[bytes]) -> RawSheet | None:
    while not reader.sheets:
        if not reader.advance(source):
            return None
    sheet = reader.sheets.pop(0)
    sheet.batches = _batches(reader, source, sheet)
    return sheet


def _batches(reader: _Content, source: Iterator[bytes], sheet: RawSheet) -> Iterator[Batch]:
    rows = reader.rows_of[id(sheet)]
    while True:
        while len(rows.numbers) < BATCH and not rows.done:
            if not reader.advance(source):
                rows.done = True
        if rows.numbers:
            yield rows.taken()
        elif rows.done:
            return


class _Rows:
    """The rows of one sheet that wait to be taken."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.shown: list[list[str]] = []
        self.values: list[dict[int, str]] = []
        self.types: list[str] = []
        self.done = False

    def taken(self) -> Batch:
        batch = Batch(self.numbers, self.shown, self.values, self.types)
        self.numbers, self.shown, self.values, self.types = [], [], [], []
        return batch


class _Content(XmlReader):
    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._file = file
        self._finished = False
        self.sheets: list[RawSheet] = []
        self.rows_of: dict[int, _Rows] = {}
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: RawSheet | None = None
        self._deep = 0
        self._rows = _Rows()
        self._number = 0
        self._row: list[str] = []
        self._understood: dict[int, str] = {}
        self._letters: list[str] = []
        self._row_repeated = 1
        self._hidden_rows = 0
        self._cell: dict[str, str] | None = None
        self._covered = False
        self._lines: list[list[str]] = []
        self._in_text = 0
        self._aside = 0

    def advance(self, source: Iterator[bytes]) -> bool:
        """Read one more piece; False at the end."""
        if self._finished:
            return False
        piece = next(source, None)
        if piece is None:
            self._finished = True
            self.feed(b"", last=True)
            return False
        self.feed(piece)
        return True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare in ("table-cell", "covered-table-cell"):
            self._cell = local_attributes(attributes)
            self._covered = bare != "table-cell"
            self._lines = []
        elif self._cell is not None:
            self._start_inside(bare, attributes)
        elif bare == "table-row":
            self._start_row(local_attributes(attributes))
        elif bare == "table":
            self._start_table(local_attributes(attributes))
        elif bare == "style":
            self._style = local_attributes(attributes).get("name", "")
        elif bare == "table-properties" and (
            local_attributes(attributes).get("display") == "false"
        ):
            self._hidden_styles.add(self._style)

    def _start_inside(self, bare: str, attributes: dict[str, str]) -> None:
        if bare == "annotation":
            self._aside += 1
        elif self._aside:
            return
        elif bare == "p":
            self._lines.append([])
            self._in_text += 1
        elif self._in_text and bare == "s":
            count = local_attributes(attributes).get("c", "1")
            self._lines[-1].append(" " * min(int(count) if count.isdecimal() else 1, 1000))
        elif self._in_text and bare in ("tab", "line-break"):
            self._lines[-1].append("\t" if bare == "tab" else "\n")

    def end(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        if bare in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif self._cell is not None:
            if bare == "annotation":
                self._aside -= 1
            elif bare == "p" and not self._aside:
                self._in_text -= 1
        elif bare == "table-row":
            self._end_row()
        elif bare == "table":
            self._deep -= 1
            if self._deep == 0:
                self._end_table()

    def text(self, data: str) -> None:
        if self._in_text and not self._aside and self._lines:
            self._lines[-1].append(data)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._deep += 1
        if self._deep > 1:
            return
        hidden = attributes.get("style-name", "") in self._hidden_styles
        self._sheet = RawSheet(attributes.get("name", ""), iter(()), hidden=hidden)
        self._rows = _Rows()
        self.rows_of[id(self._sheet)] = self._rows
        self.sheets.append(self._sheet)
        self._number = 0
        self._hidden_rows = 0

    def _end_table(self) -> None:
        self._rows.done = True
        sheet = self._sheet
        assert sheet is not None
        for count, what in (
            (self._hidden_rows, "hidden rows; they are read as the others are"),
            (
                len(sheet.spread),
                "merged areas; each of their cells is taken to have the value that is shown over "
                "them",
            ),
        ):
            if count:
                reason = f"{count:,} {what}"
                sheet.problems.append(
                    Problem(self._file, reason, sheet=sheet.name, severity="note")
                )

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row, self._understood, self._letters = [], {}, []
        self._row_repeated = _count(attributes.get("number-rows-repeated"))
        self._number += 1
        self._hidden_rows += attributes.get("visibility") in ("collapse", "filter")

    def _end_row(self) -> None:
        repeated = self._row_repeated
        if any(self._row) or repeated == 1:
            if repeated > _MOST_REPEATED:
                raise UnreadableList(
                    self._file, f"says that one row stands {repeated:,} times; it may be a trap."
                )
            for extra in range(repeated):
                self._rows.numbers.append(self._number + extra)
                self._rows.shown.append(self._row)
                self._rows.values.append(self._understood)
                self._rows.types.append("".join(self._letters))
        self._number += repeated - 1
        if self._number > MAX_ROWS:
            raise UnreadableList(self._file, f"has more than {MAX_ROWS:,} rows.")

    def _end_cell(self) -> None:
        attributes = self._cell or {}
        self._cell = None
        repeated = _count(attributes.get("number-columns-repeated"))
        text = "\n".join("".join(line) for line in self._lines)
        shown, understood, letter = _meaning(attributes, text)
        if self._covered:
            shown, understood, letter = "", None, " "
        if not shown:
            if len(self._row) + repeated <= MAX_COLUMNS:
                self._row.extend([""] * repeated)
                self._letters.extend(" " * repeated)
            return
        if len(self._row) + repeated > MAX_COLUMNS:
            raise UnreadableList(self._file, f"has a row of more than {MAX_COLUMNS:,} cells.")
        if len(shown) > MAX_CELL:
            raise UnreadableList(self._file, f"has a cell of more than {MAX_CELL:,} characters.")
        self._note_span(attributes)
        for _ in range(repeated):
            if understood is not None:
                self._understood[len(self._row)] = understood
            self._row.append(shown)
            self._letters.append(letter)

    def _note_span(self, attributes: dict[str, str]) -> None:
        wide = _count(attributes.get("number-columns-spanned"))
        high = _count(attributes.get("number-rows-spanned"))
        if (wide > 1 or high > 1) and self._sheet is not None:
            left = len(self._row)
            self._sheet.spread.append(
                (self._number, self._number + high - 1, left, left + wide - 1)
            )


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 and int(text) else 1


def _meaning(attributes: dict[str, str], text: str) -> tuple[str, str | None, str]:
    """What is shown of a cell, what is to be understood (None: the same), its type."""
    kind = attributes.get("value-type", "")
    stored = attributes.get(_VALUES.get(kind, ""), "")
    formula = attributes.get("formula")
    if kind == "error" or (formula and text.startswith(("#", "Err:")) and len(text) < 12):
        return text or "#", "", "e"
    if formula and not kind and not text:
        return f"={formula.partition(':')[2].lstrip('=') or formula}", "", "?"
    if kind in ("float", "currency", "percentage"):
        number = plain(stored) if stored else text
        shown = text or number
        padded = shown.lstrip("0") == number.lstrip("0")
        return shown, (None if padded else number), "n"
    if kind == "date":
        understood = stored.removesuffix("T00:00:00")
        return text or understood, (understood if understood != text else None), "d"
    if kind == "time":
        match = _DURATION.fullmatch(stored)
        understood = f"{int(match[2]):02}:{match[3]}:{match[4]}" if match else stored
        return text or understood, None if text else understood, "d"
    if kind == "boolean":
        return text or stored.upper(), stored.upper() if text else None, "b"
    return text or (stored if kind == "string" else ""), None, "t"
