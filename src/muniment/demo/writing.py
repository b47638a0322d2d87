"""Writes the demonstration documents from their Markdown sources."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import yaml

Blocks = list[tuple[str, list[str]]]


def write_demo(folder: Path) -> list[Path]:
    """Write the demonstration documents into a folder, made if needed; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in ("appeal.pdf", "answer.docx", "bulletin.html"):
        source = resources.files(__package__) / Path(name).with_suffix(".md").name
        path = folder / name
        write_document(source.read_text(encoding="utf-8"), path)
        paths.append(path)
    return paths


def write_document(source: str, path: Path) -> None:
    """Write a document from our own Markdown as the format that the path's ending names."""
    writers: dict[str, Callable[[dict[str, str], Blocks, Path], None]] = {
        ".pdf": _write_pdf,
        ".docx": _write_docx,
        ".html": _write_html,
    }
    _, head, body = source.split("---\n", 2)
    writers[path.suffix](yaml.safe_load(head), list(_blocks(body)), path)


def _blocks(body: str) -> Iterator[tuple[str, list[str]]]:
    """The blocks of our own Markdown: ("heading" | "table" | "text", lines)."""
    for block in body.strip().split("\n\n"):
        if block.startswith("# "):
            yield "heading", [block[2:]]
        elif block.startswith("|"):
            yield "table", [line for line in block.split("\n") if not line.startswith("|--")]
        else:
            yield "text", [block]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _write_pdf(head: dict[str, str], blocks: Blocks, path: Path) -> None:
    """One column on A4, justified, with a running head and page numbers."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    text = ParagraphStyle(
        "text", fontName="Times-Roman", fontSize=11.5, leading=16, alignment=TA_JUSTIFY
    )
    heading = ParagraphStyle("heading", fontName="Times-Bold", fontSize=17, leading=22)

    def furniture(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(2.5 * cm, A4[1] - 1.5 * cm, str(head["issuer"]))
        canvas.drawCentredString(A4[0] / 2, 1.3 * cm, str(template.page))

    flow: list[Paragraph | Spacer | Table] = []
    for kind, lines in blocks:
        if kind == "table":
            flow.append(Table([_cells(line) for line in lines]))
        else:
            style = heading if kind == "heading" else text
            flow.append(Paragraph(html.escape(" ".join(lines)), style))
        flow.append(Spacer(1, 10))
    SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=2.5 * cm,
        rightMargin=2.5 * cm,
        title=head["title"],
        author=head["issuer"],
        invariant=1,
    ).build(flow, onFirstPage=furniture, onLaterPages=furniture)


def _write_docx(head: dict[str, str], blocks: Blocks, path: Path) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = head["title"]
    document.core_properties.author = head["issuer"]
    for kind, lines in blocks:
        if kind == "heading":
            document.add_heading(lines[0], level=1)
        elif kind == "table":
            rows = [_cells(line) for line in lines]
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(" ".join(lines))
    document.save(str(path))


def _write_html(head: dict[str, str], blocks: Blocks, path: Path) -> None:
    parts = []
    for kind, lines in blocks:
        if kind == "heading":
            parts.append(f"<h1>{html.escape(lines[0])}</h1>")
        elif kind == "table":
            rows = (
                "<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in _cells(line)) + "</tr>"
                for line in lines
            )
            parts.append(f"<table>{''.join(rows)}</table>")
        else:
            parts.append(f"<p>{html.escape(' '.join(lines))}</p>")
    title, issuer = html.escape(str(head["title"])), html.escape(str(head["issuer"]))
    language = head.get("language", "en")
    direction = "rtl" if language == "ar" else "ltr"
    body = "\n".join(parts)
    path.write_text(
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n'
        f'<head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="{issuer}"></head>\n<body>\n{body}\n</body>\n</html>\n',
        encoding="utf-8",
    )
