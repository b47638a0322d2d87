"""XLSX and XLSM: sheets in pieces, with what a person sees of each cell and what it stands for.

Read from the XML itself, since what decides here is not in the values: number formats, formulas
without a value, error cells, merged cells, hidden rows. Macros are never run and not looked at.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.registers.reading.cellformats import render
from muniment.registers.reading.excelstyles import Styles, read_styles
from muniment.registers.reading.limits import MAX_COLUMNS, MAX_ROWS, MAX_STRINGS
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.package import Package, XmlReader, local, local_attributes
from muniment.registers.reading.raw import BATCH, Batch, RawSheet, column_letter

_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,4})\$?(\d{0,8})")
_MOST_MERGED = 200_000


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    part: str
    hidden: bool


def read_excel(package: Package, file: str, problems: list[Problem]) -> Iterator[RawSheet]:
    """The sheets of an XLSX or XLSM file, in order; each is to be run through before the next.

    ``problems`` takes what concerns the file as a whole.
    """
    if any(part.endswith("vbaProject.bin") for part in package.parts):
        reason = "the file holds macros; they are not run and not looked at, only cells are read"
        problems.append(Problem(file, reason, severity="note"))
    workbook = _Workbook(package, file)
    strings = _strings(package, file, workbook.related("sharedStrings"))
    styles = read_styles(package, file, workbook.related("styles"))
    for part in workbook.sheets(problems):
        yield _sheet(package, file, part, strings, styles, workbook.since_1904)


class _Workbook:
    """The table of contents of an XLSX file."""

    def __init__(self, package: Package, file: str) -> None:
        self._package = package
        self._file = file
        self.since_1904 = False
        roots = _relations(package, file, "_rels/.rels", "")
        main = next((t for t, kind in roots.values() if kind == "officeDocument"), "")
        if main not in package.parts:
            main = "xl/workbook.xml"
        if main not in package.parts:
            raise package.damaged()
        folder, base = posixpath.split(main)
        self._relations = _relations(package, file, f"{folder}/_rels/{base}.rels", folder)
        self._listed: list[dict[str, str]] = []
        reader = _Elements(file, {"sheet", "workbookPr"})
        for name, attributes in reader.run(package, main):
            if name == "sheet":
                self._listed.append(attributes)
            elif attributes.get("date1904", "").lower() in ("1", "true", "on"):
                self.since_1904 = True

    def related(self, kind: str) -> str | None:
        """The part of a kind that the workbook refers to, if it is there."""
        return next(
            (t for t, k in self._relations.values() if k == kind and t in self._package.parts),
            None,
        )

    def sheets(self, problems: list[Problem]) -> Iterator[_Part]:
        """The worksheets; what is no worksheet is told of."""
        for attributes in self._listed:
            name = attributes.get("name", "")
            target, kind = self._relations.get(attributes.get("id", ""), ("", ""))
            if kind != "worksheet":
                reason = "the sheet is no table of cells (a chart or macro sheet) and is not read"
                problems.append(Problem(self._file, reason, sheet=name, severity="note"))
            elif target not in self._package.parts:
                reason = "the sheet is named in the file but missing from it; get another copy"
                problems.append(Problem(self._file, reason, sheet=name))
            else:
                yield _Part(name, target, attributes.get("state", "visible") != "visible")


class _Elements(XmlReader):
    """The attributes of some elements of a small part."""

    def __init__(self, name: str, wanted: set[str]) -> None:
        super().__init__(name)
        self._wanted = wanted
        self._found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if (bare := local(name)) in self._wanted:
            self._found.append((bare, local_attributes(attributes)))

    def run(self, package: Package, part: str) -> list[tuple[str, dict[str, str]]]:
        for piece in package.pieces(part):
            self.feed(piece)
        self.feed(b"", last=True)
        return self._found


def _relations(package: Package, file: str, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """The targets of a part's relations by id, each with the last word of its type."""
    if part not in package.parts:
        return {}
    found = {}
    for _, attributes in _Elements(file, {"Relationship"}).run(package, part):
        target = attributes.get("Target", "")
        target = (
            target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        ).lstrip("/")
        found[attributes.get("Id", "")] = (target, attributes.get("Type", "").rpartition("/")[2])
    return found


