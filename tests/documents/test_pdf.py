from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits
from tests.documents import samples
from tests.documents.helpers import flat, paragraphs, read

TABLE = "\n".join("\t".join(row) for row in samples.ROWS)


def drawn(*lines: tuple[float, float, str], size: float = 10, pages: int = 1) -> bytes:
    """A PDF with lines at places (points from the lower left corner)."""
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    for _ in range(pages):
        canvas.setFont("Times-Roman", size)
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.set_rotation(degrees)
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_one_paragraph_with_a_row_a_line(ruled: bool) -> None:
    found = paragraphs(read("a.pdf", samples.table_pdf(ruled=ruled)))
    assert found[1] == TABLE
    assert len(found) == 3


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_reads_as_the_upright_one(degrees: int) -> None:
    upright = read("a.pdf", samples.table_pdf())
    document = read("a.pdf", turned(samples.table_pdf(), degrees))
    assert document.text == upright.text


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [(0, (72, 100)), (90, (742, 72)), (180, (523, 742)), (270, (100, 523))],
)
def test_boxes_count_from_the_top_left_corner_as_displayed(
    degrees: int, expected: tuple[float, float]
) -> None:
    data = drawn((72, A4[1] - 100, "Wells"), size=10)
    document = read("a.pdf", turned(data, degrees))
    (box,) = document.boxes_of(0, 5)
    near = [(box.x0, box.y1), (box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1)]
    assert any(abs(x - expected[0]) < 5 and abs(y - expected[1]) < 5 for x, y in near)
    page = document.pages[0]
    assert box.x1 <= page.width
    assert box.y1 <= page.height


def test_a_passage_over_two_lines_has_two_boxes_and_each_covers_its_words() -> None:
    document = read("a.pdf", drawn((72, 700, "The wells of the upper"), (72, 688, "town are dry.")))
    start = document.text.index("upper")
    boxes = document.boxes_of(start, start + len("upper town"))
    assert [box.page for box in boxes] == [1, 1]
    assert boxes[0].y0 < boxes[1].y0
    assert boxes[0].x0 > 130 > boxes[1].x1


def test_running_headers_and_page_numbers_are_kept_outside_the_body() -> None:
    document = read("a.pdf", samples.two_column_pdf(samples.LONG))
    body = document.text[slice(*document.body)]
    outside = document.text[document.body[1] :]
    for running in ("Statement 7/2031", "Page 1"):
        assert running not in body
        assert running in outside


def test_footnotes_are_paragraphs_of_their_own_and_their_marks_left_out() -> None:
    document = read("a.pdf", samples.footnote_pdf())
    found = flat(document)
    sentence = (
        "The registry lists 412 wells on 1,204 km2 of land, and 96 of them were dry in the "
        "year in which the monitors came."
    )
    assert [text for text in found if "412" in text] == [" ".join([sentence] * 40)] * 2
    notes = [text for text in found if "412" not in text]
    assert notes == [note for page in document.pages for note in samples.footnotes(page.number)]


def test_each_character_is_on_its_page() -> None:
    document = read("a.pdf", samples.footnote_pdf())
    for page in document.pages:
        for at in range(page.start, page.end, 37):
            for box in document.boxes_of(at, at + 1):
                assert box.page == page.number
                assert document.page_at(at) == page.number


def test_lines_of_two_columns_that_alternate_in_the_file_are_sorted_apart() -> None:
    left = [
        "The mission visited nine towns on the left",
        "bank and spoke with seven mayors; two of",
        "them were absent on both of the days, as",
        "the towns themselves had told it before.",
    ]
    right = [
        "On the right bank it saw three towns only,",
        "and these for an hour each, for the roads",
        "were closed; in one of them 41 mines had",
        "been found on the road to the north.",
    ]
    lines = [
        (x, 700.0 - 12 * at, column[at])
        for at in range(4)
        for x, column in ((50, left), (310, right))
    ]
    assert flat(read("a.pdf", drawn(*lines))) == [" ".join(left), " ".join(right)]


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [
        ("a conflict-", "related loss", "a conflict-related loss"),
        ("twenty-", "one wells", "twenty-one wells"),
        ("the post-1988", "count", "the post-1988 count"),
        ("in Lower-", "Sell", "in Lower-Sell"),
    ],
)
def test_hyphens_that_belong_to_a_word_stay(end: str, start: str, expected: str) -> None:
    document = read("a.pdf", drawn((72, 700, end), (72, 688, start)))
    assert flat(document) == [expected]


