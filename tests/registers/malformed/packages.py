"""XLSX and ODS files made part by part, so that any part can be wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.registers.malformed.model import HEADER, ROWS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive of parts, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1993, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def letter(column: int) -> str:
    """The letters of a 0-based column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell(text: str, column: int | None = None, row: int | None = None) -> str:
    """A cell with text of its own, with or without its reference."""
    where = "" if column is None else f' r="{letter(column)}{row}"'
    if not text:
        return ""
    return f'<c{where} t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def rows_xml(rows: Sequence[Sequence[str]], first: int = 1) -> str:
    """Rows of text cells."""
    return "".join(
        f'<row r="{number}">'
        + "".join(cell(text, column, number) for column, text in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=first)
    )


LIST = rows_xml((HEADER, *ROWS))


def sheet_xml(rows: str = LIST, before: str = "", after: str = "") -> str:
    """A worksheet part."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def workbook_parts(
    sheets: Mapping[str, str] | None = None,
    *,
    states: Mapping[str, str] | None = None,
    properties: str = "",
    styles: str = "",
    strings: str | None = None,
) -> dict[str, bytes | str]:
    """The parts of an XLSX file by name; sheets by their names."""
    sheets = {"List": sheet_xml()} if sheets is None else sheets
    states = states or {}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[name]}"' if name in states else "")
        + "/>"
        for n, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="rId90" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    if strings is not None:
        relations += (
            f'<Relationship Id="rId91" Type="{_RELATIONS}/sharedStrings" '
            'Target="sharedStrings.xml"/>'
        )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    for n, xml in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = xml
    return parts


def workbook(sheets: Mapping[str, str] | None = None, **more: object) -> bytes:
    """An XLSX file; arguments as for ``workbook_parts``."""
    return zipped(workbook_parts(sheets, **more))  # type: ignore[arg-type]


def one(rows: str = LIST, before: str = "", after: str = "", **more: object) -> bytes:
    """An XLSX file of one sheet."""
    return workbook({"List": sheet_xml(rows, before, after)}, **more)


DATES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0000"/><numFmt numFmtId="166" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="167" formatCode="#,##0.00"/><numFmt numFmtId="168" '
    'formatCode="d mmmm yyyy"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="22"/></cellXfs>'
)
"""Styles: 0 general, 1 built-in date, 2 own date, 3 four digits, 4 hours, 5 thousands, 6, 7."""


def number(value: str, column: int, row: int, style: int = 0) -> str:
    """A number cell."""
    return f'<c r="{letter(column)}{row}" s="{style}"><v>{value}</v></c>'


def with_cells(*cells: tuple[int, int, str]) -> str:
    """The rows of the list with cells (0-based row of the list, column) as their XML stands."""
    table = [
        [cell(text, c, r) for c, text in enumerate(row)] for r, row in enumerate((HEADER, *ROWS), 1)
    ]
    for row, column, xml in cells:
        table[row + 1][column] = xml
    return "".join(f'<row r="{r}">{"".join(row)}</row>' for r, row in enumerate(table, 1))


_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of an ODS file; empty text gives an empty cell."""
    inner = f"<text:p>{escape(text)}</text:p>" if text else ""
    kind = ' office:value-type="string"' if text and "value-type" not in attributes else ""
    return f"<table:table-cell{kind} {attributes}>{inner}</table:table-cell>"


def ods_rows(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text cells."""
    return "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
    )


def ods_content(rows: str, styles: str = "", attributes: str = "", flat: bool = False) -> str:
    """The content part of an ODS file with one sheet, or a flat document."""
    root = "office:document" if flat else "office:document-content"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} {_ODS}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="List" {attributes}>{rows}'
        f"</table:table></office:spreadsheet></office:body></{root}>"
    )


def ods(rows: str, styles: str = "", attributes: str = "", **parts: str) -> bytes:
    """An ODS file with one sheet."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ods_content(rows, styles, attributes),
            **parts,
        }
    )
