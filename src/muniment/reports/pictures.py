"""Pictures of a document's pages, made from its file for the HTML report."""

from __future__ import annotations

import hashlib
import io
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, UnidentifiedImageError

from muniment.documents.document import Document
from muniment.reports.report import PagePicture, PagePictures

WIDTH, HEIGHT = 1240, 1754
"""The largest picture of a page, in pixels: A4 at 150 dots an inch."""
PAGE_SECONDS = 5.0
"""The time that one page may take to draw."""
DOCUMENT_SECONDS = 60.0
"""The time that all pages of one document may take to draw."""
_QUALITY = 62


def pictures_of(document: Document) -> PagePictures | None:
    """The pictures of the document's pages, or None where there are none to be had.

    There are for PDF files and scans that still stand, unchanged, where they were read from. A
    page that cannot be drawn within its time has none.
    """
    makers: dict[str, Callable[[bytes], PagePictures]] = {"application/pdf": _pdf_pictures}
    kind = document.media_type
    make = _scan_pictures if kind.startswith("image/") else makers.get(kind)
    if make is None or not document.pages:
        return None
    try:
        data = Path(document.path).read_bytes()
    except (OSError, ValueError):
        return None
    if hashlib.sha256(data).hexdigest() != document.sha256:
        return None
    return make(data)


def _pdf_pictures(data: bytes) -> PagePictures:
    deadline = time.monotonic() + DOCUMENT_SECONDS

    def picture(number: int) -> PagePicture | None:
        left = min(PAGE_SECONDS, deadline - time.monotonic())
        if left <= 0:
            return None
        try:
            with pypdfium2.PdfDocument(data) as pdf:
                image = _draw(pdf[number - 1], left)
        except (pypdfium2.PdfiumError, IndexError):
            return None
        return None if image is None else _encode(image)

    return picture


def _draw(page: pypdfium2.PdfPage, seconds: float) -> Image.Image | None:
    """The page as displayed, or None when it is not drawn within the time.

    PDFium asks after every object on the page whether it is to pause; it is not let go on once
    the time is over.
    """
    points = page.get_size()
    scale = min(WIDTH / max(points[0], 1), HEIGHT / max(points[1], 1))
    width, height = (max(1, round(side * scale)) for side in points)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    end = time.monotonic() + seconds
    pause = pdfium.IFSDK_PAUSE(version=1)
    asked = type(pause.NeedToPauseNow)
    pause.NeedToPauseNow = asked(lambda _: int(time.monotonic() > end))
    status = pdfium.FPDF_RenderPageBitmap_Start(
        bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT, pause
    )
    pdfium.FPDF_RenderPage_Close(page)
    if status != pdfium.FPDF_RENDER_DONE:
        return None
    # The picture must outlive the bitmap's memory.
    image: Image.Image = bitmap.to_pil().copy()
    return image


def _scan_pictures(data: bytes) -> PagePictures:
    def picture(number: int) -> PagePicture | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(data)) as scan:
                    scan.seek(number - 1)
                    image = scan.convert("RGB")
        except (
            OSError,
            EOFError,
            ValueError,
            UnidentifiedImageError,
            Image.DecompressionBombError,
            Image.DecompressionBombWarning,
        ):
            return None
        image.thumbnail((WIDTH, HEIGHT))
        return _encode(image)

    return picture


def _encode(image: Image.Image) -> PagePicture:
    stream = io.BytesIO()
    image.save(stream, "WEBP", quality=_QUALITY, method=2)
    return PagePicture("image/webp", stream.getvalue())
