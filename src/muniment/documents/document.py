"""What a reader of any format returns: a document's text and where things stand in it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from muniment.values.passage import Box, Passage

CONTEXT = 32
_OPEN_END = re.compile(r"[^\W_][\"'”’»)\]*]*,?$|,$")
_LONG = 40
_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r\f\v]*(?:\n[ \t\r\f\v]*)+")


class Page(NamedTuple):
    """A page: its number from 1, its span of the text, its displayed size in PDF points.

    ``confidence`` is the mean OCR confidence (0 to 100) where the text was recognised from a
    picture, else None.
    """

    number: int
    start: int
    end: int
    width: float
    height: float
    confidence: float | None = None


def no_boxes(start: int, end: int) -> tuple[Box, ...]:
    """The boxes of a span in a format without positions: none."""
    return ()


@dataclass(slots=True, kw_only=True)
class Document:
    """A source as read.

    ``text`` is what all offsets count in: for plain text and Markdown the file's own text
    (decoded, line ends as they stand), for other formats the reader's. Paragraphs are separated
    by blank lines; a single line break inside a paragraph is a soft break. A table is a
    paragraph with one row a line, its cells separated by TAB.
    ``body`` is the span in which claims are read (front matter lies outside it).
    ``date`` is EDTF; ``issuer_state`` ISO 3166-1 alpha-3; ``language`` ISO 639-1 or "und".
    ``boxes_of`` gives the rectangles of a span on its pages.
    ``notes`` are one-line remarks on the reading for the user (skipped pages, guessed encoding).
    """

    path: str
    sha256: str
    media_type: str
    text: str
    body: tuple[int, int]
    title: str | None = None
    issuer: str | None = None
    issuer_state: str | None = None
    place: str | None = None
    date: str | None = None
    addressees: tuple[str, ...] = ()
    language: str = "und"
    pages: tuple[Page, ...] = ()
    boxes_of: Callable[[int, int], tuple[Box, ...]] = no_boxes
    notes: list[str] = field(default_factory=list)
    paragraphs: tuple[tuple[int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        self.paragraphs = split_paragraphs(self.text, *self.body)

    def paragraph_at(self, offset: int) -> int:
        """The number, from 1, of the paragraph that holds this offset (0 before the first)."""
        return bisect.bisect_right(self.paragraphs, (offset, len(self.text) + 1))

    def page_at(self, offset: int) -> int | None:
        """The number of the page that holds this offset, or None in a format without pages."""
        if not self.pages:
            return None
        at = bisect.bisect_right(self.pages, offset, key=lambda page: page.start)
        return self.pages[max(at - 1, 0)].number

    def passage(self, start: int, end: int) -> Passage:
        """The passage of a span, with its selectors."""
        return Passage(
            start=start,
            end=end,
            quote=self.text[start:end],
            prefix=self.text[max(0, start - CONTEXT) : start],
            suffix=self.text[end : end + CONTEXT],
            page=self.page_at(start),
            paragraph=self.paragraph_at(start),
            boxes=self.boxes_of(start, end),
        )


def split_paragraphs(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The (start, end) spans of the paragraphs of ``text[start:end]``, without outer space.

    A blank line ends a paragraph, unless a sentence runs on over it: a long line without a full
    stop before it, a small letter after it (the trace of a page's end in a copied text).
    """
    spans: list[tuple[int, int]] = []
    at = start
    for gap in _PARAGRAPH_BREAK.finditer(text, start, end):
        spans.append((at, gap.start()))
        at = gap.end()
    spans.append((at, end))
    trimmed: list[tuple[int, int]] = []
    for first, last in spans:
        while first < last and text[first].isspace():
            first += 1
        while first < last and text[last - 1].isspace():
            last -= 1
        if first == last:
            continue
        if trimmed and _runs_on(text, trimmed[-1], first):
            trimmed[-1] = (trimmed[-1][0], last)
        else:
            trimmed.append((first, last))
    return tuple(trimmed)


def _runs_on(text: str, before: tuple[int, int], start: int) -> bool:
    if not text[start].islower() or before[1] - before[0] <= _LONG:
        return False
    line = text[max(before[0], before[1] - 200) : before[1]]
    after = text[start : start + 4]
    return (
        bool(_OPEN_END.search(line))
        and "\t" not in line
        and not line.rsplit("\n", 1)[-1].isupper()
        and not (len(after) > 1 and after[1] in ".)")
    )
