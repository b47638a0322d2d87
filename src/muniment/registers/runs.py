"""Kept runs of linkage and estimation: a folder a version, with Parquet tables and JSON."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from muniment.registers.disk import Disk
from muniment.registers.objects import (
    PRIVATE_FOLDER,
    StoreProblem,
    flush_folder,
    write_parquet,
)
from muniment.registers.state import RunEntry

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Run:
    """A kept run: its entry, its folder on a disk, and why it is out of date (empty: it is not)."""

    entry: RunEntry
    folder: Path
    stale: tuple[str, ...]
    disk: Disk

    @property
    def name(self) -> str:
        """Its name."""
        return self.entry.name

    @property
    def version(self) -> int:
        """Its version, counted from 1."""
        return self.entry.version

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(sorted(Path(each).stem for each in self.entry.files if _is_table(each)))

    def table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """One of its tables. Raises StoreProblem when it is not there or damaged."""
        import pyarrow as pa

        place = self.folder / f"{name}.parquet{self.disk.ending}"
        try:
            return self.disk.table(place, columns)
        except (OSError, pa.ArrowInvalid) as error:
            raise StoreProblem(f"{place}: this table of the run is gone or damaged.") from error

    def document(self, name: str) -> Any:
        """One of its JSON documents. Raises StoreProblem when it is not there or damaged."""
        place = self.folder / f"{name}.json{self.disk.ending}"
        try:
            return json.loads(self.disk.read(place))
        except (OSError, ValueError) as error:
            raise StoreProblem(f"{place}: this part of the run is gone or damaged.") from error


def write_run(
    disk: Disk,
    drafts: Path,
    place: Path,
    tables: Mapping[str, pa.Table],
    documents: Mapping[str, Any],
) -> dict[str, str]:
    """Write the files of a run into the folder ``place``; the SHA-256 of each by its name.

    The folder gets its name when it is whole. A folder of this name that a kill has left behind,
    of which the history says nothing, gives way.
    """
    draft = drafts / uuid.uuid4().hex
    draft.mkdir(mode=PRIVATE_FOLDER)
    parts: dict[str, Callable[[BinaryIO], None]] = {
        **{f"{name}.parquet": _parquet(table) for name, table in tables.items()},
        **{f"{name}.json": _json(document) for name, document in documents.items()},
    }
    hashes = {
        name: disk.write(draft / f"{name}{disk.ending}", write) for name, write in parts.items()
    }
    flush_folder(draft)
    if place.exists():
        shutil.rmtree(place)
    draft.replace(place)
    flush_folder(place.parent)
    return hashes


def _is_table(file: str) -> bool:
    return file.endswith(".parquet")


def _parquet(table: pa.Table) -> Callable[[BinaryIO], None]:
    return lambda stream: write_parquet(table, stream)


def _json(document: Any) -> Callable[[BinaryIO], None]:
    def write(stream: BinaryIO) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        stream.write(text.encode("utf-8"))

    return write
