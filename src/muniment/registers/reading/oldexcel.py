"""XLS and XLSB: read by calamine in a process of its own, since a hostile file may break it."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from muniment.registers.reading.cellformats import plain
from muniment.registers.reading.limits import OLD_EXCEL_MEMORY, OLD_EXCEL_SECONDS
from muniment.registers.reading.model import Problem, UnreadableList
from muniment.registers.reading.raw import BATCH, Batch, RawSheet

_MODULE = "muniment.registers.reading.oldexcel"
_ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#DATA!",
    "#GETTING_DATA",
)


def read_old_excel(path: Path, file: str, problems: list[Problem]) -> Iterator[RawSheet]:
    """The sheets of an XLS or XLSB file.

    Raises UnreadableList when it is locked, damaged or takes too much to read. Formats of numbers
    and formulas are not known in these files, so a cell shows its value.
    """
    command = [sys.executable, "-P", "-m", _MODULE, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield from _sheets(iter(process.stdout), file, problems)
        finally:
            process.kill()
    if process.returncode not in (0, -9):
        raise _broken(file)


def _sheets(lines: Iterator[bytes], file: str, problems: list[Problem]) -> Iterator[RawSheet]:
    finished = False
    pending: list[dict[str, Any]] = []
    for line in lines:
        message = json.loads(line)
        if "problem" in message:
            raise UnreadableList(file, message["problem"])
        if "done" in message:
            finished = True
            break
        if message["skipped"]:
            reason = "the sheet is no table of cells (a chart or macro sheet) and is not read"
            problems.append(Problem(file, reason, sheet=message["sheet"], severity="note"))
            continue
        pending.append(message)
        sheet = _sheet(message, lines, file)
        yield sheet
        for _ in sheet.batches:
            pass
    if not finished:
        raise _broken(file)


def _broken(file: str) -> UnreadableList:
    return UnreadableList(
        file, "is a damaged or hostile file that cannot be read; save it as XLSX or CSV."
    )


def _sheet(message: dict[str, Any], lines: Iterator[bytes], file: str) -> RawSheet:
    spread = [tuple(area) for area in message["merged"]]
    sheet = RawSheet(message["sheet"], iter(()), hidden=message["hidden"], spread=spread)
    if spread:
        reason = (
            f"{len(spread):,} merged areas; each of their cells is taken to have the value that "
            "is shown over them"
        )
        sheet.problems.append(Problem(file, reason, sheet=sheet.name, severity="note"))
    sheet.batches = _batches(lines, file)
    return sheet


def _batches(lines: Iterator[bytes], file: str) -> Iterator[Batch]:
    for line in lines:
        message = json.loads(line)
        if "end" in message:
            return
        if "problem" in message:
            raise UnreadableList(file, message["problem"])
        values = [{int(place): text for place, text in row.items()} for row in message["values"]]
        yield Batch(message["numbers"], message["shown"], values, message["types"])
    raise _broken(file)


def serve(path: str) -> None:
    """What the other process runs: bound itself, write sheets as JSON lines."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    _bound()
    try:
        book = CalamineWorkbook.from_path(path)
        for metadata in book.sheets_metadata:
            _write_sheet(book, metadata, metadata.typ is SheetTypeEnum.WorkSheet)
        _say({"done": True})
    except PasswordError:
        _say({"problem": "is protected with a password; save a copy without one and import that."})
    except MemoryError:
        _say({"problem": "needs too much memory to be read; save it as XLSX or CSV."})
    except (CalamineError, OSError, ValueError):
        _say({"problem": "is a damaged file; get another copy of it, or save it as XLSX."})


def _write_sheet(book: Any, metadata: Any, readable: bool) -> None:
    from python_calamine import SheetVisibleEnum

    hidden = metadata.visible is not SheetVisibleEnum.Visible
    if not readable:
        _say({"sheet": metadata.name, "hidden": hidden, "skipped": True, "merged": []})
        return
    sheet = book.get_sheet_by_name(metadata.name)
    merged = [
        (top[0] + 1, bottom[0] + 1, top[1], bottom[1])
        for top, bottom in sheet.merged_cell_ranges or ()
    ]
    _say({"sheet": metadata.name, "hidden": hidden, "skipped": False, "merged": merged})
    first = sheet.start[0] + 1 if sheet.start else 1
    margin = sheet.start[1] if sheet.start else 0
    numbers: list[int] = []
    shown: list[list[str]] = []
    values: list[dict[int, str]] = []
    types: list[str] = []
    for number, row in enumerate(sheet.to_python(), start=first):
        cells = [_cell(cell) for cell in row]
        numbers.append(number)
        shown.append([""] * margin + [text for text, _, _ in cells])
        values.append({margin + place: u for place, (_, u, _) in enumerate(cells) if u is not None})
        types.append(" " * margin + "".join(letter for _, _, letter in cells))
        if len(numbers) >= BATCH:
            _say({"numbers": numbers, "shown": shown, "values": values, "types": types})
            numbers, shown, values, types = [], [], [], []
    if numbers:
        _say({"numbers": numbers, "shown": shown, "values": values, "types": types})
    _say({"end": True})


def _cell(cell: Any) -> tuple[str, str | None, str]:
    """What is shown of a value, what is to be understood (None: the same), its type."""
    if isinstance(cell, str):
        if cell in _ERRORS:
            return cell, "", "e"
        return cell, None, "t" if cell else " "
    if isinstance(cell, bool):
        return ("TRUE" if cell else "FALSE"), None, "b"
    if isinstance(cell, int | float):
        return plain(repr(cell)), None, "n"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat(), None, "d"
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat(), None, "d"
    return str(cell), None, "d"


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(message).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _bound() -> None:
    """Set this process's limits of memory and processor time, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    for which, bound in (
        (resource.RLIMIT_AS, OLD_EXCEL_MEMORY),
        (resource.RLIMIT_CPU, OLD_EXCEL_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(which)
        soft = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(which, (soft, most))


if __name__ == "__main__":
    serve(sys.argv[1])
