from __future__ import annotations

import contextlib
import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from muniment.documents import recognition
from muniment.documents.errors import UnreadableDocument
from tests.documents import samples
from tests.documents.helpers import flat, read

needs_tesseract = pytest.mark.skipif(
    recognition.tesseract() is None, reason="Tesseract is not installed"
)
TEXT = samples.PARAGRAPHS[:3]


def scan(kind: str) -> bytes:
    """A picture, or a PDF of a picture, of the first page of a document."""
    page = pypdfium2.PdfDocument(samples.two_column_pdf(TEXT))[0]
    picture = page.render(scale=200 / 72).to_pil().convert("L")
    output = io.BytesIO()
    if kind == "PDF":
        picture.save(output, kind, resolution=200)
    else:
        picture.save(output, kind, dpi=(200, 200))
    return output.getvalue()


@needs_tesseract
@pytest.mark.parametrize("kind", ["PDF", "PNG"])
def test_a_scan_gives_the_text_with_confidence_and_boxes(kind: str) -> None:
    document = read(f"a.{kind.lower()}", scan(kind))
    assert TEXT[1] in flat(document)
    (page,) = document.pages
    assert page.confidence is not None
    assert 70 < page.confidence <= 100
    assert page.width == pytest.approx(595, abs=3)
    start = document.text.index("412")
    (box,) = document.boxes_of(start, start + 3)
    assert (box.x0, box.x1) == pytest.approx(_edges_of_412(), abs=4)
    assert any("Tesseract" in note for note in document.notes)


def _edges_of_412() -> tuple[float, float]:
    document = read("a.pdf", samples.two_column_pdf(TEXT))
    start = document.text.index("412")
    (box,) = document.boxes_of(start, start + 3)
    return box.x0, box.x1


@pytest.mark.parametrize("kind", ["PDF", "PNG"])
def test_without_tesseract_one_line_says_what_to_install(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognition.tesseract.cache_clear()
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(UnreadableDocument, match="install Tesseract"):
        read(f"a.{kind.lower()}", scan(kind))
    recognition.tesseract.cache_clear()


def test_pages_with_text_are_not_recognised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "recognise", lambda *args: pytest.fail("recognised"))
    assert flat(read("a.pdf", samples.table_pdf()))


def test_a_picture_may_be_empty_of_text() -> None:
    output = io.BytesIO()
    Image.new("L", (300, 300), 255).save(output, "PNG")
    with pytest.raises(UnreadableDocument, match=r"no text is found|install Tesseract"):
        read("a.png", output.getvalue())


@needs_tesseract
@pytest.mark.parametrize("size", [(1e13, 1e-4), (1e-4, 1e13), (4e9, 4e9)])
def test_a_page_as_long_as_a_road_is_not_drawn_in_full(size: tuple[float, float]) -> None:
    """Found by fuzzing: a damaged page may have any size."""
    drawn = io.BytesIO()
    page = canvas.Canvas(drawn, pagesize=size)
    page.rect(0, 0, 10, 10)
    page.showPage()
    page.save()
    with contextlib.suppress(UnreadableDocument):
        assert read("a.pdf", drawn.getvalue()).text.strip() == ""
