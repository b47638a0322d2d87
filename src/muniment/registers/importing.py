"""A list in; its records, its original cells and everything that is wrong with it, out.

No row is lost without being told: rows in the file are records, refused rows, or rows set aside as
blank, header, heading, total or remark, and the counts add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from muniment.registers.cases import folded
from muniment.registers.choosingsheets import (
    as_mapped,
    check_needs,
    chosen_sheets,
    main_sheet,
    not_turned,
)
from muniment.registers.guessing import known_headers
from muniment.registers.kind import Kind
from muniment.registers.kindfiles import kind as kind_named
from muniment.registers.mapping import Mapping
from muniment.registers.normalise.model import Context
from muniment.registers.notlists import beside
from muniment.registers.reading.model import Problem, Sheet, Workbook
from muniment.registers.reading.raw import Progress
from muniment.registers.reading.reader import read_sheets
from muniment.registers.recordmaking import Making


class ImportRefused(ValueError):
    """A strict import of a list that has errors; ``problems`` are all of them."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(
            f"{name}: nothing is imported, since {len(errors):,} errors were found and the import "
            f"is strict. The first: {errors[0]}"
        )
        self.problems = problems


@dataclass(slots=True)
class Imported:
    """What came of a list.

    ``records`` is the table of records (``registers.records``); ``cells`` has the same rows with
    ``record_id``, one string column a column of the list as headed, text as in the file, and for
    formats with types ``cell_types`` (``Sheet.types``). ``counts``: ``rows`` of the file is the
    sum of ``records``, ``refused``, ``blank``, ``header``, ``heading``, ``total``, ``remark``
    and ``other_sheets`` (rows of sheets that are not imported). Where a wide table was turned,
    ``turned`` tells how many rows more it made, and with ``rows`` is the sum of these and
    ``empty_cells``. ``folded`` counts rows that are with others one record,
    ``other_table`` rows of another table below.
    """

    file: str
    kind: str
    records: pa.Table
    cells: pa.Table
    problems: list[Problem]
    mapping: Mapping
    source_sha256: str
    counts: dict[str, int]
    format: str
    encoding: str | None
    set_aside: list[tuple[str | None, int, str, str]]
    """Rows that are no records: sheet, row, what it is, its text (blank ones are only counted)."""


def import_file(
    path: Path,
    kind: Kind | str | None,
    mapping: Mapping | None = None,
    *,
    list_id: str,
    strict: bool = False,
    context: Context | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Read a list through a mapping, or through the one that is guessed for it.

    ``folder`` is an institution's own folder of kinds. Raises UnreadableList when there is no list
    in the file or none of its columns fills what the kind needs, MappingError when the mapping
    does not fit the kind, KindError for an unknown kind, and with ``strict`` ImportRefused when
    anything is an error.
    """
    if mapping is not None and kind is None:
        kind = mapping.kind
    chosen = kind_named(kind, folder) if isinstance(kind, str) else kind
    if mapping is not None and chosen is not None:
        mapping.check(chosen)
    workbook = read_sheets(path, known_headers(folder), progress)
    problems = list(workbook.problems)
    main, mapping = main_sheet(workbook, chosen, mapping, folder, problems)
    chosen = chosen or kind_named(mapping.kind, folder)
    check_needs(workbook.file, chosen, mapping)
    taken = chosen_sheets(workbook, main, mapping, problems)
    sheets = [as_mapped(sheet, mapping) for sheet in taken]
    problems += beside(workbook.file, main, mapping)
    problems += not_turned(workbook.file, main, chosen, mapping)
    context = context or Context()
    if mapping.fold:
        for place, sheet in enumerate(sheets):
            fold = folded(sheet, chosen, mapping, workbook.file, context)
            sheets[place] = fold.sheet
            problems += fold.problems
    work = Making(workbook, chosen, mapping, list_id, context, progress)
    several = len(sheets) > 1
    parts = [work.sheet(sheet, several) for sheet in sheets]
    records = pa.concat_tables([records for records, _ in parts])
    cells = pa.concat_tables([cells for _, cells in parts], promote_options="default")
    records, cells = work.with_unique_ids(records, cells)
    problems += work.problems
    if mapping.key is None and len(sheets) == 1 and "record_number" in mapping.fields:
        problems += _repeated(workbook.file, main.name, mapping, records["record_number"])
    if not records.num_rows:
        told = "the list has no row that is a record"
        problems.append(Problem(workbook.file, told, sheet=main.name, severity="warning"))
    if strict and any(problem.severity == "error" for problem in problems):
        raise ImportRefused(workbook.file, problems)
    return Imported(
        file=workbook.file,
        kind=chosen.name,
        records=records,
        cells=cells,
        problems=problems,
        mapping=mapping,
        source_sha256=workbook.sha256,
        counts=_counts(workbook, taken, sheets, records.num_rows, work.refused),
        format=workbook.format,
        encoding=workbook.encoding,
        set_aside=[
            (sheet.name, row, use, text) for sheet in sheets for row, use, text in sheet.other_rows
        ],
    )


def _repeated(file: str, sheet: str | None, mapping: Mapping, numbers: Any) -> list[Problem]:
    """What to tell of numbers of records that stand in several rows: they cannot be the key."""
    counts = pc.value_counts(numbers.drop_null()).field("counts")
    several = pc.sum(pc.greater(counts, 1)).as_py() or 0
    if not several:
        return []
    reason = (
        f"{several:,} of its values stand in several rows, so that it is not the key; each row is "
        "a record of its own, also where several are of one"
    )
    column = ", ".join(mapping.fields["record_number"].all_columns)
    return [Problem(file, reason, sheet=sheet, column=column, severity="warning")]


def _counts(
    workbook: Workbook, taken: list[Sheet], sheets: list[Sheet], records: int, refused: int
) -> dict[str, int]:
    """The counts of ``Imported``; ``sheets`` are those ``taken``, turned where they are wide."""
    uses = [use for sheet in sheets for _, use, _ in sheet.other_rows]
    further = {
        "other_table": uses.count("other_table"),
        "folded": sum(sheet.folded_rows for sheet in sheets),
        "empty_cells": sum(sheet.empty_cells for sheet in sheets),
        "turned": sum(sheet.turned_rows for sheet in sheets),
    }
    return {
        "rows": sum(sheet.rows_in_file for sheet in workbook.sheets),
        "records": records,
        "refused": refused,
        "blank": sum(sheet.blank_rows for sheet in sheets),
        **{use: uses.count(use) for use in ("header", "heading", "total", "remark")},
        "other_sheets": sum(
            sheet.rows_in_file
            for sheet in workbook.sheets
            if not any(sheet is other for other in taken)
        ),
        **{name: count for name, count in further.items() if count},
    }
