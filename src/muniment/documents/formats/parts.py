"""What a reader of one format hands over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from muniment.documents.document import Page, no_boxes
from muniment.values.passage import Box


@dataclass(slots=True, kw_only=True)
class Parts:
    """The text of a file, the span in which claims are read, and what the file states.

    ``stated`` holds what front matter or mail fields state outright: title, issuer,
    issuer_state, date, place, language. ``hints`` holds what document properties say, which
    is often wrong: it is used only where the text agrees.
    """

    text: str
    body: tuple[int, int]
    stated: dict[str, str] = field(default_factory=dict)
    addressees: tuple[str, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    boxes_of: Callable[[int, int], tuple[Box, ...]] = no_boxes
    notes: list[str] = field(default_factory=list)


def whole(text: str, notes: list[str] | None = None) -> Parts:
    """Parts whose body is the whole text."""
    return Parts(text=text, body=(0, len(text)), notes=notes or [])
