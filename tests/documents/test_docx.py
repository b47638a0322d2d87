from __future__ import annotations

import io
import zipfile

import docx
from docx.oxml.ns import nsdecls

from tests.documents.helpers import flat, paragraphs, read

W = nsdecls("w")


def written(document: object) -> bytes:
    output = io.BytesIO()
    document.save(output)  # type: ignore[attr-defined]
    return output.getvalue()


def with_body(xml: str, **parts: str) -> bytes:
    """A bare DOCX package whose body is this XML."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{xml}</w:body></w:document>"
        )
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    return output.getvalue()


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    xml = (
        "<w:p><w:r><w:t>Of the 96 wells </w:t></w:r>"
        "<w:ins w:id='1'><w:r><w:t>41</w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText>14</w:delText></w:r></w:del>"
        "<w:r><w:t xml:space='preserve'> were dry.</w:t></w:r></w:p>"
    )
    assert flat(read("a.docx", with_body(xml))) == ["Of the 96 wells 41 were dry."]


def test_content_controls_links_and_text_boxes_are_read() -> None:
    xml = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control: 12.</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt><w:p><w:hyperlink><w:r><w:t>A link: 9.</w:t></w:r></w:hyperlink>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>A box: 3.</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>"
    )
    assert flat(read("a.docx", with_body(xml))) == ["In a control: 12.", "A link: 9.", "A box: 3."]


def test_footnotes_follow_the_text_and_their_marks_are_not_in_it() -> None:
    xml = (
        "<w:p><w:r><w:t>There were 412</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/>"
        "</w:rPr><w:t>3</w:t></w:r><w:r><w:t xml:space='preserve'> wells on 96 km</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>"
    )
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        "<w:footnote w:id='1'><w:p><w:r><w:t>One list.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    document = read("a.docx", with_body(xml, footnotes=notes))
    assert flat(document) == ["There were 412 wells on 96 km2", "One list."]


def test_list_markers_are_counted_as_word_shows_them() -> None:
    numbering = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'>"
        "<w:start w:val='3'/>"
        "<w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl><w:lvl w:ilvl='1'>"
        "<w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='5'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )

    def item(level: int, text: str) -> str:
        return (
            f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='5'/></w:numPr></w:pPr>"
            f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        )

    xml = item(0, "Nine wells were dry.") + item(1, "four in Oru;") + item(1, "five in Sell.")
    xml += item(0, "No one was asked.")
    assert paragraphs(read("a.docx", with_body(xml, numbering=numbering))) == [
        "3. Nine wells were dry.",
        "(a) four in Oru;\n(b) five in Sell.",
        "4. No one was asked.",
    ]


def test_bullets_that_make_up_one_sentence_stay_one_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("The dead were:")
    for text in ("four men,", "five women"):
        document.add_paragraph(text, style="List Bullet")
    assert paragraphs(read("a.docx", written(document))) == [
        "The dead were:",
        "• four men,\n• five women",
    ]


def test_hidden_text_is_not_read_and_line_breaks_are_kept() -> None:
    xml = (
        "<w:p><w:r><w:t>Ana Torrel</w:t><w:br/><w:t>Public Defender</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>14 dead</w:t></w:r></w:p>"
    )
    assert paragraphs(read("a.docx", with_body(xml))) == ["Ana Torrel\nPublic Defender"]


def test_a_text_with_a_mark_at_every_line_is_put_together() -> None:
    lines = [
        "Of the 96 persons who were treated in the two hospitals of the",
        "valley, forty-one were women and thirty-eight were men, and the",
        "seventeen others were children under the age of fifteen who had",
        "come with the columns from Upper Sell in the last days of that",
        "month.",
        "",
        "Nine were still being treated in July of the same year by the two",
        "doctors.",
    ]
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    assert flat(read("a.docx", written(document))) == [" ".join(lines[:5]), " ".join(lines[6:])]


def test_the_fallback_of_a_drawing_is_not_read_twice() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>A box: 3.</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert flat(read("a.docx", with_body(xml))) == ["A box: 3."]
