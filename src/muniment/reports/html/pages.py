"""The pages of a document as pictures, with its highlights drawn over them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from html import escape
from typing import NamedTuple

from muniment.documents.document import Document, Page
from muniment.reports.html.highlights import Highlight
from muniment.reports.report import LEVELS, PagePictures
from muniment.reports.wording import page_words
from muniment.values.passage import Box

PICTURES = 300
"""The most pages of one document that are shown as pictures; further ones show their text."""
ALL_PICTURES = 600
"""The most pages of all documents together that are shown as pictures."""
_BADGE = 5.2
"""The radius of a finding's number, in points."""


class Pages(NamedTuple):
    """The pictures of a document: their HTML (empty without any), the anchors drawn, how many."""

    html: str = ""
    anchors: Set[str] = frozenset()
    drawn: int = 0


def pages_html(
    document: Document, highlights: Sequence[Highlight], pictures: PagePictures, limit: int
) -> Pages:
    """The pages that have a highlight, and the first, as pictures under their highlights.

    At most ``limit`` pages; the text, which is complete, stands beside them for readers who
    cannot see pictures.
    """
    marks = _by_page(document, highlights)
    wanted = [page for page in document.pages if page.number in marks or page.number == 1]
    parts: list[str] = []
    drawn: set[str] = set()
    count = 0
    found = pictures([page.number for page in wanted[:limit]])
    for page in wanted[:limit]:
        picture = found.get(page.number)
        if picture is None:
            continue
        drawn.update(h.anchor for h, _ in marks.get(page.number, []) if h.anchor)
        count += 1
        data = base64.b64encode(picture.data).decode("ascii")
        parts.append(
            f'<figure class="sheet"><div class="paper">'
            f'<img src="data:{escape(picture.media_type)};base64,{data}" decoding="async"'
            f' width="{page.width:.0f}" height="{page.height:.0f}"'
            f' alt="Page {page.number}; its text follows the pictures.">'
            f"{_overlay(page, marks.get(page.number, []))}</div>"
            f"<figcaption>{page_words(page)}</figcaption></figure>"
        )
    left = len(document.pages) - count
    if count and left:
        word = "page has" if left == 1 else "pages have"
        parts.append(f'<p class="rest">{left} more {word} no picture here; see the text.</p>')
    return Pages("".join(parts), drawn, count)


def _by_page(
    document: Document, highlights: Iterable[Highlight]
) -> dict[int, list[tuple[Highlight, list[Box]]]]:
    """The highlights of each page with their boxes there, the longest first."""
    found: dict[int, list[tuple[Highlight, list[Box]]]] = {}
    # What lies on top is what a click meets: the shortest, then findings, the gravest last.
    longest_first = sorted(highlights, key=lambda h: (h.start - h.end, *_rank(h)))
    for highlight in longest_first:
        boxes: dict[int, list[Box]] = {}
        for box in document.boxes_of(highlight.start, highlight.end):
            boxes.setdefault(box.page, []).append(box)
        for count, (number, on_page) in enumerate(boxes.items()):
            part = replace(highlight, anchor=None) if count else highlight
            found.setdefault(number, []).append((part, on_page))
    return found


def _rank(highlight: Highlight) -> tuple[bool, int]:
    level = highlight.level
    return level is not None, -next((n for n, name in enumerate(LEVELS) if name == level), 0)


def _overlay(page: Page, marks: list[tuple[Highlight, list[Box]]]) -> str:
    shapes: list[str] = []
    badges: list[str] = []
    taken: Counter[tuple[float, float]] = Counter()
    for highlight, boxes in marks:
        if highlight.kind == "number":
            continue
        level = f" l-{highlight.level}" if highlight.level else ""
        drawn = "".join(_shape(box, highlight.kind) for box in boxes)
        anchor = ""
        if highlight.anchor and highlight.kind != "finding":
            anchor = f' id="{highlight.anchor}o"'
        shapes.append(
            f'<a class="m k-{highlight.kind}{level}" href="#{highlight.ref}" tabindex="-1"'
            f'{anchor} data-refs="{highlight.ref}"'
            f' aria-label="{_label(highlight)}">{drawn}</a>'
        )
        if highlight.kind == "finding" and highlight.anchor:
            badges.append(_badge(highlight, boxes[0], taken))
    box = f'viewBox="0 0 {page.width:.2f} {page.height:.2f}" role="group"'
    # The highlights let the page show through; the numbers stand above it.
    return (
        f'<svg class="over marks" {box} aria-label="Highlights on page {page.number}">'
        f"{''.join(shapes)}</svg>"
        f'<svg class="over" {box} aria-label="Findings on page {page.number}">'
        f"{''.join(badges)}</svg>"
    )


def _label(highlight: Highlight) -> str:
    if highlight.kind == "finding":
        return f"Finding {highlight.number}"
    return highlight.kind.capitalize()


def _shape(box: Box, kind: str) -> str:
    """A rectangle and the line under it: twice for a citation, so that kinds differ in black."""
    width, height = max(box.x1 - box.x0, 1.0), max(box.y1 - box.y0, 1.0)
    low = box.y1 + 1
    lines = f"M{box.x0:.2f} {low:.2f}H{box.x1:.2f}"
    if kind == "citation":
        lines += f"M{box.x0:.2f} {low + 1.9:.2f}H{box.x1:.2f}"
    return (
        f'<rect x="{box.x0 - 0.8:.2f}" y="{box.y0 - 0.8:.2f}" width="{width + 1.6:.2f}"'
        f' height="{height + 1.6:.2f}" rx="1"/>'
        f'<path d="{lines}"/>'
    )


def _badge(highlight: Highlight, box: Box, taken: Counter[tuple[float, float]]) -> str:
    """The number of a finding, above the left end of its first box, beside earlier ones there."""
    before = taken[box.x0, box.y0]
    taken[box.x0, box.y0] += 1
    x = max(box.x0 - _BADGE * 0.5, _BADGE) + before * _BADGE * 2.1
    y = max(box.y0 - _BADGE * 0.4, _BADGE)
    return (
        f'<a class="badge l-{highlight.level}" href="#{highlight.ref}" id="{highlight.anchor}o"'
        f' data-refs="{highlight.ref}" aria-label="Finding {highlight.number}">'
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{_BADGE}"/>'
        f'<text x="{x:.2f}" y="{y + 2.2:.2f}" text-anchor="middle">{highlight.number}</text></a>'
    )
