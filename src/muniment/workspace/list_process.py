"""Reads a list in a process of its own, bounded in time and memory: tables and what is wrong.

What comes back is JSON and two tables as Arrow streams: plain data, never code.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.documents.errors import UnreadableDocument
from muniment.documents.isolation import run_forked, serve
from muniment.documents.limits import Limits

if TYPE_CHECKING:
    import pyarrow as pa

    from muniment.registers.importing import Imported

Json = dict[str, Any]
LIMITS = Limits(seconds=900, memory_megabytes=8_000)
"""Address space, of which the libraries that read tables take much and use little."""
MOST_PROBLEMS = 5_000
_MOST_SET_ASIDE = 500


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read: its tables and what is told of it (``told``, JSON)."""

    records: pa.Table
    cells: pa.Table
    told: Json


def read_list(path: Path, *, list_id: str, kind: str, mapping: str, kinds: Path | None) -> ReadList:
    """The list in a file.

    ``kind`` and ``mapping`` (TOML) are "" to be guessed. ``kinds`` is the institution's own folder
    of kinds. Raises UnreadableDocument when the file is no list, does not fit the mapping, or
    cannot be read within the limits.
    """
    order: dict[str, object] = {
        "name": path.name,
        "path": str(path),
        "list": list_id,
        "kind": kind,
        "mapping": mapping,
        "kinds": "" if kinds is None else str(kinds),
    }
    packed = run_forked(
        "muniment.workspace.list_process", order, b"", LIMITS, loaded="muniment.workspace.warmed"
    )
    return _unpacked(packed)


def answer(order: dict[str, object], data: bytes, limits: Limits) -> bytes:
    """What the other process gives back for an order."""
    from muniment.registers.importing import import_file
    from muniment.registers.kindfiles import KindError
    from muniment.registers.mapping import Mapping, MappingError
    from muniment.registers.reading.model import UnreadableList

    name = str(order["name"])
    mapping = str(order["mapping"])
    try:
        found = import_file(
            Path(str(order["path"])),
            str(order["kind"]) or None,
            Mapping.from_toml(mapping) if mapping else None,
            list_id=str(order["list"]),
            folder=Path(str(order["kinds"])) if order["kinds"] else None,
        )
    except UnreadableList as error:
        raise UnreadableDocument(name, error.problem) from error
    except (MappingError, KindError) as error:
        raise UnreadableDocument(name, str(error)) from error
    return _packed(found)


def _packed(found: Imported) -> bytes:
    import pyarrow as pa

    parts = [json.dumps(_told(found), ensure_ascii=False).encode("utf-8", "replace")]
    for table in (found.records, found.cells):
        out = io.BytesIO()
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table.combine_chunks())
        parts.append(out.getvalue())
    return b"".join(len(each).to_bytes(8, "big") + each for each in parts)


def _unpacked(packed: bytes) -> ReadList:
    import pyarrow as pa

    parts, start = [], 0
    while start < len(packed):
        size = int.from_bytes(packed[start : start + 8], "big")
        parts.append(memoryview(packed)[start + 8 : start + 8 + size])
        start += 8 + size
    told, records, cells = parts
    return ReadList(
        pa.ipc.open_stream(pa.py_buffer(records)).read_all(),
        pa.ipc.open_stream(pa.py_buffer(cells)).read_all(),
        json.loads(bytes(told)),
    )


def _told(found: Imported) -> Json:
    mapping = found.mapping
    order = {"error": 0, "warning": 1, "note": 2}
    problems = sorted(found.problems, key=lambda each: order[each.severity])
    return {
        "kind": found.kind,
        "kind_confidence": mapping.kind_confidence,
        "kind_because": mapping.kind_because,
        "mapping": mapping.to_toml(),
        "key": mapping.key,
        "columns": list(mapping.columns),
        "fields": {
            name: {
                "columns": list(each.columns),
                "parts": dict(each.parts),
                "confidence": each.confidence,
                "because": each.because,
                "by": each.by,
            }
            for name, each in mapping.fields.items()
        },
        "unused": list(mapping.unused),
        "suggestions": [
            [each.column, each.field, each.confidence, each.because] for each in mapping.suggestions
        ],
        "counts": found.counts,
        "format": found.format,
        "encoding": found.encoding,
        "severities": {name: sum(each.severity == name for each in problems) for name in order},
        "problems": [
            [
                each.severity,
                each.sheet,
                each.row,
                each.column,
                each.value,
                each.reason,
                each.refused,
            ]
            for each in problems[:MOST_PROBLEMS]
        ],
        "set_aside": [list(each) for each in found.set_aside[:_MOST_SET_ASIDE]],
    }


if __name__ == "__main__":
    serve(sys.argv[1:], answer)