class _Strings(XmlReader):
    """The shared texts; readings for pronunciation (rPh) are no part of them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._aside = False
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = local(name)
        if bare == "t":
            self._in_text = not self._aside
        elif bare == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        bare = local(name)
        if bare == "t":
            self._in_text = False
        elif bare == "rPh":
            self._aside = False
        elif bare == "si":
            text = _unescaped("".join(self._parts))
            self._size += len(text)
            if self._size > MAX_STRINGS:
                raise UnreadableList(self._name, "holds too much text to be a list.")
            self.found.append(text)
            self._parts = []

    def text(self, data: str) -> None:
        if self._in_text:
            self._parts.append(data)


def _strings(package: Package, file: str, part: str | None) -> list[str]:
    if part is None:
        return []
    reader = _Strings(file)
    for piece in package.pieces(part):
        reader.feed(piece)
    reader.feed(b"", last=True)
    return reader.found


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _sheet(
    package: Package,
    file: str,
    part: _Part,
    strings: list[str],
    styles: Styles,
    since_1904: bool,
) -> RawSheet:
    spread = _merged(package, part.part)
    sheet = RawSheet(part.name, iter(()), hidden=part.hidden, spread=spread)
    if spread:
        reason = (
            f"{len(spread):,} merged areas; each of their cells is taken to have the value that "
            "is shown over them"
        )
        sheet.problems.append(Problem(file, reason, sheet=part.name, severity="note"))
    reader = _Cells(file, part.name, strings, styles, since_1904)
    sheet.batches = _batches(package, part.part, reader, sheet)
    return sheet


def _batches(package: Package, part: str, reader: _Cells, sheet: RawSheet) -> Iterator[Batch]:
    for piece in package.pieces(part):
        reader.feed(piece)
        if len(reader.numbers) >= BATCH:
            yield reader.taken()
    reader.feed(b"", last=True)
    if reader.numbers:
        yield reader.taken()
    sheet.blank = reader.blank
    for count, what in (
        (reader.hidden_rows, "hidden rows; they are read as the others are"),
        (reader.hidden_columns, "hidden columns; they are read as the others are"),
    ):
        if count:
            sheet.problems.append(
                Problem(reader.file, f"{count:,} {what}", sheet=sheet.name, severity="note")
            )
    # One row of a colour is the header.
    rows = sum(count for count in reader.coloured.values() if count > 1)
    if rows:
        reason = (
            f"{rows:,} rows have cells of a background colour; colours are not read: if they mean "
            "something, such as a status, write it into a column"
        )
        sheet.problems.append(Problem(reader.file, reason, sheet=sheet.name, severity="note"))


def _merged(package: Package, part: str) -> list[tuple[int, int, int, int]]:
    """The merged areas of a sheet; they stand after its cells, so it is run through for them."""
    found: list[tuple[int, int, int, int]] = []
    rest = b""
    for piece in package.pieces(part):
        text = rest + piece
        end = 0
        for match in _MERGE.finditer(text):
            left, top, right, bottom = match.groups()
            found.append((int(top), int(bottom), _column(left.decode()), _column(right.decode())))
            end = match.end()
        rest = text[max(end, len(text) - 200) :]
        if len(found) > _MOST_MERGED:
            return found[:_MOST_MERGED]
    return found


def _column(letters: str) -> int:
    """The 0-based place of a column by its letters."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


