"""Pictures of a PDF's pages, for reports that show findings in place."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from muniment.documents.errors import UnreadableDocument
from muniment.documents.isolation import run_isolated, serve
from muniment.documents.limits import DEFAULT_LIMITS, Limits

_WIDEST = 4000
_MOST_PIXELS = 20_000_000


def page_picture(
    source: Path | bytes, page_number: int, width: int, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """A PNG of one page of a PDF (from 1), as displayed, ``width`` pixels wide.

    Raises UnreadableDocument when there is no such page or it cannot be drawn.
    """
    return page_pictures(source, [page_number], width, limits)[page_number]


def page_pictures(
    source: Path | bytes,
    page_numbers: Iterable[int],
    width: int,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[int, bytes]:
    """PNGs of some pages of a PDF by page number; drawn in one bounded process.

    ``width`` is in pixels, at most 4,000; a very tall page is drawn smaller. Raises
    UnreadableDocument when a page does not exist or the PDF cannot be drawn.
    """
    from muniment.documents.reading import read_file

    name = str(source) if isinstance(source, Path) else "PDF"
    data = read_file(source, limits) if isinstance(source, Path) else source
    order: dict[str, object] = {
        "name": name,
        "pages": sorted(set(page_numbers)),
        "width": max(16, min(width, _WIDEST)),
    }
    packed = run_isolated("muniment.documents.pictures", order, data, limits)
    at = 8 + int.from_bytes(packed[:8], "big")
    pictures = {}
    for number, size in json.loads(packed[8:at]):
        pictures[int(number)] = packed[at : at + size]
        at += size
    return pictures


def _answer(order: dict[str, object], data: bytes, limits: Limits) -> bytes:
    import pypdfium2

    from muniment.documents.formats.pdf import open_pdf

    name, width = str(order["name"]), int(str(order["width"]))
    numbers = order["pages"]
    pictures: list[tuple[int, bytes]] = []
    pdf = open_pdf(name, data)
    for number in numbers if isinstance(numbers, list) else []:
        if not 1 <= number <= len(pdf):
            raise UnreadableDocument(name, f"has no page {number}.")
        try:
            page = pdf[number - 1]
            across, down = page.get_size()
            scale = min(width / max(across, 1), (_MOST_PIXELS / max(across * down, 1)) ** 0.5)
            picture = page.render(scale=scale).to_pil()
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(name, f"page {number} cannot be drawn.") from error
        output = io.BytesIO()
        picture.convert("P", palette=1, colors=64).save(output, "PNG", optimize=True)
        pictures.append((number, output.getvalue()))
        page.close()
    header = json.dumps([(number, len(png)) for number, png in pictures]).encode("ascii")
    return b"".join((len(header).to_bytes(8, "big"), header, *(png for _, png in pictures)))


if __name__ == "__main__":
    serve(sys.argv[1:], _answer)
