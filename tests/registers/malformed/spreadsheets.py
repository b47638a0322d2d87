"""Malformed XLSX, XLSM and ODS files."""

from __future__ import annotations

from collections.abc import Iterator

from tests.registers.malformed.model import HEADER, ROWS, Case
from tests.registers.malformed.packages import (
    DATES,
    LIST,
    MAIN,
    cell,
    number,
    ods,
    ods_cell,
    ods_content,
    ods_rows,
    one,
    rows_xml,
    sheet_xml,
    with_cells,
    workbook,
    workbook_parts,
    zipped,
)

_TABLE = (HEADER, *ROWS)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _typed_cells()
    yield from _formulas()
    yield from _layout()
    yield from _several_sheets()
    yield from _odd_xml()
    yield from _hostile()
    yield from _opendocument()
    yield from _hostile_opendocument()


def _x(name: str, data: bytes, **more: object) -> Case:
    return Case(f"xlsx: {name}", "list.xlsx", data, **more)  # type: ignore[arg-type]


def _typed_cells() -> Iterator[Case]:
    for called, value, style, expected in (
        ("a date as a number, built-in format", "25641", 1, "1970-03-14"),
        ("a date as a number, own format", "25641", 2, "1970-03-14"),
        ("a date with its month in words", "25641", 6, "1970-03-14"),
        ("a date with midnight", "25641.0", 7, "1970-03-14"),
        ("a year as a number", "1970", 0, "1970"),
        ("a year with a fraction of nothing", "1970.0", 0, "1970"),
    ):
        yield _x(
            called,
            one(with_cells((0, 4, number(value, 4, 2, style))), styles=DATES),
            values=((0, "birth_date", expected),),
        )
    since_1904 = '<workbookPr date1904="1"/>'
    rows = with_cells((0, 4, number("24179", 4, 2, 2)))
    yield _x(
        "days counted from 1904",
        one(rows, styles=DATES, properties=since_1904),
        values=((0, "birth_date", "1970-03-14"),),
    )
    for called, value in (
        ("the day that never was", "60"),
        ("a day before all days", "-5"),
        ("a day after all days", "99999999"),
    ):
        yield _x(
            called,
            one(with_cells((1, 4, number(value, 4, 3, 2))), styles=DATES),
            problems=((3, "date of birth", ""),),
        )
    padded = one(with_cells((0, 0, number("7", 0, 2, 3))), styles=DATES)
    yield _x("a code shown with zeros", padded, values=((0, "record_number", "0007"),))
    long = one(with_cells((0, 0, number("12345678901234", 0, 2))))
    yield _x("a long code as a number", long, values=((0, "record_number", "12345678901234"),))
    power = one(with_cells((0, 0, number("1.2E3", 0, 2))))
    yield _x("a code as a power", power, values=((0, "record_number", "1200"),))
    logical = one(with_cells((0, 3, '<c r="D2" t="b"><v>1</v></c>')))
    yield _x("a yes where a sex is expected", logical, problems=((2, "sex", ""),))
    iso = one(with_cells((0, 4, '<c r="E2" t="d"><v>1970-03-14</v></c>')))
    yield _x("a date written out", iso, values=((0, "birth_date", "1970-03-14"),))
    name = one(with_cells((0, 1, number("25641", 1, 2, 2))), styles=DATES)
    yield _x("a name turned into a date", name)
    unstyled = one(with_cells((0, 4, number("1970", 4, 2, 99))), styles=DATES)
    yield _x("a style that is not there", unstyled, values=((0, "birth_date", "1970"),))
    serial = one(with_cells((0, 4, cell("25641", 4, 2))))
    yield _x("a day number as text", serial)


