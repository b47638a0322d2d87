"""Pictures of a document's pages and the places of its words on them.

Pictures are drawn in a bounded process when they are first asked for, a few pages at a time, and
kept sealed in the cache: it can be cleared at any time.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyrage

from muniment.documents.errors import UnreadableDocument
from muniment.documents.pictures import page_pictures
from muniment.registers.objects import private_folder
from muniment.workspace.models import Document
from muniment.workspace.opened import Opened, opened
from muniment.workspace.vault import VaultProblem

AHEAD = 4
"""Pages that are drawn together with the one that is asked for."""
LAYOUTS = 4
"""Documents whose layout is kept in memory: two megabytes for three hundred pages."""


class PageShape(NamedTuple):
    """A page: its number from 1, its span of the text, its size in PDF points."""

    number: int
    start: int
    end: int
    width: float
    height: float


class Word(NamedTuple):
    """A word on a page: its span of the text, its box in points from the top left corner."""

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def page_shapes(document: Document) -> list[PageShape]:
    """The pages of a document; none where it is not the source's own file or has no pages."""
    if document.number != 1 or not document.layout:
        return []
    return [PageShape(*each) for each in json.loads(document.pages)]


def page_words(document: Document, number: int) -> list[Word]:
    """The words on a page. Raises VaultProblem when the layout was changed or is gone."""
    here = _layout(opened(), document.layout).get(number)
    rows = json.loads(here) if here else []
    return [Word(int(each[0]), int(each[1]), int(each[2]), *each[3:]) for each in rows]


@lru_cache(maxsize=LAYOUTS)
def _layout(_workspace: Opened, sha256: str) -> dict[int, bytes]:
    """The boxes of a document's words, page by page: who turns its pages reads them once.

    They are numbers alone; the words are not among them.
    """
    pages: dict[int, list[object]] = {}
    for word in json.loads(opened().vault.get(sha256)):
        pages.setdefault(int(word[2]), []).append(word)
    return {
        page: json.dumps(words, separators=(",", ":")).encode("ascii")
        for page, words in pages.items()
    }


def page_picture(document: Document, number: int) -> bytes | None:
    """A WebP picture of a page, or None where it cannot be drawn."""
    kept = _kept(document, number)
    identity = opened().keys.identity
    if not kept.exists():
        last = len(page_shapes(document))
        try:
            drawn = page_pictures(
                document.source.name,
                opened().vault.get(document.source.sha256),
                range(number, min(number + AHEAD, last) + 1),
            )
        except (UnreadableDocument, VaultProblem):
            return None
        private_folder(kept.parent)
        for each, fresh in drawn.items():
            place = _kept(document, each)
            draft = place.with_suffix(".new")
            draft.write_bytes(pyrage.encrypt(fresh, [identity.to_public()]))
            draft.replace(place)
        return drawn.get(number)
    try:
        picture: bytes = pyrage.decrypt(kept.read_bytes(), [identity])
    except pyrage.DecryptError:
        kept.unlink(missing_ok=True)
        return None
    return picture


def _kept(document: Document, number: int) -> Path:
    return opened().folder.cache / "pages" / f"{document.source.sha256}-{number}.age"
