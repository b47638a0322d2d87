"""A text with its claims drawn in: cut where claims begin and end, so that any may overlap."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from muniment.workspace.models import Claim, Passage

_LINE_OR_CELL = re.compile(r"(\r?\n|\t)")
_NUMBER = re.compile(r"[\s<>≤≥≈~±+\-–—]*\d[\d\s.,'’\u00a0\u202f/–-]*[%‰]?\s*")
_PIECES_OF_A_TITLE = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph: ``text`` begins at ``start`` (code points of the document).

    ``claims`` are those it belongs to, the shortest first; ``kind`` and ``status`` are those of
    the shortest, "" where there is none; ``at`` says that the address points here, and ``first``
    that its passage begins here.
    """

    text: str
    start: int
    claims: tuple[str, ...]
    kind: str = ""
    status: str = ""
    at: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row with its pieces; ``number`` where it holds nothing but a number."""

    segments: tuple[Segment, ...]
    number: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is drawn: ``table`` where its rows have cells."""

    number: int
    start: int
    page: int | None
    table: bool
    segments: tuple[Segment, ...]

    @property
    def rows(self) -> list[list[Cell]]:
        """Its rows and cells: text is cut where a line or a cell ends, and counted as before."""
        rows: list[list[list[Segment]]] = [[[]]]
        for piece, ends in _cut(self.segments):
            if piece is not None:
                rows[-1][-1].append(piece)
            if ends == "\t":
                rows[-1].append([])
            elif ends:
                rows.append([[]])
        return [[_cell(cell) for cell in row] for row in rows if any(row)]

    def says(self, title: str) -> bool:
        """Whether it is nothing but the document's title."""
        text = "".join(each.text for each in self.segments[:_PIECES_OF_A_TITLE])
        return not self.table and bool(title) and _folded(text) == _folded(title)


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are drawn together: those of one table, or a single one."""

    table: bool
    page: int | None
    paragraphs: tuple[Paragraph, ...]


def blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Paragraphs with cells that follow each other on one page make one table."""
    found = []
    for (table, page, _number), run in itertools.groupby(
        paragraphs, lambda each: (each.table, each.page, 0 if each.table else each.number)
    ):
        found.append(Block(table, page, tuple(run)))
    return found


def _cut(segments: Sequence[Segment]) -> Iterator[tuple[Segment | None, str]]:
    """The pieces between line ends and tabs, each with what ended it ("" where nothing did)."""
    for segment in segments:
        at = 0
        parts = _LINE_OR_CELL.split(segment.text)
        for text, ends in itertools.zip_longest(parts[::2], parts[1::2], fillvalue=""):
            piece = None
            if text:
                piece = replace(
                    segment,
                    text=text,
                    start=segment.start + at,
                    first=segment.first and at == 0,
                )
            at += len(text) + len(ends)
            yield piece, ends


def _cell(pieces: list[Segment]) -> Cell:
    text = "".join(each.text for each in pieces)
    return Cell(tuple(pieces), bool(_NUMBER.fullmatch(text)))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def paragraphs(
    text: str,
    passages: Sequence[Passage],
    claims: Sequence[Claim],
    at: tuple[int, int] | None = None,
) -> list[Paragraph]:
    """The paragraphs with their segments; ``at`` is the span that the address points to."""
    found = []
    rows = sorted(claims, key=lambda each: each.start)
    first = 0
    for passage in passages:
        while (
            first < len(rows) and rows[first].start < passage.start and _ended(rows, first, passage)
        ):
            first += 1
        here = []
        for each in rows[first:]:
            if each.start >= passage.end:
                break
            if each.end > passage.start:
                here.append(each)
        own = text[passage.start : passage.end]
        found.append(
            Paragraph(
                passage.number,
                passage.start,
                passage.page,
                "\t" in own,
                tuple(_segments(text, passage, here, at)),
            )
        )
    return found


def _ended(rows: Sequence[Claim], first: int, passage: Passage) -> bool:
    return rows[first].end <= passage.start


def _segments(
    text: str, passage: Passage, claims: Sequence[Claim], at: tuple[int, int] | None
) -> list[Segment]:
    """The pieces between all beginnings and ends within a paragraph."""
    cuts = {passage.start, passage.end}
    for start, end in [(each.start, each.end) for each in claims] + ([at] if at else []):
        cuts |= {cut for cut in (start, end) if passage.start < cut < passage.end}
    ordered = sorted(cuts)
    waiting = deque(sorted(claims, key=lambda each: each.start))
    here: list[Claim] = []
    found = []
    for start, end in itertools.pairwise(ordered):
        while waiting and waiting[0].start <= start:
            here.append(waiting.popleft())
        here = [each for each in here if each.end >= end]
        over = sorted(here, key=lambda each: each.end - each.start)
        shown = over[0] if over else None
        found.append(
            Segment(
                text[start:end],
                start,
                tuple(each.key for each in over),
                shown.kind if shown else "",
                shown.status if shown else "",
                at is not None and at[0] <= start and end <= at[1],
                at is not None and at[0] == start,
            )
        )
    return found