def _formulas() -> Iterator[Case]:
    for error in ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"):
        xml = f'<c r="B3" t="e"><f>1/0</f><v>{error}</v></c>'
        yield _x(
            f"the error {error}",
            one(with_cells((1, 1, xml))),
            problems=((3, "first name", "shows an error"),),
            values=((1, "given_name", None),),
        )
    cached = '<c r="B2" t="str"><f>UPPER(Z1)</f><v>OREN</v></c>'
    yield _x(
        "a formula with its value",
        one(with_cells((0, 1, cached))),
        values=((0, "given_name", "OREN"),),
    )
    bare = '<c r="B2"><f>UPPER(Z1)</f></c>'
    yield _x(
        "a formula without a value",
        one(with_cells((0, 1, bare))),
        problems=((2, "first name", "no stored value"),),
        values=((0, "given_name", None),),
    )
    every = with_cells(*((row, 1, f'<c r="B{row + 2}"><f>A{row + 2}</f></c>') for row in range(3)))
    yield _x(
        "formulas without values in a column",
        one(every),
        problems=((2, "first name", "no stored value"), (4, "first name", "no stored value")),
    )
    shared = '<c r="B2" t="str"><f t="shared" si="0"/><v>Oren</v></c>'
    yield _x(
        "a shared formula", one(with_cells((0, 1, shared))), values=((0, "given_name", "Oren"),)
    )
    outside = '<c r="G2" t="str"><f>WEBSERVICE("http://velmar.invalid")</f><v>x</v></c>'
    yield _x("a formula that asks the network", one(with_cells((0, 6, outside))))
    yield _x("a value of nothing", one(with_cells((0, 6, '<c r="G2" t="s"><v></v></c>'))))


def _layout() -> Iterator[Case]:
    merged = '<mergeCells><mergeCell ref="F2:F4"/></mergeCells>'
    rows = with_cells((1, 5, ""), (2, 5, ""))
    yield _x(
        "a place merged over three rows",
        one(rows, after=merged),
        problems=((None, None, "merged areas"),),
        values=((2, "birth_place", "Upper Dorn"),),
    )
    title = rows_xml((("Missing persons of Velmar",), *_TABLE))
    yield _x(
        "a merged title",
        one(title, after='<mergeCells><mergeCell ref="A1:G1"/></mergeCells>'),
        aside={"heading": 1},
    )
    split = rows_xml(
        (
            ("id", "Name", "", "Birth", "", ""),
            ("", "First", "Last", "Day", "Month", "Year"),
            ("1", "Oren", "Tasvel", "14", "3", "1970"),
            ("2", "Mira", "Kel", "1", "12", "1984"),
            ("3", "Ando", "Berrin", "30", "7", "1959"),
        )
    )
    areas = (
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/>'
        '<mergeCell ref="D1:F1"/></mergeCells>'
    )
    yield _x(
        "a merged header of two rows",
        one(split, after=areas),
        aside={"header": 2},
        values=((0, "birth_date", "1970-03-14"), (2, "family_name", "Berrin")),
    )
    section = rows_xml((HEADER, *ROWS[:2], ("District of Lisk",), ROWS[2]))
    yield _x(
        "a section title between",
        one(section, after='<mergeCells><mergeCell ref="A4:G4"/></mergeCells>'),
        aside={"heading": 1},
    )
    hidden = LIST.replace('<row r="3">', '<row r="3" hidden="1">')
    yield _x("a hidden row", one(hidden), problems=((None, None, "1 hidden rows"),))
    column = one(before='<cols><col min="2" max="2" hidden="1"/></cols>')
    yield _x("a hidden column", column, problems=((None, None, "1 hidden columns"),))
    far = with_cells((0, 6, cell("x", 6, 2) + cell("stray", 16000, 2)))
    yield _x("a stray cell far to the right", one(far), problems=((2, None, "far"),))
    low = LIST + rows_xml((("V-4", "Ula", "Dorn"),), 1_048_576)
    yield _x("a record in the last row", one(low), records=4)
    lower = rows_xml(_TABLE, 500)
    yield _x("a table that begins low", one(lower), values=((0, "given_name", "Oren"),))
    right = rows_xml([("", "", "", *row) for row in _TABLE])
    yield _x("a table that begins to the right", one(right), values=((0, "given_name", "Oren"),))
    total = rows_xml((*_TABLE, ("Total", "3")))
    yield _x("a total below", one(total), aside={"total": 1})
    doubled = rows_xml(((*HEADER[:-1], "sex"), *ROWS))
    yield _x("a header twice", one(doubled))
    yield _x("a header and nothing else", one(rows_xml((HEADER,))), records=0)


