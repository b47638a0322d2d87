"""HTML: all visible text of a page, without its navigation."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree, html

from muniment.documents.blocks import Block, Kind, join_blocks, keep_superscript, tidy, tidy_cell
from muniment.documents.encoding import decode_text
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts, whole
from muniment.documents.limits import Limits

_DROPPED = frozenset(
    ("script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "embed",
     "audio", "video", "canvas", "select", "button", "input", "textarea", "datalist", "meta",
     "link", "title")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main",
     "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
     "thead", "tr", "ul")
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FRAME = frozenset(("header", "footer", "aside"))
_HIDDEN_STYLE = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_NAVIGATION_ROLES = frozenset(("navigation", "search", "menu", "menubar"))
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""")
_XML_CHARSET = re.compile(rb"""\A\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.-]{2,30})""")


def read_html(name: str, data: bytes, limits: Limits) -> Parts:
    """The visible text of a page, block by block; nothing it refers to is fetched."""
    text, note = _decode(name, data)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\x00", "\ufffd")
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableDocument(
            name, "is marked as HTML but cannot be read as such; save it as PDF or text."
        ) from error
    walk = _Walk(name, limits.max_depth)
    blocks = list(walk.blocks(root))
    parts = whole(join_blocks(blocks))
    if note:
        parts.notes.append(note)
    if walk.left_out:
        parts.notes.append(f"navigation left out ({walk.left_out} characters)")
    title = root.findtext(".//title")
    if title and title.strip():
        parts.hints["title"] = " ".join(title.split())
    language = root.get("lang") or root.get("xml:lang")
    if language:
        parts.hints["language"] = language.split("-")[0].lower()
    return parts


def _decode(name: str, data: bytes) -> tuple[str, str | None]:
    head = data[:2048]
    found = _CHARSET.search(head) or _XML_CHARSET.match(head)
    if found and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = found[1].decode("ascii").lower()
        declared = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(
            declared, declared
        )
        try:
            return data.decode(declared), None
        except (LookupError, UnicodeError, ValueError):
            pass
    return decode_text(name, data.replace(b"\x00", b"") if b"\x00" in head[:2] else data)


class _Walk:
    """Turns elements into blocks; keeps count of what it left out as navigation."""

    def __init__(self, name: str, max_depth: int) -> None:
        self.name = name
        self.max_depth = max_depth
        self.left_out = 0

    def blocks(self, root: html.HtmlElement) -> Iterator[Block]:
        """The blocks under an element, in order."""
        yield from self._element(root, 0, Kind.PARAGRAPH, "")

    def _element(
        self, element: html.HtmlElement, depth: int, kind: Kind, marker: str
    ) -> Iterator[Block]:
        if depth > self.max_depth:
            raise UnreadableDocument(
                self.name,
                f"nests elements more than {self.max_depth} deep (the limit max_depth); "
                "save it as PDF or text.",
            )
        if element.tag in _HEADINGS:
            kind = Kind.HEADING
        inline: list[str] = [element.text or ""]
        preformatted = element.tag == "pre"

        def flush() -> Iterator[Block]:
            nonlocal marker
            text = "".join(inline)
            inline.clear()
            text = text.strip("\n") if preformatted else tidy(text.replace("\uffff", "\n"))
            if text.strip():
                yield Block(kind, marker + text)
                marker = ""

        if not preformatted:
            inline[0] = _soft(inline[0])
        for child in element:
            if isinstance(child.tag, str):
                if self._is_dropped(child):
                    pass
                elif child.tag == "table" and not _is_layout(child):
                    yield from flush()
                    yield from self._table(child)
                elif child.tag in ("ul", "ol", "menu", "dir"):
                    yield from flush()
                    yield from self._list(child, depth + 1)
                elif _has_blocks(child):
                    yield from flush()
                    yield from self._element(child, depth + 1, kind, marker)
                    marker = ""
                else:
                    inline.append(self._inline(child, depth + 1, "".join(inline[-2:])))
            tail = child.tail or ""
            inline.append(tail if preformatted else _soft(tail))
        yield from flush()

    def _list(self, element: html.HtmlElement, depth: int) -> Iterator[Block]:
        start = element.get("start", "1")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        for child in element:
            if not isinstance(child.tag, str) or self._is_dropped(child):
                continue
            if child.tag == "li":
                marker = f"{number}. " if element.tag == "ol" else "• "
                number += 1
                yield from self._element(child, depth, Kind.ITEM, marker)
            else:
                yield from self._element(child, depth, Kind.ITEM, "")

    def _table(self, table: html.HtmlElement) -> Iterator[Block]:
        for caption in table.findall("caption"):
            yield Block(Kind.PARAGRAPH, tidy(self._inline(caption, 0, "")))
        rows = []
        for row in table.iter("tr"):
            cells = [
                tidy_cell(self._inline(cell, 0, "").replace("\uffff", " "))
                for cell in row
                if cell.tag in ("td", "th")
            ]
            if any(cells):
                rows.append("\t".join(cells))
        yield Block(Kind.TABLE, "\n".join(rows))

    def _inline(self, element: html.HtmlElement, depth: int, before: str) -> str:
        if depth > self.max_depth:
            raise UnreadableDocument(
                self.name,
                f"nests elements more than {self.max_depth} deep (the limit max_depth); "
                "save it as PDF or text.",
            )
        if element.tag == "br":
            return "\uffff"
        pieces = [_soft(element.text or "")]
        for child in element:
            if isinstance(child.tag, str) and not self._is_dropped(child):
                inner = self._inline(child, depth + 1, before + "".join(pieces[-2:]))
                pieces.append(f" {inner} " if child.tag in _BLOCKS else inner)
            pieces.append(_soft(child.tail or ""))
        text = "".join(pieces)
        if element.tag == "sup":
            return keep_superscript(text, before.rstrip())
        return text

    def _is_dropped(self, element: html.HtmlElement) -> bool:
        if element.tag in _DROPPED:
            return True
        if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
            return True
        if (
            element.tag == "nav"
            or element.get("role") in _NAVIGATION_ROLES
            or (element.tag in _FRAME and _is_mostly_links(element))
        ):
            self.left_out += len(tidy(element.text_content()))
            return True
        return False


def _soft(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _has_blocks(element: html.HtmlElement) -> bool:
    if element.tag in _BLOCKS:
        return True
    return any(
        descendant.tag in _BLOCKS
        for descendant in element.iter()
        if isinstance(descendant.tag, str)
    )


def _is_layout(table: html.HtmlElement) -> bool:
    """Whether a table only places things on the page: it holds blocks of running text."""
    if table.find(".//table") is not None or table.get("role") == "presentation":
        return True
    cells = [cell for row in table.iter("tr") for cell in row if cell.tag in ("td", "th")]
    return len(cells) <= 1 or any(
        len(cell.findall(".//p")) > 2 or cell.find(".//h1") is not None for cell in cells
    )


def _is_mostly_links(element: html.HtmlElement) -> bool:
    links = sum(len(" ".join(link.text_content().split())) for link in element.iter("a"))
    total = len(" ".join(element.text_content().split()))
    return links > 0.5 * total
