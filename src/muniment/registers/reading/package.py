"""ZIP packages of XML parts (XLSX, ODS), read in pieces with a bound on what they unpack to."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from muniment.registers.reading.limits import MAX_PARTS, MAX_RATIO, MAX_XML_BYTES
from muniment.registers.reading.model import UnreadableList

_SMALL_PART = 10_000_000
_PIECE = 1 << 18
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class Package:
    """The parts of a ZIP package; use as a context manager.

    Sizes are checked before and while unpacking, since a file may lie about them. Raises
    UnreadableList when it is damaged, locked or beyond the limits.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise self.damaged() from error
        self.parts = frozenset(self._archive.namelist())
        if len(self.parts) > MAX_PARTS:
            raise UnreadableList(name, f"has more than {MAX_PARTS:,} parts; it may be a trap.")

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, in pieces."""
        try:
            info = self._archive.getinfo(part)
        except KeyError as error:
            raise self.damaged() from error
        if info.flag_bits & 0x1:
            raise UnreadableList(
                self._name, "is protected with a password; save a copy without one and import that."
            )
        most = min(MAX_XML_BYTES, max(_SMALL_PART, info.compress_size * MAX_RATIO))
        size = 0
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > most:
                        raise UnreadableList(
                            self._name,
                            "unpacks to far more than its size, so it may be a trap; save it anew "
                            "without its empty rows, or as CSV.",
                        )
                    yield piece
        except UnreadableList:
            raise
        except DAMAGED as error:
            raise self.damaged() from error

    def read(self, part: str, most: int = _SMALL_PART) -> bytes:
        """The bytes of a small part as a whole; raises UnreadableList for more than ``most``."""
        data = bytearray()
        for piece in self.pieces(part):
            data += piece
            if len(data) > most:
                raise UnreadableList(self._name, f"its part {part} is too large to be real.")
        return bytes(data)

    def damaged(self) -> UnreadableList:
        """The refusal of a package that is broken."""
        return UnreadableList(
            self._name, "is a damaged or incomplete file; get another copy of it."
        )


class XmlReader:
    """Runs through XML in pieces, with handlers for elements by local name and their text.

    Document types are refused, and with them entities. A subclass defines what it needs of
    ``start``, ``end`` and ``text``. Names may have a prefix: see ``local``.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 16
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Called at the start of an element, with its name as written."""

    def end(self, name: str) -> None:
        """Called at the end of an element."""

    def text(self, data: str) -> None:
        """Called with text."""

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Read a piece; raises UnreadableList when the XML is broken or hostile."""
        try:
            self.parser.Parse(piece, last)
        except UnreadableList:
            raise
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise UnreadableList(
                self._name, f"is a damaged file (its XML is broken: {error}); get another copy."
            ) from error

    def _refuse_doctype(self, *_: object) -> None:
        raise UnreadableList(
            self._name, "declares a document type, which no spreadsheet does; it is not read."
        )


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def local_attributes(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their names without prefix."""
    return {local(name): value for name, value in attributes.items()}