def _several_sheets() -> Iterator[Case]:
    more = rows_xml((HEADER, ("V-4", "Ula", "Dorn", "f", "1990", "Lisk", "")))
    notes = rows_xml((("How to fill in this form",), ("1. Write names in full",)))
    yield _x(
        "two sheets of one form",
        workbook({"North": sheet_xml(), "South": sheet_xml(more)}),
        records=4,
    )
    yield _x(
        "a sheet of notes",
        workbook({"Notes": sheet_xml(notes), "List": sheet_xml()}),
        problems=((None, None, "is not imported"),),
    )
    both = {"List": sheet_xml(), "Old": sheet_xml(more)}
    for state in ("hidden", "veryHidden"):
        yield _x(
            f"a sheet that is {state}",
            workbook(both, states={"Old": state}),
            problems=((None, None, "it is hidden"),),
        )
    yield _x("an empty sheet first", workbook({"Empty": sheet_xml(""), "List": sheet_xml()}))
    yield _x(
        "all sheets empty",
        workbook({"A": sheet_xml(""), "B": sheet_xml("")}),
        refused="no filled cell",
    )
    lost = workbook_parts(both)
    del lost["xl/worksheets/sheet2.xml"]
    yield _x("a sheet that is missing", zipped(lost), problems=((None, None, "missing from it"),))
    odd = {"<A> & “B”": sheet_xml()}
    yield _x("a sheet with an odd name", workbook(odd))
    macro = workbook_parts() | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not run"}
    yield Case("xlsm: macros", "list.xlsm", zipped(macro), problems=((None, None, "macros"),))
    yield Case(
        "xlsm: macros, called .xlsx",
        "list.xlsx",
        zipped(macro | {"xl/a.xml": "<a/>"}),
        problems=((None, None, "macros"),),
    )
    charts = workbook_parts(both)
    relations = str(charts["xl/_rels/workbook.xml.rels"])
    charts["xl/_rels/workbook.xml.rels"] = relations.replace(
        '/worksheet" Target="worksheets/sheet2', '/chartsheet" Target="worksheets/sheet2'
    )
    yield _x("a chart sheet", zipped(charts), problems=((None, None, "chart"),))


def _odd_xml() -> Iterator[Case]:
    bare = "".join(f"<row>{''.join(cell(t) or '<c/>' for t in row)}</row>" for row in _TABLE)
    yield _x("no references of cells and rows", one(bare), values=((2, "birth_place", "Velmar"),))
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>Oren</t></si><si><r><t>Mi</t></r><r><t>ra</t></r></si>'
        "<si><t>Ando</t><rPh><t>ando</t></rPh></si></sst>"
    )
    shared = with_cells(
        *((row, 1, f'<c r="B{row + 2}" t="s"><v>{row}</v></c>') for row in range(3))
    )
    yield _x(
        "shared texts, rich and with readings",
        one(shared, strings=strings),
        values=((1, "given_name", "Mira"), (2, "given_name", "Ando")),
    )
    beyond = with_cells((0, 1, '<c r="B2" t="s"><v>77</v></c>'))
    yield _x(
        "a shared text that is not there",
        one(beyond, strings=strings),
        problems=((2, "first name", "shows an error"),),
    )
    yield _x("no shared texts at all", one(shared), problems=((3, "first name", "shows an error"),))
    prefixed = (
        sheet_xml()
        .replace("<", "<x:")
        .replace("<x:/", "</x:")
        .replace("<x:?", "<?")
        .replace("xmlns=", "xmlns:x=")
    )
    yield _x(
        "prefixes on every element",
        workbook({"List": prefixed}),
        values=((0, "given_name", "Oren"),),
    )
    escaped = with_cells((0, 6, cell("one_x000D_two", 6, 2)))
    yield _x("escaped characters", one(escaped))
    wrong = one(before='<dimension ref="A1:B2"/>')
    yield _x("a dimension too small", wrong, values=((0, "birth_place", "Upper Dorn"),))
    gigantic = one(before='<dimension ref="A1:XFD1048576"/>')
    yield _x("a gigantic dimension", gigantic, values=((0, "birth_place", "Upper Dorn"),))
    moved = workbook_parts()
    moved["xl/_rels/workbook.xml.rels"] = str(moved["xl/_rels/workbook.xml.rels"]).replace(
        '"worksheets', '"/xl/worksheets'
    )
    yield _x("absolute paths of parts", zipped(moved))
    strict = {
        name: str(data).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006",
            "http://purl.oclc.org/ooxml/officeDocument",
        )
        for name, data in workbook_parts().items()
    }
    yield _x("the strict form of XLSX", zipped(strict))
    rootless = workbook_parts()
    del rootless["_rels/.rels"]
    yield _x("no root relations", zipped(rootless))
    twice = LIST + rows_xml((("V-4", "Ula", "Dorn"),), 3)
    yield _x("two rows of one number", one(twice), records=4)
    comments = LIST.replace("<row", "<!-- a remark --><row")
    yield _x("comments in the XML", one(comments))
    yield _x("called .csv", workbook())
    yield Case("xlsx: an XLSX called .csv", "list.csv", one(LIST + " "))
    space = with_cells((0, 1, cell("  Oren ", 1, 2)))
    yield _x("spaces around a name", one(space), values=((0, "given_name", "Oren"),))


