"""Which sheets of a file hold the list, and by what mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from muniment.registers.guessing import guess_mapping, known_headers
from muniment.registers.kind import Kind
from muniment.registers.mapping import Mapping, MappingError, fit
from muniment.registers.notlists import is_forms
from muniment.registers.reading.model import Problem, Sheet, UnreadableList, Workbook
from muniment.registers.turning import turned
from muniment.registers.wide import unsure

_FITS = 0.7
"""The share of a mapping's columns that a further sheet must have to be imported with the first."""


def main_sheet(
    workbook: Workbook,
    kind: Kind | None,
    mapping: Mapping | None,
    folder: Path | None,
    problems: list[Problem],
) -> tuple[Sheet, Mapping]:
    """The sheet that holds the list, and the mapping for it."""
    candidates = [sheet for sheet in workbook.sheets if not sheet.hidden and sheet.parent is None]
    candidates = candidates or list(workbook.sheets)
    if mapping is not None:
        if mapping.sheets is not None:
            named = [sheet for sheet in workbook.sheets if sheet.name in mapping.sheets]
            if not named:
                there = ", ".join(f"“{sheet.name}”" for sheet in workbook.sheets)
                raise MappingError(
                    f"{workbook.file}: the mapping names sheets that are not there; there are "
                    f"{there}."
                )
            candidates = named
        main = max(candidates, key=lambda sheet: _covered(mapping, sheet))
        problems += _turned_columns_gone(workbook.file, main, mapping)
        long = as_mapped(main, mapping)
        fitted, changes = fit(mapping, [column.name for column in long.columns])
        for told in changes.sentences() if mapping.columns else ():
            problems.append(Problem(workbook.file, told, sheet=main.name, severity="warning"))
        if not fitted.fields:
            raise UnreadableList(
                workbook.file, "has none of the columns that the mapping names; guess it anew."
            )
        return main, fitted
    if all(is_forms(sheet, known_headers(folder)) for sheet in candidates):
        raise UnreadableList(
            workbook.file,
            "has one field a row, as forms below each other have; a list has one record a row: "
            "write each form as one row.",
        )
    title = Path(workbook.file).stem.replace("_", " ")
    guessed = [
        (sheet, guess_mapping(kind, sheet, title=title, folder=folder)) for sheet in candidates
    ]
    return max(
        guessed,
        key=lambda pair: (
            sum(source.confidence for source in pair[1].fields.values())
            * (1.0 if pair[0].cells.num_rows else 0.1),
            pair[0].cells.num_rows,
        ),
    )


def as_mapped(sheet: Sheet, mapping: Mapping) -> Sheet:
    """The sheet, turned where the mapping says so."""
    return sheet if mapping.turn is None else turned(sheet, mapping.turn)


def not_turned(file: str, sheet: Sheet, kind: Kind, mapping: Mapping) -> list[Problem]:
    """What to tell of columns of figures beside those that are turned."""
    reason = (
        "the column holds figures, but its heading has no unit and names no parameter that is "
        "known: it is kept as it is, and not turned; add it to turn in the mapping if it is one"
    )
    return [
        Problem(file, reason, sheet=sheet.name, column=name, severity="warning")
        for name in unsure(kind, sheet, mapping)
    ]


def _turned_columns_gone(file: str, sheet: Sheet, mapping: Mapping) -> list[Problem]:
    """What to tell of columns that the mapping turns and the sheet does not have."""
    here = {column.name for column in sheet.columns}
    gone = [] if mapping.turn is None else [c for c in mapping.turn.columns if c not in here]
    return [
        Problem(file, f"the column “{name}” is gone", sheet=sheet.name, severity="warning")
        for name in gone
    ]


def _covered(mapping: Mapping, sheet: Sheet) -> float:
    """The share of a mapping's columns in use that a sheet has."""
    used = {column for source in mapping.fields.values() for column in source.all_columns}
    if mapping.turn is not None:
        used = {name for name in used if not name.startswith("(")} | set(mapping.turn.columns)
    here = {column.name for column in sheet.columns}
    return len(used & here) / len(used) if used else 0.0


def check_needs(file: str, kind: Kind, mapping: Mapping) -> None:
    """Refuse a list none of whose columns fills what every record of the kind must have."""
    missing = [
        f"“{field.label()}”"
        for field in kind.fields
        if field.required and field.name not in mapping.fields
    ]
    missing += [
        " or ".join(f"“{kind.by_name[name].label()}”" for name in group)
        for group in kind.one_of
        if not any(name in mapping.fields for name in group)
    ]
    columns = ", ".join(f"“{column}”" for column in mapping.columns[:12])
    wide = ""
    if kind.wide is not None and kind.wide.cell not in mapping.fields:
        label = kind.by_name[kind.wide.heading].label()
        wide = (
            f" Where each of several columns is one value of “{label}”, name them in the mapping: "
            'turn = { columns = ["…", "…"] }.'
        )
    if mapping.kind_confidence < 1 and (missing or set(mapping.fields) <= {"record_number"}):
        lacks = f", which needs {missing[0]}" if missing else ""
        raise UnreadableList(
            file,
            f"no column could be found for any kind of record; the nearest is “{kind.label()}”"
            f"{lacks}. The columns are {columns}. Name the kind (--kind), and the columns in a "
            f"mapping.{wide}",
        )
    if missing:
        raise UnreadableList(
            file,
            f"no column could be found for {missing[0]}, which every record of the kind "
            f"“{kind.label()}” needs; the columns are {columns}. Name the column in a "
            f"mapping.{wide}",
        )


def chosen_sheets(
    workbook: Workbook, main: Sheet, mapping: Mapping, problems: list[Problem]
) -> list[Sheet]:
    """The main sheet and those like it, in the order of the file; the others are told of."""
    chosen = []
    for sheet in workbook.sheets:
        if sheet is main:
            chosen.append(sheet)
            continue
        if mapping.sheets is not None:
            takes, why = sheet.name in mapping.sheets, "the mapping does not name it"
        elif sheet.parent is not None:
            takes, why = False, f"its rows belong to rows of “{sheet.parent}”"
        elif sheet.hidden:
            takes, why = False, "it is hidden; name it in the mapping's sheets to have it imported"
        else:
            takes, why = _covered(mapping, sheet) >= _FITS, "it has other columns"
        if takes:
            chosen.append(sheet)
        else:
            reason = f"the sheet with its {sheet.rows_in_file:,} rows is not imported: {why}"
            severity: Any = "warning" if sheet.cells.num_rows else "note"
            problems.append(Problem(workbook.file, reason, sheet=sheet.name, severity=severity))
    return chosen
