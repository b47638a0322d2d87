"""Files of other formats, by their right or another's name: read by content, or refused."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

from tests.registers.malformed.model import HEADER, ROWS, Case
from tests.registers.malformed.packages import zipped

_RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _foreign()
    yield from _web()
    yield from _xml()
    yield from _json()
    yield from _old()


def _foreign() -> Iterator[Case]:
    for called, name, data, words in (
        ("a PDF", "list.xlsx", b"%PDF-1.4\n1 0 obj<<>>endobj", "a PDF"),
        ("a PDF called .csv", "list.csv", b"\n%PDF-1.7\n" + b"x" * 99, "a PDF"),
        ("a PNG", "list.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture"),
        ("a JPEG", "list.xls", b"\xff\xd8\xff\xe0" + bytes(40), "a picture"),
        ("a GIF", "list.csv", b"GIF89a" + bytes(40), "a picture"),
        ("a TIFF", "list.csv", b"II*\x00" + bytes(40) + b"x", "a picture"),
        ("a gzip archive", "list.csv.gz", gzip.compress(b"id,name\n", mtime=0), "gzip"),
        ("a 7z archive", "list.7z", b"7z\xbc\xaf\x27\x1c" + bytes(30) + b"x", "7z"),
        ("a RAR archive", "list.rar", b"Rar!\x1a\x07\x00" + bytes(30), "RAR"),
        ("an xz archive", "list.xz", b"\xfd7zXZ\x00" + bytes(30), "xz"),
        ("a bzip2 archive", "list.bz2", b"BZh91AY&SY" + bytes(30), "bzip2"),
        ("a program", "list.xlsx", b"MZ\x90\x00" + bytes(90) + b"x", "a program"),
        ("a program of Linux", "list.csv", b"\x7fELF" + bytes(40), "a program"),
        ("a database", "list.xls", b"SQLite format 3\x00" + bytes(40), "a database"),
        ("a Parquet file", "list.parquet", b"PAR1\x15\x00" + bytes(40), "Parquet"),
        ("an SPSS file", "list.sav", b"$FL2@(#) SPSS" + bytes(40), "SPSS"),
        ("a Stata file", "list.dta", b"<stata_dta><header>", "Stata"),
        ("an RTF document", "list.csv", b"{\\rtf1 names}", "RTF"),
        ("a film", "list.xlsx", b"\x00\x00\x00\x18ftypmp42" + bytes(30), "film"),
        ("a ZIP archive", "list.xlsx", zipped({"list.csv": "id,name\n"}), "ZIP archive"),
        ("a Word document", "list.xlsx", zipped({"word/document.xml": "<a/>"}), "Word"),
        ("slides", "list.xlsx", zipped({"ppt/presentation.xml": "<a/>"}), "presentation"),
        ("a ZIP cut off", "list.xlsx", zipped({"xl/workbook.xml": "<a/>"})[:60], "damaged"),
    ):
        yield Case(f"{called}", name, data, refused=words)


def _html(rows: str, around: str = "<html><body>{}</body></html>") -> bytes:
    return around.replace("{}", f"<table>{rows}</table>").encode()


def _web() -> Iterator[Case]:
    table = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, *ROWS)
    )
    yield Case(
        "html: a table called .xls", "list.xls", _html(table), values=((0, "given_name", "Oren"),)
    )
    unclosed = table.replace("</td>", "").replace("</tr>", "")
    yield Case(
        "html: no end of cells and rows",
        "list.xls",
        _html(unclosed),
        values=((1, "given_name", "Mira"),),
    )
    office = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td{}</style></head>'
        "<body>{}</body></html>"
    )
    yield Case(
        "html: as Excel writes it",
        "list.xls",
        office.replace("{}", f"<table>{table}</table>", 2)
        .replace(f"td<table>{table}</table>", "td", 1)
        .encode(),
    )
    cyrillic = table.replace("Oren", "Орен")
    yield Case(
        "html: in windows-1251",
        "list.xls",
        f"<table>{cyrillic}</table>".encode("cp1251"),
        values=((0, "given_name", "Орен"),),
    )
    entities = table.replace("Oren", "Or&eacute;n&nbsp;").replace("Lisk", "<b>Li</b>sk<br>east")
    yield Case(
        "html: entities, tags, breaks",
        "list.xls",
        _html(entities),
        values=((0, "given_name", "Orén"),),
    )
    spans = table.replace("<td>Upper Dorn</td>", "<td rowspan=2>Upper Dorn</td>").replace(
        "<td>Lisk</td>", ""
    )
    yield Case(
        "html: a place over two rows",
        "list.xls",
        _html(spans),
        values=((1, "birth_place", "Upper Dorn"),),
    )
    title = "<tr><td colspan=7>Missing persons of Velmar</td></tr>" + table
    yield Case("html: a title over all", "list.xls", _html(title), aside={"heading": 1})
    layout = f"<table><tr><td>Menu</td><td><table>{table}</table></td></tr></table>"
    yield Case(
        "html: a table in a table",
        "list.html",
        layout.encode(),
        values=((0, "given_name", "Oren"),),
    )
    script = _html(table, "<html><head><script>var a='<td>';</script></head><body>{}</body></html>")
    yield Case("html: a script", "list.html", script)
    yield Case(
        "html: no table",
        "list.xls",
        b"<html><body><p>Log in</p></body></html>",
        refused="without a table",
    )
    deep = b"<table><tr><td>" + b"<div>" * 100_000 + b"x"
    yield Case("html: 100,000 elements deep", "list.html", deep, refused="")
    mail = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + _html(table)
    yield Case("html: a web archive", "list.mht", mail, values=((0, "given_name", "Oren"),))


def _sheet2003(rows: str) -> bytes:
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="List"><Table>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def _xml() -> Iterator[Case]:
    def row(cells: tuple[str, ...]) -> str:
        inner = "".join(f'<Cell><Data ss:Type="String">{each}</Data></Cell>' for each in cells)
        return f"<Row>{inner}</Row>"

    table = [row(each) for each in (HEADER, *ROWS)]
    yield Case(
        "xml: a spreadsheet of 2003",
        "list.xls",
        _sheet2003("".join(table)),
        values=((0, "given_name", "Oren"),),
    )
    dated = "".join(table).replace(
        '<Data ss:Type="String">1970-03-14', '<Data ss:Type="DateTime">1970-03-14T00:00:00.000'
    )
    yield Case(
        "xml: a typed date",
        "list.xml",
        _sheet2003(dated),
        values=((0, "birth_date", "1970-03-14"),),
    )
    error = "".join(table).replace('"String">Mira', '"Error">#REF!')
    yield Case(
        "xml: an error",
        "list.xml",
        _sheet2003(error),
        problems=((3, "first name", "shows an error"),),
    )
    skipping = "".join(table).replace(
        '<Cell><Data ss:Type="String">Lisk', '<Cell ss:Index="6"><Data ss:Type="String">Lisk'
    )
    yield Case(
        "xml: a cell with its place",
        "list.xml",
        _sheet2003(skipping),
        values=((1, "birth_place", "Lisk"),),
    )
    down = "".join(table).replace(
        '<Cell><Data ss:Type="String">Upper', '<Cell ss:MergeDown="2"><Data ss:Type="String">Upper'
    )
    yield Case("xml: merged down", "list.xml", _sheet2003(down))
    yield Case("xml: broken off", "list.xml", _sheet2003("".join(table))[:-60], refused="damaged")
    yield Case(
        "xml: entities",
        "list.xml",
        b"<!DOCTYPE a [<!ENTITY b 'b'>]>" + _sheet2003("").partition(b"?>")[2],
        refused="document type",
    )
    yield Case(
        "xml: of no known kind",
        "list.xml",
        b"<?xml version='1.0'?><rss><a>1</a></rss>",
        refused="no kind",
    )
    persons = "".join(
        f"<pfif:person><pfif:person_record_id>velmar.invalid/{r[0]}</pfif:person_record_id>"
        f"<pfif:given_name>{r[1]}</pfif:given_name><pfif:family_name>{r[2]}</pfif:family_name>"
        f"<pfif:date_of_birth>{r[4]}</pfif:date_of_birth></pfif:person>"
        for r in ROWS
    )
    notes = (
        "<pfif:note><pfif:person_record_id>velmar.invalid/V-2</pfif:person_record_id>"
        "<pfif:status>believed_missing</pfif:status></pfif:note>"
    )
    pfif = f'<?xml version="1.0"?><pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">{persons}{notes}</pfif:pfif>'
    yield Case(
        "pfif: persons and a note",
        "list.xml",
        pfif.encode(),
        values=((0, "given_name", "Oren"),),
        problems=((None, None, "is not imported"),),
    )
    yield Case(
        "pfif: no persons",
        "list.xml",
        b'<pfif xmlns="http://zesty.ca/pfif/1.4"/>',
        refused="no filled cell",
    )


def _json() -> Iterator[Case]:
    def case(name: str, value: object, **more: object) -> Case:
        data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        return Case(f"json: {name}", "list.json", data, **more)  # type: ignore[arg-type]

    first = ((0, "given_name", "Oren"),)
    yield case("a list of objects", _RECORDS, values=first)
    yield case("results of a server", {"count": 3, "next": None, "results": _RECORDS}, values=first)
    yield case("rows of cells", [list(HEADER), *map(list, ROWS)], values=first)
    yield case(
        "columns and data", {"columns": list(HEADER), "data": list(map(list, ROWS))}, values=first
    )
    yield case("objects by their key", {record["id"]: record for record in _RECORDS}, values=first)
    lines = "\n".join(json.dumps(record) for record in _RECORDS).encode()
    yield case("lines", lines, values=first)
    yield case(
        "lines, one broken",
        lines + b'\n{"id": "V-4", "first name"\n',
        refused_rows=1,
        problems=((4, None, "no JSON object"),),
    )
    features = [
        {
            "type": "Feature",
            "properties": record,
            "geometry": {"type": "Point", "coordinates": [44.5, 40.2]},
        }
        for record in _RECORDS
    ]
    yield case("GeoJSON", {"type": "FeatureCollection", "features": features}, values=first)
    kobo = [
        {
            "_id": n,
            "person/first_name": r[1],
            "person/last_name": r[2],
            "_submission_time": "2020-01-02T03:04:05",
            "family": [{"family/name": "A"}, {"family/name": "B"}],
            "_geolocation": [40.2, 44.5],
            "_tags": [],
        }
        for n, r in enumerate(ROWS)
    ]
    yield case(
        "a form with a repeat group", kobo, values=first, problems=((None, None, "belong to rows"),)
    )
    nested = [{"id": r[0], "name": {"given": r[1], "surname": r[2]}} for r in ROWS]
    yield case("objects in objects", nested, values=first)
    yield case(
        "a name twice in an object",
        b'[{"id": "1", "first name": "Oren", "first name": "Ando"}]',
        records=1,
        problems=((None, None, "twice"),),
        values=first,
    )
    yield case(
        "figures as they are",
        [{"id": 12345678901234567890, "full name": "Oren Tasvel"}],
        records=1,
        values=((0, "record_number", "12345678901234567890"),),
    )
    yield case(
        "different fields", [*_RECORDS, {"id": "V-4", "last name": "Dorn", "shoe": 43}], records=4
    )
    yield case("in UTF-16", json.dumps(_RECORDS).encode("utf-16"), values=first)
    yield case(
        "in windows-1251",
        json.dumps([{"id": "1", "full name": "Орен Тасвелов"}], ensure_ascii=False).encode(
            "cp1251"
        ),
        records=1,
        values=((0, "full_name", "Орен Тасвелов"),),
    )
    yield case("broken off", json.dumps(_RECORDS).encode()[:-30], refused="damaged JSON")
    yield case("100,000 deep", b"[" * 100_000 + b"]" * 100_000, refused="")
    yield case(
        "objects 500 deep", b'[{"a":' * 1 + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}]", refused=""
    )
    yield case("a list of figures", [1, 2, 3], refused="no column could be found")
    yield case("an empty list", [], refused="empty")
    yield case("an empty object", {}, refused="")
    yield case("objects of nothing", [{}, {}, {}], refused="no filled cell")


def _old() -> Iterator[Case]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    wide = "Workbook".encode("utf-16-le")
    yield Case(
        "xls: with a password",
        "list.xlsx",
        ole + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        refused="password",
    )
    yield Case(
        "xls: a Word document",
        "list.xls",
        ole + bytes(600) + "WordDocument".encode("utf-16-le"),
        refused="Word",
    )
    yield Case("xls: nothing in it", "list.xls", ole + bytes(600), refused="without a sheet")
    yield Case("xls: damaged", "list.xls", ole + bytes(600) + wide + bytes(600), refused="")
    yield Case(
        "xls: of before Excel 97",
        "list.xls",
        b"\x09\x08\x08\x00\x00\x05\x10\x00" + bytes(50),
        refused="before Excel 97",
    )
    yield Case("xlsb: damaged", "list.xlsb", zipped({"xl/workbook.bin": b"\x00\x01"}), refused="")
