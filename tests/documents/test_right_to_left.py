from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from muniment.documents.formats.pdf_page import (
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT,
    direction,
)
from tests.documents.helpers import flat, read

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LINES = ["המפקחים מצאו כי 12 בארות יבשו", "במאי 2031 בשתי הערים."]


def seen(line: str) -> str:
    """A line in the order in which its characters are drawn from the left."""
    words = [word if word.isdigit() else word[::-1] for word in line.split(" ")]
    return " ".join(words[::-1])


@pytest.mark.skipif(not FONT.exists(), reason="no font with Hebrew letters is installed")
def test_a_page_written_from_right_to_left() -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    canvas.setFont("DejaVu", 11)
    for at, line in enumerate(LINES):
        canvas.drawRightString(523, 700 - 13 * at, seen(line))
    canvas.save()
    document = read("a.pdf", output.getvalue())
    assert flat(document) == [" ".join(LINES)]
    first = document.boxes_of(0, len("המפקחים"))
    assert len(first) == 1
    assert first[0].x1 == pytest.approx(523, abs=2)
    number = document.text.index("12")
    (box,) = document.boxes_of(number, number + 2)
    assert box.x1 < first[0].x0


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("a", LEFT_TO_RIGHT),
        ("7", LEFT_TO_RIGHT),
        ("ה", RIGHT_TO_LEFT),
        ("و", RIGHT_TO_LEFT),
        (",", ""),
    ],
)
def test_the_direction_of_characters(char: str, expected: str) -> None:
    assert direction(ord(char)) == expected
