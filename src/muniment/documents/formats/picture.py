"""Pictures of pages (PNG, JPEG, TIFF…): read by text recognition."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts
from muniment.documents.formats.pdf_flow import flow_text
from muniment.documents.formats.pdf_page import PageText
from muniment.documents.limits import Limits
from muniment.documents.recognition import DOTS_PER_INCH, INSTALL, recognise, tesseract

_LEAST_DOTS, _MOST_DOTS = 50, 1200


def read_picture(name: str, data: bytes, limits: Limits) -> Parts:
    """The text on a picture, page by page for a TIFF of several.

    Raises UnreadableDocument when Tesseract is missing, the picture is damaged or too large,
    or no text is found on it.
    """
    if tesseract() is None:
        raise UnreadableDocument(name, f"is a picture; {INSTALL}.")
    pages: list[PageText] = []
    try:
        with Image.open(io.BytesIO(data)) as picture:
            frames = getattr(picture, "n_frames", 1)
            if frames > limits.max_pages:
                raise UnreadableDocument(
                    name, f"has {frames:,} pages, more than the limit max_pages."
                )
            for frame in range(frames):
                picture.seek(frame)
                if picture.width * picture.height > limits.max_pixels:
                    raise UnreadableDocument(
                        name,
                        f"is a picture of more than {limits.max_pixels:,} pixels "
                        "(the limit max_pixels).",
                    )
                pages.extend(_recognised(picture, frame + 1))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
    ) as error:
        raise UnreadableDocument(
            name, "is a damaged picture or of an unknown kind; get another copy of it."
        ) from error
    result = flow_text(pages)
    if not result.text.strip():
        raise UnreadableDocument(name, "is a picture on which no text is found.")
    return Parts(
        text=result.text,
        body=(0, result.body_end),
        pages=result.pages,
        boxes_of=result.chars,
        notes=["text recognised from a picture by Tesseract; check figures against the picture"],
    )


def _recognised(picture: Image.Image, number: int) -> list[PageText]:
    dots = picture.info.get("dpi", (DOTS_PER_INCH, DOTS_PER_INCH))
    across = float(dots[0]) if _LEAST_DOTS <= float(dots[0]) <= _MOST_DOTS else DOTS_PER_INCH
    width, height = picture.width * 72 / across, picture.height * 72 / across
    output = io.BytesIO()
    picture.convert("L").save(output, "PNG")
    page = recognise(output.getvalue(), number, width, height)
    return [page] if page is not None else []
