"""Passages: where in a source something stands."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a document's text: ``text == document.text[start:end]`` (code points)."""

    start: int
    end: int
    text: str


class Box(NamedTuple):
    """A rectangle on a page, in PDF points from the page's top left corner, as displayed."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Passage(NamedTuple):
    """A span of a source with W3C Web Annotation selectors.

    ``start``/``end`` count code points of the document's text; ``quote`` is that text exactly;
    ``prefix``/``suffix`` are up to 32 characters around it; ``page`` and ``paragraph`` count
    from 1 (``page`` is None where the format has no pages); ``boxes`` is empty where the format
    has no positions.
    """

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    page: int | None
    paragraph: int
    boxes: tuple[Box, ...] = ()