class _Cells(XmlReader):
    """The rows of a sheet, gathered until they are taken."""

    def __init__(
        self, file: str, sheet: str, strings: list[str], styles: Styles, since_1904: bool
    ) -> None:
        super().__init__(file)
        self.file = file
        self._sheet = sheet
        self._strings = strings
        self._formats = styles.formats
        self._fills = styles.fills
        self._filled: set[int] = set()
        self.coloured: dict[int, int] = {}
        self._since_1904 = since_1904
        self._places: dict[str, int] = {}
        self.numbers: list[int] = []
        self._shown: list[list[str]] = []
        self._values: list[dict[int, str]] = []
        self._types: list[str] = []
        self.hidden_rows = self.hidden_columns = self.blank = 0
        self._number = 0
        self._row: list[str] = []
        self._understood: dict[int, str] = {}
        self._letters: list[str] = []
        self._place = -1
        self._type = "n"
        self._style = 0
        self._formula: list[str] | None = None
        self._parts: list[str] = []
        self._into: list[str] | None = None
        self._aside = False
        self._has_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare == "c":
            reference = attributes.get("r")
            self._place = self._place + 1 if reference is None else self._at(reference)
            self._type = attributes.get("t", "n")
            style = attributes.get("s", "0")
            self._style = int(style) if style.isdecimal() else 0
            if self._style in self._fills:
                self._filled.add(self._fills[self._style])
            self._formula = None
            self._parts = []
            self._has_value = False
        elif bare == "v":
            self._into = self._parts
            self._has_value = True
        elif bare == "t":
            self._into = None if self._aside else self._parts
        elif bare == "row":
            self._start_row(attributes)
        elif bare == "f":
            self._formula = self._into = []
        elif bare == "rPh":
            self._aside = True
        elif bare == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns += 1

    def end(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        if bare == "c":
            self._end_cell()
        elif bare in ("v", "t", "f"):
            self._into = None
        elif bare == "row" and not self._row:
            self.blank += 1
        elif bare == "row":
            self.numbers.append(self._number)
            self._shown.append(self._row)
            self._values.append(self._understood)
            self._types.append("".join(self._letters))
            for fill in self._filled:
                self.coloured[fill] = self.coloured.get(fill, 0) + 1
        elif bare == "rPh":
            self._aside = False

    def text(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def taken(self) -> Batch:
        """The rows so far; gathering begins anew."""
        batch = Batch(self.numbers, self._shown, self._values, self._types)
        self.numbers, self._shown, self._values, self._types = [], [], [], []
        return batch

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._number = int(number) if number.isdecimal() else self._number + 1
        if self._number > MAX_ROWS:
            raise UnreadableList(
                self.file,
                f"has a row with the number {number}; at most {MAX_ROWS:,} rows are read.",
            )
        self.hidden_rows += attributes.get("hidden") in ("1", "true")
        self._row, self._understood, self._letters = [], {}, []
        self._filled = set()
        self._place = -1

    def _at(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        place = self._places.get(letters)
        if place is None:
            match = _REFERENCE.fullmatch(reference)
            place = _column(match[1]) if match else self._place + 1
            if place >= MAX_COLUMNS:
                raise UnreadableList(
                    self.file,
                    f"has a cell {reference} on sheet “{self._sheet}”, beyond the last column "
                    f"{column_letter(MAX_COLUMNS)} that spreadsheets have; save it anew.",
                )
            self._places[letters] = place
        return place

    def _end_cell(self) -> None:
        raw = "".join(self._parts)
        kind = self._type
        if self._formula is not None and (not self._has_value or (kind == "n" and not raw)):
            formula = "".join(self._formula)
            self._put(f"={formula}", "", "?")
        elif not raw:
            return
        elif kind == "s":
            try:
                text = self._strings[int(raw)] if raw.isdecimal() else None
            except IndexError:
                text = None
            if text is None:
                self._put(f"#{raw}", "", "e")
            elif text:
                self._put(text, None, "t")
        elif kind == "n":
            code = self._formats[self._style] if self._style < len(self._formats) else "General"
            self._put(*render(raw.strip(), code, self._since_1904))
        elif kind == "b":
            self._put("TRUE" if raw.strip() in ("1", "true") else "FALSE", None, "b")
        elif kind == "e":
            self._put(raw, "", "e")
        elif kind == "d":
            self._put(raw, None, "d")
        else:
            self._put(_unescaped(raw), None, "t")

    def _put(self, shown: str, understood: str | None, letter: str) -> None:
        row, place = self._row, self._place
        if place < len(row):
            row[place] = shown
            self._letters[place] = letter
        else:
            gap = place - len(row)
            if gap:
                row.extend([""] * gap)
                self._letters.extend(" " * gap)
            row.append(shown)
            self._letters.append(letter)
        if understood is not None:
            self._understood[place] = understood
