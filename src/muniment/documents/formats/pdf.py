"""PDF through pypdfium2."""

from __future__ import annotations

import re

import pypdfium2

from muniment.documents.document import Page
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts, whole
from muniment.documents.limits import Limits


def read_pdf(name: str, data: bytes, limits: Limits) -> Parts:
    """The text of a PDF."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(name, "is a damaged or protected PDF.") from error
    if len(pdf) > limits.max_pages:
        raise UnreadableDocument(name, f"has more than {limits.max_pages:,} pages.")
    text = ""
    pages = []
    for number, page in enumerate(pdf, 1):
        start = len(text)
        raw = page.get_textpage().get_text_range()
        text += re.sub(r"\r?\n", "\n", raw).replace("\ufffe", "") + "\n\n"
        pages.append(Page(number, start, len(text), *page.get_size()))
    return whole(text, pages=tuple(pages))
