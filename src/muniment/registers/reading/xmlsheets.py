"""XML files that are lists: Excel's XML spreadsheets of 2003, flat OpenDocument, and PFIF."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from muniment.registers.reading.limits import MAX_COLUMNS, MAX_DOCUMENT, MAX_ROWS
from muniment.registers.reading.model import UnreadableList
from muniment.registers.reading.opendocument import read_flat
from muniment.registers.reading.package import XmlReader, local, local_attributes
from muniment.registers.reading.raw import BATCH, Batch, RawSheet

_PIECE = 1 << 18
_PERSON, _NOTE = "person", "note"
_OF_NOTE = "note "


def read_xml(path: Path, file: str) -> Iterator[RawSheet]:
    """The sheets of an XML file of a kind that is known by its root element.

    Raises UnreadableList for other XML, naming the root.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise UnreadableList(file, f"is XML of more than {MAX_DOCUMENT:,} bytes; save it as CSV.")
    root = _Root(file)
    for piece in _pieces(path):
        root.feed(piece)
        if root.name:
            break
    if root.name == "Workbook":
        book = _Spreadsheet(file)
        _run(book, path)
        yield from book.sheets()
    elif root.name in ("document", "document-content"):
        yield from read_flat(_pieces(path), file)
    elif root.name == "pfif":
        yield from _read_pfif(path, file)
    else:
        raise UnreadableList(
            file,
            f"is XML (<{root.name or '?'}>) of no kind that is read here; save it as CSV or XLSX.",
        )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _run(reader: XmlReader, path: Path) -> None:
    for piece in _pieces(path):
        reader.feed(piece)
    reader.feed(b"", last=True)


class _Root(XmlReader):
    name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.name = self.name or local(name)


class _Spreadsheet(XmlReader):
    """An XML spreadsheet as Excel 2002 and 2003 wrote them, and many databases still do."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._file = file
        self._sheets: list[tuple[str, bool, _Grid]] = []
        self._grid = _Grid()
        self._place = 0
        self._cell: dict[str, str] = {}
        self._type = ""
        self._parts: list[str] | None = None
        self._has_data = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = local(name)
        if bare == "Data":
            self._type = local_attributes(attributes).get("Type", "String")
            self._parts = []
            self._has_data = True
        elif bare == "Cell":
            self._cell = local_attributes(attributes)
            index = self._cell.get("Index", "")
            self._place = int(index) - 1 if index.isdecimal() and int(index) else self._place
            self._has_data = False
            self._parts = None
            if self._place >= MAX_COLUMNS:
                raise UnreadableList(self._file, f"has a row of more than {MAX_COLUMNS:,} cells.")
        elif bare == "Row":
            self._grid.begin(local_attributes(attributes).get("Index", ""), self._file)
            self._place = 0
        elif bare == "Worksheet":
            self._grid = _Grid()
            self._sheets.append((local_attributes(attributes).get("Name", ""), False, self._grid))

    def end(self, name: str) -> None:
        bare = local(name)
        if bare == "Data" and self._parts is not None:
            shown, understood, letter = _typed(self._type, "".join(self._parts))
            self._grid.put(self._place, shown, understood, letter)
            self._parts = None
        elif bare == "Cell":
            self._end_cell()

    def text(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def _end_cell(self) -> None:
        if "Formula" in self._cell and not self._has_data:
            self._grid.put(self._place, self._cell["Formula"], "", "?")
        across, down = (
            int(text) if (text := self._cell.get(key, "")).isdecimal() and len(text) < 6 else 0
            for key in ("MergeAcross", "MergeDown")
        )
        if across or down:
            self._grid.span(self._place, across, down)
        self._place += across + 1

    def sheets(self) -> Iterator[RawSheet]:
        """The sheets, in order."""
        for name, hidden, grid in self._sheets:
            yield RawSheet(name, grid.batches(), hidden=hidden, spread=grid.spread)


class _Grid:
    """Rows of typed cells that are put in one by one."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.shown: list[list[str]] = []
        self.values: list[dict[int, str]] = []
        self.types: list[list[str]] = []
        self.spread: list[tuple[int, int, int, int]] = []

    def begin(self, index: str, file: str) -> None:
        number = int(index) if index.isdecimal() else (self.numbers[-1] if self.numbers else 0) + 1
        if number > MAX_ROWS:
            raise UnreadableList(file, f"has more than {MAX_ROWS:,} rows.")
        self.numbers.append(number)
        self.shown.append([])
        self.values.append({})
        self.types.append([])

    def put(self, place: int, shown: str, understood: str | None, letter: str) -> None:
        if not self.shown:
            return
        row, types = self.shown[-1], self.types[-1]
        gap = place + 1 - len(row)
        if gap > 0:
            row += [""] * gap
            types += " " * gap
        row[place], types[place] = shown, letter
        if understood is not None:
            self.values[-1][place] = understood

    def span(self, left: int, across: int, down: int) -> None:
        if self.numbers:
            top = self.numbers[-1]
            self.spread.append((top, top + down, left, left + across))

    def batches(self) -> Iterator[Batch]:
        for at in range(0, len(self.numbers), BATCH):
            piece = slice(at, at + BATCH)
            types = ["".join(row) for row in self.types[piece]]
            yield Batch(self.numbers[piece], self.shown[piece], self.values[piece], types)


