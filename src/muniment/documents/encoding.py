"""Bytes of plain text in; text and a remark on its encoding out."""

from __future__ import annotations

import codecs
import re

from muniment.documents.errors import UnreadableDocument
from muniment.documents.language import reads_like

_CANDIDATES = (
    "cp1252",
    "cp1251",
    "koi8-r",
    "koi8-u",
    "cp1250",
    "cp1254",
    "iso8859-2",
    "iso8859-5",
    "iso8859-9",
    "iso8859-15",
    "cp866",
    "cp1256",
    "cp1253",
    "mac-roman",
)
_SAMPLE = 60_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]|[^\W\d_][¤§¦¬¶·¸¹º»¼½¾¿±×÷°©®¢£¥µ][^\W\d_]")
_CASE_FLIP = re.compile(r"[a-zà-ÿа-яё][A-ZÀ-ÞА-ЯЁ]")


def decode_text(name: str, data: bytes) -> tuple[str, str | None]:
    """The text of bytes in any common encoding, and a remark where it was guessed or mended.

    A byte order mark decides and is no part of the text. Otherwise UTF-8 is tried, UTF-16 is
    known by its zero bytes, and among the old one-byte encodings the one is taken in which most
    words are frequent words of a known language.
    Raises UnreadableDocument when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text, note = _decode_marked(data[len(mark) :], encoding)
            return _checked(name, text), note
    wide = _wide_encoding(data)
    if wide is not None:
        text = data.decode(wide, errors="replace")
        return _checked(name, text), f"encoding guessed as {wide.upper()}"
    if b"\x00" in data:
        raise UnreadableDocument(
            name, "contains NUL bytes, so it is not plain text; save it as UTF-8 text."
        )
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return _decode_old(name, data, error)


def _decode_marked(data: bytes, encoding: str) -> tuple[str, str | None]:
    text = data.decode(encoding, errors="replace")
    if "\ufffd" in text:
        return text, f"some bytes are not valid {encoding.upper()} and are shown as U+FFFD"
    return text, None


def _checked(name: str, text: str) -> str:
    if "\x00" in text:
        raise UnreadableDocument(
            name, "contains NUL characters, so it is not plain text; save it as UTF-8 text."
        )
    return text


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: (nearly) every second byte of Latin text is zero."""
    sample = data[:4000]
    half = max(1, len(sample) // 2)
    if len(data) % 2 == 0 and len(data) >= 8:
        if sample[1::2].count(0) > half * 0.7 and not sample[0::2].count(0):
            return "utf-16-le"
        if sample[0::2].count(0) > half * 0.7 and not sample[1::2].count(0):
            return "utf-16-be"
    return None


def _decode_old(name: str, data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    mended = data.decode("utf-8", errors="replace")
    wrong = mended.count("\ufffd")
    beyond_ascii = sum(1 for char in mended if char > "\x7f") - wrong
    if beyond_ascii > 3 * wrong or (wrong <= 3 and beyond_ascii >= wrong):
        return mended, (
            f"{wrong} bytes are not valid UTF-8 (the first at byte {error.start}) "
            "and are shown as U+FFFD"
        )
    encoding = guess_encoding(data[:_SAMPLE] if len(data) > _SAMPLE else data)
    if encoding is None:
        raise UnreadableDocument(
            name, "is not text in any known encoding; save it as UTF-8 text, PDF or DOCX."
        )
    return data.decode(encoding, errors="replace"), (
        f"encoding guessed as {encoding}; save the file as UTF-8 if letters look wrong"
    )


def guess_encoding(data: bytes) -> str | None:
    """The one-byte encoding in which these bytes read best, or None if in none they do."""
    best: tuple[float, str] | None = None
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        size = max(1, sum(1 for char in text if char > "\x7f"))
        odd = len(_ODD.findall(text)) + len(_CASE_FLIP.findall(text))
        score = reads_like(text) - 3 * odd / size
        if best is None or score > best[0] + 1e-9:
            best = (score, encoding)
    if best is not None and best[0] > -1.0:
        return best[1]
    return None
