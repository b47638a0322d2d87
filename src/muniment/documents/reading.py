"""Opens a file of any supported format and returns its documents."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from muniment.documents import sniffing
from muniment.documents.document import Document
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts
from muniment.documents.limits import DEFAULT_LIMITS, Limits
from muniment.documents.metadata import describe

__all__ = [
    "UnreadableDocument",
    "read_bytes",
    "read_document",
    "read_documents",
    "read_file",
    "read_safely",
]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
EXTENSIONS = frozenset(
    (".pdf", ".docx", ".odt", ".rtf", ".html", ".htm", ".xhtml", ".eml", ".md", ".markdown",
     ".txt", ".text", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
)  # fmt: skip


_IN_PROCESS = frozenset((sniffing.TEXT, sniffing.MARKDOWN))


def read_document(path: Path, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in a file (of a mail, its message).

    Raises UnreadableDocument with one clear sentence when it cannot be read.
    """
    return next(read_documents(path, limits))


def read_documents(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Document]:
    """The documents in a file: one, and for a mail its attachments too ("mail.eml!annex.pdf").

    Raises UnreadableDocument with one clear sentence when the file cannot be read.
    """
    yield from read_safely(str(path), read_file(path, limits), limits)


def read_safely(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[Document]:
    """The documents in bytes, such as those of standard input; ``name`` stands for the path.

    Plain text and Markdown are read here; other formats in a process of their own, within the
    limits of time and memory (see documents/isolation.py).
    Raises UnreadableDocument.
    """
    if len(data) > limits.max_bytes:
        raise _too_large(name, limits)
    media_type = sniffing.sniff(name, data)
    if media_type in _IN_PROCESS:
        yield from read_bytes(name, data, limits)
        return
    from muniment.documents.transfer import read_isolated

    may_recognise = media_type in (sniffing.PDF, sniffing.PICTURE, sniffing.MAIL)
    yield from read_isolated(name, data, limits, may_recognise)


def read_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a regular file within the size limit; raises UnreadableDocument."""
    name = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument(name, "is a folder; name the files in it or check it whole.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(name, "is no regular file (a pipe or device); not read.")
        if status.st_size > limits.max_bytes:
            raise _too_large(name, limits)
        with path.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableDocument(name, f"cannot be opened ({reason}).") from error
    if len(data) > limits.max_bytes:
        raise _too_large(name, limits)
    return data


def read_bytes(
    name: str, data: bytes, limits: Limits = DEFAULT_LIMITS, nesting: int = 0
) -> Iterator[Document]:
    """The documents in bytes, read in this process.

    ``nesting`` is how many mails they were attached in. Raises UnreadableDocument.
    """
    if len(data) > limits.max_bytes:
        raise _too_large(name, limits)
    media_type = sniffing.sniff(name, data)
    if media_type == sniffing.MAIL:
        yield from _read_mail(name, data, limits, nesting)
        return
    parts = _read_parts(name, data, media_type, limits)
    yield document_of(name, data, media_type, parts, limits)


def _read_mail(name: str, data: bytes, limits: Limits, nesting: int) -> Iterator[Document]:
    """The message, then the documents attached to it; what cannot be read becomes a note."""
    from muniment.documents.formats.mail import read_mail

    parts, attachments = read_mail(name, data, limits)
    attached: list[Document] = []
    for attachment in attachments:
        inner = f"{name}!{attachment.name}"
        if nesting >= limits.max_nesting:
            parts.notes.append(f"{attachment.name} not read: mails nest too deep (max_nesting)")
            continue
        try:
            attached.extend(read_bytes(inner, attachment.data, limits, nesting + 1))
        except UnreadableDocument as error:
            parts.notes.append(f"attachment not read: {error}")
    yield document_of(name, data, sniffing.MAIL, parts, limits)
    yield from attached


def document_of(name: str, data: bytes, media_type: str, parts: Parts, limits: Limits) -> Document:
    """The document that a reader's parts make up, with what it says of itself.

    Raises UnreadableDocument when its text is longer than the limit.
    """
    if len(parts.text) > limits.max_characters:
        raise UnreadableDocument(
            name,
            f"has more than {limits.max_characters:,} characters (the limit max_characters).",
        )
    document = Document(
        path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        text=_LONE_SURROGATE.sub("\ufffd", parts.text),
        body=parts.body,
        pages=parts.pages,
        boxes_of=parts.boxes_of,
        notes=parts.notes,
    )
    describe(document, parts)
    return document


def _read_parts(name: str, data: bytes, media_type: str, limits: Limits) -> Parts:
    """Readers are imported when a file needs them: text alone must start fast."""
    if media_type == sniffing.MARKDOWN:
        from muniment.documents.formats.plain import read_markdown

        return read_markdown(name, data)
    if media_type == sniffing.PDF:
        from muniment.documents.formats.pdf import read_pdf

        return read_pdf(name, data, limits)
    if media_type == sniffing.DOCX:
        from muniment.documents.formats.docx import read_docx

        return read_docx(name, data, limits)
    if media_type == sniffing.HTML:
        from muniment.documents.formats.html import read_html

        return read_html(name, data, limits)
    if media_type == sniffing.ODT:
        from muniment.documents.formats.odt import read_odt

        return read_odt(name, data, limits)
    if media_type == sniffing.RTF:
        from muniment.documents.formats.rtf import read_rtf

        return read_rtf(name, data)
    if media_type == sniffing.PICTURE:
        from muniment.documents.formats.picture import read_picture

        return read_picture(name, data, limits)
    from muniment.documents.formats.plain import read_plain

    return read_plain(name, data)


def _too_large(name: str, limits: Limits) -> UnreadableDocument:
    return UnreadableDocument(
        name, f"is larger than {limits.max_bytes:,} bytes (the limit max_bytes)."
    )