def _typed(kind: str, text: str) -> tuple[str, str | None, str]:
    if kind == "Number":
        return text, None, "n"
    if kind == "DateTime":
        day = text.removesuffix(".000").removesuffix("T00:00:00")
        return text, (day if day != text else None), "d"
    if kind == "Boolean":
        return text, "TRUE" if text.strip() == "1" else "FALSE", "b"
    if kind == "Error":
        return text or "#", "", "e"
    return text, None, "t"


class _Pfif(XmlReader):
    """The persons and notes of a PFIF file, each a table of its elements."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.persons: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []
        self._stack: list[tuple[str, dict[str, str]]] = []
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = local(name)
        if bare in (_PERSON, _NOTE):
            record: dict[str, str] = {}
            if bare == _NOTE and self._stack:
                person = self._stack[-1][1].get("person_record_id")
                if person is not None:
                    record["person_record_id"] = person
            (self.persons if bare == _PERSON else self.notes).append(record)
            self._stack.append((bare, record))
        self._parts = []

    def end(self, name: str) -> None:
        bare = local(name)
        if self._stack and bare == self._stack[-1][0]:
            self._stack.pop()
        elif self._stack and bare not in ("pfif",):
            text = "".join(self._parts).strip()
            if text:
                record = self._stack[-1][1]
                record[bare] = f"{record[bare]}\n{text}" if bare in record else text
        self._parts = []

    def text(self, data: str) -> None:
        self._parts.append(data)


def _read_pfif(path: Path, file: str) -> Iterator[RawSheet]:
    """Persons, each with what its latest note says under names beginning "note "; and all notes."""
    reader = _Pfif(file)
    _run(reader, path)
    latest: dict[str, dict[str, str]] = {}
    for note in sorted(
        reader.notes, key=lambda each: each.get("source_date", each.get("entry_date", ""))
    ):
        about = note.get("person_record_id", "")
        said = {key: value for key, value in note.items() if key != "person_record_id"}
        if "status" not in said:
            # The date beside a status is that of the note that says it.
            said.pop("source_date", None)
        latest[about] = {**latest.get(about, {}), **said}
    persons = []
    for person in reader.persons:
        note = latest.get(person.get("person_record_id", ""), {})
        own = {
            key if key in _NOTE_FIELDS else f"{_OF_NOTE}{key}": text for key, text in note.items()
        }
        # When somebody said it goes before when it was entered.
        ordered: dict[str, str] = {
            key: person[key] for key in ("person_record_id", "source_date") if key in person
        }
        ordered |= person
        ordered |= {key: text for key, text in own.items() if key not in person}
        persons.append(ordered)
    if persons:
        yield records_sheet(_PERSON, persons)
    if reader.notes:
        yield records_sheet("notes", reader.notes, parent=_PERSON if persons else None)


_NOTE_FIELDS = {"status", "last_known_location", "found"}


def records_sheet(
    name: str | None,
    records: list[dict[str, str]],
    *,
    types: list[dict[str, str]] | None = None,
    parent: str | None = None,
) -> RawSheet:
    """Records of named texts as a sheet; their names are the header, records count from 1.

    ``types`` gives letters of ``model.Sheet.types`` by name.
    """
    columns = list(dict.fromkeys(itertools.chain.from_iterable(records)))

    def batches() -> Iterator[Batch]:
        yield Batch(
            [0], [columns], [{}] if types else None, ["t" * len(columns)] if types else None
        )
        for at in range(0, len(records), BATCH):
            piece = records[at : at + BATCH]
            rows = [[record.get(column, "") for column in columns] for record in piece]
            letters = None
            if types is not None:
                letters = [
                    "".join(kinds.get(column, " ") for column in columns)
                    for kinds in types[at : at + BATCH]
                ]
            values: list[dict[int, str]] | None = [{} for _ in piece] if types else None
            yield Batch(list(range(at + 1, at + 1 + len(piece))), rows, values, letters)

    return RawSheet(name, batches(), header_rows=1, parent=parent)
