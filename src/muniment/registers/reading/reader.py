"""A file in, a workbook of sheets out: the way into reading."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from muniment.registers.reading.delimited import read_delimited
from muniment.registers.reading.encoding import look_at
from muniment.registers.reading.excel import read_excel
from muniment.registers.reading.jsonlists import read_json
from muniment.registers.reading.limits import MAX_BYTES
from muniment.registers.reading.model import Problem, Sheet, UnreadableList, Workbook
from muniment.registers.reading.oldexcel import read_old_excel
from muniment.registers.reading.opendocument import read_opendocument
from muniment.registers.reading.package import Package
from muniment.registers.reading.raw import Progress, RawSheet
from muniment.registers.reading.sniffing import Format, sniff
from muniment.registers.reading.table import tabulate
from muniment.registers.reading.webtables import read_web_tables
from muniment.registers.reading.xmlsheets import read_xml

_NAMES: dict[Format, str] = {
    "text": "text",
    "html": "HTML",
    "xml": "XML",
    "json": "JSON",
    "xlsx": "XLSX",
    "xlsb": "XLSB",
    "xls": "XLS",
    "ods": "ODS",
}
"""What formats are called in what users see."""


def read_sheets(
    path: Path,
    known: Collection[str] = (),
    progress: Progress | None = None,
) -> Workbook:
    """The sheets of a list in any format that is read.

    ``known`` holds folded words that head columns, by which headers are found. Raises
    UnreadableList with one clear sentence when there is no list in the file.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableList(name, "is a folder; name the file.")
        if size > MAX_BYTES:
            raise UnreadableList(name, f"has more than {MAX_BYTES:,} bytes; divide it.")
        return _read(path, name, known, progress)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableList(name, f"cannot be read ({reason}).") from error


def _read(path: Path, name: str, known: Collection[str], progress: Progress | None) -> Workbook:
    kind = sniff(path, name)
    problems: list[Problem] = []
    encoding = None
    sheets: list[Sheet] = []
    if kind == "text":
        source = look_at(path, name)
        encoding, digest = source.encoding, source.sha256
        if source.remark is not None:
            problems.append(Problem(name, source.remark, severity="warning"))
        sheets += _tables(iter([read_delimited(source)]), name, known, progress, problems)
    else:
        digest = _digest(path)
        with contextlib.ExitStack() as stack:
            raws = _raws(kind, path, name, problems, stack)
            sheets += _tables(raws, name, known, progress, problems)
    if not sheets:
        raise UnreadableList(name, "has no filled cell; there is nothing to import.")
    return Workbook(name, _NAMES[kind], digest, sheets, problems, encoding)


def _raws(
    kind: Format, path: Path, name: str, problems: list[Problem], stack: contextlib.ExitStack
) -> Iterator[RawSheet]:
    if kind == "json":
        return read_json(path, name)
    if kind == "html":
        return read_web_tables(path, name)
    if kind == "xml":
        return read_xml(path, name)
    if kind in ("xls", "xlsb"):
        return read_old_excel(path, name, problems)
    package = stack.enter_context(Package(path, name))
    if kind == "ods":
        return read_opendocument(package, name)
    return read_excel(package, name, problems)


def _tables(
    raws: Iterator[RawSheet],
    name: str,
    known: Collection[str],
    progress: Progress | None,
    problems: list[Problem],
) -> Iterator[Sheet]:
    for raw in raws:
        sheet = tabulate(raw, name, known, progress)
        problems += raw.problems
        if sheet is not None:
            yield sheet


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
