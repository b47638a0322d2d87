"""Reads a file in a process of its own, whose time and memory are bounded by the system.

Formats that are taken apart by C libraries (PDF, pictures, office files, HTML) are read here: a
hostile file may make such a library loop, swell or crash, and then only that process ends. The
bytes go in and the documents come out as JSON and plain arrays (no pickle, so that a process
taken over by a hostile file cannot make this one run anything).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict

from muniment.documents.document import Document, Page, no_boxes
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.char_map import CharMap
from muniment.documents.limits import Limits

_FIELDS = (
    "path",
    "sha256",
    "media_type",
    "body",
    "title",
    "issuer",
    "issuer_state",
    "place",
    "date",
    "addressees",
    "language",
    "notes",
)
_GRACE_SECONDS = 10
_TEXT_AND_MAP = 5


def read_isolated(name: str, data: bytes, limits: Limits, may_recognise: bool) -> list[Document]:
    """The documents in a file's bytes, read by another process within the limits.

    ``may_recognise`` allows the time that recognising scanned pages takes.
    Raises UnreadableDocument when the file cannot be read, or not within the limits.
    """
    seconds = 2 * limits.seconds + _GRACE_SECONDS
    if may_recognise:
        seconds = max(seconds, limits.recognition_seconds)
    order = json.dumps({"name": name, "limits": asdict(limits)})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "muniment.documents.isolation", order],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            name, f"takes longer than {seconds} seconds to read (the limit seconds)."
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(name, f"cannot be read in its own process ({error}).") from error
    if not done.stdout:
        raise UnreadableDocument(name, _ending(done.returncode, limits))
    try:
        return list(_unpack(name, done.stdout))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UnreadableDocument(name, _ending(done.returncode, limits)) from error


def _ending(code: int, limits: Limits) -> str:
    if code in (-24, -9):
        return (
            f"takes more than {limits.seconds} seconds of processor time or more than "
            f"{limits.memory_megabytes:,} MB of memory to read (the limits seconds and "
            "memory_megabytes)."
        )
    return "makes the reader crash; the file is damaged. Save it again or as PDF and check that."


def pack(documents: list[Document]) -> bytes:
    """Documents as bytes: the length of a JSON header, the header, then texts and maps."""
    rows = []
    blobs: list[bytes] = []
    for document in documents:
        row: dict[str, object] = {field: getattr(document, field) for field in _FIELDS}
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


def _unpack(name: str, data: bytes) -> Iterator[Document]:
    """The documents that ``pack`` packed; raises UnreadableDocument if it packed a problem."""
    view = memoryview(data)
    at = 8 + int.from_bytes(view[:8], "big")
    rows = json.loads(bytes(view[8:at]))
    if isinstance(rows, dict):
        raise UnreadableDocument(str(rows["name"]), str(rows["problem"]))
    for row in rows:
        parts = []
        for size in row["sizes"]:
            parts.append(bytes(view[at : at + size]))
            at += size
        chars = CharMap.from_arrays(*parts[1:]) if len(parts) == _TEXT_AND_MAP else no_boxes
        fields = {field: row[field] for field in _FIELDS}
        fields["body"] = tuple(row["body"])
        fields["addressees"] = tuple(row["addressees"])
        yield Document(
            **fields,
            text=parts[0].decode("utf-8"),
            pages=tuple(Page(*page) for page in row["pages"]),
            boxes_of=chars,
        )


def _bound(limits: Limits) -> None:
    """Set this process's limits of memory and processor time, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory_megabytes * 1_000_000
    for which, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 5),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, most = resource.getrlimit(which)
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(which, (soft, hard))


def main(arguments: list[str]) -> None:
    """What the other process runs: bytes from standard input, packed documents to output."""
    order = json.loads(arguments[0])
    limits = Limits(**order["limits"])
    name = order["name"]
    _bound(limits)
    from muniment.documents.reading import read_bytes

    try:
        packed = pack(list(read_bytes(name, sys.stdin.buffer.read(), limits)))
    except UnreadableDocument as error:
        packed = _problem(error.name, error.problem)
    except MemoryError:
        packed = _problem(
            name,
            f"needs more than {limits.memory_megabytes:,} MB of memory "
            "(the limit memory_megabytes).",
        )
    sys.stdout.buffer.write(packed)
    sys.stdout.buffer.flush()


def _problem(name: str, problem: str) -> bytes:
    header = json.dumps({"name": name, "problem": problem}).encode("utf-8")
    return len(header).to_bytes(8, "big") + header


if __name__ == "__main__":
    main(sys.argv[1:])
