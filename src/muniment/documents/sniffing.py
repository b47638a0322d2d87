"""Tells a file's format from its first bytes; the file's name is only a hint."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from muniment.documents.errors import UnreadableDocument

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
MAIL = "message/rfc822"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
PICTURE = "image/*"

_PICTURE_STARTS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"GIF87a",
    b"GIF89a",
    b"BM",
)
_FOREIGN_STARTS = {
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3\x00": "a database",
    b"ID3": "a sound recording",
    b"OggS": "a sound recording",
    b"fLaC": "a sound recording",
    b"\x1aE\xdf\xa3": "a film",
    b"!BDN": "an Outlook archive",
    b"%!PS": "a PostScript file; save it as PDF",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 20_000
_HTML_START = re.compile(
    rb"(?is)\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b"
)
_HTML_TAG = re.compile(rb"(?i)<(?:html|head|body|div|p|table|article|h1|meta)\b[^<>]{0,500}>")
_MAIL_FIELD = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?")
_MAIL_ONLY = {
    b"received",
    b"mime-version",
    b"message-id",
    b"return-path",
    b"content-type",
    b"delivered-to",
    b"dkim-signature",
    b"content-transfer-encoding",
}
_FRONT_MATTER = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n")


def sniff(name: str, data: bytes) -> str:
    """The media type of a file's bytes: one of this module's constants.

    Raises UnreadableDocument for an empty file and for formats that are not read.
    """
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableDocument(name, "is empty; there is nothing to read.")
    head = data[:4096]
    if b"%PDF-" in data[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(name, data)
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if head.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(
                name, "is protected with a password; save a copy without one and check that."
            )
        raise UnreadableDocument(
            name, "is in an old Office format (such as .doc or .msg); save it as DOCX or PDF."
        )
    if head.startswith(_PICTURE_STARTS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return PICTURE
    for start, what in _FOREIGN_STARTS.items():
        if head.startswith(start):
            raise UnreadableDocument(name, f"is {what}, which cannot be read as a document.")
    if head[4:8] == b"ftyp":
        raise UnreadableDocument(name, "is a film, which cannot be read as a document.")
    return _sniff_text(name, head)


def _sniff_zip(name: str, data: bytes) -> str:
    if data.count(b"PK\x01\x02") > _MOST_PARTS:
        raise UnreadableDocument(
            name, f"is a ZIP-based file of more than {_MOST_PARTS:,} parts; it may be a trap."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = b""
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    mimetype = part.read(100)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise UnreadableDocument(
            name, "is a damaged or incomplete ZIP-based file; get another copy of it."
        ) from error
    if "word/document.xml" in names:
        return DOCX
    if mimetype.startswith(ODT.encode()):
        return ODT
    if any(each.startswith("word/") for each in names):
        return DOCX
    for folder, what in (("xl/", "a spreadsheet"), ("ppt/", "a presentation")):
        if any(each.startswith(folder) for each in names):
            raise UnreadableDocument(name, f"is {what}; save it as PDF to have it read.")
    if b"opendocument" in mimetype or b"epub" in mimetype:
        raise UnreadableDocument(
            name, f"is {mimetype.decode('ascii', 'replace')}; save it as PDF, ODT or HTML."
        )
    raise UnreadableDocument(name, "is a ZIP archive; unpack it and check the files in it.")


def _sniff_text(name: str, head: bytes) -> str:
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head.count(b"\x00") > len(head) // 8:
        if extension in ("htm", "html", "xhtml"):
            return HTML
        return MARKDOWN if extension in ("md", "markdown") else TEXT
    if _HTML_START.match(head):
        return HTML
    if extension in ("htm", "html", "xhtml") and _HTML_TAG.search(head):
        return HTML
    fields = {found.lower() for found in _MAIL_FIELD.findall(re.split(rb"\r?\n\r?\n", head)[0])}
    first_line_is_field = bool(_MAIL_FIELD.match(head)) or head.startswith(b"From ")
    if first_line_is_field and (fields & _MAIL_ONLY) and len(fields) > 1:
        return MAIL
    if extension == "eml" and first_line_is_field:
        return MAIL
    if extension in ("md", "markdown") or _FRONT_MATTER.match(head):
        return MARKDOWN
    return TEXT
