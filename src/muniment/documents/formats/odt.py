"""ODT: headings, paragraphs, lists, tables and notes of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from muniment.documents.blocks import Block, Kind, join_blocks, keep_superscript, tidy, tidy_cell
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.package import Package
from muniment.documents.formats.parts import Parts, whole
from muniment.documents.limits import Limits

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE = _OASIS + "office:1.0}"
_TEXT = _OASIS + "text:1.0}"
_TABLE = _OASIS + "table:1.0}"
_STYLE = _OASIS + "style:1.0}"
_DRAW = _OASIS + "drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MOST_REPEATED = 1000


def read_odt(name: str, data: bytes, limits: Limits) -> Parts:
    """The text of an ODT file; notes follow it as paragraphs of theirs.

    Tracked deletions, running headers and footers are left out.
    """
    package = Package(name, data, limits)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise UnreadableDocument(
            name, "is protected with a password; save a copy without one and check that."
        )
    root = package.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableDocument(name, "is an ODT file without a text; get another copy of it.")
    walk = _Walk(_raised_styles(root), _numbered_lists(root))
    blocks = list(walk.blocks(body))
    parts = whole(join_blocks([*blocks, *walk.notes]))
    if "meta.xml" in package:
        title = package.xml("meta.xml").findtext(f".//{_DC}title")
        if title and title.strip():
            parts.hints["title"] = " ".join(title.split())
    return parts


def _raised_styles(root: etree._Element) -> frozenset[str]:
    return frozenset(
        style.get(_STYLE + "name") or ""
        for style in root.iter(_STYLE + "style")
        for properties in style.iter(_STYLE + "text-properties")
        if (properties.get(_STYLE + "text-position") or "").startswith(("super", "3", "5"))
    )


def _numbered_lists(root: etree._Element) -> frozenset[str]:
    """The list styles whose first level counts instead of showing a bullet."""
    found = set()
    for style in root.iter(_TEXT + "list-style"):
        first = next((child for child in style if child.get(_TEXT + "level") == "1"), None)
        if first is not None and first.tag == _TEXT + "list-level-style-number":
            found.add(style.get(_STYLE + "name") or "")
    return frozenset(found)


class _Walk:
    def __init__(self, raised: frozenset[str], numbered: frozenset[str]) -> None:
        self._raised = raised
        self._numbered = numbered
        self._boxes: list[etree._Element] = []
        self.notes: list[Block] = []

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """The blocks of a body, section, cell or text box, in order."""
        for child in container:
            if child.tag in (_TEXT + "p", _TEXT + "h"):
                yield from self._paragraph(child, "")
            elif child.tag == _TEXT + "list":
                yield from self._list(child, child.get(_TEXT + "style-name") or "")
            elif child.tag == _TABLE + "table":
                yield from self._table(child)
            elif child.tag == _TEXT + "tracked-changes":
                continue
            elif child.tag == _DRAW + "frame":
                yield from self._frame(child)
            elif child.tag == _OFFICE + "forms" or child.tag == _TEXT + "sequence-decls":
                continue
            elif isinstance(child.tag, str):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element, marker: str) -> Iterator[Block]:
        text = tidy(self._inline(paragraph))
        boxes, self._boxes = self._boxes, []
        kind = Kind.PARAGRAPH
        if paragraph.tag == _TEXT + "h":
            kind = Kind.HEADING
        elif marker:
            kind = Kind.ITEM
        yield Block(kind, f"{marker} {text}" if marker and text else text)
        for box in boxes:
            yield from self._frame(box)

    def _frame(self, frame: etree._Element) -> Iterator[Block]:
        for box in frame.iter(_DRAW + "text-box"):
            yield from self.blocks(box)
            break

    def _list(self, element: etree._Element, style: str) -> Iterator[Block]:
        number = 0
        for item in element:
            if item.tag not in (_TEXT + "list-item", _TEXT + "list-header"):
                continue
            number += 1
            marker = f"{number}." if style in self._numbered else "•"
            for child in item:
                if child.tag in (_TEXT + "p", _TEXT + "h"):
                    yield from self._paragraph(child, marker)
                    marker = ""
                elif child.tag == _TEXT + "list":
                    yield from self._list(child, child.get(_TEXT + "style-name") or style)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = []
        for row in table.iter(_TABLE + "table-row"):
            cells: list[str] = []
            for cell in row:
                if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                    continue
                text = tidy_cell(" ".join(block.text for block in self.blocks(cell)))
                cells.extend([text] * min(_repeated(cell), _MOST_REPEATED) if text else [""])
            if any(cells):
                rows.append("\t".join(cells))
        yield Block(Kind.TABLE, "\n".join(rows))

    def _inline(self, element: etree._Element) -> str:
        pieces = [element.text or ""]
        for child in element:
            tag = child.tag
            if tag == _TEXT + "s":
                pieces.append(" ")
            elif tag == _TEXT + "tab":
                pieces.append("\t")
            elif tag == _TEXT + "line-break":
                pieces.append("\n")
            elif tag == _TEXT + "note":
                self._note(child)
            elif tag == _DRAW + "frame":
                self._boxes.append(child)
            elif tag == _OFFICE + "annotation" or tag == _TEXT + "ruby-text":
                pass
            elif isinstance(tag, str):
                text = self._inline(child)
                if child.get(_TEXT + "style-name") in self._raised:
                    text = keep_superscript(text, "".join(pieces[-2:]))
                pieces.append(text)
            pieces.append(child.tail or "")
        return "".join(pieces).replace("\n", "\n")

    def _note(self, note: etree._Element) -> None:
        body = note.find(_TEXT + "note-body")
        if body is not None:
            for block in list(self.blocks(body)):
                self.notes.append(Block(Kind.NOTE, block.text))


def _repeated(cell: etree._Element) -> int:
    count = cell.get(_TABLE + "number-columns-repeated") or "1"
    return int(count) if count.isascii() and count.isdigit() and len(count) < 6 else 1
