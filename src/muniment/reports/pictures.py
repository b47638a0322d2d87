"""Pictures of a document's pages, made from its file for the HTML report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from muniment.documents.document import Document
from muniment.documents.errors import UnreadableDocument
from muniment.documents.pictures import MEDIA_TYPE, page_pictures
from muniment.reports.report import PagePicture, PagePictures


def pictures_of(document: Document) -> PagePictures | None:
    """The pictures of the document's pages, or None where there are none to be had.

    There are for PDF files and scans that still stand, unchanged, where they were read from. A
    page that cannot be drawn within its time has none.
    """
    drawable = document.media_type == "application/pdf" or document.media_type.startswith("image/")
    if not drawable or not document.pages:
        return None
    try:
        data = Path(document.path).read_bytes()
    except (OSError, ValueError):
        return None
    if hashlib.sha256(data).hexdigest() != document.sha256:
        return None

    def pictures(numbers: Sequence[int]) -> Mapping[int, PagePicture]:
        try:
            drawn = page_pictures(document.path, data, numbers)
        except UnreadableDocument:
            return {}
        return {number: PagePicture(MEDIA_TYPE, picture) for number, picture in drawn.items()}

    return pictures
