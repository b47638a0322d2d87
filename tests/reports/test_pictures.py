"""Pictures of pages, made from the file that was read and from no other."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from muniment.documents.document import Document, Page
from muniment.documents.pictures import HEIGHT, WIDTH, page_pictures
from muniment.reports.pictures import pictures_of


def document_of(path: Path, media_type: str = "application/pdf", pages: int = 2) -> Document:
    return Document(
        path=str(path),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        media_type=media_type,
        text="",
        body=(0, 0),
        pages=tuple(Page(n, 0, 0, 300, 200) for n in range(1, pages + 1)),
    )


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "appeal.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200))
    canvas.rect(0, 100, 150, 100, fill=1)
    canvas.showPage()
    canvas.setPageRotation(90)
    canvas.rect(0, 100, 150, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def opened(document: Document, number: int) -> Image.Image:
    make = pictures_of(document)
    assert make is not None
    picture = make([number])[number]
    assert picture.media_type == "image/webp"
    return Image.open(io.BytesIO(picture.data)).convert("L")


def test_a_page_is_drawn_as_displayed(pdf: Path) -> None:
    upright = opened(document_of(pdf), 1)
    assert upright.width == WIDTH
    assert upright.getpixel((100, 100)) == 0
    assert upright.getpixel((WIDTH - 100, 100)) == 255
    turned = opened(document_of(pdf), 2)
    # Turned clockwise, what stood 100 to 200 points up stands 100 to 200 points to the right.
    assert turned.getpixel((WIDTH // 2, 100)) == 0
    assert turned.getpixel((100, 100)) == 255
    assert turned.getpixel((WIDTH - 100, 100)) == 255


def test_a_file_that_has_changed_or_gone_gives_no_picture(pdf: Path) -> None:
    document = document_of(pdf)
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    assert pictures_of(document) is None
    pdf.unlink()
    assert pictures_of(document) is None


def test_a_page_that_is_not_there_or_takes_too_long_has_none(pdf: Path) -> None:
    make = pictures_of(document_of(pdf))
    assert make is not None
    assert make([3]) == {}
    assert page_pictures("a.pdf", pdf.read_bytes(), [1], page_seconds=0.0) == {}


def test_text_has_no_pictures(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Held.")
    assert pictures_of(document_of(path, "text/plain")) is None


def test_a_scan_is_its_own_picture(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("L", (4000, 8000), 255).save(path)
    scan = opened(document_of(path, "image/png"), 1)
    assert scan.height == HEIGHT


def test_a_broken_scan_has_none(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    make = pictures_of(document_of(path, "image/png"))
    assert make is not None
    assert make([1]) == {}
