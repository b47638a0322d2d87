"""Guesses of fields that come in several columns: answers that are ticked, statuses one by one."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace

from muniment.registers.columncontent import Content
from muniment.registers.folding import fold
from muniment.registers.headerwords import header_index
from muniment.registers.kind import Kind
from muniment.registers.mapping import Source
from muniment.registers.reading.model import Sheet
from muniment.registers.sourcetexts import TICKS, UNTICKED


def split_choices(
    kind: Kind,
    sheet: Sheet,
    contents: AnyMapping[str, Content],
    fields: AnyMapping[str, Source],
) -> dict[str, Source]:
    """Questions with several answers, where a form gives each answer a column of 0 and 1."""
    index = header_index(kind)
    used = {column for source in fields.values() for column in source.all_columns}
    found: dict[str, list[str]] = {}
    for column in sheet.columns:
        question, _, answer = column.header.rpartition("/")
        cells = set(contents[column.name].folded)
        if column.name in used or not answer or not cells or not cells <= TICKS | UNTICKED:
            continue
        asked = fold(question.rpartition("/")[2])
        for name, part in index.get(asked, ()):
            if not part and name not in fields and kind.by_name[name].type == "choices":
                found.setdefault(name, []).append(column.name)
    because = "a column of 0 and 1 for each answer"
    return {
        name: Source(columns=tuple(columns), confidence=0.9, because=because, by="header")
        for name, columns in found.items()
        if len(columns) > 1
    }


def histories(kind: Kind, sheet: Sheet, fields: AnyMapping[str, Source]) -> dict[str, Source]:
    """Statuses in numbered columns ("status", "status 2"): the last that is given holds today."""
    used = {column for source in fields.values() for column in source.all_columns}
    headers = {column.name: column.header for column in sheet.columns}
    found: dict[str, Source] = {}
    for field in kind.fields:
        if field.history is None or field.name not in fields:
            continue
        later = _later(fields[field.name], headers, used)
        dates = _later(fields[field.history], headers, used) if field.history in fields else {}
        if not later or (dates and dates.keys() != later.keys()):
            continue
        for name, columns in ((field.name, later), (field.history, dates)):
            if columns:
                newest = tuple(columns[number] for number in sorted(columns, reverse=True))
                because = f"{fields[name].because}; the last of several that is given"
                every = (*newest, *fields[name].columns)
                found[name] = replace(fields[name], columns=every, because=because)
        if not dates and field.history in fields:
            # Its one date may be that of any of the statuses: the cells keep it.
            found[field.name] = fields[field.name]
    return found


def _later(source: Source, headers: AnyMapping[str, str], used: set[str]) -> dict[int, str]:
    """Columns called as a field's one column is, with a number from 2 on, by that number."""
    if len(source.columns) != 1 or source.parts:
        return {}
    base = [word for word in fold(headers[source.columns[0]]).split() if word != "1"]
    found: dict[int, str] = {}
    for name, header in headers.items():
        words = fold(header).split()
        numbers = [word for word in words if word.isdecimal() and 1 < int(word) < 100]
        if name not in used and len(numbers) == 1:
            rest = [word for word in words if word != numbers[0]]
            if rest == base:
                found.setdefault(int(numbers[0]), name)
    return found