def test_hyphens_that_break_a_word_go() -> None:
    lines = ["The inter-", "national mission and the govern-", "ment agreed on the evacua-",
             "tion of the wounded."]  # fmt: skip
    document = read("a.pdf", drawn(*((72, 700.0 - 12 * at, line) for at, line in enumerate(lines))))
    assert flat(document) == [
        "The international mission and the government agreed on the evacuation of the wounded."
    ]


def test_text_that_stands_on_its_side_is_read_and_kept_apart() -> None:
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    canvas.drawString(72, 700, "The wells of the upper town were dry in May, as both sides say.")
    canvas.rotate(90)
    canvas.drawString(200, -40, "Archive copy 12")
    canvas.save()
    assert flat(read("a.pdf", output.getvalue())) == [
        "The wells of the upper town were dry in May, as both sides say.",
        "Archive copy 12",
    ]


def test_too_many_pages_are_refused_in_one_sentence() -> None:
    with pytest.raises(UnreadableDocument, match=r"^a.pdf: has 40 pages, more than 30"):
        read("a.pdf", samples.blank_pdf(40), Limits(max_pages=30))


def test_a_protected_pdf_says_so() -> None:
    output = io.BytesIO()
    canvas = Canvas(output, encrypt="secret")
    canvas.drawString(72, 700, "12 wells")
    canvas.save()
    with pytest.raises(UnreadableDocument, match="protected with a password"):
        read("a.pdf", output.getvalue())


def test_a_cut_off_pdf_says_so() -> None:
    data = samples.two_column_pdf(samples.PARAGRAPHS)
    with pytest.raises(UnreadableDocument, match="damaged or incomplete"):
        read("a.pdf", data[:200])


def test_two_short_texts_on_one_height_are_not_spliced() -> None:
    document = read(
        "a.pdf",
        drawn(
            (50, 112, "1 Minutes of the River Commission with a list of"),
            (50, 100, "those present in the hall."),
            (310, 100, "2 See the annex of the letter."),
        ),
    )
    assert not any("hall. 2 See" in text for text in flat(document))


def test_a_label_and_its_value_stay_on_one_line() -> None:
    assert flat(read("a.pdf", drawn((50, 700, "Killed:"), (150, 700, "14")))) == ["Killed: 14"]


def test_a_heading_over_two_columns_does_not_widen_them() -> None:
    column = [
        "The mission visited nine towns on the left",
        "bank and spoke with mayors. In two of them",
        "there was no mayor, as the towns themselves",
        "had told it before. It was shown all of the",
        "lists of the missing.",
    ]
    lines = [(150.0, 760.0, "The wells of the Oru: a report to both of the governments")]
    lines += [(50.0, 730.0 - 12 * at, line) for at, line in enumerate(column)]
    lines += [(310.0, 730.0 - 12 * at, line) for at, line in enumerate(column)]
    found = flat(read("a.pdf", drawn(*lines)))
    assert found == [lines[0][2], " ".join(column), " ".join(column)]
    document = read("a.pdf", drawn(*lines))
    assert "\n" not in document.text[slice(*document.paragraphs[1])]


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [
        ("for the dead -", "forty-one", "for the dead - forty-one"),
        ("ORU, 5 NOV 89 --", "THE TOWNS", "ORU, 5 NOV 89 -- THE TOWNS"),
        ("the towns--", "two of them", "the towns--two of them"),
        ("the towns", "--two of them", "the towns--two of them"),
    ],
)
def test_dashes_at_the_ends_of_lines(end: str, start: str, expected: str) -> None:
    assert flat(read("a.pdf", drawn((72, 700, end), (72, 688, start)))) == [expected]
