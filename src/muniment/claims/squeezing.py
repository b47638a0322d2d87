"""The text that the grammar reads: the document's, with runs of white space as one space.

How the lines of a paragraph are wrapped, and whether a typist sets two spaces, says nothing. So
the grammar reads a copy in which neither can matter, and every claim is then put back to the
exact place in the document. Line breaks that mean something (lists, labelled lines, rows of
tables) stay.
"""

from __future__ import annotations

import bisect
import copy
import re
from dataclasses import dataclass, field, replace
from typing import TypeVar

from muniment.claims.language import Language
from muniment.claims.model import Claim, Demand, DocumentClaims, Figure, PeriodMention
from muniment.claims.sentences import blocks_in
from muniment.documents.document import Document
from muniment.values.passage import Span

_Claim = TypeVar("_Claim", bound=Claim)
_WORD = re.compile(r"\S+")
_LOOSE = re.compile(r"[^\S ]|  ")


@dataclass(slots=True)
class Places:
    """Where the pieces of the copy stand in the document: starts in either, in order."""

    copied: list[int] = field(default_factory=list)
    original: list[int] = field(default_factory=list)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The document's span of the copy's ``[start, end)``."""
        return self._offset(start), self._offset(end - 1) + 1 if end > start else self._offset(end)

    def copied_from(self, start: int, end: int) -> tuple[int, int]:
        """The copy's span of the document's ``[start, end)``, of the words that it holds."""
        return self._copied(start), self._copied(end - 1) + 1 if end > start else self._copied(end)

    def _copied(self, at: int) -> int:
        piece = max(bisect.bisect_right(self.original, at) - 1, 0)
        last = self.copied[piece + 1] - 1 if piece + 1 < len(self.copied) else None
        there = self.copied[piece] + max(at - self.original[piece], 0)
        return there if last is None else min(there, last)

    def _offset(self, at: int) -> int:
        piece = max(bisect.bisect_right(self.copied, at) - 1, 0)
        return self.original[piece] + at - self.copied[piece]


def squeeze(document: Document, language: Language) -> tuple[Document, Places] | None:
    """A copy of the document with its white space squeezed, and where its pieces stand.

    None where the document can be read as it is.
    """
    if not any(_LOOSE.search(document.text, start, end) for start, end in document.paragraphs):
        return None
    places = Places()
    pieces: list[str] = []
    length = 0
    last_paragraph = 0

    def add(start: int, end: int) -> None:
        nonlocal length
        places.copied.append(length)
        places.original.append(start)
        pieces.append(document.text[start:end])
        length += end - start

    def gap(mark: str) -> None:
        nonlocal length
        pieces.append(mark)
        length += len(mark)

    for paragraph, block in blocks_in(document, language):
        if pieces:
            gap("\n" if paragraph == last_paragraph else "\n\n")
        last_paragraph = paragraph
        if block.kind == "row" or not _LOOSE.search(document.text, block.start, block.end):
            add(block.start, block.end)
            continue
        for number, word in enumerate(_WORD.finditer(document.text, block.start, block.end)):
            if number:
                gap(" ")
            add(word.start(), word.end())
    text = "".join(pieces)
    if not text:
        return None
    return replace(document, text=text, body=(0, length), pages=()), places


def put_back(claims: DocumentClaims, document: Document, places: Places) -> DocumentClaims:
    """The claims read from the copy, each at its place in the document."""

    def span(old: Span) -> Span:
        start, end = places.place(old.start, old.end)
        return Span(start, end, document.text[start:end])

    def maybe(old: Span | None) -> Span | None:
        return None if old is None else span(old)

    def moved(claim: _Claim) -> _Claim:
        # A copy: what is read when asked for is read from the claims as they are in the copy.
        claim = copy.copy(claim)
        claim.passage = document.passage(*places.place(claim.passage.start, claim.passage.end))
        if isinstance(claim, Figure):
            claim.number = span(claim.number)
            claim.modifier = maybe(claim.modifier)
            claim.counted = maybe(claim.counted)
            claim.place = maybe(claim.place)
            claim.responsible = maybe(claim.responsible)
            claim.said_by = tuple(map(span, claim.said_by))
            if claim.period is not None:
                claim.period = PeriodMention(span=span(claim.period.span), edtf=claim.period.edtf)
        elif isinstance(claim, Demand):
            claim.addressee = maybe(claim.addressee)
        return claim

    return DocumentClaims(
        document=document,
        figures=[moved(each) for each in claims.figures],
        dates=[moved(each) for each in claims.dates],
        citations=[moved(each) for each in claims.citations],
        demands=[moved(each) for each in claims.demands],
        relations=[moved(each) for each in claims.relations],
    )
