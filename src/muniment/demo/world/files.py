"""The files of the demonstration's sources, made from our own texts as offices send them."""

from __future__ import annotations

import io
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from muniment.demo.writing import write_document

CUT_SHORT = 1_800
"""Bytes that arrived of a file that was cut short on its way."""
_WIDTH = 1240
"""Dots across a scanned page: some 150 an inch."""


def content(name: str) -> bytes:
    """The bytes of one of the files.

    ``x.eml`` and ``x.txt`` are kept as they are; other formats are made from ``x.md``. A name with
    ``.scan.pdf`` is a picture of its page, one with ``.cut.pdf`` arrived in part.
    """
    kept = _text(name)
    if kept.is_file():
        return kept.read_bytes()
    stem, ending = name.split(".")[0], name.rsplit(".", 1)[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{stem}.{ending}")
        write_document(_text(f"{stem}.md").read_text(encoding="utf-8"), path)
        made = path.read_bytes()
    if ".scan." in name:
        return _scanned(made)
    return made[:CUT_SHORT] if ".cut." in name else made


def _text(name: str) -> Traversable:
    own = files("muniment.demo.world").joinpath("documents", name)
    return own if own.is_file() else files("muniment.demo").joinpath(name)


def _scanned(pdf: bytes) -> bytes:
    """A PDF whose pages are pictures, as a scanner makes it."""
    import pypdfium2

    made = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            page.render(scale=_WIDTH / page.get_width(), grayscale=True).to_pil()
            for page in document
        ]
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=150, quality=80)
    return made.getvalue()
