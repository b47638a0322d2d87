"""PDF through pypdfium2: text in reading order, pages, and the boxes of every character."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts
from muniment.documents.formats.pdf_flow import flow_text
from muniment.documents.formats.pdf_page import PageText, read_page
from muniment.documents.limits import Limits


def read_pdf(name: str, data: bytes, limits: Limits) -> Parts:
    """The text of a PDF.

    Raises UnreadableDocument for a PDF that is damaged, protected, too long, or has neither
    text nor pictures of it.
    """
    pdf = open_pdf(name, data)
    try:
        count = len(pdf)
        if count > limits.max_pages:
            raise UnreadableDocument(
                name,
                f"has {count:,} pages, more than {limits.max_pages:,} (the limit max_pages).",
            )
        if not count:
            raise UnreadableDocument(name, "is a PDF without pages; get another copy of it.")
        pages: list[PageText] = []
        broken: list[int] = []
        characters = 0
        for index in range(count):
            try:
                page = pdf[index]
            except pypdfium2.PdfiumError:
                broken.append(index + 1)
                continue
            try:
                pages.append(read_page(page, index + 1))
            except pypdfium2.PdfiumError:
                broken.append(index + 1)
            finally:
                page.close()
            if pages:
                characters += sum(len(line.text) for line in pages[-1].lines)
            if characters > limits.max_characters:
                raise UnreadableDocument(
                    name,
                    f"has more than {limits.max_characters:,} characters "
                    "(the limit max_characters).",
                )
        hints = {}
        if title := pdf.get_metadata_value("Title"):
            hints["title"] = " ".join(title.split())
    finally:
        pdf.close()
    if not pages:
        raise UnreadableDocument(name, "is a PDF whose pages are damaged; get another copy.")
    result = flow_text(pages)
    parts = Parts(
        text=result.text,
        body=(0, result.body_end),
        pages=result.pages,
        boxes_of=result.chars,
        hints=hints,
    )
    if broken:
        parts.notes.append(f"damaged pages left out: {_listed(broken)}")
    empty = [page.number for page in result.pages if page.end - page.start < 2]
    if empty:
        parts.notes.append(f"pages without text: {_listed(empty)}")
    return parts


def open_pdf(name: str, data: bytes) -> pypdfium2.PdfDocument:
    """The open PDF; raises UnreadableDocument when it is protected or damaged."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if (
            pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        ):
            raise UnreadableDocument(
                name, "is protected with a password; save a copy without one and check that."
            ) from error
        raise UnreadableDocument(
            name, "is a damaged or incomplete PDF; get another copy of it."
        ) from error


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:12])
    return shown + (f" and {len(numbers) - 12} more" if len(numbers) > 12 else "")
