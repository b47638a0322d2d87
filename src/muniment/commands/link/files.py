"""Floor 6: files of ``muniment link``: who is who, decisions in and out, questions to fill in."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from muniment.commands.common import fail

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.linkage.decisions import Decision
    from muniment.linkage.linking import Linked
    from muniment.linkage.review import Question
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

_SHOWN = 10
_FIRST = ("entity", "record_id", "list", "source", "sheet", "row")
_BATCH = 50_000


def take_decisions(store: Store, file: Path) -> bool:
    """Take decisions in from a CSV file, all in one go; whether all could be taken in."""
    from muniment.linkage.decisions import DecisionProblem, read_decisions
    from muniment.registers.store import Said

    try:
        rows = read_decisions(file, store.who)
    except DecisionProblem as error:
        fail(str(error))
    told = store.decide_all(
        [Said(each.a, each.b, each.verdict, each.reason, each.who, each.when) for _, each in rows]
    )
    problems = [
        f"{file}, row {row}: {problem}"
        for (row, _), problem in zip(rows, told, strict=True)
        if problem is not None
    ]
    for problem in problems[:_SHOWN]:
        click.echo(problem, err=True)
    if len(problems) > _SHOWN:
        click.echo(f"… and {len(problems) - _SHOWN:,} more rows.", err=True)
    taken = len(rows) - len(problems)
    noun = "decision" if taken == 1 else "decisions"
    left = f"; {len(problems):,} could not be" if problems else ""
    click.echo(f"{taken:,} {noun} of {file} stand now{left}. Link again to count anew.")
    return not problems


def export_decisions(standing: Sequence[Decision], path: Path) -> None:
    """Write the decisions that stand to a CSV file."""
    from muniment.linkage.decisions import write_decisions

    try:
        write_decisions(standing, path)
    except OSError as error:
        fail(f"{path}: cannot be written ({error.strerror}).")
    noun = "decision is" if len(standing) == 1 else "decisions are"
    click.echo(f"{len(standing):,} {noun} written to {path}.")


def write_questions(store: Store, kept: Run, queue: Iterable[Question]) -> None:
    """Print pairs as CSV to be decided on elsewhere, with what their lists say of the two."""
    from muniment.linkage.decisions import COLUMNS
    from muniment.registers.formulas import neutralise
    from muniment.registers.origins import origins

    asked = list(queue)
    known = origins(store, kept, {each for pair in asked for each in (pair.a, pair.b)})
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow((*COLUMNS, "a_says", "b_says"))
    for each in asked:
        says = (known[record].words if record in known else "" for record in (each.a, each.b))
        writer.writerow(map(neutralise, (each.a, each.b, "", "", "", "", *says)))


def write_entities(store: Store, kept: Run, linked: Linked, path: Path) -> None:
    """Write who is who as CSV: entity, record, where it stands, and what was compared.

    The records of an entity follow each other. The file holds names: it is the owner's alone.
    """
    from muniment.registers.objects import write_private

    draft = path.with_name(f".{path.name}.part")
    try:
        draft.unlink(missing_ok=True)
        try:
            write_private(draft, lambda stream: _write_rows(stream, _rows(store, kept, linked)))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        fail(f"{path}: cannot be written ({error.strerror}).")


def _rows(store: Store, kept: Run, linked: Linked) -> pa.Table:
    import pyarrow as pa

    from muniment.registers.origins import places

    records = linked.records
    told = [
        name
        for name in records.column_names
        if name not in _FIRST and records[name].null_count < records.num_rows
    ]
    first = {name: records[name] for name in _FIRST[:3]}
    first |= places(store, kept, records["record_id"])
    rows = pa.table(first | {name: records[name] for name in told})
    return rows.sort_by([("entity", "ascending"), ("record_id", "ascending")])


def _write_rows(stream: BinaryIO, rows: pa.Table) -> None:
    from muniment.registers.formulas import neutralise

    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(rows.column_names)
    for batch in rows.to_batches(max_chunksize=_BATCH):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            writer.writerow("" if cell is None else neutralise(str(cell)) for cell in row)
    text.flush()
    text.detach()
