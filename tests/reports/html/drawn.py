"""A document whose pages have pictures, drawn here."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from muniment.documents.document import Page
from muniment.reports.report import CheckedDocument, PagePicture
from muniment.values.passage import Box
from tests.reports import examples


def drawn_appeal() -> CheckedDocument:
    """The appeal on two pages; its first figure stands 100 points right and down on the first."""
    checked = examples.appeal()
    document = checked.claims.document
    half = document.text.index("On Tuesday")
    origin = document.text.index("1,284 citizens")

    def boxes_of(start: int, end: int) -> tuple[Box, ...]:
        page = 1 if start < half else 2
        place = start - origin if page == 1 else start - half
        x, y = 100 + 6 * (place % 60), 100 + 20 * (place // 60)
        return (Box(page, x, y, x + 5 * (end - start), y + 12),)

    def picture(number: int) -> PagePicture:
        image = Image.new("L", (595, 842), 255)
        ImageDraw.Draw(image).text((100, 100), f"Page {number}", fill=0)
        stream = io.BytesIO()
        image.save(stream, "PNG")
        return PagePicture("image/png", stream.getvalue())

    document.pages = (Page(1, 0, half, 595, 842), Page(2, half, len(document.text), 595, 842))
    document.boxes_of = boxes_of
    checked.pictures = lambda numbers: {number: picture(number) for number in numbers}
    return checked
