"""Small documents of every format, about invented places, made for the tests."""

from __future__ import annotations

import io
import re
import zipfile
from email.message import EmailMessage
from xml.sax.saxutils import escape

import docx
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

PARAGRAPHS = [
    "Statement of the Public Defender of Verda on the water of the Oru valley",
    "Between 4 March 2031 and 30 June 2031, 412 households on both banks of the Oru lost their "
    "wells. The registry of Verda counts 231 of them on the left bank; the registry of Kelmar "
    "counts 181 on the right bank. Neither list has been seen by the other side.",
    "Of the 96 persons treated in the two hospitals, 41 were women, 38 were men and 17 were "
    "children under the age of fifteen. At least nine were still being treated on 1 July 2031, "
    "among them three members of the international inspection team.",
    "The monitors of the League found 1,204 square kilometres of fields dry, nearly a third of "
    "the farmland in the four districts, compared with 870 square kilometres in the year before. "
    "They ask both governments to open the sluices at Upper Sell within thirty days.",
    "In the view of the Public Defender, the closing of the sluices does not follow from any "
    "provision of the treaty on the river; the commission which the two sides set up for such "
    "questions has not met since the autumn of 2029.",
    "The Public Defender calls on the River Commission to publish the readings of all twelve "
    "gauges. She calls on the government of Kelmar to let the inspectors pass at Lower Sell.",
]
ROWS = [
    ["Place", "Killed", "Injured", "Total"],
    ["Oru", "14", "9", "23"],
    ["Upper Sell, with the hamlets round it", "3", "40", "43"],
    ["All places", "17", "49", "66"],
]
LONG = [PARAGRAPHS[0], *(text for _ in range(6) for text in PARAGRAPHS[1:])]


def two_column_pdf(
    paragraphs: list[str], *, justified: bool = True, indent: float = 0, compress: bool = True
) -> bytes:
    """A PDF in two columns with a running header and page numbers."""
    style = ParagraphStyle(
        "text",
        parent=getSampleStyleSheet()["Normal"],
        fontName="Times-Roman",
        fontSize=10,
        leading=12,
        alignment=TA_JUSTIFY if justified else 0,
        spaceAfter=0 if indent else 6,
        firstLineIndent=indent,
    )
    width, height = A4
    column = (width - 120) / 2

    def decorate(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, height - 40, "Public Defender of Verda")
        canvas.drawRightString(width - 50, height - 40, "Statement 7/2031")
        canvas.drawCentredString(width / 2, 30, f"Page {template.page}")

    frames = [Frame(50 + at * (column + 20), 60, column, height - 130, 0, 0, 0, 0) for at in (0, 1)]
    output = io.BytesIO()
    template = BaseDocTemplate(
        output,
        pagesize=A4,
        pageCompression=int(compress),
        pageTemplates=[PageTemplate("two", frames, onPage=decorate)],
    )
    template.build([Paragraph(escape(text), style) for text in paragraphs])
    return output.getvalue()


def table_pdf(*, ruled: bool = True) -> bytes:
    """A PDF with a sentence, a table and a sentence."""
    normal = getSampleStyleSheet()["Normal"]
    rows = [[cell.replace("with the", "with\nthe") for cell in row] for row in ROWS]
    table = Table(rows, colWidths=[160, 60, 60, 60])
    commands: list[tuple[object, ...]] = [("ALIGN", (1, 0), (-1, -1), "RIGHT")]
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    table.setStyle(TableStyle(commands))
    parts: list[Flowable] = [
        Paragraph("The figures by place are these, as far as both registries know:", normal),
        Spacer(1, 6),
        table,
        Spacer(1, 6),
        Paragraph("They were taken from both lists.", normal),
    ]
    output = io.BytesIO()
    SimpleDocTemplate(output, pagesize=A4).build(parts)
    return output.getvalue()


def footnotes(page: int) -> list[str]:
    """The footnotes of a page of ``footnote_pdf``."""
    if page % 2:
        return ["1 List of the Oru registry, 17 pages.", "2 Letter of 12 June 2031."]
    return ["1 Survey Office of Verda, map 40.", "2 Minutes of the two mayors."]


def footnote_pdf() -> bytes:
    """A PDF of two pages whose text runs over footnotes and superscript marks."""
    normal = ParagraphStyle("text", parent=getSampleStyleSheet()["Normal"], spaceAfter=6)
    small = ParagraphStyle("note", parent=normal, fontSize=7.5, leading=9)

    def decorate(canvas: Canvas, template: BaseDocTemplate) -> None:
        at = 140.0
        for note in footnotes(template.page):
            paragraph = Paragraph(re.sub(r"^1", "<super>1</super>", note), small)
            _, tall = paragraph.wrap(495, 100)
            at -= tall
            paragraph.drawOn(canvas, 50, at)
        canvas.drawCentredString(300, 30, str(template.page))

    output = io.BytesIO()
    frame = Frame(50, 160, 495, 600, 0, 0, 0, 0)
    template = BaseDocTemplate(
        output, pagesize=A4, pageTemplates=[PageTemplate("one", [frame], onPageEnd=decorate)]
    )
    sentence = (
        "The registry lists 412 wells<super>1</super> on 1,204 km<super>2</super> of land, "
        "and 96 of them<super>2</super> were dry in the year in which the monitors came. "
    )
    template.build([Paragraph(sentence * 40, normal), Paragraph(sentence * 40, normal)])
    return output.getvalue()


