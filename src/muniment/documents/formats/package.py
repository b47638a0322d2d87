"""ZIP packages of XML parts (DOCX, ODT), opened with a bound on what they unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits

_SMALL_PART = 1_000_000


class Package:
    """The parts of a ZIP package.

    Sizes are checked before anything is unpacked, and again while unpacking, since a file may
    lie about them. Raises UnreadableDocument when the package is damaged or beyond the limits.
    """

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise self._damaged() from error
        self._left = limits.max_unpacked_bytes

    def __contains__(self, part: str) -> bool:
        return part in self._archive.namelist()

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        try:
            info = self._archive.getinfo(part)
        except KeyError as error:
            raise self._damaged() from error
        if info.flag_bits & 0x1:
            raise UnreadableDocument(
                self._name, "is protected with a password; save a copy without one."
            )
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > self._left or (
            info.file_size > _SMALL_PART and ratio > self._limits.max_unpacking_ratio
        ):
            raise self._bomb()
        try:
            with self._archive.open(info) as stream:
                data = stream.read(min(self._left, info.file_size) + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise self._damaged() from error
        except (NotImplementedError, RuntimeError) as error:
            raise self._damaged() from error
        if len(data) > info.file_size:
            raise self._bomb()
        self._left -= len(data)
        return data

    def xml(self, part: str) -> etree._Element:
        """The root element of an XML part; entities stay unexpanded, nothing is fetched."""
        return parse_xml(self._name, self.read(part), self._limits)

    def _damaged(self) -> UnreadableDocument:
        return UnreadableDocument(
            self._name, "is a damaged or incomplete file; get another copy of it."
        )

    def _bomb(self) -> UnreadableDocument:
        return UnreadableDocument(
            self._name,
            "unpacks to far more than its size (limits max_unpacked_bytes, "
            "max_unpacking_ratio); it may be a trap, so it is not read.",
        )


def parse_xml(name: str, data: bytes, limits: Limits) -> etree._Element:
    """The root element of XML, without expanding entities or fetching anything.

    Raises UnreadableDocument when it is not well-formed, declares entities of its own, or
    nests deeper than the limit.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=len(data) > 9_000_000,
    )
    if b"<!ENTITY" in data[:100_000]:
        raise UnreadableDocument(
            name, "declares XML entities, which no office program does; it is not read."
        )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(
            name, "is a damaged file (its XML is broken); get another copy of it."
        ) from error
    deep = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        deep += 1 if event == "start" else -1
        if deep > limits.max_depth:
            raise UnreadableDocument(
                name, f"nests elements more than {limits.max_depth} deep (the limit max_depth)."
            )
    return root
