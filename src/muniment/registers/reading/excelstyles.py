"""Styles of the cells of an XLSX file: formats of numbers, and background colours."""

from __future__ import annotations

from dataclasses import dataclass, field

from muniment.registers.reading.cellformats import format_code
from muniment.registers.reading.package import Package, XmlReader, local


@dataclass(frozen=True, slots=True)
class Styles:
    """By number of style: the format of a number, and the number of a fill that has a colour."""

    formats: list[str] = field(default_factory=list)
    fills: dict[int, int] = field(default_factory=dict)


class _Styles(XmlReader):
    """The tables of formats, fills and styles."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.own: dict[int, str] = {}
        self.styles: list[tuple[int, int]] = []
        self.coloured: set[int] = set()
        self._fills = -1
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = local(name)
        if bare in ("fills", "cellXfs"):
            self._inside = bare
        elif bare == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            self.own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif bare == "fill" and self._inside == "fills":
            self._fills += 1
        elif bare == "patternFill" and self._inside == "fills":
            if attributes.get("patternType") == "solid":
                self.coloured.add(self._fills)
        elif bare == "xf" and self._inside == "cellXfs":
            self.styles.append((_number(attributes, "numFmtId"), _number(attributes, "fillId")))

    def end(self, name: str) -> None:
        if local(name) in ("fills", "cellXfs"):
            self._inside = ""


def read_styles(package: Package, file: str, part: str | None) -> Styles:
    """The styles of a workbook; none where it has no such part."""
    if part is None:
        return Styles()
    reader = _Styles(file)
    for piece in package.pieces(part):
        reader.feed(piece)
    reader.feed(b"", last=True)
    return Styles(
        [format_code(identifier, reader.own) for identifier, _ in reader.styles],
        {n: fill for n, (_, fill) in enumerate(reader.styles) if fill in reader.coloured},
    )


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdecimal() else 0
