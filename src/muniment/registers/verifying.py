"""Whether a store is as its history says: the chain, and every file by its SHA-256."""

from __future__ import annotations

import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from muniment.registers.disk import Disk
from muniment.registers.history import FILE, Entry, History
from muniment.registers.objects import Objects, StoreProblem
from muniment.registers.state import fold

_PARTS = ("records", "cells", "source", "mapping")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, what is wrong, and what is worth knowing; ``head`` is the last hash."""

    entries: int
    files: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    head: str

    @property
    def sound(self) -> bool:
        """True when nothing is wrong."""
        return not self.faults


def verify(folder: Path, history: History, objects: Objects, head: str | None = None) -> Verdict:
    """Compute the chain and the hash of every file again.

    ``head`` is the hash of an entry that was noted elsewhere: that entry must still be there.
    Raises StoreProblem when the history cannot be read at all.
    """
    faults = history.faults()
    try:
        entries = history.entries()
    except StoreProblem as error:
        return Verdict(0, 0, (*faults, str(error)), (), "")
    if head is not None and head not in {each.hash for each in entries}:
        faults.append(
            f"no entry has the hash {head}: the history was cut off or changed after this hash "
            "was noted."
        )
    if not faults:
        try:
            fold(entries)
        except StoreProblem as error:
            faults.append(str(error))
    used: dict[str, str] = {}
    checked = 0
    for entry in entries:
        if entry.action == "receive":
            for part in _PARTS:
                used.setdefault(entry.detail[part], _of(entry, part))
        elif entry.action == "run":
            run_faults = _run_faults(folder, entry, objects.disk)
            checked += len(entry.detail["files"])
            faults += run_faults
    for sha256, what in used.items():
        place = objects.path(sha256)
        if not place.is_file():
            faults.append(f"{what} is gone ({place}).")
        elif objects.disk.digest(place) != sha256:
            faults.append(f"{what} was changed ({place}).")
    left = [each for each in objects.all() if each not in used]
    remarks = _open_to_others(folder)
    if left:
        remarks.append(
            f"{len(left)} files belong to no entry: they were left by an import that did not "
            f"finish, and may be removed ({objects.path(left[0])}"
            + (", …)." if len(left) > 1 else ").")
        )
    last = entries[-1].hash if entries else ""
    return Verdict(len(entries), checked + len(used), tuple(faults), tuple(remarks), last)


def _of(entry: Entry, part: str) -> str:
    what = {
        "records": "the records",
        "cells": "the original cells",
        "source": f"the file as received, {entry.detail['source_name']},",
        "mapping": "the mapping",
    }[part]
    return f"{what} of revision {entry.detail['revision']} of “{entry.detail['list']}”"


def _run_faults(folder: Path, entry: Entry, disk: Disk) -> list[str]:
    name, version = entry.detail["name"], entry.detail["version"]
    found = []
    for file, sha256 in entry.detail["files"].items():
        place = folder / "runs" / name / f"{version:04}" / f"{file}{disk.ending}"
        if not place.is_file():
            found.append(f"{file} of the run “{name}”, version {version}, is gone ({place}).")
        elif disk.digest(place) != sha256:
            found.append(f"{file} of the run “{name}”, version {version}, was changed ({place}).")
    return found


def _open_to_others(folder: Path) -> list[str]:
    """A remark when others than the owner can read the store."""
    if sys.platform == "win32":
        return []
    loose = [
        path
        for path in (folder, folder / FILE)
        if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    return [
        f"{path} can be read by others than its owner; it holds names of people (chmod go= {path})."
        for path in loose
    ]