def _hostile() -> Iterator[Case]:
    empty = "".join(f'<row r="{n}"/>' for n in range(5, 1_000_005))
    yield _x("a million empty rows", one(LIST + empty), aside={"blank": 1_000_000})
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(5, 100_005))
    yield _x("100,000 rows of empty cells", one(LIST + styled), aside={"blank": 100_000})
    bomb = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;'>]>"
    entities = sheet_xml().replace("<worksheet", bomb + "<worksheet", 1)
    yield _x("entities in a sheet", workbook({"List": entities}), refused="document type")
    outside = workbook_parts()
    outside["xl/workbook.xml"] = '<!DOCTYPE a SYSTEM "file:///etc/hostname"><workbook/>'
    yield _x("a document type in the workbook", zipped(outside), refused="document type")
    broken = sheet_xml()[:-40]
    yield _x("XML that breaks off", workbook({"List": broken}), refused="damaged")
    for keep, called in ((0.5, "half of a file"), (0.97, "a file without its end")):
        data = workbook()
        yield _x(called, data[: int(len(data) * keep)], refused="damaged")
    flipped = bytearray(
        zipped(workbook_parts(strings="<sst>" + "<si><t>x</t></si>" * 500 + "</sst>"))
    )
    middle = flipped.find(b"sharedStrings.xml") + 40
    flipped[middle : middle + 8] = b"\xff" * 8
    yield _x("damaged bytes", bytes(flipped), refused="damaged")
    bombs = workbook_parts()
    bombs["xl/worksheets/sheet1.xml"] = sheet_xml() + " " * 40_000_000
    yield _x("a ZIP bomb", zipped(bombs), refused="unpacks to far more")
    beyond = with_cells((0, 6, '<c r="ZZZZ2"><v>1</v></c>'))
    yield _x("a cell beyond the last column", one(beyond), refused="beyond the last column")
    high = LIST + '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'
    yield _x("a row of a number beyond all", one(high), refused="number 99999999")
    yield _x("no workbook in it", zipped({"xl/other.xml": "<a/>"}), refused="damaged")
    parts = {f"xl/p{n}.xml": b"" for n in range(5_100)}
    yield _x("thousands of parts", zipped(workbook_parts() | parts), refused="parts")
    locked = bytearray(workbook())
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    yield _x("a locked package", bytes(locked), refused="")


def _o(name: str, data: bytes, **more: object) -> Case:
    return Case(f"ods: {name}", "list.ods", data, **more)  # type: ignore[arg-type]


def _ods_with(row: int, column: int, xml: str) -> str:
    table = [[ods_cell(text) for text in each] for each in _TABLE]
    table[row + 1][column] = xml
    return "".join(f"<table:table-row>{''.join(each)}</table:table-row>" for each in table)


