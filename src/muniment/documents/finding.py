"""Finds the documents in folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from muniment.documents.errors import UnreadableDocument
from muniment.documents.reading import EXTENSIONS

_GENERATOR = b'<meta name="generator" content="Muniment '


class FoundFiles:
    """The files to read among paths, and remarks on what was passed over.

    Iterating gives every file that is named, and from folders, in sorted order and with
    their subfolders, those whose name ends like a document's. Hidden files, links to folders,
    pipes, our own reports and other kinds are passed over; after the iteration ``notes`` says
    how many of what.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = list(paths)
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[Path]:
        self.notes = []
        for path in self._paths:
            if path.is_dir():
                yield from self._inside(path)
            else:
                yield path

    def _inside(self, folder: Path) -> Iterator[Path]:
        passed: dict[str, int] = {}
        unreadable: list[str] = []
        for place, folders, names in os.walk(
            folder, onerror=lambda error: unreadable.append(str(error.filename))
        ):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(place, name)
                if name.startswith(("~$", ".")):
                    continue
                if path.suffix.lower() in EXTENSIONS:
                    if is_own_report(path):
                        self.notes.append(f"{path} is passed over: it is a Muniment report.")
                    elif _is_file(path):
                        yield path
                    else:
                        self.notes.append(
                            f"{path} is passed over: it is no regular file, or cannot be opened."
                        )
                else:
                    kind = path.suffix.lower() or "without an ending"
                    passed[kind] = passed.get(kind, 0) + 1
        self.notes += [f"{place} cannot be opened." for place in unreadable]
        if passed:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items())[:20])
            self.notes.append(f"{folder}: files of other kinds are passed over ({kinds}).")


def is_own_report(path: Path) -> bool:
    """Whether a file is an HTML report of ours: it says so within its first kilobyte."""
    if path.suffix.lower() != ".html" or not _is_file(path):
        return False
    try:
        with path.open("rb") as stream:
            return _GENERATOR in stream.read(1024)
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    """Whether a path leads to a regular file; a folder that can be listed may still be shut."""
    try:
        return path.is_file()
    except OSError:
        return False


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """The documents among paths, searched lazily; raises UnreadableDocument if one is missing.

    Symbolic links to folders are not followed, so that loops cannot arise.
    """
    listed = list(paths)
    for path in listed:
        if not path.exists() and not path.is_symlink():
            raise UnreadableDocument(str(path), "does not exist; check the name.")
    return FoundFiles(listed)
