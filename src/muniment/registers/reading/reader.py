"""A file in, a workbook of sheets out: the way into reading."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from muniment.registers.reading.delimited import read_delimited
from muniment.registers.reading.encoding import look_at
from muniment.registers.reading.excel import read_excel
from muniment.registers.reading.limits import MAX_BYTES
from muniment.registers.reading.model import Problem, Sheet, UnreadableList, Workbook
from muniment.registers.reading.package import Package
from muniment.registers.reading.raw import Progress, RawSheet
from muniment.registers.reading.sniffing import sniff
from muniment.registers.reading.table import tabulate


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
        with Package(path, name) as package:
            raw = read_excel(package, name, problems)
            sheets += _tables(raw, name, known, progress, problems)
    if not sheets:
        raise UnreadableList(name, "has no filled cell; there is nothing to import.")
    return Workbook(name, kind.upper(), digest, sheets, problems, encoding)


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
