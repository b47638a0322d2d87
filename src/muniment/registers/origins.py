"""Where a record of a run comes from, and what its list says of it word for word."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.importing import Imported
    from muniment.registers.runs import Run
    from muniment.registers.store import Store

TABLE = "originals"
"""The table of a run that holds what files say which are not kept in the store."""
_NOT_WRITTEN = ("record_id", "cell_types")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: the file as received, its sheet and row (1-based), and its cells.

    ``cells`` are heading and text as written, without those that are empty.
    """

    record: str
    source: str
    sheet: str | None
    row: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """The file, sheet and row, as in "ministry.xlsx, sheet “2020”, row 17"."""
        sheet = f", sheet “{self.sheet}”" if self.sheet else ""
        return f"{self.source}{sheet}, row {self.row}"

    @property
    def words(self) -> str:
        """Its cells as one text."""
        return " · ".join(f"{heading}: {text}" for heading, text in self.cells.items())


def origins(store: Store, kept: Run, wanted: Collection[str]) -> dict[str, Origin]:
    """The origins of some records of a run, by their ids: of the revisions that it rests on.

    A record whose origin was not kept is left out. Raises StoreProblem when a file is damaged.
    """
    found: dict[str, Origin] = {}
    by_list: dict[str, list[str]] = {}
    for record in sorted(set(wanted)):
        by_list.setdefault(record.partition(":")[0], []).append(record)
    for name, number in kept.entry.rests_on.items():
        if name not in by_list or name not in store.state.lists:
            continue
        revision = store.revision(name, number)
        places = _rows(store.records(name, number, ["record_id", "sheet", "row"]), by_list[name])
        cells = _rows(store.cells(name, number), by_list[name])
        for record, place in places.items():
            written = {
                heading: text
                for heading, text in cells.get(record, {}).items()
                if text and heading not in _NOT_WRITTEN
            }
            found[record] = Origin(
                record, revision.source_name, place["sheet"], place["row"], written
            )
    if TABLE in kept.tables:
        for record, row in _rows(kept.table(TABLE), wanted).items():
            written = json.loads(row["cells"])
            found[record] = Origin(record, row["source"], row["sheet"], row["row"], written)
    return found


def places(store: Store, kept: Run, ids: pa.ChunkedArray) -> dict[str, pa.ChunkedArray]:
    """The columns source, sheet and row of the records with these ids, null where not kept."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = ["record_id", "source", "sheet", "row"]
    tables = [kept.table(TABLE, names)] if TABLE in kept.tables else []
    for name, number in kept.entry.rests_on.items():
        if name in store.state.lists:
            rows = store.records(name, number, ["record_id", "sheet", "row"])
            source = pa.array([store.revision(name, number).source_name] * rows.num_rows)
            tables.append(rows.append_column("source", source).select(names))
    known = pa.concat_tables(tables, promote_options="permissive")
    found = known.take(pc.index_in(ids, value_set=known["record_id"].combine_chunks()))
    return {name: found[name] for name in names[1:]}


def column(store: Store, kept: Run, heading: str) -> dict[str, str]:
    """What the records of a run say in a column of their lists, as headed there, by their ids."""
    found: dict[str, str] = {}
    for name, number in kept.entry.rests_on.items():
        if name in store.state.lists:
            cells = store.cells(name, number)
            if heading in cells.column_names:
                told = zip(cells["record_id"].to_pylist(), cells[heading].to_pylist(), strict=True)
                found |= {record: text for record, text in told if text}
    if TABLE in kept.tables:
        for row in kept.table(TABLE, ["record_id", "cells"]).to_pylist():
            text = json.loads(row["cells"]).get(heading)
            if text:
                found[row["record_id"]] = text
    return found


def of_file(path: Path, read: Imported) -> pa.Table:
    """What a file says that is linked without being kept, as a table to keep with the run."""
    import pyarrow as pa

    cells = [
        json.dumps(
            {k: v for k, v in row.items() if v and k not in _NOT_WRITTEN}, ensure_ascii=False
        )
        for batch in read.cells.to_batches(max_chunksize=10_000)
        for row in batch.to_pylist()
    ]
    return pa.table(
        {
            "record_id": read.records["record_id"],
            "source": pa.array([path.name] * len(cells), type=pa.string()),
            "sheet": read.records["sheet"],
            "row": read.records["row"],
            "cells": pa.array(cells, type=pa.string()),
        }
    )


def _rows(table: pa.Table, wanted: Collection[str]) -> dict[str, dict[str, Any]]:
    """The rows of some records, by their ids."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = pc.is_in(table["record_id"], value_set=pa.array(sorted(wanted), type=pa.string()))
    return {row["record_id"]: row for row in table.filter(chosen).to_pylist()}
