"""The four lists of the demonstration as files: two spellings of one date, three scripts."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from muniment.demo.registers.entries import Entry, entries
from muniment.demo.registers.habits import demonstration
from muniment.demo.registers.population import Person, population

SIZE, SEED = 3000, 7
"""How many people are missing in the demonstration, and the seed of its chances."""
_MADE = datetime.datetime(2024, 3, 12, tzinfo=datetime.UTC)
Layout = dict[str, Any]
Rows = list[list[str]]


def layouts() -> dict[str, Layout]:
    """How each list looks, by its name, from ``layouts.toml``."""
    text = resources.files(__package__).joinpath("layouts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def write_lists(folder: Path, size: int = SIZE) -> tuple[list[Path], list[Person], list[Entry]]:
    """Write the four lists of ``size`` missing people into a folder, made if needed.

    Returns the files in the order of the lists, the missing people and the entries: the truth.
    Row numbers of the entries count from 2, below a header in the first row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    people = population(size, SEED)
    found = entries(people, demonstration(), SEED)
    paths = []
    for name, layout in layouts().items():
        path = folder / layout["file"]
        _write(path, layout, [entry for entry in found if entry.list == name])
        paths.append(path)
    return paths, people, found


def _write(path: Path, layout: Layout, found: Sequence[Entry]) -> None:
    header = [heading for heading, _ in layout["columns"]]
    rows = [[_cell(entry, what, layout) for _, what in layout["columns"]] for entry in found]
    if path.suffix == ".xlsx":
        _write_xlsx(path, layout, header, rows)
    elif path.suffix == ".json":
        records = [dict(zip(header, row, strict=True)) for row in rows]
        path.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=layout["delimiter"], lineterminator="\r\n")
        writer.writerows([header, *rows])
        path.write_bytes(text.getvalue().encode(layout["encoding"]))


def _cell(entry: Entry, what: str, layout: Layout) -> str:
    if what == "number":
        return str(entry.row - 1)
    if "," in what:
        return ", ".join(entry.values[role] for role in what.split(", "))
    value = entry.values.get(what, "")
    if what == "sex":
        return str(layout["sex"].get(value, ""))
    return _date(value, layout) if what.endswith("_date") and value else value


def _date(edtf: str, layout: Layout) -> str:
    if edtf.endswith("~"):
        return str(layout["rough"].format(year=edtf[:-1]))
    if len(edtf) == len("2020"):
        return edtf
    form = layout["dates"] if len(edtf) == len("2020-01-01") else layout["month"]
    return datetime.date.fromisoformat(f"{edtf}-01"[:10]).strftime(form)


def _write_xlsx(path: Path, layout: Layout, header: list[str], rows: Rows) -> None:
    """A sheet as ministries send it: full dates as real dates, a total below."""
    import xlsxwriter

    dated = [what.endswith("_date") for _, what in layout["columns"]]
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"}) as book:
        book.set_properties({"title": layout["title"], "created": _MADE})
        sheet = book.add_worksheet(layout["title"][:31])
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if dated[column] and len(value) == len("31.12.2020"):
                    day = datetime.datetime.strptime(value, layout["dates"])
                    sheet.write_datetime(at, column, day)
                elif column == 0:
                    sheet.write_number(at, column, int(value))
                else:
                    sheet.write_string(at, column, value)
