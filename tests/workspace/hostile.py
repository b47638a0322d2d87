"""A hundred files that mean harm, made here: what they would do is named, none of it happens."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache

MARK = "muniment-was-here"
"""The name of a file that any of these would make if it ran."""
PHRASE = "On 2 March 2021, 14 people were killed in the village of Alder."
SCRIPT = f"<script>fetch('http://127.0.0.1:9/{MARK}')</script>"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.'
    f'vbaProject"/><Override PartName="/word/document.xml" ContentType="{DOCX}.document.main+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@cache
def hostile() -> list[tuple[str, bytes]]:
    """Names and contents."""
    return [*_names(), *_scripts(), *_archives(), *_office(), *_pdfs(), *_pictures(), *_others()]


def _names() -> Iterator[tuple[str, bytes]]:
    for name in (
        "../../../../etc/cron.d/x.txt",
        "..\\..\\..\\windows\\system32\\x.txt",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\server\\share\\x.txt",
        "....//....//x.txt",
        "%2e%2e%2f%2e%2e%2fx.txt",
        "x.txt\u202etxt.exe",
        "\u2066x\u2069.txt",
        "nul\x00.txt",
        "line\r\nSet-Cookie: a=b.txt",
        "CON.txt",
        "aux",
        ".htaccess",
        ".ssh/authorized_keys",
        "a" * 10_000 + ".txt",
        "ж" * 5_000 + ".txt",
        "🐎" * 300 + ".txt",
        "; rm -rf ~ ;.txt",
        "$(touch x).txt",
        "`touch x`.txt",
        "| touch x.txt",
        "--help",
        "-rf.txt",
        "<img src=x onerror=alert(1)>.txt",
        '"onmouseover="alert(1).txt',
        "{{ 7*7 }}{% debug %}.txt",
        "=cmd|' /C calc'!A0.txt",
        " ",
        ".",
        "..",
        "sealed:1:AAAA.txt",
    ):
        yield name, f"{PHRASE} {name!r}".encode("utf-8", "replace")


def _scripts() -> Iterator[tuple[str, bytes]]:
    page = f"<!doctype html><title>x</title><body>{SCRIPT}<p>{PHRASE}</p>"
    yield "page.html", page.encode()
    yield "page.htm", f"<body onload=\"location='http://127.0.0.1:9'\"><p>{PHRASE}".encode()
    yield "frame.html", f'<iframe src="file:///etc/passwd"></iframe><p>{PHRASE}</p>'.encode()
    yield "refresh.html", b'<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">'
    yield "import.html", b'<link rel=stylesheet href="http://127.0.0.1:9/x.css"><p>x</p>'
    yield "picture.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()
    yield "load.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "page.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml">{SCRIPT}</html>'.encode()
    yield "deep.html", b"<div>" * 100_000 + PHRASE.encode()
    yield "tags.html", b"<" * 1_000_000
    yield "text-that-is-html.txt", page.encode()
    yield "html-that-is-binary.html", bytes(range(256)) * 400
    yield "code.php", b"<?php system($_GET['c']); ?>"
    yield "code.py", f"open('{MARK}', 'w')".encode()
    yield "code.sh", f"#!/bin/sh\ntouch {MARK}\n".encode()
    yield "sheet.xsl", b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>'
    yield "page.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + page.encode()
    yield "template.txt", b"{{ ''.__class__.__mro__[1].__subclasses__() }} {% debug %}"


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def _archives() -> Iterator[tuple[str, bytes]]:
    bomb = _zip({"x": b"\0" * 50_000_000})
    yield "bomb.zip", bomb
    yield "nested.zip", _zip({f"{n}.zip": bomb for n in range(20)})
    yield "up.zip", _zip({"../../../../tmp/" + MARK: b"x"})
    yield "many.zip", _zip({str(n): b"" for n in range(20_000)})
    yield "bomb.gz", gzip.compress(b"\0" * 50_000_000)
    link = io.BytesIO()
    with tarfile.open(fileobj=link, mode="w") as packed:
        one = tarfile.TarInfo("link")
        one.type, one.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(one)
    yield "link.tar", link.getvalue()
    yield "cut.zip", bomb[: len(bomb) // 2]
    yield "lies.zip", bomb.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 10))


def _docx(body: str, **more: bytes) -> bytes:
    document = body if body.startswith("<?xml") else f"<w:document {W}>{body}</w:document>"
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONS.encode(),
        "word/document.xml": document.encode(),
    }
    return _zip({**parts, **{k.replace("__", "/"): v for k, v in more.items()}})


def _office() -> Iterator[tuple[str, bytes]]:
    said = f"<w:body><w:p><w:r><w:t>{PHRASE}</w:t></w:r></w:p></w:body>"
    yield "macros.docm", _docx(said, word__vbaProject=b"\xd0\xcf\x11\xe0" + b"Shell" * 100)
    yield "macros.docx", _docx(said, word__vbaProject=b"\xd0\xcf\x11\xe0" + b"Shell" * 100)
    yield (
        "field.docx",
        _docx(
            "<w:body><w:p><w:r><w:instrText>"
            'DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p></w:body>'
        ),
    )
    outside = (
        b'<Relationships><Relationship Id="a" TargetMode="External" '
        b'Target="http://127.0.0.1:9/"/></Relationships>'
    )
    yield (
        "outside.docx",
        _zip(
            {
                "[Content_Types].xml": TYPES.encode(),
                "_rels/.rels": RELATIONS.encode(),
                "word/_rels/document.xml.rels": outside,
                "word/document.xml": f"<w:document {W}>{said}</w:document>".encode(),
            }
        ),
    )
    yield "laughs.docx", _docx(f"{BILLION}<w:document {W}><w:t>&l9;</w:t></w:document>")
    yield "reads.docx", _docx(f"{OUTSIDE}<w:document {W}><w:t>&e;</w:t></w:document>")
    yield "bomb.docx", _docx(f"<w:body>{'<w:p/>' * 5_000_000}</w:body>")
    yield "deep.docx", _docx("<w:p>" * 100_000)
    yield "up.docx", _docx(said, **{"..__..__" + MARK: b"x"})
    yield "empty.docx", _zip({"[Content_Types].xml": TYPES.encode()})
    yield (
        "bomb.odt",
        _zip(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"<x>" + b" " * 60_000_000 + b"</x>",
            }
        ),
    )
    yield (
        "laughs.odt",
        _zip(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": f"{BILLION}<x>&l9;</x>".encode(),
            }
        ),
    )
    yield (
        "reads.odt",
        _zip(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": f"{OUTSIDE}<x>&e;</x>".encode(),
            }
        ),
    )
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_000
    yield "laughs.xml", f"{BILLION}<x>&l9;</x>".encode()
    yield "reads.xml", f"{OUTSIDE}<x>&e;</x>".encode()
    yield "rtf.rtf", b"{\\rtf1{\\object\\objautlink\\objupdate " + b"41" * 10_000 + b"}}"


def _pdf(*objects: str) -> bytes:
    out = "%PDF-1.7\n"
    for number, each in enumerate(objects, start=1):
        out += f"{number} 0 obj\n{each}\nendobj\n"
    return (out + "trailer << /Root 1 0 R /Size 9 >>\n%%EOF\n").encode("latin-1")


def _pdfs() -> Iterator[tuple[str, bytes]]:
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
    catalog = "<< /Type /Catalog /Pages 2 0 R {} >>"
    js = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    yield "script.pdf", _pdf(catalog.format(js), pages, page)
    launch = f"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd) /P (touch {MARK}) >> >>"
    yield "launch.pdf", _pdf(catalog.format(launch), pages, page)
    uri = "/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>"
    yield "outside.pdf", _pdf(catalog.format(uri), pages, page)
    yield "circle.pdf", _pdf(catalog.format(""), "<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    yield "count.pdf", _pdf(catalog.format(""), pages.replace("/Count 1", "/Count 999999999"), page)
    huge = page.replace("99 99", "99999999 99999999")
    yield "huge-page.pdf", _pdf(catalog.format(""), pages, huge)
    data = zlib.compress(zlib.compress(b"\0" * 100_000_000))
    stream = f"<< /Length {len(data)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n"
    body = stream + data.decode("latin-1") + "\nendstream"
    yield "bomb.pdf", _pdf(catalog.format(""), pages, page[:-2] + "/Contents 4 0 R >>", body)
    yield "cut.pdf", b"%PDF-1.7\n1 0 obj\n<<"
    yield "nothing.pdf", b"%PDF-1.7\n%%EOF"
    yield "brackets.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000
    yield (
        "locked.pdf",
        _pdf(catalog.format(""), pages, page).replace(b"/Size", b"/Encrypt 9 0 R /Size"),
    )
    yield (
        "zip-and-pdf.pdf",
        _pdf(catalog.format(""), pages, page) + _zip({"x.html": SCRIPT.encode()}),
    )
    yield "html-and-pdf.html", SCRIPT.encode() + _pdf(catalog.format(""), pages, page)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def _pictures() -> Iterator[tuple[str, bytes]]:
    yield "bomb.png", _png(60_000, 60_000)
    yield "broken.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 100
    yield "gif-and-script.gif", b"GIF89a/*" + SCRIPT.encode() + b"*/=1;"
    yield "jpeg-and-html.jpg", b"\xff\xd8\xff\xe0" + SCRIPT.encode()
    yield "bomb.tiff", b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 200
    yield "script.bmp", b"BM" + SCRIPT.encode()


def _others() -> Iterator[tuple[str, bytes]]:
    yield "empty.txt", b""
    yield "empty.pdf", b""
    yield "nul.txt", b"\0" * 100_000
    yield "line.txt", b"a" * 3_000_000
    yield "marks.txt", "\u202e\u2066\u200b\ufeff".encode() * 10_000 + PHRASE.encode()
    yield "accents.txt", ("a" + "\u0301" * 100_000).encode()
    yield "numbers.txt", b"9" * 500_000 + b" people were killed."
    yield "brackets.txt", b"(" * 200_000
    yield "half.txt", b"\xff\xfe" + b"\xd8" * 10_001
    yield "wrong.txt", b"\xc3\x28\xa0\xa1\xed\xa0\x80" * 5_000
    yield "program.exe", b"MZ" + b"\x90" * 5_000
    yield "program.elf", b"\x7fELF" + b"\0" * 5_000
    yield "data.pickle", b"cos\nsystem\n(S'touch " + MARK.encode() + b"'\ntR."
    yield "data.yaml", b"!!python/object/apply:os.system ['touch " + MARK.encode() + b"']"
    mail = EmailMessage()
    mail["Subject"] = "x" * 100_000
    mail.set_content(PHRASE)
    mail.add_attachment(b"x", maintype="text", subtype="html", filename=f"../../{MARK}.html")
    yield "mail.eml", mail.as_bytes()
    yield "headers.eml", b"X: y\n" * 50_000 + b"\n" + PHRASE.encode()
    inner = b"Subject: x\n\nend"
    for _ in range(50):
        inner = b"Content-Type: message/rfc822\n\n" + inner
    yield "deep.eml", inner
    bounds = b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 5_000 + b"--b--"
    yield "parts.eml", bounds
