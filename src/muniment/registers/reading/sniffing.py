"""Tells what a file is from its content; its name is only used in messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from muniment.registers.reading.model import UnreadableList
from muniment.registers.reading.package import Package

Format = Literal["xlsx", "xlsb", "ods", "xls", "html", "xml", "json", "text"]
_HEAD = 8192
_FOREIGN = {
    b"%PDF-": "a PDF, whatever its name says; ask for the list as a spreadsheet, or copy its table "
    "into one",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"BM": "a picture",
    b"RIFF": "a picture or a sound recording",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x1f\x8b": "a gzip archive; unpack it and import what is in it",
    b"BZh": "a bzip2 archive; unpack it and import what is in it",
    b"\xfd7zXZ\x00": "an xz archive; unpack it and import what is in it",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it and import what is in it",
    b"Rar!": "a RAR archive; unpack it and import what is in it",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a Parquet file; save it as CSV",
    b"{\\rtf": "an RTF document; copy its table into a spreadsheet",
    b"ID3": "a sound recording",
    b"OggS": "a sound recording",
    b"\x1aE\xdf\xa3": "a film",
    b"!BDN": "an Outlook archive",
    b"$FL2": "an SPSS file; save it as CSV",
    b"<stata_dta>": "a Stata file; save it as CSV",
    b"\x00\x01\x00\x00Standard": "an Access database; export its table as CSV or XLSX",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_SHEET = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div|center|font)\b", re.IGNORECASE
)


def sniff(path: Path, name: str) -> Format:
    """What a file is, by its first bytes and the parts of a package.

    Raises UnreadableList, with one sentence on what to do, for what is no list.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise UnreadableList(name, "is empty; there is nothing to import.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_package(path, name)
    if head.startswith(_OLD_OFFICE):
        return _sniff_old(path, name)
    if head.startswith(_OLD_SHEET) and head[2:4] in (
        b"\x04\x00",
        b"\x06\x00",
        b"\x08\x00",
        b"\x10\x00",
    ):
        raise UnreadableList(
            name, "is a sheet of a program before Excel 97; save it as XLSX or CSV and import that."
        )
    for start, what in _FOREIGN.items():
        if head.startswith(start) or (start == b"%PDF-" and start in head[:1024]):
            if start in (b"BM", b"MZ", b"ID3", b"RIFF", b"PAR1") and b"\x00" not in head[:64]:
                continue
            raise UnreadableList(name, f"is {what}.".replace("..", "."))
    if head[4:8] == b"ftyp":
        raise UnreadableList(name, "is a film.")
    return _sniff_text(_narrow(head))


def _narrow(head: bytes) -> bytes:
    """The head as bytes of ASCII, where it is UTF-16 or begins with a byte order mark."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _sniff_text(head: bytes) -> Format:
    text = head.lstrip(b"\x00 \t\r\n")
    other = re.match(rb"<!doctype\s+(?!html)", text, re.I)
    if text.startswith(b"<") and not other:
        if _HTML.match(text) or (
            _HTML.search(text) and not text.startswith(b"<?xml") and b"<table" in text.lower()
        ):
            return "html"
        if re.match(
            rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html\b", text, re.I | re.S
        ):
            return "html"
    if re.match(rb"<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s>/])", text):
        return "xml"
    if text[:1] == b"{" and re.match(rb"\{\s*(?:\"|\})", text):
        return "json"
    if text[:1] == b"[" and re.match(rb"\[\s*[\[{\]]", text):
        return "json"
    if re.match(rb"mime-version:", text, re.I) and b"<html" in text.lower():
        return "html"
    return "text"


def _sniff_package(path: Path, name: str) -> Format:
    with Package(path, name) as package:
        parts = package.parts
        if any(part.endswith("workbook.bin") for part in parts):
            return "xlsb"
        if any(part.startswith("xl/") for part in parts):
            return "xlsx"
        if "mimetype" in parts:
            kind = package.read("mimetype", 10_000).decode("ascii", "replace").strip()
            if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
                return "ods"
            raise UnreadableList(name, f"is a document ({kind}), no spreadsheet.")
        for folder, what in (("word/", "a Word document"), ("ppt/", "a presentation")):
            if any(part.startswith(folder) for part in parts):
                raise UnreadableList(name, f"is {what}; copy its table into a spreadsheet.")
        if "content.xml" in parts:
            return "ods"
    raise UnreadableList(name, "is a ZIP archive; unpack it and import the files in it.")


def _sniff_old(path: Path, name: str) -> Format:
    with path.open("rb") as stream:
        data = stream.read(64_000_000)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableList(
            name, "is protected with a password; save a copy without one and import that."
        )
    if any(word.encode("utf-16-le") in data for word in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return "xls"
    if "WordDocument".encode("utf-16-le") in data:
        raise UnreadableList(name, "is a Word document; copy its table into a spreadsheet.")
    raise UnreadableList(name, "is an old Office file without a sheet; save it as XLSX.")