def blank_pdf(pages: int) -> bytes:
    """A PDF of empty pages."""
    output = io.BytesIO()
    canvas = Canvas(output)
    for _ in range(pages):
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def docx_bytes(paragraphs: list[str]) -> bytes:
    """A DOCX of paragraphs, and a table after them."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


_ODT_START = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'office:version="1.2"><office:body><office:text>'
)


def odt_bytes(paragraphs: list[str], more: str = "") -> bytes:
    """An ODT of paragraphs and a table; ``more`` is further XML of the body."""
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f"{_ODT_START}{body}<table:table>{rows}</table:table>{more}"
        "</office:text></office:body></office:document-content>"
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return output.getvalue()


def html_bytes(paragraphs: list[str]) -> bytes:
    """An HTML page with navigation, a script, a list and a table."""
    body = "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in ROWS)
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Water</title>"
        "<style>p { color: black }</style></head><body><nav><a href='/'>Home</a></nav>"
        f"<main>{body}<table>{rows}</table></main>"
        "<script>document.write('12 killed')</script></body></html>"
    ).encode()


def rtf_bytes(paragraphs: list[str]) -> bytes:
    """An RTF of paragraphs and a table."""
    body = "".join(text.replace("\\", "\\\\") + "\\par\n" for text in paragraphs)
    rows = "".join(
        "\\trowd\\cellx2000\\cellx4000\\cellx6000\\cellx8000\\pard\\intbl "
        + "".join(f"{cell}\\cell " for cell in row)
        + "\\row\n"
        for row in ROWS
    )
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\n" + body + rows + "}"
    ).encode()


def mail_bytes(paragraphs: list[str], attachments: dict[str, bytes]) -> bytes:
    """A mail with attachments."""
    message = EmailMessage()
    message["Subject"] = "Water of the Oru valley"
    message["From"] = "Press Office of Verda <press@example.org>"
    message["To"] = "River Commission <commission@example.org>, desk@example.org"
    message["Date"] = "Mon, 07 Jul 2031 10:20:00 +0200"
    message["MIME-Version"] = "1.0"
    message.set_content("\n\n".join(paragraphs))
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def text_samples() -> list[bytes]:
    """Plain texts in several encodings."""
    text = "\n\n".join(PARAGRAPHS)
    return [
        text.encode(),
        text.encode("utf-16"),
        "Уполномоченный сообщил, что 12 человек погибли и 34 получили ранения.".encode("cp1251"),
        "Le Défenseur a déclaré que 12 personnes ont été tuées à l’hôpital.".encode("cp1252"),
    ]


def markdown_samples() -> list[bytes]:
    """Markdown with front matter."""
    front = "---\ntitle: Water\nissuer: Public Defender of Verda\ndate: 2031-07-07\n---\n"
    return [(front + "# Water\n\n" + "\n\n".join(PARAGRAPHS)).encode(), front.encode()]


def html_samples() -> list[bytes]:
    """HTML pages."""
    return [html_bytes(PARAGRAPHS), b"<p>9 + 14<br>are 23<sup>1</sup><ul><li>a<li>b</ul>"]


def rtf_samples() -> list[bytes]:
    """RTF files."""
    note = b"{\\rtf1\\ansi 412 wells{\\super 1}{\\footnote One.}\\par \\u1059?\\'e9 {\\*\\x y}}"
    return [rtf_bytes(PARAGRAPHS), note]


def mail_samples() -> list[bytes]:
    """Mails."""
    inner = mail_bytes(PARAGRAPHS[:2], {})
    return [mail_bytes(PARAGRAPHS, {"annex.html": html_bytes(PARAGRAPHS), "fw.eml": inner}), inner]


def pdf_samples() -> list[bytes]:
    """PDFs, uncompressed so that damage reaches their content."""
    return [two_column_pdf(PARAGRAPHS, compress=False), table_pdf(), footnote_pdf()]


def docx_samples() -> list[bytes]:
    """DOCX files."""
    return [docx_bytes(PARAGRAPHS)]


def odt_samples() -> list[bytes]:
    """ODT files."""
    more = "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
    return [odt_bytes(PARAGRAPHS, more)]
