"""PDF through pypdfium2: text in reading order, pages, and the boxes of every character."""

from __future__ import annotations

import io
import math
import time

import pypdfium2
import pypdfium2.raw as pdfium

from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts
from muniment.documents.formats.pdf_flow import flow_text
from muniment.documents.formats.pdf_page import PageText, read_page
from muniment.documents.isolation import allow_recognition
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
    notes: list[str] = []
    if broken:
        notes.append(f"damaged pages left out: {_listed(broken)}")
    if beyond := [page.number for page in pages if page.unseen]:
        notes.append(f"text beyond the edges of its page left out: page {_listed(beyond)}")
    notes += _recognise_scans(name, data, pages, limits)
    result = flow_text(pages)
    parts = Parts(
        text=result.text,
        body=(0, result.body_end),
        pages=result.pages,
        boxes_of=result.chars,
        hints=hints,
        notes=notes,
    )
    if not result.text.strip():
        raise UnreadableDocument(name, "is a PDF without any text; get a copy that has text.")
    return parts


_LONGEST_SIDE = 30_000
"""The longest side of a picture that is made of a page, in pixels: a damaged page may have a side
as long as a road and another of nothing."""


def _recognise_scans(name: str, data: bytes, pages: list[PageText], limits: Limits) -> list[str]:
    """Put recognised text in the place of pages that have none; remarks on them.

    Raises UnreadableDocument when no page has text and Tesseract is missing.
    """
    scans = [at for at, page in enumerate(pages) if not page.lines and not page.aside]
    if not scans:
        return []
    from muniment.documents.recognition import INSTALL, recognise, tesseract

    if tesseract() is None:
        if len(scans) == len(pages):
            raise UnreadableDocument(name, f"is a scan without text; {INSTALL}.")
        numbers = _listed([pages[at].number for at in scans])
        return [f"pages without text, such as scans, are not read ({numbers}); {INSTALL}"]
    allow_recognition()
    recognised: list[int] = []
    failed: list[int] = []
    deadline = time.monotonic() + 0.9 * limits.recognition_seconds
    pdf = open_pdf(name, data)
    try:
        for at in scans:
            page = pages[at]
            png = _scan(pdf, page.number - 1, limits)
            if png is None:
                continue
            found = None
            if time.monotonic() < deadline:
                found = recognise(png, page.number, page.width, page.height)
            if found is None:
                failed.append(page.number)
            else:
                pages[at] = found
                recognised.append(page.number)
    finally:
        pdf.close()
    notes = []
    if recognised:
        notes.append(
            f"text recognised from pictures by Tesseract on pages {_listed(recognised)}; "
            "check figures against the pictures"
        )
    if failed:
        notes.append(f"pages whose text could not be recognised: {_listed(failed)}")
    return notes


def _scan(pdf: pypdfium2.PdfDocument, index: int, limits: Limits) -> bytes | None:
    """The picture of a page as PNG, or None when nothing is drawn on it."""
    from muniment.documents.recognition import DOTS_PER_INCH

    page = pdf[index]
    try:
        if not pdfium.FPDFPage_CountObjects(page):
            return None
        width, height = page.get_size()
        if not math.isfinite(width * height):
            return None
        scale = min(
            DOTS_PER_INCH / 72,
            (limits.max_pixels / max(width * height, 1)) ** 0.5,
            _LONGEST_SIDE / max(width, height, 1),
        )
        picture = page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    output = io.BytesIO()
    picture.save(output, "PNG", compress_level=1)
    return output.getvalue()


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
