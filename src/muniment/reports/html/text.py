"""A document's text as HTML: its paragraphs and tables, with every highlight in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from muniment.documents.document import Document
from muniment.reports.html.highlights import Highlight, Stretch, flatten
from muniment.reports.letters import split_controls
from muniment.reports.wording import gravest, page_words

CHUNK = 40
"""Paragraphs in one block that a browser lays out only when it comes into view."""
_HEADING = 90
"""The longest line, in characters, that is taken for a heading."""

_LIST_LINE = re.compile(r"\n[ \t]*(?:[-*•–·]|\(?[0-9a-z]{1,3}[.)])[ \t]")
_HASHES = re.compile(r"#{1,6} ")
Span = tuple[int, int]


def text_html(document: Document, highlights: Sequence[Highlight], prefix: str) -> str:
    """The whole text as HTML. ``prefix`` begins the ids of the paragraphs.

    Everything is escaped; control characters are shown as such, never interpreted.
    """
    stretches = flatten(highlights)
    blocks: list[str] = []
    pages = {page.number: page for page in document.pages}
    page: int | None = None
    parts: list[str] = []
    at = 0
    for count, (number, span) in enumerate(_paragraphs(document), 1):
        here = document.page_at(span[0])
        if here is not None and here != page:
            page = here
            parts.append(f'<p class="page-break">{page_words(pages[page])}</p>')
        inside, at = _within(stretches, at, *span)
        parts.append(_paragraph(document, number, span, inside, prefix))
        if count % CHUNK == 0:
            blocks.append("".join(parts))
            parts = []
    blocks.append("".join(parts))
    return "".join(f'<div class="chunk">{block}</div>' for block in blocks if block)


def _within(
    stretches: list[Stretch], first: int, start: int, end: int
) -> tuple[list[Stretch], int]:
    """The stretches within a span, looking from number ``first`` on, and where to look next."""
    inside: list[Stretch] = []
    while first < len(stretches) and stretches[first].start < end:
        if stretches[first].end > start:
            inside.append(stretches[first].part(start, end))
        if stretches[first].end > end:
            break
        first += 1
    return inside, first


def _paragraphs(document: Document) -> Iterator[tuple[int, Span]]:
    """Every stretch of the text that has words, with its paragraph number (0: front matter)."""
    start, end = document.body
    if document.text[:start].strip():
        yield 0, (0, start)
    yield from enumerate(document.paragraphs, 1)
    if document.text[end:].strip():
        yield 0, (end, len(document.text))


def _paragraph(
    document: Document, number: int, span: Span, stretches: list[Stretch], prefix: str
) -> str:
    text = document.text[span[0] : span[1]]
    language = f' lang="{escape(document.language)}"' if document.language != "und" else ""
    if not number:
        return f'<p class="front" dir="auto">{_marked(document.text, span, stretches)}</p>'
    label = (
        f'<a class="pn" id="{prefix}p{number}" href="#{prefix}p{number}" tabindex="-1"'
        f' aria-label="Paragraph {number}">{number}</a>'
    )
    if "\t" in text:
        return f'<div class="para"{language}>{label}{_table(document.text, span, stretches)}</div>'
    body = _marked(document.text, span, stretches)
    return f'<p class="para {_kind(document, text)}" dir="auto"{language}>{label}{body}</p>'


def _kind(document: Document, text: str) -> str:
    """How a paragraph is set: as a heading, as a list that keeps its lines, or plainly."""
    if _LIST_LINE.search(text):
        return "list"
    if len(text) <= _HEADING and "\n" not in text:
        markdown = document.media_type == "text/markdown" and _HASHES.match(text)
        if markdown or text.lstrip("# ") == document.title:
            return "heading"
        if text.isupper() and sum(map(str.isalpha, text)) > 3 and text[-1] not in ".;,:":
            return "heading"
    return "plain"


def _table(text: str, span: Span, stretches: list[Stretch]) -> str:
    rows: list[str] = []
    at, first = span[0], 0
    for line in text[span[0] : span[1]].split("\n"):
        cells: list[str] = []
        for cell in line.split("\t"):
            end = at + len(cell)
            inside, first = _within(stretches, first, at, end)
            cells.append(f'<td dir="auto">{_marked(text, (at, end), inside)}</td>')
            at = end + 1
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="A table of the document">'
        f'<table class="grid"><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _marked(text: str, span: Span, stretches: list[Stretch]) -> str:
    parts: list[str] = []
    at, end = span
    for stretch in stretches:
        parts.append(plain_html(text[at : stretch.start]))
        parts.append(_mark(text, stretch))
        at = stretch.end
    parts.append(plain_html(text[at:end]))
    return "".join(parts)


def plain_html(text: str) -> str:
    """Text escaped, each control character shown in a box of its own."""
    if not text:
        return ""
    return "".join(
        f'<span class="control">{escape(piece)}</span>' if control else escape(piece)
        for control, piece in split_controls(text)
    )


def _mark(text: str, stretch: Stretch) -> str:
    """A stretch as a link to the card of its finding, or else to the row of its claim."""
    findings = [h for h in stretch.highlights if h.kind == "finding"]
    claims = [h for h in stretch.highlights if h.kind not in ("finding", "number")]
    classes = ["m", *dict.fromkeys(f"k-{h.kind}" for h in reversed(stretch.highlights))]
    level = gravest(h.level for h in findings)
    if level:
        classes.append(f"l-{level}")
    before = ""
    for highlight in stretch.opening:
        if highlight.kind == "demand":
            classes.append("first")
        if highlight.kind == "finding":
            before += badge(highlight)
        elif highlight.anchor:
            before += f'<span id="{highlight.anchor}"></span>'
    target = findings[-1] if findings else claims[-1] if claims else stretch.highlights[-1]
    described = [f"k-{h.kind}" for h in claims[-1:]] + [f"{h.ref}-name" for h in findings]
    refs = " ".join(dict.fromkeys(h.ref for h in reversed([*claims, *findings])))
    return (
        f'{before}<a class="{" ".join(classes)}" href="#{target.ref}" tabindex="-1"'
        f' data-refs="{refs}" aria-describedby="{" ".join(described)}">'
        f"{plain_html(text[stretch.start : stretch.end])}</a>"
    )


def badge(highlight: Highlight) -> str:
    """The number of a finding where its passage begins: a link to its card."""
    return (
        f'<a class="badge l-{highlight.level}" id="{highlight.anchor}" href="#{highlight.ref}"'
        f' data-refs="{highlight.ref}" data-number="{highlight.number}"'
        f' aria-label="Finding {highlight.number}"></a>'
    )
