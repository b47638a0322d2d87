"""The paragraphs of all pages in; one text with its pages and character map out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from muniment.documents.blocks import Block, Kind, goes_on, keep_superscript
from muniment.documents.document import Page
from muniment.documents.formats.char_map import MIRRORED, CharMap
from muniment.documents.formats.hyphens import Hyphens
from muniment.documents.formats.pdf_layout import (
    SENTENCE_END,
    Flow,
    Measures,
    TableBlock,
    fits_before,
    lay_out,
    measure,
)
from muniment.documents.formats.pdf_page import Line, PageText
from muniment.documents.formats.pdf_running import take_running_lines

# Lines of a paragraph stand no further apart than this many times their size.
_CLOSE = 1.6
_HYPHENATED = re.compile(r"\w-$")
_NO_BLANK_AFTER = re.compile(r"\w(?:/|—|--)$")
_TIGHT_DASH = re.compile(r"^(?:--|—)\w")
_REPEATED = re.compile(r"^-[^\W\d_]")
_LOWER_START = re.compile(r"^[\"'“‘«(\[]*[^\W\d_A-Z]")


@dataclass(slots=True)
class FlowText:
    """A text, the end of its body, its pages and where its characters stand."""

    text: str
    body_end: int
    pages: tuple[Page, ...]
    chars: CharMap


def flow_text(pages: Sequence[PageText]) -> FlowText:
    """The text of a document's pages: paragraphs joined across columns and pages.

    Running headers and footers are taken out of the body and kept behind its end.
    """
    running = take_running_lines(pages, measure(pages).leading)
    measures = measure(pages)
    hyphens = Hyphens(line.text for page in pages for line in page.lines)
    writer = _Writer(hyphens)
    for block in _in_order(pages, measures):
        writer.block(block)
    writer.finish_pages(pages)
    body_end = writer.length
    for page, line in running:
        writer.running_line(line, page)
    return FlowText(writer.text(), body_end, writer.pages(pages), writer.chars)


def _in_order(pages: Sequence[PageText], measures: Measures) -> list[list[Flow]]:
    """Blocks of one or more pieces (a paragraph that runs on has several), in order.

    The footnotes of a page follow its text; where its last paragraph runs on to the next page
    they stand before that paragraph, so that it stays whole and each page's text stays
    together (after it, where it began pages before).
    """
    ordered: list[list[Flow]] = []
    last: list[Flow] | None = None
    held: list[Flow] = []
    for page in pages:
        flow, notes = lay_out(page, measures)
        held_back: list[Flow] = [*notes]
        for aside in page.aside:
            turned, small = lay_out(aside, measures)
            held_back.extend([*turned, *small])
        for index, piece in enumerate(flow):
            if last is not None and _runs_on(last[-1], piece):
                if index == 0 and held and last[0].page is held[0].page:
                    ordered.extend([note] for note in held)
                    held = []
                last.append(piece)
                continue
            if last is not None:
                ordered.append(last)
            ordered.extend([note] for note in held)
            held = []
            last = [piece]
        held.extend(held_back)
    if last is not None:
        ordered.append(last)
    ordered.extend([note] for note in held)
    return ordered


def _runs_on(before: Flow, piece: Flow) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if isinstance(before, TableBlock) or isinstance(piece, TableBlock):
        return False
    last, first = before.lines[-1], piece.lines[0]
    if before.page is piece.page and 0 <= first.base - last.base < 4 * last.size:
        return False
    if piece.kind is not Kind.PARAGRAPH or before.kind is Kind.HEADING:
        return False
    if abs(last.size - first.size) > 0.06 * last.size or last.bold != first.bold:
        return False
    if last.broken or last.text.endswith("-"):
        return True
    fits = fits_before(last, first, before.right)
    if SENTENCE_END.search(last.text):
        is_justified = abs(last.x1 - before.right) < 2.0 and len(before.lines) > 1
        return is_justified and not piece.indented and not fits
    if _LOWER_START.match(first.text):
        return True
    return not fits and not last.text.endswith(":")


@dataclass(slots=True)
class _Writer:
    """Writes blocks into one text and keeps where each character stands."""

    hyphens: Hyphens
    chars: CharMap = field(default_factory=CharMap)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _starts: dict[int, int] = field(default_factory=dict)
    _before: Block | None = None
    _last: Flow | None = None

    def block(self, pieces: list[Flow]) -> None:
        """Write a block; its kind and the one before decide what separates them."""
        first = pieces[0]
        if isinstance(first, TableBlock):
            block = Block(Kind.TABLE, "")
        else:
            block = Block(first.kind, first.lines[0].text)
        if self._before is not None:
            same = goes_on(self._before, block) or self._same_table(first) or self._next_line(first)
            self._put("\n" if same else "\n\n")
        self._last = pieces[-1]
        start = self.length
        previous: Line | None = None
        for piece in pieces:
            self._starts.setdefault(piece.page.number, self.length)
            if isinstance(piece, TableBlock):
                self._table(piece)
                continue
            for index, line in enumerate(piece.lines):
                join = piece.joins[index] if index else " "
                self._line(line, piece.page, previous, join)
                previous = line
        block.text = self._tail(self.length - start)
        self._before = block

    def _same_table(self, piece: Flow) -> bool:
        """Whether a table goes on that the end of a page has cut."""
        last = self._last
        return (
            isinstance(last, TableBlock)
            and isinstance(piece, TableBlock)
            and last.page is not piece.page
            and len(last.table.rows[0]) == len(piece.table.rows[0])
        )

    def _next_line(self, piece: Flow) -> bool:
        """Whether a block stands right below one that ends no sentence: a line of its own.

        Such are the lines of a form or list ("Anti-vehicle mines: 87") and lines wrapped by
        hand; only space or a full stop before it makes a paragraph.
        """
        before = self._last
        if isinstance(before, TableBlock) or isinstance(piece, TableBlock) or before is None:
            return False
        last, first = before.lines[-1], piece.lines[0]
        prose = any(". " in line.text for line in before.lines)
        title = len(piece.lines) > 1 and not prose
        return (
            before.page is piece.page
            and not (title and not _LOWER_START.match(first.text))
            and before.kind is piece.kind is Kind.PARAGRAPH
            and not piece.indented
            and not SENTENCE_END.search(last.text)
            and 0 < first.base - last.base < _CLOSE * last.size
            and abs(last.size - first.size) < 0.06 * last.size
            and last.bold == first.bold
        )

    def running_line(self, line: Line, page: PageText) -> None:
        """Write a running header or footer behind the body."""
        self._put("\n\n")
        self._line(line, page, None, "")

    def finish_pages(self, pages: Sequence[PageText]) -> None:
        """Give a place to pages on which nothing stands."""
        at = self.length
        for page in reversed(pages):
            at = self._starts.setdefault(page.number, at)

    def pages(self, pages: Sequence[PageText]) -> tuple[Page, ...]:
        """The pages with their spans of the text."""
        starts = [self._starts[page.number] for page in pages]
        if starts:
            starts[0] = 0
        ends = [*starts[1:], self.length]
        return tuple(
            Page(page.number, start, end, page.width, page.height, page.confidence)
            for page, start, end in zip(pages, starts, ends, strict=True)
        )

    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self.length += len(text)
            self.chars.add_unplaced(len(text))

    def _tail(self, length: int) -> str:
        tail = ""
        for piece in reversed(self._pieces):
            tail = piece + tail
            if len(tail) >= min(length, 200):
                break
        return tail[-length:] if length else ""

    def _table(self, block: TableBlock) -> None:
        for number, row in enumerate(block.table.rows):
            self._put("\n" if number else "")
            for at, cell in enumerate(row):
                self._put("\t" if at else "")
                previous = None
                for line in cell:
                    self._line(line, block.page, previous, " ")
                    previous = line

    def _line(self, line: Line, page: PageText, previous: Line | None, join: str) -> None:
        text, left, right = _without_marks(line)
        if previous is not None:
            if previous.text.endswith("-") and _REPEATED.match(text):
                text, left, right = text[1:], left[1:], right[1:]
            elif previous.broken or (_HYPHENATED.search(previous.text) and text[:1].isalpha()):
                if not self.hyphens.stays(previous.text, text):
                    self._drop_hyphen()
            elif not (_NO_BLANK_AFTER.search(previous.text) or _TIGHT_DASH.match(text)):
                self._put(join)
        elif join == "\n":
            self._put(join)
        if not text:
            return
        number = self.chars.add_line(
            page.number,
            page.turn + (MIRRORED if page.mirrored else 0),
            page.width,
            page.height,
            line.top,
            line.bottom,
        )
        self.chars.add(number, left, right)
        self._pieces.append(text)
        self.length += len(text)

    def _drop_hyphen(self) -> None:
        if self._pieces and self._pieces[-1].endswith("-"):
            self._pieces[-1] = self._pieces[-1][:-1]
            self.length -= 1
            self.chars.drop_last()


def _without_marks(line: Line) -> tuple[str, list[float], list[float]]:
    """A line without the superscript marks of its notes."""
    if not line.raised or line.raised[0] == 0:
        return line.text, line.left, line.right
    dropped: set[int] = set()
    group: list[int] = []
    for at in [*line.raised, -1]:
        if group and at != group[-1] + 1:
            mark = line.text[group[0] : group[-1] + 1]
            if not keep_superscript(mark, line.text[: group[0]]):
                dropped.update(group)
            group = []
        group.append(at)
    kept = [at for at in range(len(line.text)) if at not in dropped]
    return (
        "".join(line.text[at] for at in kept),
        [line.left[at] for at in kept],
        [line.right[at] for at in kept],
    )
