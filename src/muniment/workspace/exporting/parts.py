"""Files put together from parts that grow as rows come: none is ever whole in memory.

What a file says of itself stands at its beginning and is known at its end, so that what comes
between is a part of its own: in memory while it is small, else in the folder of what is under way.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal, cast

_SMALL = 4 << 20
_BLOCK = 1 << 20
_BEGAN = (1980, 1, 1, 0, 0, 0)


def draft(folder: Path) -> IO[bytes]:
    """A file without a name in a folder; what is in it is gone when it is closed."""
    return cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=_SMALL, dir=str(folder)))


class JsonPart:
    """A list, or an object, that is a member of the outermost object of a JSON file."""

    def __init__(self, file: IO[bytes], kind: Literal["list", "object"] = "list") -> None:
        """Write into a draft, which is the caller's to close."""
        self._file, self._ends = file, b"[]" if kind == "list" else b"{}"
        self.count = 0

    def add(self, value: Any, name: str | None = None) -> None:
        """One more; it has a name in an object."""
        head = "" if name is None else f"{json.dumps(name, ensure_ascii=False)}: "
        lead = ",\n  " if self.count else "\n  "
        self._file.write(f"{lead}{head}{_indented(value, 2)}".encode())
        self.count += 1

    def copy_to(self, output: IO[bytes]) -> None:
        """Write all of it."""
        output.write(self._ends[:1])
        self._file.seek(0)
        shutil.copyfileobj(self._file, output, _BLOCK)
        output.write((b"\n " if self.count else b"") + self._ends[1:])


def write_object(output: IO[bytes], members: Mapping[str, Any]) -> None:
    """An object whose members may be parts, as ``json.dumps`` with an indent of 1 writes it."""
    for number, (name, value) in enumerate(members.items()):
        lead = ",\n " if number else "{\n "
        output.write(f"{lead}{json.dumps(name, ensure_ascii=False)}: ".encode())
        if isinstance(value, JsonPart):
            value.copy_to(output)
        else:
            output.write(_indented(value, 1).encode())
    output.write(b"\n}")


def pack(output: IO[bytes], members: Mapping[str, bytes | IO[bytes]]) -> None:
    """Write files into a ZIP; the same files give the same bytes."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            part = io.BytesIO(content) if isinstance(content, bytes) else content
            info = zipfile.ZipInfo(name, _BEGAN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = part.seek(0, os.SEEK_END)
            part.seek(0)
            with archive.open(info, "w") as place:
                shutil.copyfileobj(part, place, _BLOCK)


def _indented(value: Any, depth: int) -> str:
    """JSON of a value that stands so deep; no string in it has a line end of its own."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("\n", "\n" + depth * " ")
