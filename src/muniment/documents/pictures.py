"""Pictures of a document's pages, for reports that show findings in place.

Drawn, as the file is read, in a process of its own within the limits: a page may make a library
crash or draw for ever.
"""

from __future__ import annotations

import io
import json
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from muniment.documents.isolation import run_isolated, serve
from muniment.documents.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

MEDIA_TYPE = "image/webp"
WIDTH, HEIGHT = 1240, 1754
"""The largest picture of a page, in pixels: A4 at 150 dots an inch."""
PAGE_SECONDS = 5.0
"""The time that one page may take to draw."""
_QUALITY = 62


def page_pictures(
    name: str,
    data: bytes,
    page_numbers: Iterable[int],
    limits: Limits = DEFAULT_LIMITS,
    page_seconds: float = PAGE_SECONDS,
) -> dict[int, bytes]:
    """WebP pictures of some pages (from 1) of a PDF or a scan, as displayed, by page number.

    A page that is not there or is not drawn within its time has none. Raises UnreadableDocument
    when the file cannot be drawn at all, or not within the limits.
    """
    order: dict[str, object] = {
        "name": name,
        "pages": sorted(set(page_numbers)),
        "seconds": page_seconds,
    }
    packed = run_isolated("muniment.documents.pictures", order, data, limits)
    at = 8 + int.from_bytes(packed[:8], "big")
    pictures = {}
    for number, size in json.loads(packed[8:at]):
        pictures[int(number)] = packed[at : at + size]
        at += size
    return pictures


def _answer(order: dict[str, object], data: bytes, limits: Limits) -> bytes:
    name, numbers, seconds = str(order["name"]), order["pages"], order["seconds"]
    assert isinstance(numbers, list)
    assert isinstance(seconds, float)
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        drawn = _pdf_pages(name, data, numbers, seconds)
    else:
        drawn = _scan_pages(data, numbers)
    pictures = [(number, _encode(image)) for number, image in drawn]
    header = json.dumps([(number, len(picture)) for number, picture in pictures]).encode("ascii")
    return b"".join((len(header).to_bytes(8, "big"), header, *(each for _, each in pictures)))


def _pdf_pages(
    name: str, data: bytes, numbers: list[int], seconds: float
) -> Iterator[tuple[int, Image.Image]]:
    import pypdfium2

    from muniment.documents.formats.pdf import open_pdf

    pdf = open_pdf(name, data)
    for number in numbers:
        if not 1 <= number <= len(pdf):
            continue
        try:
            image = _draw(pdf[number - 1], seconds)
        except pypdfium2.PdfiumError:
            continue
        if image is not None:
            yield number, image


def _draw(page: pypdfium2.PdfPage, seconds: float) -> Image.Image | None:
    """The page as displayed, or None when it is not drawn within the time.

    PDFium asks after every object on the page whether it is to pause; it is not let go on once
    the time is over.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

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


def _scan_pages(data: bytes, numbers: list[int]) -> Iterator[tuple[int, Image.Image]]:
    from PIL import Image, UnidentifiedImageError

    for number in numbers:
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
            continue
        image.thumbnail((WIDTH, HEIGHT))
        yield number, image


def _encode(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "WEBP", quality=_QUALITY, method=2)
    return stream.getvalue()


if __name__ == "__main__":
    serve(sys.argv[1:], _answer)
