"""Sends documents from the process that read them to the one that asked.

They travel as JSON and plain arrays, not as pickles: a process taken over by a hostile file
must not be able to make the other one run anything.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from muniment.documents.document import Document, Page, no_boxes
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.char_map import CharMap
from muniment.documents.isolation import run_isolated, serve
from muniment.documents.limits import Limits

_PLAIN_FIELDS = (
    "path",
    "sha256",
    "media_type",
    "title",
    "issuer",
    "issuer_state",
    "place",
    "date",
    "language",
    "notes",
)
_TEXT_AND_MAP = 5


def read_isolated(name: str, data: bytes, limits: Limits, may_recognise: bool) -> list[Document]:
    """The documents in a file's bytes, read by another process within the limits.

    ``may_recognise`` allows the time that recognising scanned pages takes.
    Raises UnreadableDocument when the file cannot be read, or not within the limits.
    """
    seconds = limits.recognition_seconds if may_recognise else None
    packed = run_isolated("muniment.documents.transfer", {"name": name}, data, limits, seconds)
    try:
        return list(unpack(packed))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UnreadableDocument(
            name, "makes the reader fail: the file is damaged. Save it anew and check that."
        ) from error


def pack(documents: list[Document]) -> bytes:
    """Documents as bytes: the length of a JSON header, the header, then texts and maps."""
    rows = []
    blobs: list[bytes] = []
    for document in documents:
        row: dict[str, object] = {field: getattr(document, field) for field in _PLAIN_FIELDS}
        row["body"] = document.body
        row["addressees"] = document.addressees
        row["pages"] = [
            (page.number, page.start, page.end, page.width, page.height, page.confidence)
            for page in document.pages
        ]
        chars = document.boxes_of if isinstance(document.boxes_of, CharMap) else None
        parts = [document.text.encode("utf-8"), *(chars.to_arrays() if chars else ())]
        row["sizes"] = [len(part) for part in parts]
        blobs += parts
        rows.append(row)
    header = json.dumps(rows).encode("utf-8")
    return b"".join((len(header).to_bytes(8, "big"), header, *blobs))


def unpack(data: bytes) -> Iterator[Document]:
    """The documents that ``pack`` packed; raises ValueError or KeyError on anything else."""
    view = memoryview(data)
    at = 8 + int.from_bytes(view[:8], "big")
    for row in json.loads(bytes(view[8:at])):
        parts = []
        for size in row["sizes"]:
            parts.append(bytes(view[at : at + size]))
            at += size
        chars = CharMap.from_arrays(*parts[1:]) if len(parts) == _TEXT_AND_MAP else no_boxes
        yield Document(
            **{field: row[field] for field in _PLAIN_FIELDS},
            body=(int(row["body"][0]), int(row["body"][1])),
            addressees=tuple(row["addressees"]),
            text=parts[0].decode("utf-8"),
            pages=tuple(Page(*page) for page in row["pages"]),
            boxes_of=chars,
        )


def _answer(order: dict[str, object], data: bytes, limits: Limits) -> bytes:
    from muniment.documents.reading import read_bytes

    return pack(list(read_bytes(str(order["name"]), data, limits)))


if __name__ == "__main__":
    serve(sys.argv[1:], _answer)
