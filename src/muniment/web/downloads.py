"""What is downloaded: always as a file to keep, never as something that a browser runs."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from muniment.workspace.services.taking_in import plain_name

SAFE = frozenset(
    (
        "application/geo+json",
        "application/json",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
    )
)
"""Media types that are named as they are. HTML, SVG, XML and the rest are bytes."""
ALONE = "default-src 'none'; sandbox"
HELD = 16 << 20
"""Bytes of a file that are held at once."""


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, with a name that leads nowhere and hides no ending."""
    answer = HttpResponse(content, content_type=_type(media_type))
    _guard(answer, name)
    return answer


def attachment_in_parts(
    parts: Iterable[bytes], name: str, media_type: str
) -> StreamingHttpResponse:
    """The same for what is too large to hold at once."""
    answer = StreamingHttpResponse(parts, content_type=_type(media_type))
    _guard(answer, name)
    return answer


def attachment_of(
    parts: Iterable[bytes], size: int, name: str, media_type: str
) -> HttpResponse | StreamingHttpResponse:
    """A file of this many bytes to keep: held at once where it is small."""
    if size > HELD:
        return attachment_in_parts(parts, name, media_type)
    return attachment(b"".join(parts), name, media_type)


def _type(media_type: str) -> str:
    kind = media_type.split(";")[0].strip().lower()
    if kind not in SAFE:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _guard(answer: HttpResponse | StreamingHttpResponse, name: str) -> None:
    disposition = content_disposition_header(True, plain_name(name))
    assert disposition is not None
    answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
