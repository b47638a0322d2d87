"""Mail: the message, and the files attached to it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from muniment.documents.encoding import decode_text
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts, whole
from muniment.documents.limits import Limits

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\!]+")
_MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a mail: its name there and its bytes."""

    name: str
    data: bytes


def read_mail(name: str, data: bytes, limits: Limits) -> tuple[Parts, list[Attachment]]:
    """The message of a mail and its attachments (attached mails among them, as files).

    The plain text is read where there is one that says as much as the HTML. Subject, sender,
    date and recipients are what the message states of itself.
    """
    try:
        message = message_from_bytes(data)
        plain, marked_up, attachments = _leaves(message)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableDocument(
            name, "is a mail that cannot be taken apart; save its text and attachments."
        ) from error
    parts = _message_text(name, plain, marked_up, limits)
    if len(attachments) > limits.max_attachments:
        parts.notes.append(
            f"only the first {limits.max_attachments} of {len(attachments)} attachments are read "
            "(the limit max_attachments)"
        )
    _state(parts, message)
    return parts, attachments[: limits.max_attachments]


def _leaves(message: Message) -> tuple[list[bytes], list[bytes], list[Attachment]]:
    plain: list[bytes] = []
    marked_up: list[bytes] = []
    attachments: list[Attachment] = []
    for part in _walk(message):
        kind = part.get_content_type()
        file_name = _file_name(part)
        disposition = str(part.get("Content-Disposition", "")).lower()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                attachments.append(Attachment(file_name or "message.eml", inner[0].as_bytes()))
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        if disposition.startswith("attachment") or (file_name and not kind.startswith("image/")):
            attachments.append(Attachment(file_name or f"part{len(attachments) + 1}", payload))
        elif kind == "text/html":
            marked_up.append(_as_utf8(part, payload))
        elif kind.startswith("text/"):
            plain.append(_as_utf8(part, payload))
        elif file_name and not kind.startswith("image/"):
            attachments.append(Attachment(file_name, payload))
    return plain, marked_up, attachments


def _walk(message: Message) -> Iterator[Message]:
    """The leaves of a message; attached messages are leaves."""
    waiting = [message]
    seen = 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        payload = part.get_payload()
        is_attached_mail = part.get_content_type() == "message/rfc822" and part is not message
        if part.is_multipart() and isinstance(payload, list) and not is_attached_mail:
            waiting[:0] = [each for each in payload if isinstance(each, Message)]
        else:
            yield part


def _as_utf8(part: Message, payload: bytes) -> bytes:
    charset = part.get_content_charset()
    if charset:
        try:
            return codecs.decode(payload, charset, "strict").encode("utf-8")
        except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
            pass
    return payload


def _message_text(name: str, plain: list[bytes], marked_up: list[bytes], limits: Limits) -> Parts:
    notes: list[str] = []
    texts: list[str] = []
    for payload in plain:
        if payload.strip():
            text, note = decode_text(name, payload)
            texts.append(text.replace("\r\n", "\n").strip("\n"))
            if note:
                notes.append(note)
    text = "\n\n".join(each for each in texts if each.strip())
    if marked_up:
        from muniment.documents.formats.html import read_html

        pages = [read_html(name, page, limits) for page in marked_up if page.strip()]
        rich = "\n\n".join(page.text for page in pages if page.text)
        if len(text) < 0.5 * len(rich):
            return whole(rich, notes=[note for page in pages for note in page.notes])
    if not text:
        notes.append("the message itself has no text")
    return whole(text, notes=notes)


def _state(parts: Parts, message: Message) -> None:
    subject = _header(message, "Subject")
    if subject:
        parts.stated["title"] = subject
    senders = getaddresses([_header(message, "From") or ""])
    if senders and senders[0][0]:
        parts.stated["issuer"] = senders[0][0]
    recipients = getaddresses([_header(message, "To") or ""])
    parts.addressees = tuple(each for person, address in recipients if (each := person or address))[
        :50
    ]
    sent = _header(message, "Date")
    if sent:
        try:
            parts.stated["date"] = parsedate_to_datetime(sent).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            parts.notes.append("the mail's date cannot be read")


def _header(message: Message, field: str) -> str | None:
    raw = message.get(field)
    if raw is None:
        return None
    pieces: list[str] = []
    try:
        for piece, charset in decode_header(str(raw)):
            if isinstance(piece, bytes):
                pieces.append(piece.decode(charset or "utf-8", errors="replace"))
            else:
                pieces.append(piece)
    except (HeaderParseError, LookupError, ValueError):
        pieces = [str(raw)]
    return " ".join("".join(pieces).split()) or None


def _file_name(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    if not name:
        return None
    return _UNSAFE.sub("_", name).strip()[-120:] or None