def _opendocument() -> Iterator[Case]:
    yield _o("as it should be", ods(ods_rows(_TABLE)), values=((0, "given_name", "Oren"),))
    dated = ods_cell("14.03.70", 'office:value-type="date" office:date-value="1970-03-14"')
    yield _o(
        "a date shown with two digits",
        ods(_ods_with(0, 4, dated)),
        values=((0, "birth_date", "1970-03-14"),),
    )
    timed = ods_cell("x", 'office:value-type="date" office:date-value="1970-03-14T00:00:00"')
    yield _o(
        "a date with midnight",
        ods(_ods_with(0, 4, timed)),
        values=((0, "birth_date", "1970-03-14"),),
    )
    figure = ods_cell("1.970", 'office:value-type="float" office:value="1970"')
    yield _o(
        "a year shown with a point",
        ods(_ods_with(0, 4, figure)),
        values=((0, "birth_date", "1970"),),
    )
    code = ods_cell("007", 'office:value-type="float" office:value="7"')
    yield _o(
        "a code shown with zeros", ods(_ods_with(0, 0, code)), values=((0, "record_number", "007"),)
    )
    for shown in ("#REF!", "Err:502", "#DIV/0!"):
        wrong = ods_cell(shown, 'table:formula="of:=[.A1]" office:value-type="string"')
        yield _o(
            f"the error {shown}",
            ods(_ods_with(1, 1, wrong)),
            problems=((3, "first name", "shows an error"),),
        )
    bare = '<table:table-cell table:formula="of:=UPPER([.A2])"/>'
    yield _o(
        "a formula without a value",
        ods(_ods_with(0, 1, bare)),
        problems=((2, "first name", "no stored value"),),
    )
    noted = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>a remark</text:p>'
        "</office:annotation><text:p>Oren</text:p></table:table-cell>"
    )
    yield _o(
        "a comment on a cell", ods(_ods_with(0, 1, noted)), values=((0, "given_name", "Oren"),)
    )
    spaced = (
        '<table:table-cell office:value-type="string"><text:p>O<text:span>re</text:span>n'
        '<text:s text:c="3"/>Pel</text:p></table:table-cell>'
    )
    yield _o(
        "spans and spaces", ods(_ods_with(0, 1, spaced)), values=((0, "given_name", "Oren Pel"),)
    )
    merged = ods_cell("Upper Dorn", 'table:number-rows-spanned="2"')
    rows = _ods_with(0, 5, merged).replace(ods_cell("Lisk"), "<table:covered-table-cell/>")
    yield _o("a merged place", ods(rows), values=((1, "birth_place", "Upper Dorn"),))
    hidden = ods_rows(_TABLE).replace(
        "<table:table-row>", '<table:table-row table:visibility="filter">', 2
    )
    yield _o("filtered rows", ods(hidden), problems=((None, None, "2 hidden rows"),))
    styles = (
        '<style:style style:name="ta2"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    yield _o("a hidden sheet alone", ods(ods_rows(_TABLE), styles, 'table:style-name="ta2"'))
    end = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    yield _o("a million empty rows", ods(ods_rows(_TABLE) + end))
    flat = ods_content(ods_rows(_TABLE), flat=True).encode()
    yield Case("fods: a flat document", "list.fods", flat, values=((0, "given_name", "Oren"),))
    yield Case(
        "ods: called .xls", "list.xls", ods(ods_rows((*_TABLE, ("Total", "3")))), aside={"total": 1}
    )


def _hostile_opendocument() -> Iterator[Case]:
    repeated = (
        ods_rows(_TABLE)
        + '<table:table-row table:number-rows-repeated="900000000">'
        + ods_cell("x")
        + "</table:table-row>"
    )
    yield _o("one row 900 million times", ods(repeated), refused="may be a trap")
    wide = (
        ods_rows(_TABLE)
        + "<table:table-row>"
        + ods_cell("x", 'table:number-columns-repeated="90000"')
        + "</table:table-row>"
    )
    yield _o("one cell 90,000 times", ods(wide), refused="more than 16,384 cells")
    yield _o(
        "locked",
        ods(ods_rows(_TABLE), **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        refused="password",
    )
    yield _o(
        "no content",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        refused="damaged",
    )
    text = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
    yield _o("a text document", zipped(text), refused="no spreadsheet")
    broken = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": ods_content(ods_rows(_TABLE))[:-60],
    }
    yield _o("XML that breaks off", zipped(broken), refused="damaged")
    bomb = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": "<!DOCTYPE a [<!ENTITY b 'bb'>]>"
        + ods_content(ods_rows(_TABLE)).partition("?>")[2],
    }
    yield _o("entities", zipped(bomb), refused="document type")
    yield _o("no rows", ods(""), refused="no filled cell")
