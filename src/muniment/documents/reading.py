"""Opens a file of any supported format and returns its document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from muniment.documents.document import Document


class UnreadableDocument(Exception):
    """A file that could not be read; the message is one clear sentence for the user."""


def read_document(path: Path) -> Document:
    """The document in a file.

    Raises UnreadableDocument with one clear sentence when it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path}: cannot be opened ({error.strerror}).") from error
    text = data.decode("utf-8", errors="replace")
    start = 0
    issuer = date = None
    if text.startswith("---\n"):
        start = text.index("\n---\n", 3) + 5
        for line in text[4:start].splitlines():
            key, _, value = line.partition(": ")
            if key == "issuer":
                issuer = value.strip('"')
            elif key == "date":
                date = value.strip('"')
    return Document(
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        text=text,
        body=(start, len(text)),
        language="en",
        issuer=issuer,
        date=date,
    )
