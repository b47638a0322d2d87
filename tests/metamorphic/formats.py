"""Writes one text in several formats: plain, Markdown, HTML, DOCX, RTF, two-column PDF."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

from muniment.claims.language import load_language
from muniment.claims.squeezing import squeeze
from muniment.documents.document import Document, split_paragraphs


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of a text, each as its lines; lines wrapped by hand are joined."""
    document = Document(
        path="", sha256="", media_type="", text=text, body=(0, len(text)), language="en"
    )
    squeezed = squeeze(document, load_language("en"))
    text = squeezed[0].text if squeezed else text
    return [text[a:b].split("\n") for a, b in split_paragraphs(text, 0, len(text))]


def write_text(text: str, folder: Path) -> Path:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    return path


def write_html(text: str, folder: Path) -> Path:
    body = "".join(f"<p>{'<br>'.join(map(html.escape, p))}</p>\n" for p in paragraphs(text))
    path = folder / "text.html"
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Text</title></head>'
    path.write_text(f"{head}<body><main>{body}</main></body></html>", encoding="utf-8")
    return path


def write_docx(text: str, folder: Path) -> Path:
    document = docx.Document()
    for lines in paragraphs(text):
        paragraph = document.add_paragraph(lines[0])
        for line in lines[1:]:
            paragraph.add_run().add_break()
            paragraph.add_run(line)
    path = folder / "text.docx"
    document.save(str(path))
    return path


def write_rtf(text: str, folder: Path) -> Path:
    def escape(line: str) -> str:
        plain = line.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in plain)

    body = "\\par\\par\n".join("\\line ".join(map(escape, p)) for p in paragraphs(text))
    path = folder / "text.rtf"
    path.write_text("{\\rtf1\\ansi\\ansicpg1252\\deff0 " + body + "}", encoding="ascii")
    return path


def write_pdf(text: str, folder: Path) -> Path:
    """Two justified columns on A4, with page numbers, and a running head on several pages.

    On a single page nothing tells a running head from a title.
    """
    style = ParagraphStyle("text", fontName="Times-Roman", fontSize=10, leading=13, alignment=4)
    width, height = A4
    column = (width - 130) / 2
    frames = [
        Frame(50 + i * (column + 30), 60, column, height - 130, leftPadding=0, rightPadding=0)
        for i in range(2)
    ]

    pages = 0

    def furniture(canvas: object, template: object) -> None:
        if pages > 1:
            canvas.drawString(50, height - 40, "A running head")  # type: ignore[attr-defined]
        canvas.drawCentredString(width / 2, 30, str(template.page))  # type: ignore[attr-defined]

    path = folder / "text.pdf"
    for _ in ("to count the pages", "to write them"):
        flow = []
        for lines in paragraphs(text):
            flow += [Paragraph("<br/>".join(map(html.escape, lines)), style), Spacer(1, 9)]
        template = BaseDocTemplate(str(path), pagesize=A4)
        template.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
        template.build(flow)
        pages = template.page
    return path


WRITERS: list[Callable[[str, Path], Path]] = [write_html, write_docx, write_rtf, write_pdf]
