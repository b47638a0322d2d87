"""Bad input of every kind gives one clear line, in bounded time and memory."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from muniment.documents.errors import UnreadableDocument
from muniment.documents.finding import find_files
from muniment.documents.limits import DEFAULT_LIMITS, Limits
from muniment.documents.reading import read_bytes, read_document, read_documents
from tests.documents import samples
from tests.documents.helpers import read

ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)


def package(parts: dict[str, bytes | str]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return output.getvalue()


def huge_picture() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
    )


BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.pdf": b" \n\n ",
    "nul.txt": b"12 wells\x00were dry\x00in May 2031, as both sides say",
    "zeros.docx": b"\x00" * 5000,
    "cut.docx": samples.docx_bytes(samples.PARAGRAPHS)[:2000],
    "cut.pdf": samples.two_column_pdf(samples.PARAGRAPHS)[:300],
    "bomb.docx": package({"word/document.xml": b"<a>" + b" " * 30_000_000}),
    "bomb.odt": package(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b" " * 9_000_000}
    ),
    "entities.docx": package({"word/document.xml": ENTITY_BOMB}),
    "deep.docx": package({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}),
    "notxml.docx": package({"word/document.xml": "no XML"}),
    "notext.docx": package({"word/document.xml": "<a/>"}),
    "deep.html": b"<html><body>" + b"<div>" * 3000 + b"12 wells",
    "deep.rtf": b"{\\rtf1 " + b"{" * 5000 + b"12 wells",
    "sheet.xlsx": package({"xl/workbook.xml": "<a/>"}),
    "archive.zip": package({"a.txt": "12 wells"}),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "film.mp4": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100,
    "program.txt": b"\x7fELF" + bytes(range(256)),
    "huge.png": huge_picture(),
    "broken.jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 40,
    "front.md": b"---\ntitle: [unclosed\n---\n12 wells",
    "anchors.md": b"---\na: &a [x, x]\nb: *a\n---\n12 wells",
    "pages.pdf": samples.blank_pdf(3100),
    "nothing.pdf": samples.blank_pdf(2),
    "noise.dat": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_clear_line(name: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        list(read_bytes(name, BAD[name]))
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message
    assert message.endswith(".")
    assert len(message) < 300


def test_a_file_is_read_by_what_it_is_and_not_by_its_name() -> None:
    data = {
        "a.pdf": samples.docx_bytes(samples.PARAGRAPHS),
        "b.docx": samples.two_column_pdf(samples.LONG),
        "c.txt": samples.rtf_bytes(samples.PARAGRAPHS),
        "d.doc": samples.html_bytes(samples.PARAGRAPHS),
        "e": "\n\n".join(samples.PARAGRAPHS).encode(),
    }
    for name, each in data.items():
        document = read(name, each)
        start, end = document.paragraphs[0]
        assert " ".join(document.text[start:end].split()) == samples.PARAGRAPHS[0]


def test_references_to_other_files_are_not_followed() -> None:
    page = (
        b'<html><head><link rel=stylesheet href="http://192.0.2.1/a.css"></head><body>'
        b'<img src="http://192.0.2.1/a.png"><iframe src="http://192.0.2.1/"></iframe>'
        b'<object data="file:///etc/passwd"></object><p>12 wells</p></body></html>'
    )
    assert read("a.html", page).text == "12 wells"


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("restricted names")
    for kind, part in (("docx", "word/document.xml"), ("odt", "content.xml")):
        source = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
        parts: dict[str, bytes | str] = {part: source}
        if kind == "odt":
            parts["mimetype"] = "application/vnd.oasis.opendocument.text"
        with pytest.raises(UnreadableDocument, match="entities"):
            read(f"a.{kind}", package(parts))


def test_invalid_utf8_is_kept_readable_and_said() -> None:
    document = read("a.txt", "Twelve wells – dry – in May; émigrés".encode() + b"\xff and 9 more")
    assert document.text.endswith("\ufffd and 9 more")
    assert "not valid UTF-8" in document.notes[0]


@pytest.mark.parametrize("make", [lambda path: os.mkfifo(path), lambda path: path.mkdir()])
def test_what_is_no_regular_file_is_not_opened(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    make(path)
    with pytest.raises(UnreadableDocument, match=r"a\.txt: is (no regular file|a folder)"):
        read_document(path)


def test_a_missing_file_and_a_loop_of_links_are_said(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    for path in (tmp_path / "none.txt", loop):
        with pytest.raises(UnreadableDocument, match="cannot be opened"):
            read_document(path)


def test_the_size_limit_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("12 wells " * 100)
    with pytest.raises(UnreadableDocument, match="larger than 500 bytes"):
        read_document(path, Limits(max_bytes=500))
    with pytest.raises(UnreadableDocument, match="more than 600 characters"):
        read_document(path, Limits(max_characters=600))
    assert read_document(path).text.startswith("12 wells")


def test_a_mixed_folder_is_read_through(tmp_path: Path) -> None:
    for at, (name, data) in enumerate(BAD.items()):
        if len(data) < 100_000:
            (tmp_path / f"{at}{name}").write_bytes(data)
    for at in range(20):
        (tmp_path / f"good{at}.txt").write_text("Twelve wells were dry.")
    (tmp_path / "back").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    read_well = 0
    messages: list[str] = []
    found = find_files([tmp_path])
    for path in found:
        if path.suffix not in (".txt", ".md"):
            continue
        try:
            read_well += len(list(read_documents(path)))
        except UnreadableDocument as error:
            messages.append(str(error))
    assert read_well == 20
    assert len(messages) == 5
    assert not any("\n" in message for message in messages)
    assert any("pipe.txt" in note for note in found.notes)


def test_limits_come_from_a_table_and_are_checked() -> None:
    assert Limits.from_settings({"max_pages": 7}).max_pages == 7
    assert Limits.from_settings({}) == DEFAULT_LIMITS
    with pytest.raises(ValueError, match="no limit 'pages'"):
        Limits.from_settings({"pages": 7})
    with pytest.raises(ValueError, match="whole number"):
        Limits.from_settings({"max_pages": "7"})
    with pytest.raises(ValueError, match="1 or more"):
        Limits.from_settings({"max_pages": 0})
