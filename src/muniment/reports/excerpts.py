"""Excerpts: the sentence around a passage, shortened, with what matters standing out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from muniment.claims.model import Claim, Figure
from muniment.documents.document import Document
from muniment.reports.letters import visible
from muniment.values.passage import Passage

EXCERPT = 240
"""The longest excerpt of a document, in characters."""
_REACH = 110
"""How far an excerpt may go beyond its passage on each side, in characters."""
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…։؟۔。]['\"»”’)\]]*\s+")


class Excerpt(NamedTuple):
    """A stretch of a document fit for showing: pieces of text, each with whether it stands out.

    ``span`` is where it stands; ``before`` and ``after`` say whether the sentence goes on
    beyond it.
    """

    span: tuple[int, int]
    pieces: tuple[tuple[str, bool], ...]
    before: bool
    after: bool

    @property
    def text(self) -> str:
        """The excerpt as plain text, with an ellipsis where it was cut."""
        words = "".join(piece for piece, _ in self.pieces)
        return f"{'… ' if self.before else ''}{words}{' …' if self.after else ''}"


def numbers_of(claims: Iterable[Claim]) -> list[tuple[int, int]]:
    """The spans that stand out in an excerpt: a figure's number, another claim's passage."""
    return sorted(
        (claim.number.start, claim.number.end)
        if isinstance(claim, Figure)
        else (claim.passage.start, claim.passage.end)
        for claim in claims
        if claim.kind != "relation"
    )


def excerpt(document: Document, passage: Passage, spans: Iterable[tuple[int, int]]) -> Excerpt:
    """The sentence around a passage, shortened, with the given spans standing out.

    Never longer than ``EXCERPT`` characters but for the ends of words, and never beyond the
    passage's paragraph.
    """
    start, end = _window(document, passage)
    text = document.text
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in sorted(inside):
        if first < at:
            continue
        pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    pieces.append((text[at:end], False))
    shown = tuple(
        (visible(_SPACE.sub(" ", piece.replace("\r", " "))), strong)
        for piece, strong in pieces
        if piece
    )
    low, high = _paragraph(document, passage)
    cut_before = start > low and not _SENTENCE_END.search(text[max(low, start - 4) : start])
    cut_after = end < high and not _SENTENCE_END.match(text[max(end - 1, low) : end + 4])
    return Excerpt((start, end), shown, cut_before, cut_after)


def bare_excerpt(passage: Passage) -> Excerpt:
    """A passage between the few words around it, where its document is not at hand."""
    pieces = ((passage.prefix, False), (passage.quote[:EXCERPT], True), (passage.suffix, False))
    shown = tuple((visible(_SPACE.sub(" ", words)), strong) for words, strong in pieces if words)
    return Excerpt((passage.start, passage.end), shown, bool(passage.prefix), bool(passage.suffix))


def _paragraph(document: Document, passage: Passage) -> tuple[int, int]:
    if 1 <= passage.paragraph <= len(document.paragraphs):
        low, high = document.paragraphs[passage.paragraph - 1]
        return min(low, passage.start), max(high, passage.end)
    return passage.start, passage.end


def _window(document: Document, passage: Passage) -> tuple[int, int]:
    """The span to show: the passage's sentences as far as they fit, cut between words."""
    text = document.text
    low, high = _paragraph(document, passage)
    start, end = passage.start, min(passage.end, passage.start + EXCERPT)
    first = max(low, start - _REACH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, start)]
    begin = ends[-1] if ends else _next_word(text, first, start) if first > low else low
    limit = min(high, max(end + 40, min(end + _REACH, begin + EXCERPT)))
    after = _SENTENCE_END.search(text, max(end - 1, begin), limit)
    cut = _last_word(text, limit, end) if limit < high else high
    finish = after.end() if after else cut
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _next_word(text: str, at: int, limit: int) -> int:
    while at < limit and not text[at - 1].isspace():
        at += 1
    return at


def _last_word(text: str, at: int, limit: int) -> int:
    while at > limit and not text[at].isspace():
        at -= 1
    return at
