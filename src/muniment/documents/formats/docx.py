"""DOCX: paragraphs, list markers, tables, text boxes and footnotes of a Word document.

The XML is walked here and not through python-docx, whose ``Paragraph.text`` leaves out what
stands in tracked insertions, content controls and text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from muniment.documents.blocks import Block, Kind, join_blocks, keep_superscript, tidy, tidy_cell
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.numbering import Numbering
from muniment.documents.formats.package import Package
from muniment.documents.formats.parts import Parts, whole
from muniment.documents.limits import Limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TEXT_BOX = _W + "txbxContent"


def read_docx(name: str, data: bytes, limits: Limits) -> Parts:
    """The text of a DOCX file; footnotes and endnotes follow the text as paragraphs of theirs.

    Tracked deletions, hidden text, running headers and footers are left out; the latter are
    kept as hints, since letterheads often stand there.
    """
    package = Package(name, data, limits)
    document = _root(package, "word/document.xml")
    body = document.find(_W + "body")
    if body is None:
        raise UnreadableDocument(name, "is a DOCX file without a text; get another copy of it.")
    numbering = Numbering(
        _root(package, "word/numbering.xml") if "word/numbering.xml" in package else None,
        _root(package, "word/styles.xml") if "word/styles.xml" in package else None,
    )
    walk = _Walk(numbering)
    blocks = list(walk.blocks(body))
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        if part in package:
            blocks.extend(walk.notes(_root(package, part)))
    parts = whole(join_blocks(blocks))
    if "docProps/core.xml" in package:
        core = package.xml("docProps/core.xml")
        title = core.findtext(_DC + "title")
        if title and title.strip():
            parts.hints["title"] = " ".join(title.split())
    return parts


def _root(package: Package, part: str) -> etree._Element:
    root = package.xml(part)
    if _STRICT in (root.nsmap or {}).values():
        source = etree.tostring(root).replace(_STRICT.encode(), _W[1:-1].encode())
        root = etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))
    return root


class _Walk:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._boxes: list[etree._Element] = []

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """The blocks of a body, cell, text box or note, in order."""
        for child in container:
            if child.tag == _W + "p":
                yield from self._paragraph(child)
            elif child.tag == _W + "tbl":
                yield from self._table(child)
            elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
                yield from self.blocks(child)
            elif isinstance(child.tag, str) and child.tag.endswith("}AlternateContent"):
                for choice in child:
                    if choice.tag != _MC_FALLBACK:
                        yield from self.blocks(choice)

    def notes(self, root: etree._Element) -> Iterator[Block]:
        """The footnotes or endnotes of a part, a paragraph each."""
        for note in root:
            if note.get(_W + "type") in (
                "separator",
                "continuationSeparator",
                "continuationNotice",
            ):
                continue
            for block in self.blocks(note):
                yield Block(Kind.NOTE, block.text)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        text = tidy(self._runs(paragraph))
        boxes, self._boxes = self._boxes, []
        if not text:
            yield Block(Kind.PARAGRAPH, "")
        else:
            marker, is_heading = self._numbering.marker(paragraph)
            kind = Kind.HEADING if is_heading else Kind.ITEM if marker else Kind.PARAGRAPH
            yield Block(kind, f"{marker} {text}" if marker else text)
        for box in boxes:
            yield from self.blocks(box)

    def _runs(self, element: etree._Element) -> str:
        """The text of the runs under an element; text boxes are put by for later."""
        pieces: list[str] = []
        for child in element:
            tag = child.tag
            if tag == _W + "t":
                pieces.append(child.text or "")
            elif tag == _W + "r":
                pieces.append(self._run(child, pieces[-1] if pieces else ""))
            elif tag == _W + "tab":
                pieces.append("\t")
            elif tag in (_W + "br", _W + "cr"):
                pieces.append("\n" if child.get(_W + "type") != "page" else " ")
            elif tag == _W + "noBreakHyphen":
                pieces.append("-")
            elif tag == _W + "sym":
                pieces.append(_symbol(child))
            elif tag == _TEXT_BOX:
                self._boxes.append(child)
            elif tag in (_W + "del", _W + "moveFrom", _W + "pPr", _W + "rPr", _MC_FALLBACK):
                continue
            elif isinstance(tag, str):
                pieces.append(self._runs(child))
        return "".join(pieces)

    def _run(self, run: etree._Element, before: str) -> str:
        properties = run.find(_W + "rPr")
        if properties is not None:
            vanish = properties.find(_W + "vanish")
            if vanish is not None and vanish.get(_W + "val") not in ("0", "false"):
                return ""
        text = self._runs(run)
        if properties is not None:
            align = properties.find(_W + "vertAlign")
            if align is not None and align.get(_W + "val") == "superscript":
                return keep_superscript(text, before)
        return text

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows: list[str] = []
        for row in _through_controls(table, _W + "tr"):
            cells = []
            for cell in _through_controls(row, _W + "tc"):
                cells.append(tidy_cell(" ".join(block.text for block in self.blocks(cell))))
            if any(cells):
                rows.append("\t".join(cells))
        yield Block(Kind.TABLE, "\n".join(rows))


def _through_controls(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _through_controls(child, tag)


def _symbol(element: etree._Element) -> str:
    code = element.get(_W + "char") or ""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xE000 and not value >= 0xD800 else ""
